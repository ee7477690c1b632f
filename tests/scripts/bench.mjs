// `npm run bench [suite ...]`: the built engine in a browser against DuckDB on one thread, in one run on one machine.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { line, ROUNDS } from '../bench/measuring.mjs';
import { measureCustomerValue } from '../bench/suites/customer-value.mjs';
import { measureDayOne } from '../bench/suites/day-one.mjs';
import { measureDrivers } from '../bench/suites/drivers.mjs';
import { measureImport } from '../bench/suites/import.mjs';
import { measureSegmentation } from '../bench/suites/segmentation.mjs';
import { build, checkNode, install, root, runPackage } from './prepare.mjs';
import { serveFolder } from './serve.mjs';

const suites = {
  import: measureImport,
  drivers: measureDrivers,
  value: measureCustomerValue,
  segmentation: measureSegmentation,
  'day-one': measureDayOne,
};
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.`);
  process.exit(2);
}

checkNode();
if (!(await install()) || !(await build()).ok) process.exit(1);
const bundled = await runPackage('vite/bin/vite.js', [
  'build',
  '-c',
  'tests/bench/vite.config.ts',
  '--logLevel',
  'error',
]);
if (!bundled.ok) process.exit(1);

const { chromium } = await import('@playwright/test');
const { findOrInstallChromium } = await import('./find-chromium.mjs');
const { openNative } = await import('../bench/native-duckdb.mjs');
const folder = await mkdtemp(join(tmpdir(), 'soundings-bench-'));
const native = await openNative();
const [page, app] = await Promise.all([
  serveFolder(join(root, 'test-results', 'bench')),
  serveFolder(join(root, 'dist')),
]);
const launch = {
  executablePath: (await findOrInstallChromium()) ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
};
const browser = await chromium.launch(launch);

/** The measuring page with its engine started. */
async function openTab() {
  const tab = await browser.newPage();
  await tab.goto(page.address);
  const booted = await tab.evaluate(() => window.bench.boot());
  if (asked.length === 0) line('start of the engine', booted.time, null);
  return tab;
}
async function openApp() {
  const tab = await browser.newPage();
  await tab.goto(app.address);
  return tab;
}
/** A tab of a browser of its own, that has nothing cached or kept yet. */
async function openBrowser() {
  const own = await chromium.launch(launch);
  return { tab: await own.newPage(), close: () => own.close() };
}

try {
  console.log(
    `Against DuckDB ${native.version} on one thread; browser ${browser.version()}; medians of ${ROUNDS} unless said`,
  );
  for (const [name, measure] of Object.entries(suites))
    if (asked.length === 0 || asked.includes(name))
      await measure({ openTab, openApp, openBrowser, address: app.address, native, folder, root });
} finally {
  await browser.close();
  await Promise.all([page.close(), app.close()]);
  native.close();
  await rm(folder, { recursive: true, force: true });
}
