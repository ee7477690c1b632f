import { conditionIndices } from '../../stats/collinearity';
import { dominance, MOST_DOMINANCE_PLAYERS } from '../../stats/dominance';
import { MOST_EXACT_DRIVERS } from '../../stats/shapley';
import { robustRegression } from '../../stats/robust-errors';
import { formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { SliceContext } from './context';
import type { Encoding } from './encode';
import { Intervals, type Replicated } from './intervals';
import {
  importancesBy,
  importancesByOrders,
  linearQuantities,
  methodFor,
  modelCovariance,
  MOST_EXACT_REPLICATES,
  playersOfModel,
  type LinearMoments,
} from './linear';
import { performanceMap, rankChances } from './map';
import {
  bootstrapMoments,
  jackknifeMoments,
  pairMoments,
  patternMoments,
  type MomentSource,
} from './moments';
import { movesOf } from './moves';
import { asymmetryOf } from './asymmetry';
import { diagnose, driverResults, noExtras, type CoefficientExtras, type Diagnosis } from './players';
import { layoutOf } from './quantities';
import type { DominanceResult, DriverResult, ModelFacts, SliceResult } from './result';
import { completeRows, type RowTable } from './rows';

/** A slice with what the differences between levels need of it. */
export interface Computed {
  result: SliceResult;
  replicated: Replicated;
  /** The group that each replicate leaves out; null for a bootstrap, whose draws are common to all slices. */
  groups: Float64Array | null;
}

/** Up to here rows are drawn with replacement; above, groups are left out. */
export const FEW_ROWS = 500;

/** Importances in units of R² with their intervals, and everything that follows from them, for one set of rows. */
export function linearSlice(context: SliceContext): Computed {
  const { encoding, input, blocks } = context;
  checkSlice(context);
  const source = sourceOf(context);
  const players = encoding.players.filter(({ variables }) => variables.length > 0).length;
  const method = methodFor(input.options.method, players);
  const exact = importancesBy(method, encoding);
  const byOrders =
    method === 'lmg' && players > MOST_EXACT_REPLICATES
      ? importancesByOrders(encoding, input.options.seed)
      : null;
  const point = context.known.get(context.level) ?? linearQuantities(source.whole, encoding, exact);
  context.known.set(context.level, point);
  const replicates: Float64Array[] = [];
  if (!context.preliminary)
    for (const moments of source.replicates()) {
      context.onProgress(replicates.length / source.count);
      replicates.push(quantitiesOrNothing(moments, encoding, byOrders?.importances ?? exact));
    }
  const replicated: Replicated = { point, replicates, counts: source.counts };
  const intervals = new Intervals(replicated, input.options.confidence);
  const covariance = modelCovariance(source.whole.covariance, encoding);
  const diagnosis = diagnose(covariance, source.whole.rows, encoding);
  const layout = layoutOf(encoding, true);
  const { extras, hc3Rows } = hc3Of(context);
  const drivers = driverResults(
    input,
    encoding,
    context.first,
    covariance,
    diagnosis,
    intervals,
    layout,
    extras,
  );
  const map = performanceMap(drivers, source.whole.rows, encoding, layout, intervals, input);
  placeDrivers(drivers, map, rankChances(drivers, layout, intervals, input.options.seed));
  const result: SliceResult = {
    level: context.level,
    rows: blocks.rows,
    weight: blocks.weight,
    effectiveRows: blocks.effectiveRows,
    drivers,
    model: {
      ...modelFacts(context, source, diagnosis, intervals),
      method,
      replicateOrders: byOrders?.orders ?? null,
      explained: intervals.at(layout.rSquared, 0, 1),
      outcomeMean: intervals.at(layout.outcomeMean),
      conditionIndex: conditionIndexOf(source.whole, covariance, encoding),
      leadIsSure: leadIsSure(drivers, layout.importance, intervals),
      hc3Rows,
    },
    map,
    moves: movesOf(drivers, map?.reversed ?? [], layout, intervals, input),
    dominance: context.preliminary ? null : dominanceOf(covariance, encoding, drivers),
    asymmetry:
      context.rows &&
      asymmetryOf(
        drivers,
        withoutGaps(context, context.rows),
        blocks.rows,
        input.options.confidence,
        encoding,
      ),
  };
  return { result, replicated, groups: source.counts && blocks.groupIds };
}

function sourceOf(context: SliceContext): MomentSource {
  const { blocks, encoding, first, plan, input } = context;
  if (plan.gaps === 'pairs') return pairMoments(blocks, encoding, first);
  if (plan.gaps === 'patterns') return patternMoments(blocks, plan, encoding, first);
  const jackknife = jackknifeMoments(blocks, encoding, first);
  if (!context.bootstrap || !context.rows) return jackknife;
  return bootstrapMoments(jackknife, context.rows, encoding, first, context.bootstrap, input.options.seed);
}

/** A replicate whose numbers cannot be had (a draw of too few different rows) says nothing. */
function quantitiesOrNothing(
  moments: LinearMoments,
  encoding: Encoding,
  importances: ReturnType<typeof importancesBy>,
): Float64Array {
  if (moments.rows > 1 && moments.covariance.every(Number.isFinite) && (moments.covariance[0] as number) > 0)
    return linearQuantities(moments, encoding, importances);
  return new Float64Array(layoutOf(encoding, true).length).fill(NaN);
}

/** The rows that a filter leaves; levels with too few are left out before. */
export function checkSlice({ blocks, encoding }: SliceContext): void {
  const numbers = encoding.driverVariables;
  if (blocks.rows <= numbers + 1)
    throw new InputProblem(
      `Only ${formatPlural(blocks.rows, 'row')} ${blocks.rows === 1 ? 'is' : 'are'} kept by the filter: more than ${numbers + 1} are needed for ${formatPlural(numbers, 'driver')}.`,
      { hint: 'Filter less, or choose fewer drivers.' },
    );
}

/** Listwise there are none. */
const withoutGaps = ({ plan }: SliceContext, rows: RowTable): RowTable =>
  plan.gaps === 'none' ? rows : completeRows(rows);

/** HC3 needs every single row, with every answer. */
function hc3Of(context: SliceContext): { extras: CoefficientExtras; hc3Rows: number | null } {
  const { encoding, rows, plan } = context;
  const extras = noExtras(encoding);
  if (!rows || plan.fetch !== 'all' || context.preliminary) return { extras, hc3Rows: null };
  const complete = withoutGaps(context, rows);
  const count = complete.group.length;
  if (count <= encoding.driverVariables + 1) return { extras, hc3Rows: null };
  const columns = complete.columns.slice(1, 1 + encoding.driverVariables);
  const { hc3 } = robustRegression(
    columns,
    complete.columns[0] as Float64Array,
    complete.weights ?? undefined,
  );
  return { extras: { ...extras, hc3: hc3.slice(1) }, hc3Rows: count };
}

export function placeDrivers(
  drivers: DriverResult[],
  map: SliceResult['map'],
  ranks: readonly Float64Array[],
): void {
  drivers.forEach((driver, place) => {
    driver.rankProbabilities = ranks[place] ?? new Float64Array(0);
    const point = map?.points.find(({ name }) => name === driver.name);
    if (point) driver.quadrants = point.quadrants;
  });
}

type SharedFacts = Omit<
  ModelFacts,
  'method' | 'replicateOrders' | 'explained' | 'outcomeMean' | 'conditionIndex' | 'leadIsSure' | 'hc3Rows'
>;

function modelFacts(
  context: SliceContext,
  source: MomentSource,
  diagnosis: Diagnosis,
  intervals: Intervals,
): SharedFacts {
  const { input, plan, encoding, facts } = context;
  return {
    ...facts,
    methodAsked: input.options.method,
    family: 'linear',
    missing: plan.missing,
    intervals: intervals.kind,
    replicates: source.count,
    degreesOfFreedom: intervals.degreesOfFreedom,
    clusters: input.roles.key === null ? 'rows' : 'key',
    preliminary: context.preliminary,
    rSquared: diagnosis.model.rSquared,
    adjustedRSquared: diagnosis.model.adjustedRSquared,
    mcFadden: NaN,
    nagelkerke: NaN,
    tjur: NaN,
    separatedBy: [],
    repaired: source.repaired,
    logLikelihood: NaN,
    nullLogLikelihood: NaN,
    halo: diagnosis.common.firstShare,
    coefficients: encoding.driverVariables - diagnosis.model.aliased.length,
    emSteps: source.emSteps,
  };
}

export function conditionIndexOf(whole: LinearMoments, covariance: Float64Array, encoding: Encoding): number {
  const size = encoding.driverVariables + 1;
  const varying = Array.from({ length: encoding.driverVariables }, (_, i) => i + 1).filter(
    (i) => (covariance[i * size + i] as number) > 0,
  );
  const places = [0, ...varying];
  const some = Float64Array.from(
    places.flatMap((i) => places.map((j) => covariance[i * size + j] as number)),
  );
  return (
    conditionIndices(
      varying.map((i) => whole.means[i] as number),
      some,
      whole.rows,
    ).at(-1) ?? NaN
  );
}

/** Whether the most important driver's lead over the second is beyond chance. */
export function leadIsSure(
  drivers: readonly DriverResult[],
  importance: number,
  intervals: Intervals,
): boolean {
  const order = [...drivers.keys()]
    .filter((place) => !drivers[place]?.constant)
    .toSorted((a, b) => (drivers[b]?.importance.value ?? 0) - (drivers[a]?.importance.value ?? 0));
  const [first, second] = order;
  if (first === undefined || second === undefined) return true;
  const lead = intervals.ofCombination(
    (values) => (values[importance + first] as number) - (values[importance + second] as number),
  );
  return lead.low > 0;
}

function dominanceOf(
  covariance: Float64Array,
  encoding: Encoding,
  drivers: readonly DriverResult[],
): DominanceResult | null {
  const places = [...drivers.keys()].filter((place) => !drivers[place]?.constant);
  if (places.length < 2 || places.length > Math.min(MOST_DOMINANCE_PLAYERS, MOST_EXACT_DRIVERS)) return null;
  const players = playersOfModel(encoding);
  const count = places.length;
  const found = dominance(
    covariance,
    encoding.driverVariables,
    places.map((place) => players[place] as readonly number[]),
  );
  const conditional = places.map((_, i) => found.conditional.slice(i * count, (i + 1) * count));
  return {
    names: places.map((place) => drivers[place]?.name ?? ''),
    general: found.general,
    conditional,
    complete: found.beats,
    verdict: verdicts(found, conditional),
  };
}

function verdicts(
  found: ReturnType<typeof dominance>,
  conditional: readonly Float64Array[],
): DominanceResult['verdict'] {
  return conditional.flatMap((own, i) =>
    conditional.map((other, j) => {
      if (i === j) return '';
      if (found.complete[i * conditional.length + j] === 1) return 'complete';
      const everywhere = own.every((value, size) => value >= (other[size] as number) - 1e-10);
      const somewhere = own.some((value, size) => value > (other[size] as number) + 1e-10);
      if (everywhere && somewhere) return 'conditional';
      return (found.general[i] as number) > (found.general[j] as number) + 1e-10 ? 'general' : '';
    }),
  );
}
