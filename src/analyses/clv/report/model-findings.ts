import { informationCriteria, type ModelFit } from '../../../stats/buy-till-you-die';
import { purchaseModels } from '../../../stats/buy-till-you-die-models';
import { formatList, formatNumber, formatPercent } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { ClvResult } from '../compute';
import { fullNameOf, nameOf } from '../fit/models';
import { DAYS_PER_MONTH, daysPerUnit, type ClvInput } from '../input';
import { manyOf, plain, unitOf } from './words';

/** What the fitted models say of buying, leaving and spending, and why this one. */
export const modelFindings = (result: ClvResult, input: ClvInput): Finding[] => [
  plain(buying(result, input)),
  ...choice(result),
  ...spending(result),
];

/** Purchases of an active customer per unit of time (chance per opportunity), over customers. */
export function rateOfBuying({ model, estimates, regularity }: ModelFit): number {
  const [first = NaN, second = NaN] = estimates;
  return model === 'bg-bb' ? first / (first + second) : first / second / regularity;
}

function buying(result: ClvResult, input: ClvInput): string {
  const { chosen } = result;
  const rate = rateOfBuying(chosen);
  const { parameters } = purchaseModels[chosen.model];
  const value = (i: number): string => `${parameters[i]} ${formatNumber(chosen.estimates[i] ?? NaN)}`;
  const [first = NaN, , third = NaN, fourth = NaN] = chosen.estimates;
  const unit = manyOf(unitOf(result, input));
  if (chosen.model === 'bg-bb')
    return `While active, a customer takes ${formatPercent(rate)} of the opportunities on average (${value(0)}, ${value(1)}); before each one ${formatPercent(third / (third + fourth))} of new customers leave (${value(2)}, ${value(3)}).`;
  const perYear = (rate * 12 * DAYS_PER_MONTH) / daysPerUnit[input.options.unit];
  const unequal = first < 1 ? ', with very unequal customers behind the mean' : '';
  const regular =
    chosen.model === 'mbg-cnbd-k' && chosen.regularity > 1
      ? ` at regular intervals (k = ${chosen.regularity})`
      : '';
  const buys = `While active, a customer makes ${formatNumber(perYear)} purchases a year on average${regular}${unequal} (${value(0)}, ${value(1)} in ${unit})`;
  if (chosen.model === 'pareto-nbd') {
    const life =
      third > 1 ? (fourth / (third - 1)) * (daysPerUnit[input.options.unit] / DAYS_PER_MONTH) : NaN;
    const lasting = Number.isFinite(life)
      ? `a customer stays ${formatNumber(life)} months on average`
      : 'lifetimes are so unequal that they have no mean';
    return `${buys}; ${lasting} (${value(2)}, ${value(3)} in ${unit}).`;
  }
  const after = chosen.model === 'bg-nbd' ? 'a repeat purchase' : 'a purchase';
  return `${buys}; after ${after} ${formatPercent(third / (third + fourth))} leave (${value(2)}, ${value(3)}).`;
}

/** Where several models were tried: which one, by what, and how far the others are behind. */
function choice({ tried, chosen, holdout }: ClvResult): Finding[] {
  if (tried.fits.length + tried.failed.length < 2) return [];
  const own = informationCriteria(chosen).bic;
  const others = tried.fits
    .filter((fit) => fit !== chosen)
    .map((fit) => {
      const off = informationCriteria(fit).bic - own;
      return `${fullNameOf(fit)} ${formatNumber(Math.abs(off))} ${off < 0 ? 'less' : 'more'}`;
    });
  const failed = tried.failed.map(({ model, reason }) => `${nameOf(model)} cannot be estimated: ${reason}`);
  const least = tried.fits.every((fit) => informationCriteria(fit).bic >= own);
  const why = least
    ? 'has the smallest BIC'
    : holdout?.status === 'done'
      ? 'came closest in the check among models of nearly the same BIC'
      : 'was asked for';
  const said = [...(others.length > 0 ? [`BIC: ${formatList(others)}`] : []), ...failed].join('; ');
  return [plain(`Of the models tried **${fullNameOf(chosen)}** ${why}${said === '' ? '' : ` (${said})`}.`)];
}

function spending({ spend }: ClvResult): Finding[] {
  if (spend.status !== 'fitted') return [];
  const { p, q, gamma } = spend.fit.parameters;
  const parameters = `p ${formatNumber(p)}, q ${formatNumber(q)}, gamma ${formatNumber(gamma)}`;
  if (q <= 1) return [plain(`Spend per purchase has no mean under the fitted model (${parameters}).`)];
  return [
    plain(
      `A repeat purchase is worth ${formatNumber((p * gamma) / (q - 1))} on average over customers (${parameters}).`,
    ),
  ];
}
