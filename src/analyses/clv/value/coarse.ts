import type { Forecast } from '../../../stats/buy-till-you-die';
import type { Outlooks } from './outlooks';
import type { Terms } from './terms';

/**
 * How worth moves when parameters do: a ratio of two coarse sums. Worth itself is summed exactly, month by month, for each
 * outlook; its ratio under other parameters is smooth in the age and in the length of the steps, so that it is taken from
 * at most `NODES` ages for each frequency and `SEGMENTS` steps. Held to the exact sums in tests/analyses.
 */
export interface CoarseGrid {
  /** Of each node. */
  frequency: Float64Array;
  age: Float64Array;
  /** For each outlook its first node, how many, and the Lagrange weight of each (`NODES` places). */
  firstNode: Int32Array;
  nodes: Int32Array;
  weights: Float64Array;
  phases: number;
  /** The steps (from 0) at which the segments end. */
  ends: number[];
}

const NODES = 5;
const SEGMENTS = 6;
/** Keeps logarithms finite where nothing at all is expected. */
const LEAST = 1e-300;

export function coarseGrid({ frequency, age, phases, steps }: Outlooks): CoarseGrid {
  const ranges = new Map<number, { from: number; to: number; first: number; nodes: number }>();
  frequency.forEach((x, i) => {
    const own = age[i] as number;
    const range = ranges.get(x) ?? { from: own, to: own, first: 0, nodes: 1 };
    ranges.set(x, { ...range, from: Math.min(range.from, own), to: Math.max(range.to, own) });
  });
  const nodes: { x: number; age: number }[] = [];
  for (const [x, range] of ranges) {
    range.first = nodes.length;
    range.nodes = range.to > range.from ? NODES : 1;
    for (let k = 0; k < range.nodes; k += 1) nodes.push({ x, age: nodeAge(range, k) });
  }
  const grid: CoarseGrid = {
    frequency: Float64Array.from(nodes, ({ x }) => x),
    age: Float64Array.from(nodes, (node) => node.age),
    firstNode: new Int32Array(frequency.length),
    nodes: new Int32Array(frequency.length),
    weights: new Float64Array(frequency.length * NODES),
    phases,
    ends: [
      ...new Set(Array.from({ length: SEGMENTS }, (_, k) => Math.ceil((steps * (k + 1)) / SEGMENTS) - 1)),
    ],
  };
  frequency.forEach((x, i) => {
    const { first = 0, nodes: count = 1 } = ranges.get(x) ?? {};
    grid.firstNode[i] = first;
    grid.nodes[i] = count;
    for (let k = 0; k < count; k += 1)
      grid.weights[i * NODES + k] = lagrange(grid.age, first, count, k, age[i] as number);
  });
  return grid;
}

/** Chebyshev points of the second kind, the ends of the range among them. */
const nodeAge = ({ from, to, nodes }: { from: number; to: number; nodes: number }, k: number): number =>
  nodes === 1 ? from : (from + to) / 2 - ((to - from) / 2) * Math.cos((Math.PI * k) / (nodes - 1));

function lagrange(ages: Float64Array, first: number, count: number, k: number, age: number): number {
  let weight = 1;
  for (let j = 0; j < count; j += 1)
    if (j !== k)
      weight *=
        (age - (ages[first + j] as number)) / ((ages[first + k] as number) - (ages[first + j] as number));
  return weight;
}

/** What a node is asked: discounted purchases to the end of each segment, purchases to the horizon, and worth for ever. */
export const coarseColumns = (grid: CoarseGrid): number => grid.ends.length + 2;
/** The column that worth is read from: the last segment's, or for ever. */
export const worthColumn = (grid: CoarseGrid, { forever }: Terms): number =>
  forever ? grid.ends.length + 1 : grid.ends.length - 1;

/** Logarithms of the coarse sums: column by column within each place of each node. */
export function coarseLogs(forecast: Forecast, grid: CoarseGrid, terms: Terms): Float64Array {
  const { ends, phases } = grid;
  const columns = coarseColumns(grid);
  const horizons = Float64Array.from(ends, (end) => terms.horizons[end] as number);
  const factors = ends.map((end, k) => meanBetween(terms.factors, k === 0 ? 0 : (ends[k - 1] ?? 0) + 1, end));
  const expected = new Float64Array(ends.length);
  const logs = new Float64Array(grid.age.length * phases * columns);
  const asked = askedPhases(phases);
  for (let question = 0; question < grid.age.length * asked.length; question += 1) {
    const node = Math.floor(question / asked.length);
    const place = node * phases + (asked[question % asked.length] as number);
    const [x, age] = [grid.frequency[node] as number, grid.age[node] as number];
    forecast.expectedIfActive(x, age, place % phases, horizons, expected);
    let [sum, before] = [0, 0];
    expected.forEach((until, k) => {
      sum += (until - before) * (factors[k] as number);
      before = until;
      logs[place * columns + k] = Math.log(Math.max(sum, LEAST));
    });
    logs[place * columns + ends.length] = Math.log(Math.max(before, LEAST));
    if (terms.forever)
      logs[place * columns + ends.length + 1] = Math.log(
        terms.forever.times * forecast.discountedIfActive(x, age, place % phases, terms.forever.rate),
      );
  }
  fillPhases(logs, grid, asked, columns);
  return logs;
}

/**
 * Of many phases those at the ends and two between are asked. n = r + kx + j events are behind a customer in phase j, and
 * what a parameter does to worth goes about as 1/n: between the phases asked the logarithms are a cubic in 1/(1 + kx + j).
 */
const askedPhases = (phases: number): number[] =>
  phases <= 4
    ? Array.from({ length: phases }, (_, phase) => phase)
    : [0, 1, Math.ceil(phases / 3), phases - 1];

function fillPhases(
  logs: Float64Array,
  { frequency, phases }: CoarseGrid,
  asked: readonly number[],
  columns: number,
): void {
  if (asked.length === phases) return;
  frequency.forEach((x, node) => {
    const placeOf = (phase: number): number => 1 / (1 + phases * x + phase);
    const places = Float64Array.from(asked, placeOf);
    const entry = (phase: number): number => (node * phases + phase) * columns;
    for (let phase = 0; phase < phases; phase += 1) {
      if (asked.includes(phase)) continue;
      const weights = asked.map((_, k) => lagrange(places, 0, asked.length, k, placeOf(phase)));
      for (let column = 0; column < columns; column += 1)
        logs[entry(phase) + column] = weights.reduce(
          (sum, weight, k) => sum + weight * (logs[entry(asked[k] as number) + column] as number),
          0,
        );
    }
  });
}

function meanBetween(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i <= to; i += 1) sum += values[i] as number;
  return sum / (to - from + 1);
}

/** By how much a column of an outlook's place is multiplied: the interpolated ratio of two evaluations. */
export function coarseRatio(
  grid: CoarseGrid,
  after: Float64Array,
  before: Float64Array,
  place: number,
  column: number,
): number {
  const { phases } = grid;
  const outlook = phases === 1 ? place : Math.floor(place / phases);
  const columns = coarseColumns(grid);
  const first = grid.firstNode[outlook] as number;
  let log = 0;
  for (let k = 0; k < (grid.nodes[outlook] as number); k += 1) {
    const entry = ((first + k) * phases + (place - outlook * phases)) * columns + column;
    log +=
      (grid.weights[outlook * NODES + k] as number) * ((after[entry] as number) - (before[entry] as number));
  }
  return Math.exp(log);
}
