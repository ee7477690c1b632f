// `node tests/other-browsers/run.mjs [built folder]`: the journey in every other browser that this machine has.
import { join } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import { root } from '../scripts/prepare.mjs';
import { serveFolder } from '../scripts/serve.mjs';
import * as firefox from './firefox.mjs';
import { journey } from './journey.mjs';
import * as webkit from './webkit.mjs';

/** What came of each browser: passed, failed with a sentence, or skipped because it is not there. */
export async function otherBrowsers(folder = join(root, 'dist')) {
  const server = await serveFolder(folder);
  try {
    return await Promise.all([firefox, webkit].map((engine) => tryBrowser(engine, server.address)));
  } finally {
    await server.close();
  }
}

async function tryBrowser({ label, find, launch }, address) {
  const path = find();
  if (!path) return { label, outcome: 'skipped', text: `${label} is not on this machine, so it is skipped.` };
  const begun = Date.now();
  let browser = null;
  try {
    browser = await launch(path);
    await journey(browser, address);
    return { label, outcome: 'passed', text: `${label} ${((Date.now() - begun) / 1000).toFixed(1)} s` };
  } catch (error) {
    return {
      label,
      outcome: 'failed',
      text: `${label}: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    await browser?.close().catch(() => undefined);
  }
}

if (import.meta.url === pathToFileURL(argv[1] ?? '').href)
  for (const { outcome, text } of await otherBrowsers(argv[2])) console.log(`${outcome}  ${text}`);
