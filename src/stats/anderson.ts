import { cholesky, solveCholesky } from './linear-algebra';

/**
 * Anderson's acceleration of a fixed-point iteration x <- M(x): the next point is the combination of the last few that
 * makes the linearised residual f = M(x) - x least,
 *
 *   x + f - (ΔX + ΔF) γ,   γ = argmin |f - ΔF γ|
 *
 * with the differences of up to `depth` earlier points. For EM, whose map is nearly linear close to the maximum, some
 * five differences do the work of dozens of plain steps. It need not climb: the caller checks and falls back to M(x).
 * Source: Walker & Ni (2011), SIAM Journal on Numerical Analysis 49(4).
 */
export class Anderson {
  private last: { point: Float64Array; residual: Float64Array } | null = null;
  private readonly points: Float64Array[] = [];
  private readonly residuals: Float64Array[] = [];

  constructor(private readonly depth: number) {}

  /** Where to go from a point with that residual; takes both in. */
  next(point: Float64Array, residual: Float64Array): Float64Array {
    if (this.last) {
      this.points.push(difference(point, this.last.point));
      this.residuals.push(difference(residual, this.last.residual));
      if (this.points.length > this.depth) this.drop();
    }
    this.last = { point, residual };
    const combination = this.combination(residual);
    const moved = point.map((value, i) => value + (residual[i] as number));
    combination.forEach((gamma, k) => {
      const [byPoint, byResidual] = [this.points[k], this.residuals[k]];
      if (byPoint && byResidual)
        for (let i = 0; i < moved.length; i += 1)
          moved[i] = (moved[i] as number) - gamma * ((byPoint[i] as number) + (byResidual[i] as number));
    });
    return moved;
  }

  /** Starts over from here: the differences kept so far mislead. */
  forget(): void {
    this.points.length = 0;
    this.residuals.length = 0;
    this.last = null;
  }

  private drop(): void {
    this.points.shift();
    this.residuals.shift();
  }

  /** Least squares by the normal equations, on differences scaled to length 1; the oldest go where they are dependent. */
  private combination(residual: Float64Array): Float64Array {
    for (;;) {
      const count = this.residuals.length;
      const scales = this.residuals.map((one) => Math.sqrt(inner(one, one)) || 1);
      const gram = new Float64Array(count * count);
      for (let i = 0; i < count; i += 1)
        for (let j = 0; j <= i; j += 1)
          gram[i * count + j] =
            inner(this.residuals[i] as Float64Array, this.residuals[j] as Float64Array) /
            ((scales[i] as number) * (scales[j] as number));
      const factor = cholesky(gram, count, 1e-10);
      if (!factor) {
        this.drop();
        continue;
      }
      const right = this.residuals.map((one, i) => inner(one, residual) / (scales[i] as number));
      return solveCholesky(factor, count, right).map((value, i) => value / (scales[i] as number));
    }
  }
}

const difference = (a: Float64Array, b: Float64Array): Float64Array =>
  a.map((value, i) => value - (b[i] as number));

function inner(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i += 1) total += (a[i] as number) * (b[i] as number);
  return total;
}
