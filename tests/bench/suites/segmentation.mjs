// Segments of many rows, from the table to the report; beside the same work in scikit-learn where Python has it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { limit, line, ratio } from '../measuring.mjs';

const run = promisify(execFile);
const VARIABLES = Array.from({ length: 6 }, (_, index) => `x${index + 1}`);
const ITEMS = Array.from({ length: 12 }, (_, index) => `q${index + 1}`);
const share = (stream) => `(hash(range * 64 + ${stream}) / 18446744073709551615.0)`;

/** Eight clouds at the corners of a cube, made by hashing; each variable the sum of three even numbers. */
const POINTS = `SELECT range AS id, ${VARIABLES.map(
  (name, j) =>
    `${share(j)} + ${share(j + 8)} + ${share(j + 16)} + 1.5 * ((range % 8 >> ${j % 3}) & 1) AS ${name}`,
).join(', ')} FROM range(1000000)`;

/** Twelve items of four answers; four classes that answer as their kind does in two of three cases. */
const ANSWERS = `SELECT range AS id, ${ITEMS.map(
  (name, j) =>
    `CASE WHEN ${share(j)} < 0.55 THEN (range % 4 + ${j}) % 4 ELSE floor(${share(j + 16)} * 4) END::INTEGER AS ${name}`,
).join(', ')} FROM range(100000)`;

/** The same clouds and the same starts: 20 of k-means++ by Lloyd on all rows, 10,000 of them for the starts alone. */
const PYTHON = `
import time, numpy as np
from sklearn.cluster import KMeans
rng = np.random.default_rng(1)
n = 1000000
x = rng.random((n, 6)) + rng.random((n, 6)) + rng.random((n, 6))
x += 1.5 * ((np.arange(n)[:, None] % 8 >> (np.arange(6) % 3)) & 1)
begun = time.perf_counter()
z = (x - x.mean(0)) / x.std(0, ddof=1)
best = KMeans(8, n_init=20, random_state=1, algorithm="lloyd").fit(z[:: n // 10000])
KMeans(8, init=best.cluster_centers_, n_init=1, algorithm="lloyd").fit(z)
print(1000 * (time.perf_counter() - begun))
`;

export async function measureSegmentation({ openTab }) {
  const tab = await openTab();
  const once = (request) => () => tab.evaluate((given) => window.bench.analysis(given), request);
  const longest = async () =>
    line('  longest main-thread task meanwhile', await tab.evaluate(() => window.bench.longestTask()), 100);
  const few = { rounds: 3, warming: 0 };
  await tab.evaluate((sql) => window.bench.relation('points', sql), POINTS);
  await tab.evaluate(() => window.bench.longestTask());
  const points = await limit(
    'k-means, 1,000,000 rows x 6, k = 8, with its stability and profile',
    15_000,
    once(asked('k-means', 'points', { key: 'id', variables: VARIABLES }, { from: 8, to: 8 })),
    few,
  );
  await longest();
  await besideScikitLearn(points);
  await tab.evaluate((sql) => window.bench.relation('answers', sql), ANSWERS);
  await tab.evaluate(() => window.bench.longestTask());
  await limit(
    'latent classes, 100,000 rows x 12 items, k = 2..6',
    30_000,
    once(asked('latent-class', 'answers', { key: 'id', items: ITEMS }, { from: 2, to: 6 })),
    few,
  );
  await longest();
  console.log('  scikit-learn has no latent classes of categorical items: nothing to compare with');
  await tab.close();
}

const asked = (id, from, roles, k) => ({
  ...{ id, name: 'segments', from, roles, labels: {}, notebookAsOf: null },
  options: { k },
});

/** Where scikit-learn is sought: PYTHON names an interpreter that has it. */
const PYTHONS = [process.env.PYTHON, 'python3', 'python3.11', 'python'].filter(Boolean);

async function besideScikitLearn(time) {
  for (const python of PYTHONS) {
    const ran = await run(python, ['-c', PYTHON], { timeout: 600_000 }).catch(() => null);
    if (!ran) continue;
    ratio('  all of it over scikit-learn for the clustering alone', null, time, Number(ran.stdout));
    return;
  }
  console.log(`  no ratio: scikit-learn is in none of ${PYTHONS.join(', ')} (PYTHON names another)`);
}
