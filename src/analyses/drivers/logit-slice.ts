import { averageMarginalEffects, type MarginalColumn } from '../../stats/average-marginal-effects';
import { logistic, type BinaryPatterns, type LogisticFit } from '../../stats/logistic';
import { logisticRelativeWeights } from '../../stats/logistic-relative-weights';
import { mcfaddenShapley, MOST_LIKELIHOOD_PLAYERS, type McFaddenShapley } from '../../stats/mcfadden-shapley';
import { normalQuantile } from '../../stats/normal';
import { proportionalOdds } from '../../stats/proportional-odds';
import { conditionalDominance } from '../../stats/set-shapley';
import { InputProblem } from '../../values/problem';
import { asymmetryOf } from './asymmetry';
import type { SliceContext } from './context';
import type { Encoding } from './encode';
import { Intervals, type Replicated } from './intervals';
import { linearQuantities, modelCovariance, playersOfModel, type LinearMoments } from './linear';
import { checkSlice, conditionIndexOf, leadIsSure, placeDrivers, type Computed } from './linear-slice';
import { logitData, type LogitData } from './logit-data';
import { performanceMap, rankChances } from './map';
import { jackknifeMoments } from './moments';
import { movesOf } from './moves';
import { diagnose, driverResults, noExtras, type CoefficientExtras } from './players';
import { MOST_ROWS, type Plan } from './plan';
import { layoutOf, playerSlopes, sharesOf } from './quantities';
import type { DriversMethod } from './options';
import type { DominanceResult, Estimate, ModelFacts } from './result';
import { distinctRows } from '../../stats/distinct-rows';
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

/** A model of all drivers with what the importances are. */
interface LogitFit {
  shapley: McFaddenShapley;
  data: LogitData;
  /** By driver variable: log-odds per unit; NaN where there is none. */
  coefficients: Float64Array;
  /** Binary only, where the fit exists. */
  fit: LogisticFit | null;
  binary: BinaryPatterns | null;
}

/** Importances in units of McFadden's R², for one set of rows of a binary or ordinal outcome. */
export function logitSlice(context: SliceContext): Computed {
  const { encoding, input, blocks, first } = context;
  checkSlice(context);
  const fitted = fitLogit(context);
  const source = jackknifeMoments(blocks, encoding, first);
  const layout = layoutOf(encoding);
  const relative = input.options.method === 'johnson' && fitted.fit && fitted.binary;
  const method: DriversMethod = relative ? 'johnson' : 'lmg';
  const importances = relative ? relativeByPlayer(fitted, encoding) : fitted.shapley.importances;
  const perUnit = densityOf(fitted);
  const quantities = (
    moments: LinearMoments,
    importance: Float64Array,
    coefficients: Float64Array,
    rSquared: number,
  ): Float64Array => {
    const result = new Float64Array(layout.length);
    const linear = linearQuantities(moments, encoding, () => importance);
    result.set(linear);
    result.set(sharesOf(importance), layout.share);
    const slopes = playerSlopes(encoding, coefficients);
    result.set(
      perUnit === null
        ? linear.subarray(layout.slope, layout.slope + layout.players)
        : slopes.map((slope) => slope * perUnit),
      layout.moveSlope,
    );
    result.set(slopes, layout.slope);
    result.set(coefficients, layout.coefficient);
    result[layout.rSquared] = rSquared;
    return result;
  };
  const point = quantities(source.whole, importances, fitted.coefficients, fitted.shapley.rSquared);
  const replicates: Float64Array[] = [];
  const again = fitted.shapley.replicates;
  if (again && !context.preliminary) {
    const aliased = fitted.coefficients.map((value) => (Number.isNaN(value) ? NaN : 0));
    let group = 0;
    for (const moments of source.replicates()) {
      const own = (again.coefficients[group] as Float64Array).map(
        (value, i) => value + (aliased[i] as number),
      );
      const importance = relative
        ? relativeWithout(fitted, group, encoding)
        : (again.importances[group] as Float64Array);
      replicates.push(quantities(moments, importance, own, again.rSquared[group] as number));
      group += 1;
    }
  }
  const replicated: Replicated = { point, replicates, counts: source.counts };
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
    replicates: replicates.length,
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
    dominance: dominanceOf(
      fitted.shapley,
      drivers.map(({ name }) => name),
      encoding,
    ),
    asymmetry:
      context.rows && asymmetryOf(drivers, context.rows, blocks.rows, input.options.confidence, encoding),
  };
  return { result, replicated, groups: blocks.groupIds };
}

function fitLogit({ encoding, rows, blocks, level, input, onProgress }: SliceContext): LogitFit {
  if (!rows) throw new Error('a logit model without rows');
  const data = logitData(rows, blocks.groupIds, encoding);
  const players = playersOfModel(encoding);
  const where = level === null ? 'in the rows used' : `where ${input.roles.by} is ${level}`;
  if (data.categories.length < 2)
    throw new InputProblem(
      `The outcome ${input.roles.outcome} takes a single value ${where}: there is nothing to explain.`,
      {
        hint:
          level === null
            ? 'Filter less, or choose another outcome.'
            : `Join levels of ${input.roles.by} in an SQL cell first.`,
      },
    );
  const shapley = mcfaddenShapley(data.patterns, players, { groups: data.groups, progress: onProgress });
  if (shapley.status !== 'converged')
    throw new InputProblem(
      `The ${encoding.family} model of ${input.roles.outcome} did not settle ${where}.`,
      {
        hint: 'Choose the linear kind of outcome, or leave out drivers that say nearly the same.',
      },
    );
  const size = encoding.driverVariables;
  const none = new Float64Array(size).fill(NaN);
  if (encoding.family === 'ordinal') {
    const fit = proportionalOdds(data.patterns);
    const coefficients = fit.status === 'converged' ? withoutAliased(fit.coefficients, fit.aliased) : none;
    return { shapley, data, coefficients, fit: null, binary: null };
  }
  const [zeros, ones] = data.patterns.counts as [Float64Array, Float64Array];
  const binary = {
    columns: data.patterns.columns,
    events: ones,
    trials: zeros.map((zero, i) => zero + (ones[i] as number)),
  };
  const fit = logistic(binary);
  if (fit.status !== 'converged') return { shapley, data, coefficients: none, fit: null, binary };
  return { shapley, data, coefficients: withoutAliased(fit.coefficients.slice(1), fit.aliased), fit, binary };
}

const withoutAliased = (coefficients: Float64Array, aliased: readonly number[]): Float64Array =>
  coefficients.map((value, i) => (aliased.includes(i) ? NaN : value));

/** How much the probability moves with the log-odds, on average: mean of p (1 - p); null for an ordinal outcome. */
function densityOf({ fit, binary }: LogitFit): number | null {
  if (!fit || !binary) return null;
  const answers = binary.trials.reduce((sum, value) => sum + value, 0);
  return binary.trials.reduce((sum, trials, i) => {
    const eta = binary.columns.reduce(
      (total, column, k) => total + (fit.coefficients[k + 1] as number) * (column[i] as number),
      fit.coefficients[0] as number,
    );
    const p = 1 / (1 + Math.exp(-eta));
    return sum + (trials / answers) * p * (1 - p);
  }, 0);
}

function marginalExtras(
  { fit, binary }: LogitFit,
  encoding: Encoding,
  confidence: number,
): CoefficientExtras {
  const extras = noExtras(encoding);
  if (!fit || !binary) return extras;
  const kinds = Array.from({ length: encoding.driverVariables }, (_, i): MarginalColumn => {
    const own = encoding.variables[i + 1];
    const column = encoding.columns[own?.column ?? 0];
    if (column?.kind === 'number') return { kind: 'numeric' };
    const factor = Array.from({ length: encoding.driverVariables }, (__, j) => j).filter(
      (j) => encoding.variables[j + 1]?.column === own?.column,
    );
    return { kind: 'dummy', factor };
  });
  const { effects, standardErrors } = averageMarginalEffects(binary, fit, kinds);
  const multiplier = normalQuantile((1 + confidence) / 2);
  const marginal = Array.from(effects, (value, i): Estimate => {
    if (fit.aliased.includes(i)) return { value: NaN, low: NaN, high: NaN };
    const reach = multiplier * (standardErrors[i] as number);
    return { value, low: value - reach, high: value + reach };
  });
  return { ...extras, marginal };
}

/** Tonidandel and LeBreton's weights, a player's columns together. */
function relativeByPlayer({ binary, fit }: LogitFit, encoding: Encoding): Float64Array {
  if (!binary || !fit) return new Float64Array(encoding.players.length);
  const { weights } = logisticRelativeWeights(binary, fit);
  return Float64Array.from(playersOfModel(encoding), (columns) =>
    columns.reduce((sum, column) => sum + (weights[column] as number), 0),
  );
}

/** The same without one group's answers; not a number where the rest alone has no fit. */
function relativeWithout(fitted: LogitFit, group: number, encoding: Encoding): Float64Array {
  const { binary, data } = fitted;
  const nothing = new Float64Array(encoding.players.length).fill(NaN);
  if (!binary) return nothing;
  const events = binary.events.slice();
  const trials = binary.trials.slice();
  const [zeros, ones] = data.groups.counts as [Float64Array, Float64Array];
  for (
    let entry = data.groups.offsets[group] as number;
    entry < (data.groups.offsets[group + 1] as number);
    entry += 1
  ) {
    const pattern = data.groups.patterns[entry] as number;
    events[pattern] = Math.max(0, (events[pattern] as number) - (ones[entry] as number));
    trials[pattern] = Math.max(
      events[pattern] as number,
      (trials[pattern] as number) - (zeros[entry] as number) - (ones[entry] as number),
    );
  }
  const rest = { columns: binary.columns, events, trials };
  const fit = logistic(rest);
  return fit.status === 'converged' ? relativeByPlayer({ ...fitted, binary: rest, fit }, encoding) : nothing;
}

const separatedBy = ({ shapley }: LogitFit, encoding: Encoding): string[] => [
  ...new Set(
    (shapley.separation?.columns ?? []).map(
      (column) => encoding.columns[encoding.variables[column + 1]?.column ?? 0]?.name ?? '',
    ),
  ),
];

/** Of McFadden's R² over all sets. */
function dominanceOf(
  { logLikelihoods, importances }: McFaddenShapley,
  names: string[],
  encoding: Encoding,
): DominanceResult | null {
  const players = playersOfModel(encoding);
  const count = players.length;
  if (count < 2 || players.some((columns) => columns.length === 0)) return null;
  const values = logLikelihoods.map((value) => 1 - value / (logLikelihoods[0] as number));
  const conditional = conditionalDominance(values, count);
  const complete = new Float64Array(count * count).fill(NaN);
  const verdict: DominanceResult['verdict'] = [];
  for (let i = 0; i < count; i += 1)
    for (let j = 0; j < count; j += 1) {
      const share = i === j ? NaN : shareOfWins(values, i, j);
      complete[i * count + j] = share;
      verdict.push(
        i === j
          ? ''
          : verdictOf(
              share,
              shareOfWins(values, j, i),
              conditional[i] as Float64Array,
              conditional[j] as Float64Array,
              importances,
              i,
              j,
            ),
      );
    }
  return { names, general: importances.slice(), conditional, complete, verdict };
}

function shareOfWins(values: Float64Array, i: number, j: number): number {
  let wins = 0;
  let sets = 0;
  for (let set = 0; set < values.length; set += 1) {
    if ((set >> i) & 1 || (set >> j) & 1) continue;
    sets += 1;
    if ((values[set | (1 << i)] as number) - (values[set | (1 << j)] as number) > 1e-10) wins += 1;
  }
  return wins / sets;
}

function verdictOf(
  wins: number,
  losses: number,
  own: Float64Array,
  other: Float64Array,
  general: Float64Array,
  i: number,
  j: number,
): DominanceResult['verdict'][number] {
  if (wins > 0 && losses === 0) return 'complete';
  const ahead = own.every((value, size) => value >= (other[size] as number) - 1e-10);
  const behind = other.every((value, size) => value >= (own[size] as number) - 1e-10);
  if (ahead && !behind) return 'conditional';
  return (general[i] as number) > (general[j] as number) + 1e-10 ? 'general' : '';
}
