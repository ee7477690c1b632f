// `npm run bench`: the built engine in a browser against DuckDB on one thread, in one run on one machine.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { seeded, writeOrders } from '../bench/made-orders.mjs';
import { build, checkNode, install, root, runPackage } from './prepare.mjs';
import { serveFolder } from './serve.mjs';

const ROWS = 1_000_000;
const ROUNDS = 9;
const QUESTION =
  'SELECT region, count(*) AS orders, avg(amount) AS mean FROM orders GROUP BY region ORDER BY region';
// The group-by of the rfm analysis: purchases are distinct days, money is summed exactly.
const RFM = `SELECT customer_id AS customer, date_diff('day', max(ordered::DATE), DATE '2026-06-30') AS recency,
    count(DISTINCT ordered::DATE) AS frequency, fsum(amount) AS monetary
  FROM orders WHERE customer_id IS NOT NULL AND ordered::DATE <= DATE '2026-06-30'
  GROUP BY customer`;

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
const csv = join(folder, 'orders.csv');
await writeOrders(csv, ROWS);
const native = await openNative();
const [page, app] = await Promise.all([
  serveFolder(join(root, 'test-results', 'bench')),
  serveFolder(join(root, 'dist')),
]);
const browser = await chromium.launch({
  executablePath: (await findOrInstallChromium()) ?? undefined,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  console.log(
    `Against DuckDB ${native.version} on one thread; browser ${browser.version()}; medians of ${ROUNDS}`,
  );
  await measure();
} finally {
  await browser.close();
  await Promise.all([page.close(), app.close()]);
  native.close();
  await rm(folder, { recursive: true, force: true });
}

async function measure() {
  const tab = await browser.newPage();
  await tab.goto(page.address);
  await tab.getByLabel('File').setInputFiles(csv);
  const booted = await tab.evaluate(() => window.bench.boot());
  line('start of the engine', booted.time, null);
  const read = `CREATE OR REPLACE TABLE orders AS FROM read_csv('${csv.replaceAll("'", "''")}')`;
  await compare('import of 1,000,000 rows to the first answer', 1.3, {
    browser: () => tab.evaluate((question) => window.bench.importAndAsk(question), QUESTION),
    native: () => native.time(read, asTable(QUESTION)),
  });
  await sameNumber(tab, 'sum(orders * mean)');
  for (const [label, query, check] of [
    ['RFM group-by', RFM, 'sum(frequency * monetary)'],
    ['100 sums of cross-products', crossProducts(), 'sum(s0 + s42 + s99)'],
  ]) {
    await compare(label, 1.4, {
      browser: () => tab.evaluate((sql) => window.bench.sql(sql), query),
      native: () => native.time(asTable(query)),
    });
    await sameNumber(tab, check);
  }
  const covariance = madeCovariance(20);
  await limit('exact LMG, 20 drivers', 40, () =>
    tab.evaluate((given) => window.bench.lmg(given, 20), covariance),
  );
  const customers = await cdnow();
  await limit('BG/NBD on CDNOW', 92, () => tab.evaluate((given) => window.bench.bgNbd(...given), customers));
  await tab.close();
  // Browsers report tasks from 50 ms on: 0 is less than that.
  line('longest main-thread task during an import', await longestTask(), 100);
}

/** A ratio of times means something only where both have done the same. */
async function sameNumber(tab, expression) {
  const query = `SELECT CAST(${expression} AS DOUBLE) AS n FROM answer`;
  const [here, there] = [
    await tab.evaluate((sql) => window.bench.number(sql), query),
    await native.number(query),
  ];
  if (!(Math.abs(here - there) <= 1e-9 * Math.abs(there)))
    throw new Error(`${expression} is ${here} in the browser and ${there} outside`);
}

/** As the engine does with a cell: the answer becomes a table. */
function asTable(query) {
  return `CREATE OR REPLACE TABLE answer AS FROM (${query})`;
}

/** The engine here and there in turns, so that a busy machine weighs on both alike. */
async function compare(label, aim, { browser: here, native: there }) {
  const times = { here: [], there: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = (await here()).time;
    const other = await there();
    // The first round warms up.
    if (round === 0) continue;
    times.here.push(one);
    times.there.push(other);
  }
  const [one, other] = [median(times.here), median(times.there)];
  const ratio = one / other;
  console.log(
    `${label.padEnd(46)} ${ratio.toFixed(2).padStart(8)} x  (aim ${aim} or less: ${verdict(ratio <= aim)}; ${one.toFixed(0)} ms against ${other.toFixed(0)} ms)`,
  );
}

async function limit(label, aim, once) {
  const times = [];
  for (let round = 0; round < ROUNDS + 2; round += 1) times.push((await once()).time);
  line(label, median(times.slice(2)), aim);
}

function line(label, milliseconds, aim) {
  const judged = aim === null ? '' : `  (aim ${aim} ms or less: ${verdict(milliseconds <= aim)})`;
  console.log(
    `${label.padEnd(46)} ${milliseconds.toFixed(milliseconds < 10 ? 1 : 0).padStart(8)} ms${judged}`,
  );
}
function verdict(met) {
  return met ? 'met' : 'NOT MET';
}

function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** In the app itself, from the file's choice until the page is idle; a task under 50 ms is not reported by browsers. */
async function longestTask() {
  const tab = await browser.newPage();
  await tab.goto(app.address);
  const idle = tab.locator('main[data-run=idle]');
  await idle.waitFor({ state: 'attached', timeout: 60_000 });
  await tab.waitForTimeout(2000);
  await idle.waitFor({ state: 'attached', timeout: 60_000 });
  await tab.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) =>
      window.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({
      type: 'longtask',
    });
  });
  await tab.getByLabel('Data files to add').setInputFiles(csv);
  await tab.locator('main[data-run=running]').waitFor({ state: 'attached', timeout: 10_000 });
  await idle.waitFor({ state: 'attached', timeout: 120_000 });
  await tab.waitForTimeout(500);
  const tasks = await tab.evaluate(() => window.tasks);
  await tab.close();
  return Math.max(0, ...tasks);
}

/** 100 centred sums of products of five numbers, in doubles (a literal without exponent would be a slow decimal), each with shifts of its own so that none can be shared. */
function crossProducts() {
  const columns = ['quantity', 'amount', 'discount', 'score', 'order_id'];
  const sums = Array.from({ length: 100 }, (_, index) => {
    const [one, other] = [columns[index % 5], columns[Math.floor(index / 5) % 5]];
    return `sum((${one} - ${index}.5e0) * (${other} - ${index}.25e0)) AS s${index}`;
  });
  return `SELECT ${sums.join(', ')} FROM orders`;
}

/** The covariance of made data with correlated columns: outcome first, row by row. */
function madeCovariance(drivers) {
  const random = seeded(7);
  const size = drivers + 1;
  const loadings = Array.from({ length: size }, () => Array.from({ length: 4 }, () => random() - 0.3));
  return loadings.flatMap((one, row) =>
    loadings.map((other, column) =>
      one.reduce((sum, value, k) => sum + value * (other[k] ?? 0), row === column ? 1 : 0),
    ),
  );
}

/** Repeat purchases, recency and age of the CDNOW customers. */
async function cdnow() {
  const text = await readFile(join(root, 'tests', 'golden', 'clv', 'cdnow-customers.csv'), 'utf8');
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return ['x', 't_x', 'T'].map((name) => rows.map((row) => Number(row.split(',')[names.indexOf(name)])));
}
