// Opens pages in Chromium: node browse.mjs CHROMIUM. Each line of the input is a JSON object with the file and the expression, and optionally the
// width, the scheme (light or dark), noScript, and the file of a screenshot. Each line of the output has the value of the expression, the requests
// and errors of the page, and by how much it is wider than the window; or the failure. The browser ends with the input.
import puppeteer from 'puppeteer-core';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { environmentOf } from './browser.mjs';

const executablePath = process.argv[2];
// Containers and some Linux systems have no sandbox; the tests have created the page.
const args = process.platform === 'linux' ? ['--no-sandbox'] : [];
const browser = await puppeteer.launch({ executablePath, args, env: environmentOf(executablePath) });
try {
  for await (const line of createInterface({ input: process.stdin })) {
    const answer = await open(JSON.parse(line)).catch(failure => ({ failure: failure.message }));
    console.log(JSON.stringify(answer));
  }
} finally {
  await browser.close();
}

async function open({ file, expression, width = 1280, scheme = 'light', noScript = false, screenshot }) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const requests = [];
    const errors = [];
    page.on('request', request => requests.push(request.url()));
    page.on('pageerror', failure => errors.push(failure.message));
    page.on('console', line => line.type() === 'error' && errors.push(line.text()));
    await page.setViewport({ width, height: 900, deviceScaleFactor: 1 });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setJavaScriptEnabled(!noScript);
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    const value = await page.evaluate(expression);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (screenshot) {
      await page.screenshot({ path: screenshot, fullPage: true });
    }
    return { value, requests, errors, overflow };
  } finally {
    await context.close();
  }
}
