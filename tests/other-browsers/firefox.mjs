// Firefox by WebDriver BiDi.
import { existsSync } from 'node:fs';
import process from 'node:process';
import puppeteer from 'puppeteer-core';

const PLACES = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
];

export const label = 'Firefox';
export const find = () => process.env.FIREFOX_PATH ?? PLACES.find((path) => existsSync(path)) ?? null;

/** @returns {Promise<import('./journey.mjs').Browser>} */
export async function launch(path) {
  const browser = await puppeteer.launch({ browser: 'firefox', executablePath: path, headless: true });
  const page = await browser.newPage();
  return {
    open: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    evaluate: (expression) => page.evaluate(expression),
    async choose(name, file) {
      const input = await page.waitForSelector(`input[aria-label="${name}"]`);
      await input.uploadFile(file);
    },
    close: () => browser.close(),
  };
}
