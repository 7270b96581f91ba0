// Unpacks the Chromium of @sparticuz/chromium, with the libraries and fonts that a minimal Linux does not have, to node_modules/.browser: node browser.mjs
// The exit code is not 0 if it does not start.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The environment that a Chromium needs to find what was unpacked beside it; an installed one finds its own. */
export function environmentOf(chromium) {
  const libraries = join(dirname(chromium), 'al2023/lib');
  return existsSync(libraries) ? { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(dirname(chromium), 'fonts.conf') } : process.env;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = fileURLToPath(new URL('node_modules/.browser', import.meta.url));
  const unpacked = mkdtempSync(`${folder}-`);
  try {
    // The package unpacks to the temporary folder, and its libraries on this platform only.
    Object.assign(process.env, { TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
    const { default: chromium } = await import('@sparticuz/chromium');
    chromium.setGraphicsMode = false;
    const path = await chromium.executablePath();
    writeFileSync(join(unpacked, 'fonts.conf'), `<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`);
    execFileSync(path, ['--version'], { env: environmentOf(path) });
    renameSync(unpacked, folder);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}
