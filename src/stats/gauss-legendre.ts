/** Nodes in (-1, 1) and weights that integrate polynomials up to degree 2 n - 1 exactly. */
export interface QuadratureRule {
  nodes: Float64Array;
  weights: Float64Array;
}

const rules = new Map<number, QuadratureRule>();

/**
 * The Gauss-Legendre rule of n nodes, n from 1 (kept once made). By Newton's method on the Legendre polynomial from
 * Tricomi's starting points; error a few units of rounding. Source: DLMF 3.5.15, 18.9.1.
 */
export function gaussLegendre(n: number): QuadratureRule {
  const known = rules.get(n);
  if (known) return known;
  const rule = { nodes: new Float64Array(n), weights: new Float64Array(n) };
  for (let i = 0; i < (n + 1) / 2; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (let step = 0; step < 10; step += 1) {
      const [value, derivative] = legendre(n, x);
      const change = value / derivative;
      x -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    const [, slope] = legendre(n, x);
    const weight = 2 / ((1 - x * x) * slope * slope);
    rule.nodes[i] = -x;
    rule.nodes[n - 1 - i] = x;
    rule.weights[i] = weight;
    rule.weights[n - 1 - i] = weight;
  }
  rules.set(n, rule);
  return rule;
}

/** P_n(x) and its derivative. */
function legendre(n: number, x: number): [number, number] {
  let before = 1;
  let here = x;
  for (let k = 2; k <= n; k += 1) [before, here] = [here, ((2 * k - 1) * x * here - (k - 1) * before) / k];
  return [here, (n * (x * here - before)) / (x * x - 1)];
}
