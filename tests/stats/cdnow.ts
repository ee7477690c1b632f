import { readFileSync } from 'node:fs';

/** The CDNOW recency-frequency table, as text and as columns (weeks; spend 0 where there is no repeat purchase). */
export const cdnowText = readFileSync(new URL('../golden/clv/cdnow-customers.csv', import.meta.url), 'utf8');

const lines = cdnowText
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',').map(Number));
const column = (i: number): Float64Array => Float64Array.from(lines, (line) => line[i] ?? NaN);
export const cdnow = {
  frequency: column(1),
  recency: column(2),
  age: column(3),
  spend: column(4),
};
