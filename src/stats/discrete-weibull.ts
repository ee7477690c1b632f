import { maximiseFromStarts, type Evaluation } from './damped-newton';
import type { LifeTable } from './life-table';
import { fitted, noContractFit, type ContractFit, type NoContractFit } from './shifted-beta-geometric';

/**
 * Parameters of the discrete Weibull model: all customers alike, S(t) = exp(-lambda t^c). It is the beta-discrete-Weibull's
 * limit where alpha and beta grow without end and beta / (alpha + beta) tends to exp(-lambda); c = 1 is that one retention rate.
 */
export interface DiscreteWeibullParameters {
  lambda: number;
  c: number;
}

/**
 * Fits the discrete Weibull model to a life table by maximum likelihood (damped Newton with exact derivatives in the
 * logarithms, from several starts). No fit where customers left in one period only.
 *
 * Source: Nakagawa & Osaki (1975), "The discrete Weibull distribution", IEEE Transactions on Reliability 24(5). Held in
 * tests/stats to its limits and by recovery.
 */
export function fitDiscreteWeibull(table: LifeTable): ContractFit<DiscreteWeibullParameters> | NoContractFit {
  const optimum = maximiseFromStarts(likelihoodOf(table), STARTS, BOUNDS);
  if (optimum.status !== 'converged') return noContractFit(optimum);
  const [lambda, c] = optimum.point.map(Math.exp) as [number, number];
  return { ...fitted(optimum, [lambda, c]), parameters: { lambda, c } };
}

const STARTS = [
  [0.1, 1],
  [0.5, 0.7],
  [0.01, 1.5],
  [0.001, 2],
  [2, 0.5],
].map((start) => start.map(Math.log));
const BOUNDS = { lower: [-30, -3], upper: [5, 3] };

/** t^c with its first and second derivative in ln c. */
function powerOf(t: number, c: number): [number, number, number] {
  if (t === 0) return [0, 0, 0];
  const power = c * Math.log(t);
  const value = Math.exp(power);
  return [value, value * power, value * power * (power + 1)];
}

/** With g = ln r_t = -lambda (t^c - (t-1)^c): left ln(1 - e^g) + stayed g. */
function likelihoodOf({ atRisk, left }: LifeTable): (logs: readonly number[]) => Evaluation {
  return (logs) => {
    const [lambda, c] = logs.map(Math.exp) as [number, number];
    let [value, byLambda, byC, both, twiceLambda, twiceC] = [0, 0, 0, 0, 0, 0];
    let before = powerOf(0, c);
    for (let t = 1; t <= left.length; t += 1) {
      const here = powerOf(t, c);
      const g = -lambda * (here[0] - before[0]);
      const gC = -lambda * (here[1] - before[1]);
      const gCC = -lambda * (here[2] - before[2]);
      const gone = left[t - 1] as number;
      const stayed = (atRisk[t - 1] as number) - gone;
      const churn = -Math.expm1(g);
      const odds = gone > 0 ? (gone * Math.exp(g)) / churn : 0;
      const slope = stayed - odds;
      const curve = gone > 0 ? odds / churn : 0;
      value += stayed * g + (gone > 0 ? gone * Math.log(churn) : 0);
      byLambda += slope * g;
      byC += slope * gC;
      twiceLambda += slope * g - curve * g * g;
      both += slope * gC - curve * g * gC;
      twiceC += slope * gCC - curve * gC * gC;
      before = here;
    }
    return {
      value,
      gradient: [byLambda, byC],
      hessian: [
        [twiceLambda, both],
        [both, twiceC],
      ],
    };
  };
}
