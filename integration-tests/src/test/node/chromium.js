// node chromium.js BASE-URL PREFIX PORT PROFILE: as run.js, in a page in Chromium. The page comes from that port, whose
// origin the server lists; what a page of another origin meets is seen by one from another port. PROFILE is a directory.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';
import { serve } from './pages.js';

const [, , base, prefix, port, profile] = process.argv;
const protocols = ['json', 'messagepack'];

function installed() {
  try {
    return execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error('There is no chromium on the PATH: install Chromium');
  }
}

async function open(browser, origin) {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(`${origin}: ${message.text()}`));
  await page.goto(`${origin}/page.html?base=${encodeURIComponent(base)}`);
  await page.waitForFunction('globalThis.runner');
  return page;
}

const browser = await chromium.launchPersistentContext(profile, {
  executablePath: installed(),
  headless: true,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const listed = await open(browser, await serve(Number(port)));
  const ended = await listed.evaluate((all) => globalThis.runner.runAll(...all), [protocols, prefix]);
  const unlisted = await open(browser, await serve(0));
  const barred = await unlisted.evaluate((all) => globalThis.runner.runBarred(...all), [protocols, prefix]);
  for (const line of [...ended, ...barred]) {
    console.log(JSON.stringify(line));
  }
} finally {
  await browser.close();
}
process.exit(0);
