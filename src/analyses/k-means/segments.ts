import { kMeans, type Clustering } from '../../stats/k-means';
import { createRandom } from '../../stats/random';
import type { OnProgress } from '../../values/progress';
import type { KMeansInput } from './form';
import { preparedPoints, type PreparedPoints } from './points';

export interface Segments {
  /** By row of the kept query: 1 for the largest segment. */
  labels: Float64Array;
  sizes: number[];
  /** In natural units: by variable its overall mean and standard deviation, and its mean in each segment. */
  variables: VariableProfile[];
  /** Share of the sum of squares that lies between the segments, 0 to 1. */
  explained: number;
  converged: boolean;
  constant: string[];
  /** Largest over smallest standard deviation, where nothing was scaled; else 1. */
  spreadRatio: number;
  /** At most 2,000 rows on the two variables that tell the segments apart best; empty with one variable. */
  sample: { x: Float64Array; y: Float64Array; segment: Float64Array; names: [string, string] } | null;
}
export interface VariableProfile {
  variable: string;
  overall: number;
  deviation: number;
  means: number[];
  /** Share of this variable's variance (natural units) that lies between the segments. */
  between: number;
}

const MOST_DOTS = 2000;

/** Segments from the complete rows: pure and seeded. */
export function segmentsOf(
  columns: Readonly<Record<string, Float64Array>>,
  input: KMeansInput,
  onProgress: OnProgress,
): Segments {
  const points = preparedPoints(columns, input);
  const found = kMeans(points, {
    k: input.options.k,
    random: createRandom(input.options.seed),
    onProgress: (fraction) => onProgress({ stage: 'Finding segments', fraction }),
  });
  const { labels, sizes } = numbered(points, found);
  const variables = points.used.map(({ variable, values }) =>
    profileOf(variable, values, points.rows, labels, sizes),
  );
  const spreads = points.spreads;
  return {
    labels,
    sizes,
    variables,
    explained: 1 - found.withinSumOfSquares / totalSumOfSquares(points),
    converged: found.converged,
    constant: points.constant,
    spreadRatio: input.options.scale ? 1 : Math.max(...spreads) / Math.min(...spreads),
    sample: sampleOf(points, labels, variables),
  };
}

/** Segments numbered from the largest; equal ones by their centres. Labels back in the order of the rows. */
function numbered(points: PreparedPoints, found: Clustering): { labels: Float64Array; sizes: number[] } {
  const { dimensions } = points;
  const order = Array.from(found.sizes, (_, c) => c).sort((one, two) => {
    const bySize = (found.sizes[two] as number) - (found.sizes[one] as number);
    if (bySize !== 0) return bySize;
    for (let d = 0; d < dimensions; d++) {
      const apart =
        (found.centres[one * dimensions + d] as number) - (found.centres[two * dimensions + d] as number);
      if (apart !== 0) return apart;
    }
    return 0;
  });
  const labels = new Float64Array(found.labels.length);
  found.labels.forEach((centre, i) => {
    labels[points.rows[i] as number] = order.indexOf(centre) + 1;
  });
  return { labels, sizes: order.map((centre) => found.sizes[centre] as number) };
}

/** Sums run in sorted order, so that the order of the rows changes no digit. */
function profileOf(
  variable: string,
  values: Float64Array,
  rows: Uint32Array,
  labels: Float64Array,
  sizes: number[],
): VariableProfile {
  const overall = rows.reduce((sum, row) => sum + (values[row] as number), 0) / values.length;
  const apart = sizes.map(() => 0);
  let squares = 0;
  for (const row of rows) {
    const difference = (values[row] as number) - overall;
    const segment = (labels[row] as number) - 1;
    apart[segment] = (apart[segment] as number) + difference;
    squares += difference * difference;
  }
  const means = apart.map((sum, segment) => overall + sum / (sizes[segment] as number));
  const between = apart.reduce((sum, one, segment) => sum + one ** 2 / (sizes[segment] as number), 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { variable, overall, deviation, means, between: between / squares };
}

function totalSumOfSquares({ values, dimensions }: PreparedPoints): number {
  const count = values.length / dimensions;
  let total = 0;
  for (let d = 0; d < dimensions; d++) {
    let sum = 0;
    for (let at = d; at < values.length; at += dimensions) sum += values[at] as number;
    const mean = sum / count;
    for (let at = d; at < values.length; at += dimensions) total += ((values[at] as number) - mean) ** 2;
  }
  return total;
}

function sampleOf(
  points: PreparedPoints,
  labels: Float64Array,
  variables: VariableProfile[],
): Segments['sample'] {
  const [first, second] = [...variables].sort((one, two) => two.between - one.between);
  if (!first || !second) return null;
  const count = labels.length;
  const most = Math.min(MOST_DOTS, count);
  const rows = Array.from(
    { length: most },
    (_, i) => points.rows[Math.floor(((i + 0.5) * count) / most)] as number,
  );
  const of = (name: string): Float64Array => {
    const values = points.used.find(({ variable }) => variable === name)?.values ?? labels;
    return Float64Array.from(rows, (row) => values[row] as number);
  };
  return {
    x: of(first.variable),
    y: of(second.variable),
    segment: Float64Array.from(rows, (row) => labels[row] as number),
    names: [first.variable, second.variable],
  };
}
