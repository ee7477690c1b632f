import { fitBetaDiscreteWeibull } from '../../stats/beta-discrete-weibull';
import { fitConstantRetention, type ContractModel } from '../../stats/contract-value';
import type { LifeTable } from '../../stats/life-table';
import { fitDiscreteWeibull } from '../../stats/discrete-weibull';
import {
  fitShiftedBetaGeometric,
  type ContractFit,
  type NoContractFit,
} from '../../stats/shifted-beta-geometric';
import { InputProblem } from '../../values/problem';
import type { ContractInput } from './form';

export type ModelKind = ContractModel['kind'];
/** One model fitted to one set of customers. */
export interface ModelFit {
  kind: ModelKind;
  names: string[];
  estimates: number[];
  standardErrors: number[];
  /** Where draws are made: the logarithms of the parameters, or the log-odds of one retention rate. */
  point: number[];
  /** Of `point`, row-major. */
  covariance: number[];
  logLikelihood: number;
  aic: number;
  bic: number;
}
/** All models tried on one set of customers. */
export interface Fits {
  tried: ModelFit[];
  /** Models without a maximum, in words. */
  failed: { kind: ModelKind; reason: string }[];
  /** The number of the one chosen; null where none can be. */
  chosen: number | null;
}

export const modelNames: Record<ModelKind, string> = {
  sbg: 'shifted beta-geometric',
  bdw: 'beta-discrete-Weibull',
  weibull: 'discrete Weibull',
  constant: 'one retention rate',
};

/**
 * Fits every model and chooses: the one asked for, or the smallest BIC, whose n is the customers asked at the first renewal.
 * Where the beta-discrete-Weibull runs off to customers that do not differ, its limit there, the discrete Weibull, is tried.
 */
export function fitAll(table: LifeTable, wanted: ContractInput['options']['model']): Fits {
  const customers = table.atRisk[0] ?? 0;
  const fits: Fits = { tried: [], failed: [], chosen: null };
  const attempt = (kind: ModelKind, found: ContractFit<object> | NoContractFit): void => {
    if (found.converged) fits.tried.push(modelFit(kind, found, customers));
    else fits.failed.push({ kind, reason: reasonOf(found, table) });
  };
  attempt('sbg', fitShiftedBetaGeometric(table));
  const heterogeneous = fitBetaDiscreteWeibull(table);
  attempt('bdw', heterogeneous);
  if (!heterogeneous.converged) attempt('weibull', fitDiscreteWeibull(table));
  const constant = constantFit(table, customers);
  if (constant) fits.tried.push(constant);
  fits.chosen = choose(fits.tried, wanted);
  return fits;
}

function modelFit(kind: ModelKind, found: ContractFit<object>, customers: number): ModelFit {
  const estimates = Object.values<number>({ ...found.parameters });
  return {
    kind,
    names: Object.keys(found.parameters),
    estimates,
    standardErrors: found.standardErrors,
    point: estimates.map(Math.log),
    covariance: found.covarianceOfLogs.flat(),
    ...scores(found.logLikelihood, estimates.length, customers),
  };
}

function choose(tried: readonly ModelFit[], wanted: ContractInput['options']['model']): number | null {
  if (wanted !== 'auto') {
    const found = tried.findIndex(({ kind }) => kind === wanted);
    return found < 0 ? null : found;
  }
  return tried.reduce<number | null>(
    (best, { bic }, i) => (best === null || bic < (tried[best] as ModelFit).bic ? i : best),
    null,
  );
}

const scores = (logLikelihood: number, parameters: number, customers: number) => ({
  logLikelihood,
  aic: 2 * parameters - 2 * logLikelihood,
  bic: parameters * Math.log(customers) - 2 * logLikelihood,
});

/** One rate has a maximum inside 0..1 only where some left and some stayed. */
function constantFit(table: LifeTable, customers: number): ModelFit | null {
  const found = fitConstantRetention(table);
  if (!found || !(found.retention > 0 && found.retention < 1)) return null;
  const { retention, standardError, logLikelihood } = found;
  const slope = retention * (1 - retention);
  return {
    kind: 'constant',
    names: ['retention'],
    estimates: [retention],
    standardErrors: [standardError],
    point: [Math.log(retention / (1 - retention))],
    covariance: [(standardError / slope) ** 2],
    ...scores(logLikelihood, 1, customers),
  };
}

function reasonOf(found: NoContractFit, { left }: LifeTable): string {
  const periods = left.filter((count) => count > 0).length;
  if (periods < 2) return 'customers left in one period only';
  if (found.reason === 'edge')
    return 'the likelihood rises for ever, as it does where customers do not differ in how readily they leave, or periods are too few';
  return 'the search reached no maximum from any of its starts';
}

/** The model at a point of the kind's own coordinates. */
export function modelAt(kind: ModelKind, point: ArrayLike<number>): ContractModel {
  const [first = 0, second = 0, third = 0] = Array.from(point);
  if (kind === 'constant') return { kind, retention: 1 / (1 + Math.exp(-first)) };
  if (kind === 'weibull') return { kind, lambda: Math.exp(first), c: Math.exp(second) };
  if (kind === 'sbg') return { kind, alpha: Math.exp(first), beta: Math.exp(second) };
  return { kind, alpha: Math.exp(first), beta: Math.exp(second), c: Math.exp(third) };
}

/** The chosen fit; an InputProblem where the model asked for has no maximum. */
export function chosenFit(
  { tried, chosen, failed }: Fits,
  wanted: ContractInput['options']['model'],
): ModelFit {
  const fit = chosen === null ? undefined : tried[chosen];
  if (fit) return fit;
  const failure = failed.find(({ kind }) => kind === wanted);
  throw new InputProblem(
    `The ${wanted === 'auto' ? 'retention' : modelNames[wanted]} model cannot be estimated: ${failure?.reason ?? 'too few customers left'}.`,
    {
      hint: 'Choose the best model by BIC, which can fall back on one retention rate, or give more periods.',
    },
  );
}
