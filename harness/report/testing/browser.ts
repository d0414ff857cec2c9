import { existsSync } from 'node:fs';
import axe from 'axe-core';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

const PLACES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where a Chromium is on this machine; undefined where there is none. */
export const CHROMIUM = PLACES.find((place) => place !== undefined && existsSync(place));

/** Only a hang reaches it. */
const LIMIT_MS = 300_000;

export async function openBrowser(executablePath: string): Promise<Browser & AsyncDisposable> {
  const browser = await puppeteer.launch({
    executablePath,
    // Its sandbox needs rights that containers do not give; the pages are our own.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
    timeout: LIMIT_MS,
    protocolTimeout: LIMIT_MS,
  });
  return browser;
}

/** What of the page that is open breaks WCAG 2 A or AA, with the element; nothing where all is well. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(`axe
    .run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.length + ': ' + nodes[0].html.slice(0, 200)))`);
  return found as string[];
}
