// Key drivers: exact importances in a worker, and a million answers from the table to the intervals.
import { seeded } from '../made-orders.mjs';
import { limit, line, median, ratio } from '../measuring.mjs';

const ROWS = 1_000_000;
const NAMES = Array.from({ length: 25 }, (_, index) => `q${index + 2}`);

/** Answers on a ten-point scale that share a mood, made by hashing, so that both engines make the same. */
const ANSWERS = `SELECT row AS answer, least(10, greatest(1, round(5.5 + 1.4 * mood + 1.2 * noise1)))::INTEGER AS q1,
  ${NAMES.map((name, index) => `least(10, greatest(1, round(5.5 + 1.3 * mood + 1.9 * (hash(row * 64 + ${index + 2}) / 18446744073709551615.0 - 0.5) * 3.4)))::INTEGER AS ${name}`).join(',\n  ')},
  CASE hash(row * 64 + 60) % 4 WHEN 0 THEN 'North' WHEN 1 THEN 'South' WHEN 2 THEN 'East' ELSE 'West' END AS region
FROM (SELECT range AS row, (hash(range * 64) / 18446744073709551615.0 - 0.5) * 3.4 AS mood, (hash(range * 64 + 1) / 18446744073709551615.0 - 0.5) * 3.4 AS noise1 FROM range(${ROWS}))`;

export async function measureDrivers({ openTab, native }) {
  const tab = await openTab();
  for (const [drivers, aim] of [
    [20, 40],
    [25, 600],
  ]) {
    const covariance = madeCovariance(drivers);
    await limit(`exact LMG, ${drivers} drivers, in a worker`, aim, () =>
      tab.evaluate(([given, count]) => window.bench.lmg(given, count), [covariance, drivers]),
    );
  }
  await tab.evaluate((sql) => window.bench.relation('answers', sql), ANSWERS);
  await native.time(`CREATE OR REPLACE TABLE answers AS ${ANSWERS}`);
  await endToEnd(tab, native);
  await live(tab);
  await tab.close();
}

/** A million rows by 25 drivers with intervals, beside the same sums of products asked of DuckDB outside. */
async function endToEnd(tab, native) {
  const request = asked(NAMES, {});
  const middle = await limit(
    '1,000,000 rows x 25 drivers with intervals',
    4000,
    async () => {
      // Made anew, so that nothing is kept from the run before.
      await tab.evaluate((sql) => window.bench.relation('answers', sql), ANSWERS);
      return tab.evaluate((given) => window.bench.analysis(given), request);
    },
    { rounds: 5, warming: 1 },
  );
  line('  longest main-thread task meanwhile', await tab.evaluate(() => window.bench.longestTask()), 100);
  const variables = ['q1', ...NAMES];
  const products = variables.flatMap((one, i) =>
    variables.slice(0, i + 1).map((other, j) => `sum((${one} - 5.5e0) * (${other} - 5.5e0)) AS c${i}_${j}`),
  );
  const sums = variables.map((name, i) => `sum(${name} - 5.5e0) AS s${i}`);
  const query = `SELECT hash(rowid) % 100 AS row_group, count(*) AS n, ${[...sums, ...products].join(', ')} FROM answers GROUP BY row_group`;
  const times = [];
  for (let round = 0; round < 6; round += 1) times.push(await native.time(query));
  ratio('  all of it over the native time of its sums alone', null, middle, median(times.slice(1)));
}

/** A filter over a stored column: the sums are added again, nothing is scanned. */
async function live(tab) {
  for (const [count, aim] of [
    [16, 200],
    [25, null],
  ]) {
    const names = NAMES.slice(0, count);
    await tab.evaluate((given) => window.bench.analysis(given), asked(names, {}));
    let round = 0;
    await limit(
      `a filter's new picture, ${count} drivers, 1,000,000 rows`,
      aim,
      () =>
        tab.evaluate(
          (given) => window.bench.analysis(given),
          asked(names, { region: [['North', 'South', 'East', 'West'][(round += 1) % 4]] }),
        ),
      { rounds: 7, warming: 2 },
    );
  }
}

const asked = (names, filter) => ({
  id: 'drivers',
  name: 'what_matters',
  from: 'answers',
  roles: { outcome: 'q1', drivers: names, filterBy: ['region'] },
  options: { filter },
  labels: {},
  notebookAsOf: null,
});

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
