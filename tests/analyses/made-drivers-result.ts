import drivers from '../../src/analyses/drivers';
import type {
  DriverResult,
  DriversResult,
  Estimate,
  ModelFacts,
  SliceResult,
} from '../../src/analyses/drivers/result';
import { reportDrivers } from '../../src/analyses/drivers/report';
import type { Report } from '../../src/analyses/analysis';
import { inputOf, type TestRun } from '../sql/run-analysis';

/** Results of the drivers analysis built by hand: a quiet survey in which nothing is odd, and what a test changes in it. */

export const about = (value: number, reach = NaN): Estimate => ({
  value,
  low: value - reach,
  high: value + reach,
});
export const nothing: Estimate = { value: NaN, low: NaN, high: NaN };

export function driver(name: string, share: number, given: Partial<DriverResult> = {}): DriverResult {
  return {
    name,
    kind: 'number',
    columns: [name],
    items: [],
    importance: about(share / 2, 0.02),
    share: about(share, 0.04),
    performance: about(6, 0.1),
    min: 0,
    max: 10,
    coefficient: about(share, 0.05),
    coefficientError: 0.02,
    averageMarginalEffect: nothing,
    correlation: 0.4,
    vif: 1.5,
    quadrants: { fix: 0.05, keep: 0.75, low: 0.1, overkill: 0.1 },
    rankProbabilities: Float64Array.of(share > 0.4 ? 0.98 : 0.01, 0.5, 0.49),
    constant: false,
    combinationOf: [],
    missing: 0,
    notApplicable: 0,
    ...given,
  };
}

const MODEL: ModelFacts = {
  method: 'lmg',
  methodAsked: 'lmg',
  family: 'linear',
  outcomeFamily: 'linear',
  preview: null,
  missing: 'listwise',
  missingAsked: 'listwise',
  missingWhy: null,
  completeRows: 1000,
  intervals: 'jackknife',
  replicates: 100,
  degreesOfFreedom: 99,
  clusters: 'rows',
  replicateOrders: null,
  preliminary: false,
  explained: about(0.5, 0.04),
  rSquared: 0.5,
  adjustedRSquared: 0.498,
  mcFadden: NaN,
  nagelkerke: NaN,
  tjur: NaN,
  separatedBy: [],
  logLikelihood: NaN,
  nullLogLikelihood: NaN,
  outcomeMean: about(6.5, 0.1),
  outcomeMin: 0,
  outcomeMax: 10,
  topBox: null,
  conditionIndex: 12,
  halo: 0.4,
  leadIsSure: true,
  coefficients: 3,
  weighted: false,
  constantWeight: false,
  hc3Rows: 1000,
  repaired: false,
  emSteps: null,
};

export interface Made {
  drivers?: DriverResult[];
  model?: Partial<ModelFacts>;
  slice?: Partial<SliceResult>;
  result?: Partial<DriversResult>;
  run?: Partial<TestRun>;
}

export const three = (): DriverResult[] => [
  driver('support', 0.5),
  driver('price', 0.3),
  driver('ease', 0.2),
];

export function madeSlice({ drivers: list = three(), model = {}, slice = {} }: Made): SliceResult {
  return {
    level: null,
    rows: 1000,
    weight: 1000,
    effectiveRows: 1000,
    drivers: list,
    model: { ...MODEL, ...model },
    map: null,
    moves: null,
    dominance: null,
    asymmetry: null,
    ...slice,
  };
}

export function madeResult(made: Made): DriversResult {
  return {
    all: madeSlice(made),
    levels: [],
    levelsLeftOut: [],
    differences: [],
    exclusions: {
      total: 1000,
      kept: 1000,
      used: 1000,
      missing: 0,
      notApplicable: 0,
      weight: 0,
      notDrawn: 0,
      texts: [],
      worst: { column: 'support', missing: 0 },
      missingBy: [],
    },
    filters: [],
    ...made.result,
  };
}

const LABELS = { support: 'Support', price: 'Price', ease: 'Ease', nps: 'Recommend', overall: 'Overall' };

/** The report on a result built by hand. */
export function madeReport(made: Made): Report {
  const result = madeResult(made);
  const columns = [
    'overall',
    'nps',
    'weight',
    'region',
    'customer',
    ...result.all.drivers.flatMap((one) => one.columns),
  ];
  const run: TestRun = {
    from: 'survey',
    labels: LABELS,
    ...made.run,
    roles: {
      outcome: 'overall',
      drivers: result.all.drivers.flatMap((one) => one.columns),
      ...made.run?.roles,
    },
  };
  const kinds = columns.map((name) => ({ name, type: 'DOUBLE', kind: 'number' as const }));
  const input = inputOf({ columns: () => kinds }, drivers, run);
  return reportDrivers(result, input as never);
}

/** The findings of a tab, or of Findings. */
export const saidIn = ({ findings }: Report, tab?: string): string[] =>
  findings
    .filter((finding) => finding.tab === tab)
    .map(({ text, tone }) => `${tone === 'caution' ? 'Note: ' : ''}${text}`);

export const cautionsOf = (made: Made): string[] =>
  madeReport(made)
    .findings.filter(({ tone, tab }) => tone === 'caution' && tab === undefined)
    .map(({ text }) => text);
