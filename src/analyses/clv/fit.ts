import { fitBgNbd, type BgNbdFit, type NoFit } from '../../stats/bg-nbd';
import { fitGammaGamma, type GammaGammaFit } from '../../stats/gamma-gamma';
import { formatNumber } from '../../values/format';
import { InputProblem } from '../../values/problem';
import type { Customers } from './value';

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

/** Throws an InputProblem where there is no repeat buying to learn from. */
export function refuseWithoutRepeats({ frequency }: Customers, which = ''): void {
  if (frequency.length === 0)
    throw new InputProblem(`No customer is left${which}.`, { hint: 'Check the columns and the as-of date.' });
  if (frequency.length === 1)
    throw new InputProblem(`There is only one customer${which}; the model compares many.`, {
      hint: 'Check that the customer column holds one value per customer, not one for all.',
    });
  if (!frequency.some((x) => x > 0))
    throw new InputProblem(
      `No customer bought on more than one day${which}, so there is no repeat buying to learn from.`,
      { hint: 'Check that the customer column names the customer, not the order; or take a longer period.' },
    );
}

/** Fits BG/NBD; throws an InputProblem where no maximum was reached. */
export function fitPurchases({ frequency, recency, age }: Customers, which = ''): BgNbdFit {
  const fit = fitBgNbd(frequency, recency, age);
  if (fit.converged) return fit;
  throw new InputProblem(`The purchase model (BG/NBD) cannot be estimated${which}: ${whyNoPurchases(fit)}.`, {
    hint: 'Take a longer period or more customers, first-time buyers included; the rfm analysis needs no model.',
  });
}

/** Below this chance of leaving after a purchase, customers do not leave as far as the data can tell. */
const NOBODY_LEAVES = 0.001;

function whyNoPurchases(fit: NoFit): string {
  if (fit.reason === 'stuck') return whyNot(fit, []);
  const [, , a = 1, b = 1] = fit.at;
  if (a / (a + b) < NOBODY_LEAVES)
    return 'nothing in the data shows a customer leaving, so a and b have no value';
  return whyNot(fit, BG_NBD);
}

const BG_NBD = [
  'customers do not differ in how often they buy as the model needs (r has no finite value)',
  'customers do not differ in how often they buy as the model needs (alpha has no finite value)',
  'customers do not differ in how readily they leave (a has no finite value)',
  'customers do not differ in how readily they leave (b has no finite value)',
];
const GAMMA_GAMMA = [
  'spend hardly varies from one purchase of a customer to the next (p has no finite value)',
  'customers hardly differ in what they spend (q has no finite value)',
  'customers hardly differ in what they spend (gamma has no finite value)',
];
const whyNot = (fit: NoFit, edges: readonly string[]): string =>
  (fit.reason === 'edge' ? edges[fit.parameter] : undefined) ??
  'its likelihood has no clear maximum from any of the starting points';

/** Fits Gamma-Gamma to the repeat customers with spend above 0; throws where there are customers but none such. */
export function fitSpend({ frequency, spend }: Customers, column: string | null): SpendModel {
  if (column === null) return { status: 'none' };
  const used = frequency.map((x, i) => (x > 0 && (spend[i] as number) > 0 ? 1 : 0));
  const purchases = frequency.filter((_, i) => used[i] === 1);
  const means = spend.filter((_, i) => used[i] === 1);
  if (means.length === 0)
    throw new InputProblem(`In ${column} no customer's repeat purchases are worth more than 0.`, {
      hint: 'Choose another column, turn its sign in a SQL cell, or leave it empty to forecast purchases without value.',
    });
  const reason = hopeless(means);
  if (reason !== null) return { status: 'unfitted', reason };
  const fit = fitGammaGamma(purchases, means);
  if (!fit.converged) return { status: 'unfitted', reason: whyNot(fit, GAMMA_GAMMA) };
  const repeats = frequency.reduce((sum, x) => sum + (x > 0 ? 1 : 0), 0);
  return {
    status: 'fitted',
    fit,
    leftOut: repeats - means.length,
    correlation: correlationOf(purchases, means),
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

/** Pearson's correlation, in two passes; null where a variable is constant. */
export function correlationOf(left: Float64Array, right: Float64Array): number | null {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [leftMean, rightMean] = [mean(left), mean(right)];
  let [both, leftSquare, rightSquare] = [0, 0, 0];
  for (let i = 0; i < left.length; i += 1) {
    const x = (left[i] as number) - leftMean;
    const y = (right[i] as number) - rightMean;
    both += x * y;
    leftSquare += x * x;
    rightSquare += y * y;
  }
  const scale = Math.sqrt(leftSquare * rightSquare);
  return scale > 0 ? both / scale : null;
}
