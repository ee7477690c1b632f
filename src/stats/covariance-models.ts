import { cholesky, inverseFromCholesky, symmetricEigen } from './linear-algebra';

/**
 * The families of component covariances Σ_k = λ_k D_k A_k D_kᵀ (Banfield & Raftery 1993; Celeux & Govaert 1995), named
 * by whether volume λ, shape A and orientation D are equal (E), vary (V) or are the identity (I). VII is spherical,
 * VVI diagonal, VVV full. EVE and VVE, which have no direct solution, are left out.
 */
export const covarianceModels = [
  'EII',
  'VII',
  'EEI',
  'VEI',
  'EVI',
  'VVI',
  'EEE',
  'VEE',
  'EEV',
  'VEV',
  'EVV',
  'VVV',
] as const;
export type CovarianceModel = (typeof covarianceModels)[number];

/** Free numbers in k covariance matrices of d dimensions. */
export function covarianceParameters(model: CovarianceModel, k: number, d: number): number {
  const turns = (d * (d - 1)) / 2;
  const volumes = model[0] === 'V' ? k : 1;
  const shapes = model[1] === 'I' ? 0 : (model[1] === 'V' ? k : 1) * (d - 1);
  const orientations = model[2] === 'I' ? 0 : (model[2] === 'V' ? k : 1) * turns;
  return volumes + shapes + orientations;
}

/** What each component's covariance is estimated from. */
export interface Scatter {
  /** For each component the d x d sum of weighted squared deviations from its mean, one after the other. */
  scatter: Float64Array;
  /** Sum of weights per component, above 0. */
  mass: Float64Array;
  dimensions: number;
}

/**
 * The covariances (k matrices one after the other) that make the expected likelihood largest under a model. Null where
 * a component has no spread in some direction, so that the likelihood has no bound.
 */
export function fitCovariances(model: CovarianceModel, from: Scatter): Float64Array | null {
  const { dimensions: d, mass } = from;
  const k = mass.length;
  const parts = Array.from({ length: k }, (_, c) => from.scatter.subarray(c * d * d, (c + 1) * d * d));
  const total = sumOf(mass);
  const all = parts.reduce((sum, part) => add(sum, part, 1), new Float64Array(d * d));
  const diagonals = parts.map((part) => diagonalOf(part, d));
  const join = (one: (c: number) => Float64Array): Float64Array => {
    const joined = new Float64Array(k * d * d);
    for (let c = 0; c < k; c++) joined.set(one(c), c * d * d);
    return joined;
  };
  const massOf = (c: number): number => mass[c] as number;
  const diagonalFrom = (c: number): Float64Array => diagonals[c] as Float64Array;
  const partOf = (c: number): Float64Array => parts[c] as Float64Array;
  switch (model) {
    case 'EII':
      return join(() => identity(d, trace(all, d) / (total * d)));
    case 'VII':
      return join((c) => identity(d, trace(partOf(c), d) / (massOf(c) * d)));
    case 'EEI':
      return join(() => spread(scale(diagonalOf(all, d), 1 / total)));
    case 'VVI':
      return join((c) => spread(scale(diagonalFrom(c), 1 / massOf(c))));
    case 'EEE':
      return join(() => scale(all, 1 / total));
    case 'VVV':
      return join((c) => scale(partOf(c), 1 / massOf(c)));
    case 'EVI': {
      const roots = diagonals.map(geometricMean);
      if (!roots.every((root) => root > 0)) return null;
      const volume = sumOf(roots) / total;
      return join((c) => spread(scale(diagonalFrom(c), volume / (roots[c] as number))));
    }
    case 'EVV': {
      const roots = parts.map((part) => rootOfDeterminant(part, d));
      if (!roots.every((root) => root > 0)) return null;
      const volume = sumOf(roots) / total;
      return join((c) => scale(partOf(c), volume / (roots[c] as number)));
    }
    case 'VEI': {
      const found = commonShape(diagonals, mass, d);
      return found && join((c) => spread(scale(found.shape, found.volumes[c] as number)));
    }
    case 'VEE': {
      const found = commonMatrix(parts, mass, d);
      return found && join((c) => scale(found.shape, found.volumes[c] as number));
    }
    case 'EEV':
    case 'VEV': {
      const eigen = parts.map((part) => symmetricEigen(part, d));
      const values = eigen.map((one) => one.values.map((value) => Math.max(value, 0)));
      const found = model === 'VEV' ? commonShape(values, mass, d) : equalVolumeShape(values, total);
      return (
        found &&
        join((c) =>
          turned(
            (eigen[c] as { vectors: Float64Array }).vectors,
            scale(found.shape, found.volumes[c] as number),
          ),
        )
      );
    }
  }
}

interface Shape {
  shape: Float64Array;
  volumes: number[];
}

function equalVolumeShape(values: readonly Float64Array[], total: number): Shape | null {
  const sum = values.reduce((to, one) => add(to, one, 1), new Float64Array(values[0]?.length ?? 0));
  const root = geometricMean(sum);
  if (!(root > 0)) return null;
  return { shape: scale(sum, 1 / root), volumes: values.map(() => root / total) };
}

const ROUNDS = 200;

/** One shape (determinant 1) and a volume per component for diagonal scatters, by turns until they rest. */
function commonShape(diagonals: readonly Float64Array[], mass: Float64Array, d: number): Shape | null {
  let volumes = diagonals.map((values, c) => sumOf(values) / (d * (mass[c] as number)));
  for (let round = 0; round < ROUNDS; round++) {
    if (!volumes.every((volume) => volume > 0)) return null;
    const sum = new Float64Array(d);
    diagonals.forEach((values, c) => add(sum, values, 1 / (volumes[c] as number)));
    const root = geometricMean(sum);
    if (!(root > 0)) return null;
    const shape = scale(sum, 1 / root);
    const next = diagonals.map(
      (values, c) =>
        sumOf(values.map((value, j) => value / (shape[j] as number))) / (d * (mass[c] as number)),
    );
    const rested = next.every((volume, c) => Math.abs(volume / (volumes[c] as number) - 1) < 1e-12);
    volumes = next;
    if (rested || round === ROUNDS - 1) return { shape, volumes };
  }
  return null;
}

/** The same for full scatters that share shape and orientation. */
function commonMatrix(parts: readonly Float64Array[], mass: Float64Array, d: number): Shape | null {
  let volumes = parts.map((part, c) => trace(part, d) / (d * (mass[c] as number)));
  for (let round = 0; round < ROUNDS; round++) {
    if (!volumes.every((volume) => volume > 0)) return null;
    const sum = new Float64Array(d * d);
    parts.forEach((part, c) => add(sum, part, 1 / (volumes[c] as number)));
    const root = rootOfDeterminant(sum, d);
    if (!(root > 0)) return null;
    const shape = scale(sum, 1 / root);
    const factor = cholesky(shape, d);
    if (!factor) return null;
    const inverse = inverseFromCholesky(factor, d);
    const next = parts.map((part, c) => dot(part, inverse) / (d * (mass[c] as number)));
    const rested = next.every((volume, c) => Math.abs(volume / (volumes[c] as number) - 1) < 1e-12);
    volumes = next;
    if (rested || round === ROUNDS - 1) return { shape, volumes };
  }
  return null;
}

/** D diag(values) Dᵀ. */
function turned(vectors: Float64Array, values: Float64Array): Float64Array {
  const d = values.length;
  const result = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let c = 0; c < d; c++)
        sum += (vectors[i * d + c] as number) * (values[c] as number) * (vectors[j * d + c] as number);
      result[i * d + j] = sum;
    }
  return result;
}

/**
 * Lifts a covariance until no direction has less than `floor` times the spread of all points together in it (eigenvalues
 * in units of `spreads`, the variances of the variables): in place; whether anything had to be lifted. For models with
 * free matrices that is the constrained maximum, so that the likelihood still never falls.
 */
export function liftToFloor(covariance: Float64Array, spreads: Float64Array, floor: number): boolean {
  const d = spreads.length;
  const roots = spreads.map(Math.sqrt);
  const scaled = covariance.map(
    (value, at) => value / ((roots[Math.floor(at / d)] as number) * (roots[at % d] as number)),
  );
  if (isAbove(scaled, d, floor)) return false;
  const { values, vectors } = symmetricEigen(scaled, d);
  if (values.every((value) => value >= floor)) return false;
  const lifted = turned(
    vectors,
    values.map((value) => Math.max(value, floor)),
  );
  lifted.forEach((value, at) => {
    covariance[at] = value * (roots[Math.floor(at / d)] as number) * (roots[at % d] as number);
  });
  return true;
}

/** Whether all eigenvalues are above a bound: without them, so that the usual case costs next to nothing. */
function isAbove(matrix: Float64Array, d: number, bound: number): boolean {
  const less = Float64Array.from(matrix);
  for (let j = 0; j < d; j++) less[j * d + j] = (less[j * d + j] as number) - bound;
  return cholesky(less, d) !== null;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Adds `factor` times the second to the first, in place. */
function add(to: Float64Array, values: Float64Array, factor: number): Float64Array {
  for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + factor * (values[i] as number);
  return to;
}
const scale = (values: Float64Array, factor: number): Float64Array => values.map((value) => value * factor);
const diagonalOf = (matrix: Float64Array, d: number): Float64Array =>
  Float64Array.from({ length: d }, (_, j) => matrix[j * d + j] as number);
const trace = (matrix: Float64Array, d: number): number => sumOf(diagonalOf(matrix, d));
const geometricMean = (values: Float64Array): number => Math.exp(sumOf(values.map(Math.log)) / values.length);

function rootOfDeterminant(matrix: Float64Array, d: number): number {
  const factor = cholesky(matrix, d);
  return factor ? geometricMean(diagonalOf(factor, d)) ** 2 : 0;
}

function spread(diagonal: Float64Array): Float64Array {
  const d = diagonal.length;
  const matrix = new Float64Array(d * d);
  diagonal.forEach((value, j) => (matrix[j * d + j] = value));
  return matrix;
}
const identity = (d: number, value: number): Float64Array => spread(new Float64Array(d).fill(value));
