import { describe, expect, it } from 'vitest';
import { method } from '../../src/analyses/drivers/method';
import { createRandom } from '../../src/stats/random';
import { regress } from '../../src/stats/regression';
import { lmg } from '../../src/stats/shapley';
import { covarianceOfColumns } from '../stats/covariances';
import { expectClose } from '../close';

describe('the worked example of the method notes', () => {
  const rows = [...(method.example ?? '').matchAll(/^\| [A-E] \| (\d) \| (\d) \| (\d) \|$/gm)].map((row) =>
    row.slice(1).map(Number),
  );
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] as number);
  const covariance = (...columns: number[]): Float64Array => covarianceOfColumns(columns.map(column));
  const rSquared = (...columns: number[]): number =>
    regress(covariance(2, ...columns), columns.length, rows.length).rSquared;

  it('has the R² of its four models and both Shapley values, to 1e-12', () => {
    expect(rows).toHaveLength(5);
    const exact = { relative: 1e-12 };
    expectClose(rSquared(0), 0.64, exact);
    expectClose(rSquared(1), 0.49, exact);
    expectClose(rSquared(0, 1), 0.76, exact);
    expectClose(lmg(covariance(2, 0, 1), 2), [0.455, 0.305], exact);
    expectClose(regress(covariance(2, 0, 1), 2, 5).coefficients, [0.6, 0.4], exact);
    for (const number of ['0.64', '0.49', '0.76', '0.455', '0.305', '0.6 and 0.4', '60 %', '40 %'])
      expect(method.example).toContain(number);
  });

  it('does not depend on the order of its rows', () => {
    const random = createRandom(3);
    const order = [0, 1, 2, 3, 4]
      .map((row) => ({ row, key: random.normal() }))
      .toSorted((a, b) => a.key - b.key);
    const shuffled = [2, 0, 1].map((at) => Float64Array.from(order, ({ row }) => rows[row]?.[at] as number));
    expectClose(lmg(covarianceOfColumns(shuffled), 2), [0.455, 0.305], { relative: 1e-12 });
  });
});
