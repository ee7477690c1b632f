// Customer value: the models' fits in a worker, and a million customers from order lines to the published table.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limit, line } from '../measuring.mjs';
import { mostMemory } from '../renderer-memory.mjs';

const CUSTOMERS = 1_000_000;

/** A number in [0, 1) for customer c, by hashing: no seed to set, and the same in every engine. */
const uniform = (place) => `(hash(c * 128 + ${place}) / 18446744073709551616.0)`;
/** Order lines of customers who buy at rates of their own and leave after a purchase with chances of their own. */
const ORDERS = `SELECT c AS customer, start + CAST(floor(late) AS INTEGER) AS day,
  round((15 + 50 * level) * (0.4 + 1.2 * ${uniform('k + 64')}), 2) AS amount
FROM (
  SELECT c, k, start, level, sum(CASE WHEN k = 0 THEN 0 ELSE -gap * ln(1 - ${uniform('k')}) END)
    OVER (PARTITION BY c ORDER BY k ROWS UNBOUNDED PRECEDING) AS late
  FROM (
    SELECT c, DATE '2023-01-01' + CAST(floor(${uniform(120)} * 700) AS INTEGER) AS start,
      ${uniform(121)} + ${uniform(122)} AS level, 60 / -ln(1 - ${uniform(123)}) AS gap,
      least(60, floor(ln(1 - ${uniform(124)}) / ln(1 - least(0.9, 0.03 + 0.5 * ${uniform(125)} * ${uniform(126)}))))::INTEGER AS n
    FROM range(${CUSTOMERS}) t(c)
  ), LATERAL (SELECT unnest(range(n + 1)) AS k)
)
WHERE start + CAST(floor(late) AS INTEGER) <= DATE '2025-12-31'`;

export async function measureCustomerValue({ openTab, root }) {
  const tab = await openTab();
  const customers = await cdnow(root);
  for (const [model, name, aim] of [
    ['bg-nbd', 'BG/NBD', 92],
    ['pareto-nbd', 'Pareto/NBD', 160],
  ])
    await limit(`${name} on CDNOW, in a worker`, aim, () =>
      tab.evaluate((given) => window.bench.purchases(...given), [model, ...customers]),
    );
  await endToEnd(tab);
  await tab.close();
}

/** From order lines to a row per customer in DuckDB. */
async function endToEnd(tab) {
  const lines = await tab.evaluate(
    ([name, sql]) => window.bench.relation(name, sql),
    ['order_lines', ORDERS],
  );
  const request = {
    id: 'clv',
    name: 'value',
    from: 'order_lines',
    roles: { customer: 'customer', date: 'day', amount: 'amount' },
    options: { model: 'bg-nbd' },
    labels: {},
    notebookAsOf: null,
  };
  await tab.evaluate(() => window.bench.longestTask());
  const memory = await mostMemory(() =>
    limit(
      `${CUSTOMERS.toLocaleString('en')} customers, ${(lines / 1e6).toFixed(1)} million lines`,
      15_000,
      () => tab.evaluate((given) => window.bench.analysis(given), request),
      { rounds: 3, warming: 0 },
    ),
  );
  line('  longest main-thread task meanwhile', await tab.evaluate(() => window.bench.longestTask()), 100);
  if (memory !== null) line("  the page's memory at its most", memory, 2048, 'MiB');
  for (const delay of [500, 2000, 4000])
    await limit(
      `  from a stop after ${delay} ms until it has stopped`,
      2000,
      () => tab.evaluate(([given, wait]) => window.bench.stopAfter(given, wait), [request, delay]),
      { rounds: 1, warming: 0 },
    );
}

/** Repeat purchases, recency and age of the CDNOW customers. */
async function cdnow(root) {
  const text = await readFile(join(root, 'tests', 'golden', 'clv', 'cdnow-customers.csv'), 'utf8');
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return ['x', 't_x', 'T'].map((name) => rows.map((row) => Number(row.split(',')[names.indexOf(name)])));
}
