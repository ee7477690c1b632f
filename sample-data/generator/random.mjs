/**
 * The generator's own seeded random numbers (sfc32 by Chris Doty-Humphrey), so that the sample's truth depends on
 * nothing in src/. Each part of the sample draws from its own stream: a change in one leaves the others as they were.
 */
export function stream(name) {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  const word = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + t) | 0;
    return t >>> 0;
  };
  for (const letter of name) {
    a ^= letter.codePointAt(0);
    word();
  }
  for (let i = 0; i < 15; i++) word();
  return drawsFrom(() => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992);
}

function drawsFrom(uniform) {
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const exponential = (rate) => -Math.log(1 - uniform()) / rate;
  const integer = (n) => Math.floor(uniform() * n);
  return {
    uniform,
    normal,
    exponential,
    integer,
    gamma: (shape) => gammaDraw(shape, uniform, normal),
    beta(a, b) {
      const x = gammaDraw(a, uniform, normal);
      return x / (x + gammaDraw(b, uniform, normal));
    },
    poisson(mean) {
      let count = 0;
      for (let time = exponential(1); time < mean; time += exponential(1)) count += 1;
      return count;
    },
    pick: (items) => items[integer(items.length)],
    /** An index drawn with these weights, which need not sum to 1. */
    weighted(weights) {
      let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      return Math.max(
        0,
        weights.findIndex((weight) => (left -= weight) < 0),
      );
    },
  };
}

/** Marsaglia & Tsang (2000), with their boost below shape 1. */
function gammaDraw(shape, uniform, normal) {
  if (shape < 1) return gammaDraw(shape + 1, uniform, normal) * (1 - uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Values replaced by normal scores of their ranks: what ties one part of the sample to another without changing a distribution. */
export function normalScores(values) {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j] || i - j);
  const scores = new Array(values.length);
  order.forEach((i, rank) => {
    scores[i] = normalQuantile((rank + 0.5) / values.length);
  });
  return scores;
}

/** Normal quantile to about 4e-4 (Hastings): ample for a score. */
function normalQuantile(p) {
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  const top = 2.515517 + t * (0.802853 + t * 0.010328);
  return -(t - top / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
}
