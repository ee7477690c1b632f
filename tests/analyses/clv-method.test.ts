import { expect, test } from 'vitest';
import { method } from '../../src/analyses/clv/method';
import { probabilityAlive } from '../../src/stats/bg-nbd-forecast';
import { expectedSpend } from '../../src/stats/gamma-gamma';

test('the method notes work out five customers as the models do', () => {
  const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
  const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
  const rows = method.formula.split('\n').filter((line) => /^ {4}\d +[\d.]+ +38\.86/.test(line));
  expect(rows.length).toBe(5);
  for (const row of rows) {
    const [x = NaN, recency = NaN, age = NaN] = row.trim().split(/ +/).map(Number);
    const alive = /= (0\.\d+)/.exec(row)?.[1] ?? '1.000';
    expect(probabilityAlive(parameters, x, recency, age).toFixed(3)).toBe(alive);
    const mean = Number(/at z = ([\d.]+)/.exec(row)?.[1] ?? 0);
    const expected = /(\d+\.\d\d) (at|\(any)/.exec(row)?.[1];
    expect(expectedSpend(spend, x, mean).toFixed(2)).toBe(expected);
  }
});
