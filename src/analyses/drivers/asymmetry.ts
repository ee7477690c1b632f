import { momentsOfRows } from '../../stats/sufficient-statistics';
import { defaultCuts, fitPenaltyReward, impactAsymmetry } from '../../stats/penalty-reward';
import { studentTQuantile } from '../../stats/student-t';
import type { Encoding } from './encode';
import type { AsymmetryDriver, AsymmetryResult, DriverResult, Estimate } from './result';
import type { RowTable } from './rows';

/** Penalty-reward contrasts of all ratings together, from complete rows; null where there are none to compare. */
export function asymmetryOf(
  drivers: readonly DriverResult[],
  rows: RowTable,
  ofRows: number,
  confidence: number,
  encoding: Encoding,
): AsymmetryResult | null {
  const rated = drivers.flatMap((driver) => {
    const variable = encoding.players.find(({ name }) => name === driver.name)?.variables[0];
    const cuts =
      driver.kind === 'number' && !driver.constant && variable !== undefined
        ? defaultCuts(driver.min, driver.max)
        : null;
    return cuts && driver.max - driver.min <= 20
      ? [{ driver, cuts, values: rows.columns[variable as number] as Float64Array }]
      : [];
  });
  const count = rows.group.length;
  if (rated.length === 0 || count <= 2 * rated.length + 1) return null;
  const outcome = rows.columns[0] as Float64Array;
  const dummies = rated.flatMap(({ cuts, values }) => [
    values.map((value) => Number(value <= cuts.low)),
    values.map((value) => Number(value >= cuts.high)),
  ]);
  const origin = new Float64Array(dummies.length + 1);
  origin[0] = encoding.variables[0]?.origin ?? 0;
  const centred = outcome.map((value) => value - (origin[0] as number));
  const moments = momentsOfRows([centred, ...dummies], rows.weights ?? undefined);
  const fit = fitPenaltyReward(
    rows.weights ? { ...moments, weight: moments.count, count } : moments,
    rated.length,
    origin,
  );
  const multiplier = studentTQuantile((1 + confidence) / 2, fit.degreesOfFreedom);
  const size = dummies.length;
  const at = (i: number): Estimate => {
    const value = fit.coefficients[i] as number;
    const reach = multiplier * Math.sqrt(fit.covariance[i * size + i] as number);
    return { value, low: value - reach, high: value + reach };
  };
  const found = rated.map(({ driver, cuts }, k): AsymmetryDriver => {
    const [penalty, reward] = [at(2 * k), at(2 * k + 1)];
    const covariance = {
      penalty: fit.covariance[2 * k * size + 2 * k] as number,
      reward: fit.covariance[(2 * k + 1) * size + 2 * k + 1] as number,
      both: fit.covariance[2 * k * size + 2 * k + 1] as number,
    };
    const { value, low, high, label } = impactAsymmetry(
      penalty.value,
      reward.value,
      covariance,
      multiplier,
    ) ?? { value: NaN, low: NaN, high: NaN, label: 'unclear' as const };
    return {
      name: driver.name,
      penaltyAt: cuts.low,
      rewardAt: cuts.high,
      penalty,
      reward,
      asymmetry: { value, low, high },
      label,
    };
  });
  return { drivers: found, rows: count, ofRows, sampled: count < ofRows };
}
