import { averageMarginalEffects, type MarginalColumn } from '../../stats/average-marginal-effects';
import { logistic, type BinaryPatterns, type LogisticFit } from '../../stats/logistic';
import { logisticRelativeWeights } from '../../stats/logistic-relative-weights';
import { mcfaddenShapley, type McFaddenShapley } from '../../stats/mcfadden-shapley';
import { normalQuantile } from '../../stats/normal';
import { proportionalOdds } from '../../stats/proportional-odds';
import { InputProblem } from '../../values/problem';
import type { SliceContext } from './context';
import type { Encoding } from './encode';
import { playersOfModel } from './linear';
import { logitData, type LogitData } from './logit-data';
import { noExtras, type CoefficientExtras } from './players';
import type { Estimate } from './result';

/** A model of all drivers with what the importances are. */
export interface LogitFit {
  shapley: McFaddenShapley;
  data: LogitData;
  /** By driver variable: log-odds per unit; NaN where there is none. */
  coefficients: Float64Array;
  /** Binary only, where the fit exists. */
  fit: LogisticFit | null;
  binary: BinaryPatterns | null;
}

/** All 2^p models of a slice, and the one with every driver; throws where there is none. */
export function fitLogit({ encoding, rows, blocks, level, input, onProgress }: SliceContext): LogitFit {
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
export function densityOf({ fit, binary }: LogitFit): number | null {
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

/** Average marginal effects of a binary outcome, with delta-method intervals. */
export function marginalExtras(
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
export function relativeByPlayer({ binary, fit }: LogitFit, encoding: Encoding): Float64Array {
  if (!binary || !fit) return new Float64Array(encoding.players.length);
  const { weights } = logisticRelativeWeights(binary, fit);
  return Float64Array.from(playersOfModel(encoding), (columns) =>
    columns.reduce((sum, column) => sum + (weights[column] as number), 0),
  );
}

/** The same without one group's answers; not a number where the rest alone has no fit. */
export function relativeWithout(fitted: LogitFit, group: number, encoding: Encoding): Float64Array {
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

/** Columns of the drivers that tell the outcome without exception. */
export const separatedBy = ({ shapley }: LogitFit, encoding: Encoding): string[] => [
  ...new Set(
    (shapley.separation?.columns ?? []).map(
      (column) => encoding.columns[encoding.variables[column + 1]?.column ?? 0]?.name ?? '',
    ),
  ),
];
