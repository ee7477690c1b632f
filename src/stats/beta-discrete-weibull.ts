import { maximiseFromStarts, type Evaluation } from './damped-newton';
import { digamma, trigamma } from './digamma';
import type { LifeTable } from './life-table';
import { logGamma, stirlingError } from './log-gamma';
import { fitted, noContractFit, type ContractFit, type NoContractFit } from './shifted-beta-geometric';

/**
 * Parameters of the beta-discrete-Weibull model: as the shifted beta-geometric, but a customer's own chance of leaving may
 * rise (c > 1) or fall (c < 1) from renewal to renewal; c = 1 is the shifted beta-geometric. All above 0, without a unit.
 */
export interface BetaDiscreteWeibullParameters {
  alpha: number;
  beta: number;
  c: number;
}

/**
 * The share still there after t = 0, 1, ... `periods` renewals, S(t) = B(alpha, beta + t^c) / B(alpha, beta).
 *
 * Relative error below 1e-11. Source: Fader, Hardie, Liu, Davin & Steenburgh (2018). Held in tests/stats.
 */
export function betaDiscreteWeibullSurvival(
  { alpha, beta, c }: BetaDiscreteWeibullParameters,
  periods: number,
): Float64Array {
  const atStart = logGammaStep(beta, alpha);
  return Float64Array.from({ length: periods + 1 }, (_, t) =>
    t === 0 ? 1 : Math.exp(atStart - logGammaStep(beta + t ** c, alpha)),
  );
}

/**
 * Fits the beta-discrete-Weibull model to a life table by maximum likelihood (damped Newton with exact derivatives in the
 * logarithms, from several starts): ln L = Σ_t left_t ln(1 - r_t) + (at risk_t - left_t) ln r_t, r_t = S(t) / S(t-1).
 *
 * Three parameters want at least three periods in which customers left. Where they do not differ, or there are too few
 * periods, the likelihood has no maximum and the result says so.
 *
 * Source: Fader, Hardie, Liu, Davin & Steenburgh (2018), "How to project customer retention revisited: the role of
 * duration dependence", Journal of Interactive Marketing 43. Held in tests/stats to the 2007 paper's data.
 */
export function fitBetaDiscreteWeibull(
  table: LifeTable,
): ContractFit<BetaDiscreteWeibullParameters> | NoContractFit {
  const optimum = maximiseFromStarts(likelihoodOf(table), STARTS, BOUNDS);
  if (optimum.status !== 'converged') return noContractFit(optimum);
  const [alpha, beta, c] = optimum.point.map(Math.exp) as [number, number, number];
  return { ...fitted(optimum, [alpha, beta, c]), parameters: { alpha, beta, c } };
}

const STARTS = [
  [1, 2, 1],
  [0.3, 1.5, 1.5],
  [0.5, 4, 0.8],
  [3, 20, 1.2],
  [0.1, 0.5, 2],
  [10, 100, 0.7],
  [0.05, 1, 3],
  [1, 1, 0.5],
].map((start) => start.map(Math.log));
/** c between 1/20 and 20: beyond that nobody could tell the periods apart. */
const BOUNDS = { lower: [-12, -12, -3], upper: [12, 12, 3] };

/** ln Γ(x + step) - ln Γ(x), without subtracting large logarithms where x is large. */
function logGammaStep(x: number, step: number): number {
  if (x < 10) return logGamma(x + step) - logGamma(x);
  return (
    (x - 0.5) * Math.log1p(step / x) +
    step * (Math.log(x + step) - 1) +
    stirlingError(x + step) -
    stirlingError(x)
  );
}

/** ln S and its derivatives in the logarithms: three first ones, and six second ones (aa, ab, ac, bb, bc, cc). */
interface LogSurvival {
  value: number;
  first: [number, number, number];
  second: [number, number, number, number, number, number];
}

/** ln S(t) as a function of alpha, beta and u = t^c, then by the chain rule in ln alpha, ln beta and ln c. */
function logSurvival(alpha: number, beta: number, c: number, t: number): LogSurvival {
  const u = t ** c;
  const [start, end] = [digamma(alpha + beta), digamma(alpha + beta + u)];
  const [curveStart, curveEnd] = [trigamma(alpha + beta), trigamma(alpha + beta + u)];
  const byAlpha = start - end;
  const byU = digamma(beta + u) - end;
  const byBeta = byU + start - digamma(beta);
  const alphaAlpha = curveStart - curveEnd;
  const uu = trigamma(beta + u) - curveEnd;
  const betaBeta = uu + curveStart - trigamma(beta);
  const power = c * Math.log(t);
  const slope = u * power;
  return {
    value: logGammaStep(beta, alpha) - logGammaStep(beta + u, alpha),
    first: [alpha * byAlpha, beta * byBeta, slope * byU],
    second: [
      alpha * (alpha * alphaAlpha + byAlpha),
      alpha * beta * alphaAlpha,
      -alpha * slope * curveEnd,
      beta * (beta * betaBeta + byBeta),
      beta * slope * uu,
      slope * (slope * uu + (power + 1) * byU),
    ],
  };
}

const NOTHING: LogSurvival = { value: 0, first: [0, 0, 0], second: [0, 0, 0, 0, 0, 0] };
/** Where the entry of row i, column j stands among the six second derivatives. */
const PLACE = [
  [0, 1, 2],
  [1, 3, 4],
  [2, 4, 5],
] as const;

/** With g = ln r_t: left ln(1 - e^g) + stayed g, and its chain rule through g. */
function likelihoodOf({ atRisk, left }: LifeTable): (logs: readonly number[]) => Evaluation {
  return (logs) => {
    const [alpha, beta, c] = logs.map(Math.exp) as [number, number, number];
    let value = 0;
    const gradient: [number, number, number] = [0, 0, 0];
    const second: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
    let before = NOTHING;
    for (let t = 1; t <= left.length; t += 1) {
      const here = logSurvival(alpha, beta, c, t);
      const gone = left[t - 1] as number;
      const stayed = (atRisk[t - 1] as number) - gone;
      const g = here.value - before.value;
      const churn = -Math.expm1(g);
      value += stayed * g + (gone > 0 ? gone * Math.log(churn) : 0);
      const odds = (gone * Math.exp(g)) / churn;
      const slope = stayed - (gone > 0 ? odds : 0);
      const curve = gone > 0 ? odds / churn : 0;
      for (const [i, row] of PLACE.entries()) {
        const first = here.first[i as 0] - before.first[i as 0];
        gradient[i as 0] += slope * first;
        for (const [j, place] of row.entries()) {
          if (j < i) continue;
          const other = here.first[j as 0] - before.first[j as 0];
          second[place] += slope * (here.second[place] - before.second[place]) - curve * first * other;
        }
      }
      before = here;
    }
    return { value, gradient, hessian: PLACE.map((row) => row.map((place) => second[place])) };
  };
}
