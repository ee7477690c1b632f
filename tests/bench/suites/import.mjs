// Files and plain SQL: the engine in the browser against DuckDB on one thread.
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { european, writeOrders } from '../made-orders.mjs';
import { compare, limit, line, median, ratio } from '../measuring.mjs';
import { mostMemory } from '../renderer-memory.mjs';

const ROWS = 1_000_000;
const QUESTION =
  'SELECT region, count(*) AS orders, avg(amount) AS mean FROM orders GROUP BY region ORDER BY region';
// The group-by of the rfm analysis: purchases are distinct days, money is summed exactly.
const RFM = `SELECT customer_id AS customer, date_diff('day', max(ordered::DATE), DATE '2026-06-30') AS recency,
    count(DISTINCT ordered::DATE) AS frequency, fsum(amount) AS monetary
  FROM orders WHERE customer_id IS NOT NULL AND ordered::DATE <= DATE '2026-06-30'
  GROUP BY customer`;

export async function measureImport({ openTab, openApp, native, folder }) {
  const csv = join(folder, 'orders.csv');
  await writeOrders(csv, ROWS);
  const tab = await openTab();
  await tab.getByLabel('File').setInputFiles(csv);
  const read = `CREATE OR REPLACE TABLE orders AS FROM read_csv('${csv.replaceAll("'", "''")}')`;
  await compare('import of 1,000,000 rows to the first answer', 1.3, {
    browser: () => tab.evaluate((question) => window.bench.importAndAsk(question), QUESTION),
    native: () => native.time(read, asTable(QUESTION)),
  });
  await sameNumber(tab, native, 'sum(orders * mean)');
  for (const [label, query, check] of [
    ['RFM group-by', RFM, 'sum(frequency * monetary)'],
    ['100 sums of cross-products', crossProducts(), 'sum(s0 + s42 + s99)'],
  ]) {
    await compare(label, 1.4, {
      browser: () => tab.evaluate((sql) => window.bench.sql(sql), query),
      native: () => native.time(asTable(query)),
    });
    await sameNumber(tab, native, check);
  }
  await tab.close();
  // Browsers report tasks from 50 ms on: 0 is less than that.
  line('longest main-thread task during an import', await longestTask(openApp, csv), 100);
  await measureEuropean({ openTab, folder, csv });
  await measureMended({ openTab, folder });
  await measureLarge({ openTab, folder });
  await rm(csv);
}

const ROUNDS_HERE = 5;

/** The same rows with semicolons, decimal commas and windows-1252, told nothing: time against the plain file, and memory. */
async function measureEuropean({ openTab, folder, csv }) {
  const path = join(folder, 'european.csv');
  await writeOrders(path, ROWS, european);
  const tab = await openTab();
  const times = { plain: [], european: [] };
  for (let round = 0; round <= ROUNDS_HERE; round += 1)
    for (const [name, file] of [
      ['plain', csv],
      ['european', path],
    ]) {
      const { time } = await importOf(tab, file);
      if (round > 0) times[name].push(time);
    }
  ratio(
    'import of semicolons, decimal commas and windows-1252',
    2.5,
    median(times.european),
    median(times.plain),
  );
  await limit('preview of the same', 300, () => tab.evaluate(() => window.bench.preview()));
  await tab.close();
  await beyondTable('memory beyond the table and the file', 64, await openTab(), path);
  await rm(path);
}

/** One line that breaks the rules takes the whole file to the reader that mends lines. */
async function measureMended({ openTab, folder }) {
  const path = join(folder, 'mended.csv');
  let first = true;
  await writeOrders(path, ROWS, (text) => {
    if (!first) return text;
    first = false;
    return `Orders of a shop\n${text}`;
  });
  await writeFile(path, '7,"torn\n', { flag: 'a' });
  const tab = await openTab();
  await limit('import of 1,000,000 rows with a broken line', null, () => importOf(tab, path), {
    rounds: 3,
    warming: 1,
  });
  await tab.close();
  await rm(path);
}

/** Some 300 MB, read from the file in place. */
async function measureLarge({ openTab, folder }) {
  const path = join(folder, 'large.csv');
  await writeOrders(path, 4 * ROWS);
  const tab = await openTab();
  const { value, time } = await importOf(tab, path);
  if (value.rows !== 4 * ROWS) throw new Error(`${value.rows} rows were read`);
  const { size } = await stat(path);
  line(`import of a file of ${Math.round(size / 1e6)} MB`, time, null);
  await tab.close();
  await rm(path);
}

async function importOf(tab, file) {
  await tab.getByLabel('File').setInputFiles(file);
  return tab.evaluate(() => window.bench.importFile());
}

/** What the page holds at most beyond what the finished table and the file take. */
async function beyondTable(label, aim, tab, path) {
  await tab.waitForTimeout(10_000); // the engine warms up by itself
  await tab.getByLabel('File').setInputFiles(path);
  const before = await mostMemory(() => tab.waitForTimeout(300));
  if (before === null) return;
  const peak = await mostMemory(() => tab.evaluate(() => window.bench.importFile()));
  const table = await tab.evaluate(() =>
    window.bench.number('SELECT sum(memory_usage_bytes) FROM duckdb_memory()'),
  );
  const { size } = await stat(path);
  line(label, peak - before - (table + size) / 1024 ** 2, aim, 'MiB');
  await tab.close();
}

/** A ratio of times means something only where both have done the same. */
async function sameNumber(tab, native, expression) {
  const query = `SELECT CAST(${expression} AS DOUBLE) AS n FROM answer`;
  const [here, there] = [
    await tab.evaluate((sql) => window.bench.number(sql), query),
    await native.number(query),
  ];
  if (!(Math.abs(here - there) <= 1e-9 * Math.abs(there)))
    throw new Error(`${expression} is ${here} in the browser and ${there} outside`);
}

/** As the engine does with a cell: the answer becomes a table. */
const asTable = (query) => `CREATE OR REPLACE TABLE answer AS FROM (${query})`;

/** In the app itself, from the file's choice until the page is idle; a task under 50 ms is not reported by browsers. */
async function longestTask(openApp, csv) {
  const tab = await openApp();
  const idle = tab.locator('main[data-run=idle]');
  await idle.waitFor({ state: 'attached', timeout: 60_000 });
  await tab.waitForTimeout(2000);
  await idle.waitFor({ state: 'attached', timeout: 60_000 });
  await tab.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) =>
      window.tasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: 'longtask' });
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
