// Customer value: the models' fits in a worker.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limit } from '../measuring.mjs';

export async function measureCustomerValue({ openTab, root }) {
  const tab = await openTab();
  const customers = await cdnow(root);
  await limit('BG/NBD on CDNOW, in a worker', 92, () =>
    tab.evaluate((given) => window.bench.bgNbd(...given), customers),
  );
  await tab.close();
}

/** Repeat purchases, recency and age of the CDNOW customers. */
async function cdnow(root) {
  const text = await readFile(join(root, 'tests', 'golden', 'clv', 'cdnow-customers.csv'), 'utf8');
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const names = head.split(',');
  return ['x', 't_x', 'T'].map((name) => rows.map((row) => Number(row.split(',')[names.indexOf(name)])));
}
