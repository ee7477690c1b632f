/**
 * Seeded random numbers: the same seed gives the same numbers in every browser and in Node. Not for secrets.
 *
 * Generator: xoshiro128** 1.1 (Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4),
 * 2021): 32-bit words, period 2^128 - 1. Its state is filled from the seed by SplitMix32 (Steele, Lea & Flood 2014,
 * with Murmur3's finaliser), so that neighbouring seeds give unrelated sequences.
 */
export interface Random {
  /** Uniform in [0, 1), with all 53 bits of a double random. */
  next(): number;
  /** A whole number 0 .. n - 1, exactly uniform; n from 1 to 2^32, else a RangeError. */
  integer(n: number): number;
  /** Standard normal (mean 0, variance 1), by Marsaglia's polar method. */
  normal(): number;
  /** Gamma with that shape (> 0) and scale 1: mean = variance = shape. A very small shape can give 0 by underflow. */
  gamma(shape: number): number;
  /** Beta(a, b), a and b > 0: mean a / (a + b). In [0, 1]; the ends only by rounding. */
  beta(a: number, b: number): number;
  /** Puts the items in a random order, in place (Fisher-Yates), and returns them. */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T;
  /** One of the items, each equally likely; a RangeError where there is none. */
  choice<T>(items: readonly T[]): T;
}

/**
 * A generator for a seed: any whole number (a fraction is cut off; what is not finite counts as 0).
 *
 * @example createRandom(1).next() // always the same number
 */
export function createRandom(seed: number): Random {
  const word = xoshiro128(stateFromSeed(seed));
  const next = (): number => ((word() >>> 5) * 0x4000000 + (word() >>> 6)) / 0x20000000000000;
  const integer = (n: number): number => boundedInteger(word, n);
  const normal = polarNormal(next);
  const logGamma = (shape: number): number => logGammaDraw(shape, next, normal);
  return {
    next,
    integer,
    normal,
    gamma: (shape) => Math.exp(logGamma(shape)),
    beta: (a, b) => 1 / (1 + Math.exp(logGamma(b) - logGamma(a))),
    shuffle: (items) => shuffleInPlace(items, integer),
    choice: (items) => {
      if (items.length === 0) throw new RangeError('choice among no items');
      return items[integer(items.length)] as (typeof items)[number];
    },
  };
}

export type Words = [number, number, number, number];

/** The raw generator: 32-bit words from a state of four words that are not all 0. Exported to be held to the published vector. */
export function xoshiro128([a, b, c, d]: Words): () => number {
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

function stateFromSeed(seed: number): Words {
  const whole = Number.isFinite(seed) ? Math.trunc(seed) : 0;
  let counter = (whole ^ Math.imul(Math.floor(whole / 0x100000000), 0x85ebca6b)) | 0;
  const mixed = (): number => {
    counter = (counter + 0x9e3779b9) | 0;
    let z = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return z ^ (z >>> 16);
  };
  return [mixed(), mixed(), mixed(), mixed() | 1];
}

/** Words past the last full multiple of n are thrown away, so that no value is favoured. */
function boundedInteger(word: () => number, n: number): number {
  if (!(Number.isInteger(n) && n >= 1 && n <= 0x100000000))
    throw new RangeError(`integer(n) needs a whole n from 1 to 2^32, not ${n}`);
  const end = 0x100000000 - (0x100000000 % n);
  for (;;) {
    const value = word();
    if (value < end) return value % n;
  }
}

/** Marsaglia & Bray (1964): each pair of uniforms in the unit disc gives two normals; the second is kept for the next call. */
function polarNormal(next: () => number): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const u = 2 * next() - 1;
      const v = 2 * next() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * factor;
      return u * factor;
    }
  };
}

/**
 * The logarithm of a gamma draw (Marsaglia & Tsang, ACM TOMS 26(3), 2000); below shape 1 by their boost, where the log
 * keeps what would underflow, so that a beta of two tiny shapes is never 0/0.
 */
function logGammaDraw(shape: number, next: () => number, normal: () => number): number {
  if (!(shape > 0 && Number.isFinite(shape)))
    throw new RangeError(`a gamma or beta draw needs a shape above 0, not ${shape}`);
  if (shape < 1) return logGammaDraw(shape + 1, next, normal) + Math.log(1 - next()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
  }
}

function shuffleInPlace<T extends { length: number; [index: number]: unknown }>(
  items: T,
  integer: (n: number) => number,
): T {
  for (let last = items.length - 1; last > 0; last--) {
    const other = integer(last + 1);
    const kept = items[last];
    items[last] = items[other];
    items[other] = kept;
  }
  return items;
}
