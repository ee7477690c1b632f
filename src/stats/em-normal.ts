import { Anderson } from './anderson';
import { emStep, type EmStep, type Pattern } from './em-step';
import { withoutGroup, type MergedPatterns, type PatternBlocks, type PatternSums } from './missing-patterns';
import { withoutNearDependence } from './near-dependence';
import { pairwise } from './pairwise';
import { triangle } from './sufficient-statistics';

export interface NormalFit {
  converged: true;
  /** Less the origin. */
  means: Float64Array;
  /** Maximum likelihood (divisor n, not n - 1), full and row-major. */
  covariance: Float64Array;
  /** Rows with anything observed. */
  count: number;
  /** Of the observed values, natural logarithm; with weights each row's counts by its weight. */
  logLikelihood: number;
  /** The log-likelihood at the start and after each step; it never falls but by rounding, or where a variable follows exactly from others. */
  path: number[];
  /** For `fitsWithoutGroups`. */
  state: FitState;
}

/**
 * Why there is no fit. `never observed`: those variables have no value at all. `never together`: no row has both of
 * those two, so nothing is known of how they vary together. `degenerate`: the likelihood is largest where one of those
 * variables follows exactly from the others, but too few rows have them all to say so. `stuck`: EM did not settle, as
 * happens where hardly any row has most of the variables.
 */
export interface NoNormalFit {
  converged: false;
  reason: 'never observed' | 'never together' | 'degenerate' | 'stuck';
  /** Indices of the variables meant; empty for `stuck`. */
  variables: number[];
}

/** The units in which a fit was made, and its end in those units. */
export interface FitState {
  centre: Float64Array;
  /** 0 for a variable that does not vary. */
  scale: Float64Array;
  /** Those that vary. */
  active: number[];
  point: Float64Array;
}

const MOST_STEPS = 1000;
/** Largest change by one EM step, in standard deviations and correlations, that counts as none. */
const SETTLED = 1e-11;
/** The same where the covariance is singular, whose inverse is good to some 1e-8. */
const SETTLED_SINGULAR = 1e-7;
/** A replicate is settled once a step is this share of its first step: the rest is far below its own noise. */
const SETTLED_REPLICATE = 1e-3;
const DEPTH = 8;

/**
 * Means and covariance of a multivariate normal by maximum likelihood from rows with values missing at random: EM by
 * pattern of missingness (`emStep`), accelerated by Anderson's method and checked at each step, so that the observed
 * data's log-likelihood never falls. It has converged when a whole EM step changes no mean and no covariance by more
 * than 1e-11 (in standard deviations; 1e-7 where one variable follows from others).
 *
 * With nothing missing: the plain means and covariance with divisor n. A variable that does not vary gets its value and
 * covariances 0. One that others determine exactly is made their exact combination. Rows with nothing observed count
 * nowhere. Where few rows have two variables together the likelihood can have more than one maximum; the climb starts
 * from pairwise correlations and finds the one uphill of them. Held to row-by-row EM and to Anderson's (1957) closed form for two variables in tests/stats.
 */
export function fitNormal(patterns: PatternSums): NormalFit | NoNormalFit {
  const found = startOf(patterns);
  if (!found.converged) return found;
  const standardised = patterns.observed.map((_, pattern) => standardise(patterns, pattern, found.state));
  return climb(patterns, standardised, found.state, () => SETTLED);
}

/**
 * The same for all rows but each group in turn, for a jackknife: yields one fit per group, 0 .. groups - 1. Each begins
 * at `fit`, the fit to all rows, and stops when a step has become 1,000 times smaller than its first one: the jackknife's
 * errors are then within 1 % of those of full fits (tests/stats), far below their own noise. A group without rows
 * yields the fit to all rows once more.
 */
export function* fitsWithoutGroups(
  whole: MergedPatterns,
  blocks: PatternBlocks,
  fit: NormalFit,
): Generator<NormalFit | NoNormalFit> {
  const all = whole.observed.map((_, pattern) => standardise(whole, pattern, fit.state));
  for (let group = 0; group < blocks.groups; group += 1) {
    const rest = withoutGroup(whole, blocks, group);
    const standardised = all.slice();
    whole.patternOf.forEach((pattern, block) => {
      if (pattern >= 0 && blocks.group[block] === group)
        standardised[pattern] = standardise(rest, pattern, fit.state);
    });
    yield climb(rest, standardised, fit.state, (first) => Math.max(SETTLED, SETTLED_REPLICATE * first));
  }
}

function startOf(patterns: PatternSums): { converged: true; state: FitState } | NoNormalFit {
  const { variables } = patterns;
  const { means, covariance, counts, repaired } = pairwise(patterns);
  const all = Array.from({ length: variables }, (_, i) => i);
  const never = all.filter((i) => counts[i * variables + i] === 0);
  if (never.length > 0) return { converged: false, reason: 'never observed', variables: never };
  const apart = counts.indexOf(0);
  if (apart >= 0)
    return {
      converged: false,
      reason: 'never together',
      variables: [Math.floor(apart / variables), apart % variables],
    };
  const scale = Float64Array.from(all, (i) => Math.sqrt(covariance[i * variables + i] as number) || 0);
  const active = all.filter((i) => (scale[i] as number) > 0);
  const point = new Float64Array(active.length + triangle(active.length));
  let at = active.length;
  active.forEach((i, a) => {
    for (const j of active.slice(0, a + 1)) {
      const correlation =
        (covariance[i * variables + j] as number) / ((scale[i] as number) * (scale[j] as number));
      point[at] = i === j ? 1 : repaired || !Number.isFinite(correlation) ? 0 : correlation;
      at += 1;
    }
  });
  return { converged: true, state: { centre: means, scale, active, point } };
}

/** From a start upwards. `settled`: the size of step that counts as none, by the size of the first one. */
function climb(
  patterns: PatternSums,
  standardised: readonly (Pattern | null)[],
  start: FitState,
  settled: (first: number) => number,
): NormalFit | NoNormalFit {
  const stuck: NoNormalFit = { converged: false, reason: 'stuck', variables: [] };
  const anderson = new Anderson(DEPTH);
  const variables = start.active.length;
  const present = standardised.filter((pattern) => pattern !== null);
  let point = start.point;
  let here = emStep(point, variables, present);
  const path: number[] = [];
  let goal = 0;
  while (here && path.length < MOST_STEPS) {
    path.push(here.logLikelihood);
    const { next } = here;
    const residual = next.map((value, i) => value - (point[i] as number));
    const size = residual.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (path.length === 1) goal = settled(size);
    if (size <= (here.singular ? Math.max(goal, SETTLED_SINGULAR) : goal))
      return result(patterns, { ...start, point: next }, here.logLikelihood, path);
    const leap = anderson.next(point, residual);
    let there: EmStep | null = emStep(leap, variables, present);
    if (there && !fallen(there.logLikelihood, here.logLikelihood)) point = leap;
    else {
      anderson.forget();
      there = emStep(next, variables, present);
      point = next;
    }
    here = there;
  }
  return stuck;
}

/** By more than rounding; also where it is not a number. */
const fallen = (now: number, before: number): boolean => !(now >= before - 1e-12 * Math.abs(before));

/** A pattern's means and scatter in standard deviations, of the variables that vary; null without rows or those. */
function standardise(
  { variables, observed: patterns, counts, weights, sums, products }: PatternSums,
  pattern: number,
  { centre, scale, active }: FitState,
): Pattern | null {
  const has = (a: number): boolean => (patterns[pattern] as Uint8Array).includes(active[a] as number);
  const observed = Uint8Array.from(active.keys()).filter(has);
  if (!((counts[pattern] as number) > 0) || observed.length === 0) return null;
  const weight = weights[pattern] as number;
  const own = Array.from(observed, (a) => active[a] as number);
  const raw = own.map((i) => (sums[pattern * variables + i] as number) / weight);
  const scatter = new Float64Array(own.length ** 2);
  own.forEach((i, a) => {
    for (let b = 0; b <= a; b += 1) {
      const j = own[b] as number;
      const product = products[pattern * triangle(variables) + triangle(i) + j] as number;
      const centred = product - weight * (raw[a] as number) * (raw[b] as number);
      scatter[a * own.length + b] = centred / ((scale[i] as number) * (scale[j] as number));
    }
  });
  const means = Float64Array.from(
    own,
    (i, a) => ((raw[a] as number) - (centre[i] as number)) / (scale[i] as number),
  );
  const missing = Uint8Array.from(active.keys()).filter((a) => !has(a));
  return { weight, observed, missing, means, scatter };
}

function result(
  patterns: PatternSums,
  state: FitState,
  standard: number,
  path: number[],
): NormalFit | NoNormalFit {
  const { variables } = patterns;
  const { centre, scale, active, point } = state;
  const means = centre.slice();
  const covariance = new Float64Array(variables * variables);
  const { covariance: snapped, dependences, flat } = withoutNearDependence(point, active.length);
  if (flat.length > 0)
    return { converged: false, reason: 'degenerate', variables: flat.map((a) => active[a] as number) };
  const unfounded = dependences
    .map((places) => places.map((a) => active[a] as number))
    .find((dependent) => rowsWith(patterns, dependent) <= dependent.length);
  if (unfounded) return { converged: false, reason: 'degenerate', variables: unfounded };
  active.forEach((i, a) => {
    means[i] = (centre[i] as number) + (point[a] as number) * (scale[i] as number);
    active.forEach((j, b) => {
      covariance[i * variables + j] =
        (snapped[a * active.length + b] as number) * (scale[i] as number) * (scale[j] as number);
    });
  });
  // A density per standard deviation is one per unit after division by the scale of each observed value.
  const perUnit = (total: number): number => total - unitsOf(patterns, scale);
  return {
    converged: true,
    means,
    covariance,
    count: patterns.counts.reduce((total, count) => total + count, 0),
    logLikelihood: perUnit(standard),
    path: path.map(perUnit),
    state,
  };
}

/** Rows that have all of some variables. */
function rowsWith({ observed, counts }: PatternSums, variables: readonly number[]): number {
  let rows = 0;
  observed.forEach((present, pattern) => {
    if (variables.every((i) => present.includes(i))) rows += counts[pattern] as number;
  });
  return rows;
}

function unitsOf({ observed, counts, weights }: PatternSums, scale: Float64Array): number {
  let total = 0;
  observed.forEach((present, pattern) => {
    if (!((counts[pattern] as number) > 0)) return;
    for (const i of present)
      if ((scale[i] as number) > 0) total += (weights[pattern] as number) * Math.log(scale[i] as number);
  });
  return total;
}
