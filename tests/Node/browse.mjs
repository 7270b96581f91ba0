// Opens a page in Chromium and prints the value of an expression as JSON: node browse.mjs CHROMIUM FILE EXPRESSION [WIDTH [light|dark [on|off [SCREENSHOT]]]]
// off: the scripts of the page do not run.
// Also prints the requests and errors of the page, and whether it is wider than the window.
import puppeteer from 'puppeteer-core';
import { pathToFileURL } from 'node:url';
import { environmentOf } from './browser.mjs';

const [executablePath, file, expression, width = '1280', scheme = 'light', script = 'on', screenshot] = process.argv.slice(2);
// Containers and some Linux systems have no sandbox; the tests have created the page.
const args = process.platform === 'linux' ? ['--no-sandbox'] : [];
const browser = await puppeteer.launch({ executablePath, args, env: environmentOf(executablePath) });
try {
  const page = await browser.newPage();
  const requests = [];
  const errors = [];
  page.on('request', request => requests.push(request.url()));
  page.on('pageerror', failure => errors.push(failure.message));
  page.on('console', line => line.type() === 'error' && errors.push(line.text()));
  await page.setViewport({ width: Number(width), height: 900, deviceScaleFactor: 1 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setJavaScriptEnabled(script === 'on');
  await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
  const value = await page.evaluate(expression);
  const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  if (screenshot) {
    await page.screenshot({ path: screenshot, fullPage: true });
  }
  console.log(JSON.stringify({ value, requests, errors, overflow }));
} finally {
  await browser.close();
}
