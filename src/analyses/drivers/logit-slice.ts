import { distinctRows } from '../../stats/distinct-rows';
import { MOST_LIKELIHOOD_PLAYERS } from '../../stats/mcfadden-shapley';
import { asymmetryOf } from './asymmetry';
import type { SliceContext } from './context';
import type { Encoding } from './encode';
import { Intervals } from './intervals';
import { modelCovariance, playersOfModel } from './linear';
import { checkSlice, conditionIndexOf, leadIsSure, placeDrivers, type Computed } from './linear-slice';
import { logitDominance } from './logit-dominance';
import { fitLogit, marginalExtras, separatedBy } from './logit-fit';
import { logitReplicated } from './logit-quantities';
import { performanceMap, rankChances } from './map';
import { jackknifeMoments } from './moments';
import { movesOf } from './moves';
import type { DriversMethod } from './options';
import { MOST_ROWS, type Plan } from './plan';
import { diagnose, driverResults } from './players';
import { layoutOf } from './quantities';
import type { ModelFacts } from './result';
import type { RowTable } from './rows';

/** Models times rows times squared numbers of the model: some seconds. */
const MOST_WORK = 2e10;

/** Why the linear model stands in for a binary or ordinal outcome, as the end of a sentence; null where it need not. */
export function whyNoLogit(rows: RowTable, encoding: Encoding, plan: Plan): string | null {
  if (encoding.family === 'linear') return null;
  const players = playersOfModel(encoding).filter((columns) => columns.length > 0).length;
  if (players > MOST_LIKELIHOOD_PLAYERS) return `there are more than ${MOST_LIKELIHOOD_PLAYERS} drivers`;
  if (plan.fetch === 'distinct' && rows.group.length > MOST_ROWS) return 'there are too many different rows';
  const patterns = distinctRows(rows.columns.slice(1, 1 + encoding.driverVariables)).first.length;
  const work = 2 ** players * patterns * (encoding.driverVariables + 1) ** 2;
  return work > MOST_WORK ? 'the drivers have too many different rows to fit every model' : null;
}

/** Importances in units of McFadden's R², for one set of rows of a binary or ordinal outcome. */
export function logitSlice(context: SliceContext): Computed {
  const { encoding, input, blocks, first } = context;
  checkSlice(context);
  const fitted = fitLogit(context);
  const source = jackknifeMoments(blocks, encoding, first);
  const layout = layoutOf(encoding);
  const relative = input.options.method === 'johnson' && fitted.fit !== null;
  const method: DriversMethod = relative ? 'johnson' : 'lmg';
  const replicated = logitReplicated(fitted, source, encoding, relative, context.preliminary);
  const intervals = new Intervals(replicated, input.options.confidence);
  const covariance = modelCovariance(source.whole.covariance, encoding);
  const diagnosis = diagnose(covariance, source.whole.rows, encoding);
  const drivers = driverResults(
    input,
    encoding,
    first,
    covariance,
    diagnosis,
    intervals,
    layout,
    marginalExtras(fitted, encoding, input.options.confidence),
  );
  const map = performanceMap(drivers, source.whole.rows, encoding, layout, intervals, input);
  placeDrivers(drivers, map, rankChances(drivers, layout, intervals, input.options.seed));
  const nullLogLikelihood = fitted.shapley.logLikelihoods[0] as number;
  const model: ModelFacts = {
    ...context.facts,
    method,
    methodAsked: input.options.method,
    family: encoding.family,
    missing: 'listwise',
    intervals: intervals.kind,
    replicates: replicated.replicates.length,
    degreesOfFreedom: intervals.degreesOfFreedom,
    clusters: input.roles.key === null ? 'rows' : 'key',
    replicateOrders: null,
    preliminary: context.preliminary,
    explained: intervals.at(layout.rSquared, 0, 1),
    rSquared: NaN,
    adjustedRSquared: NaN,
    mcFadden: fitted.shapley.rSquared,
    nagelkerke: fitted.fit?.rSquared.nagelkerke ?? NaN,
    tjur: fitted.fit?.rSquared.tjur ?? NaN,
    separatedBy: separatedBy(fitted, encoding),
    logLikelihood: fitted.shapley.logLikelihoods.at(-1) as number,
    nullLogLikelihood,
    outcomeMean: intervals.at(layout.outcomeMean),
    conditionIndex: conditionIndexOf(source.whole, covariance, encoding),
    halo: diagnosis.common.firstShare,
    leadIsSure: leadIsSure(drivers, layout.importance, intervals),
    coefficients: fitted.coefficients.filter((value) => !Number.isNaN(value)).length,
    hc3Rows: null,
    repaired: false,
    emSteps: null,
  };
  const result = {
    level: context.level,
    rows: blocks.rows,
    weight: blocks.weight,
    effectiveRows: blocks.effectiveRows,
    drivers,
    model,
    map,
    moves: movesOf(drivers, map?.reversed ?? [], layout, intervals, input),
    dominance: logitDominance(
      fitted.shapley,
      drivers.map(({ name }) => name),
      encoding,
    ),
    asymmetry:
      context.rows && asymmetryOf(drivers, context.rows, blocks.rows, input.options.confidence, encoding),
  };
  return { result, replicated, groups: blocks.groupIds };
}
