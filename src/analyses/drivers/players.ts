import type { CommonDirection } from '../../stats/collinearity';
import { commonDirection, varianceInflation } from '../../stats/collinearity';
import { regress, type Regression } from '../../stats/regression';
import { missingIn, notApplicableIn } from './check';
import type { Encoding, FirstPass, Player } from './encode';
import type { Intervals } from './intervals';
import { correlationsToOutcome, playersOfModel } from './linear';
import { UNKNOWN_QUADRANTS } from './map';
import { single } from './numbers';
import type { Layout } from './quantities';
import type { DriverResult, Estimate, ItemResult } from './result';
import type { DriversInput } from './roles';

/** What the covariance of a slice says beside importance. */
export interface Diagnosis {
  correlations: Float64Array;
  /** By player and by variable, comparable to a VIF. */
  playerVif: Float64Array;
  itemVif: Float64Array;
  common: CommonDirection;
  model: Regression;
}

export function diagnose(covariance: Float64Array, rows: number, encoding: Encoding): Diagnosis {
  const drivers = encoding.driverVariables;
  const alone = Array.from({ length: drivers }, (_, i) => [i]);
  return {
    correlations: correlationsToOutcome(covariance, drivers),
    playerVif: varianceInflation(covariance, drivers, playersOfModel(encoding)).perColumn,
    itemVif: varianceInflation(covariance, drivers, alone).perColumn,
    common: commonDirection(covariance, drivers),
    model: regress(covariance, drivers, rows),
  };
}

/** Standard errors and effects by driver variable; NaN where there are none. */
export interface CoefficientExtras {
  hc3: Float64Array;
  marginal: Estimate[];
}

export const NOTHING: Estimate = { value: NaN, low: NaN, high: NaN };
const ZERO: Estimate = { value: 0, low: NaN, high: NaN };

export const noExtras = (encoding: Encoding): CoefficientExtras => ({
  hc3: new Float64Array(encoding.driverVariables).fill(NaN),
  marginal: Array.from({ length: encoding.driverVariables }, () => NOTHING),
});

/** Every player with its estimates; quadrants and ranks come later, since they compare. */
export function driverResults(
  input: DriversInput,
  encoding: Encoding,
  first: FirstPass,
  covariance: Float64Array,
  diagnosis: Diagnosis,
  intervals: Intervals,
  layout: Layout,
  extras: CoefficientExtras,
): DriverResult[] {
  const size = encoding.driverVariables + 1;
  return encoding.players.map((player, place) => {
    const varying = player.variables.some(
      (variable) => (covariance[variable * size + variable] as number) > 0,
    );
    const items = player.variables.map((variable) =>
      itemOf(variable, encoding, diagnosis, intervals, layout, extras),
    );
    const only = player.kind !== 'category' && player.kind !== 'group' ? items[0] : undefined;
    const lowest = input.options.method === 'pratt' ? -Infinity : 0;
    const range = rangeOf(player, first, encoding);
    return {
      name: player.name,
      kind: player.kind,
      columns: player.columns.map((column) => encoding.columns[column]?.name ?? ''),
      items,
      importance: varying
        ? intervals.at(layout.importance + place, lowest, lowest === 0 ? 1 : Infinity)
        : ZERO,
      share: varying ? intervals.at(layout.share + place, lowest, lowest === 0 ? 1 : Infinity) : ZERO,
      performance: performanceOf(intervals.at(layout.performance + place), varying),
      ...range,
      coefficient: varying ? intervals.at(layout.slope + place) : NOTHING,
      coefficientError: only?.coefficientError ?? NaN,
      averageMarginalEffect: only?.averageMarginalEffect ?? NOTHING,
      correlation: varying && only ? only.correlation : NaN,
      vif: varying ? (diagnosis.playerVif[place] as number) : NaN,
      quadrants: UNKNOWN_QUADRANTS,
      rankProbabilities: new Float64Array(0),
      constant: !varying,
      combinationOf: combinationOf(player, diagnosis.model, encoding),
      missing: Math.max(...player.columns.map((column) => missingIn(first.overview, column))),
      notApplicable: Math.max(...player.columns.map((column) => notApplicableIn(first.overview, column))),
    };
  });
}

/** A constant's mean is known, whatever resampling says. */
const performanceOf = (estimate: Estimate, varying: boolean): Estimate =>
  varying ? estimate : { value: estimate.value, low: estimate.value, high: estimate.value };

function itemOf(
  variable: number,
  encoding: Encoding,
  diagnosis: Diagnosis,
  intervals: Intervals,
  layout: Layout,
  extras: CoefficientExtras,
): ItemResult {
  const { column, level, reference } = encoding.variables[variable] as Encoding['variables'][number];
  const at = variable - 1;
  return {
    column: encoding.columns[column]?.name ?? '',
    level,
    reference,
    coefficient: intervals.at(layout.coefficient + at),
    coefficientError: extras.hc3[at] as number,
    averageMarginalEffect: extras.marginal[at] ?? NOTHING,
    correlation: diagnosis.correlations[at] as number,
    vif: diagnosis.itemVif[at] as number,
  };
}

function rangeOf(player: Player, { overview }: FirstPass, encoding: Encoding): { min: number; max: number } {
  const numeric = player.columns.filter((column) => encoding.columns[column]?.kind !== 'text');
  if (numeric.length === 0) return { min: NaN, max: NaN };
  return {
    min: Math.min(...numeric.map((column) => single(overview, `min${column}`))),
    max: Math.max(...numeric.map((column) => single(overview, `max${column}`))),
  };
}

function combinationOf(player: Player, model: Regression, encoding: Encoding): string[] {
  const found = model.aliased.find(({ driver }) => player.variables.includes(driver + 1));
  const names = (found?.combinationOf ?? []).map(
    (other) => encoding.columns[encoding.variables[other + 1]?.column ?? 0]?.name ?? '',
  );
  return [...new Set(names)];
}
