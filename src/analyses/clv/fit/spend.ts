import { fitGammaGamma, type GammaGammaFit } from '../../../stats/gamma-gamma';
import type { NoFit } from '../../../stats/likelihood-search';
import { formatNumber } from '../../../values/format';
import { InputProblem } from '../../../values/problem';
import type { Customers } from '../customers';

/** The spend model, or why there is none. */
export type SpendModel =
  | { status: 'none' }
  | { status: 'unfitted'; reason: string }
  | {
      status: 'fitted';
      fit: GammaGammaFit;
      /** Repeat customers whose spend is missing, zero or negative: not used. */
      leftOut: number;
      /** Pearson's correlation of frequency and spend; null where one of them does not vary. */
      correlation: number | null;
    };

const EDGES = [
  'spend hardly varies from one purchase of a customer to the next (p has no finite value)',
  'customers hardly differ in what they spend (q has no finite value)',
  'customers hardly differ in what they spend (gamma has no finite value)',
];
const whyNot = (fit: NoFit): string =>
  (fit.reason === 'edge' ? EDGES[fit.parameter] : undefined) ??
  'its likelihood has no clear maximum from any of the starting points';

/** Fits Gamma-Gamma to the repeat customers with spend above 0; throws where there are customers but none such. */
export function fitSpend({ frequency, spend, counts }: Customers, column: string | null): SpendModel {
  if (column === null) return { status: 'none' };
  const used = frequency.map((x, i) => (x > 0 && (spend[i] as number) > 0 ? 1 : 0));
  const pick = (values: Float64Array): Float64Array => values.filter((_, i) => used[i] === 1);
  const [purchases, means] = [pick(frequency), pick(spend)];
  const weights = counts ? pick(counts) : undefined;
  if (means.length === 0)
    throw new InputProblem(`In ${column} no customer's repeat purchases are worth more than 0.`, {
      hint: 'Choose another column, turn its sign in a SQL cell, or leave it empty to forecast purchases without value.',
    });
  const reason = hopeless(means);
  if (reason !== null) return { status: 'unfitted', reason };
  const fit = fitGammaGamma(purchases, means, weights);
  if (!fit.converged) return { status: 'unfitted', reason: whyNot(fit) };
  const repeats = frequency.reduce((sum, x, i) => sum + (x > 0 ? (counts?.[i] ?? 1) : 0), 0);
  return {
    status: 'fitted',
    fit,
    leftOut: repeats - fit.customers,
    correlation: correlationOf(purchases, means, weights),
  };
}

function hopeless(means: Float64Array): string | null {
  if (means.length < 3)
    return `only ${means.length === 1 ? 'one customer has' : 'two customers have'} repeat purchases worth more than 0`;
  const first = means[0] as number;
  if (means.every((value) => Math.abs(value - first) <= 1e-9 * first))
    return `every customer spends the same per purchase (${formatNumber(first)})`;
  return null;
}

/** Pearson's correlation, weighted, in two passes; null where a variable is constant. */
function correlationOf(left: Float64Array, right: Float64Array, weights?: Float64Array): number | null {
  const all = weights?.reduce((sum, weight) => sum + weight, 0) ?? left.length;
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value, i) => sum + value * (weights?.[i] ?? 1), 0) / all;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [both, leftSquare, rightSquare] = [0, 0, 0];
  for (let i = 0; i < left.length; i += 1) {
    const x = (left[i] as number) - leftMean;
    const y = (right[i] as number) - rightMean;
    const weight = weights?.[i] ?? 1;
    both += weight * x * y;
    leftSquare += weight * x * x;
    rightSquare += weight * y * y;
  }
  const scale = Math.sqrt(leftSquare * rightSquare);
  return scale > 0 ? both / scale : null;
}
