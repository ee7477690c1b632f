import { formatList, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import { escapeFinding, type Finding } from '../../analysis';
import type { ClvResult } from '../compute';
import { purchaseModels } from '../../../stats/buy-till-you-die-models';
import { DAYS_PER_MONTH, daysPerUnit, type ClvInput } from '../input';
import { sourceOf } from '../source/source';
import { rateOfBuying } from './model-findings';
import { manyOf, onOpportunities, unitOf } from './words';

/** What the reader must know before believing the rest; each is there only where it applies. */
export const cautions = (result: ClvResult, input: ClvInput): Finding[] =>
  [
    noSpend(result, input),
    checkFailed(result, input),
    oneOffs(result),
    related(result),
    regular(result),
    truncated(result, input),
    shortWindow(result, input),
    farHorizon(result, input),
    refunds(result, input),
    unusedSpend(result),
    noMean(result),
    loose(result),
    few(result),
    ...rowsLeftOut(result, input),
  ]
    .filter((text) => text !== null)
    .map((text) => ({ tone: 'caution', text }));

function noSpend({ spend }: ClvResult, input: ClvInput): string | null {
  if (spend.status === 'fitted') return null;
  const empty = 'so spend, expected_spend and clv are empty';
  if (spend.status === 'unfitted')
    return `The spend model (Gamma-Gamma) cannot be estimated, because ${spend.reason}; expected_spend and clv are empty. Multiply expected_purchases by a price of your own in a SQL cell.`;
  const role = sourceOf(input).kind === 'transactions' ? 'amount' : 'spend';
  return `No column is chosen for ${role}, ${empty}: only purchases are forecast.`;
}

function checkFailed({ holdout, calendar }: ClvResult, input: ClvInput): string | null {
  if (input.options.holdoutFrom !== null && calendar === null)
    return 'A summary has no dates, so the check was not made; it needs orders with customer and date.';
  if (holdout?.status !== 'failed') return null;
  return `The check could not be made: ${escapeFinding(holdout.reason)} Choose a later first day of the check.`;
}

function oneOffs({ base, chosen }: ClvResult): string | null {
  const share = base.oneOff / base.customers;
  if (share < 0.5) return null;
  const once = `${formatPercent(share)} of the customers ${chosen.model === 'bg-bb' ? 'took no opportunity since the first' : 'bought once only'}`;
  if (chosen.model !== 'bg-nbd')
    return `${once}: one-off buyers dominate, and what is said of each rests on the few who came back.`;
  return `${once}. BG/NBD gives each of them P(alive) = 100 %, because it lets nobody leave before a repeat purchase: read their expected_purchases instead, or choose MBG/NBD.`;
}

/** Above this k times between purchases are clearly no longer random. */
const REGULAR = 1.5;

function regular({ regularity, chosen }: ClvResult): string | null {
  if (!regularity || regularity.k < REGULAR || chosen.regularity > 1) return null;
  const way =
    chosen.model === 'mbg-cnbd-k'
      ? ''
      : ' MBG/CNBD-k is made for such customers: choose it, or "Best", and compare in a check.';
  return `Customers buy more regularly than the model assumes (k about ${formatNumber(regularity.k, 2)} by their last two intervals, where purely random buying has 1); who falls silent has then left sooner than it says.${way}`;
}

function truncated({ base, calendar }: ClvResult, input: ClvInput): string | null {
  if (!calendar || base.early < 0.2 || base.customers < 50) return null;
  return `${formatPercent(base.early)} of the customers first appear in the first twelfth of the period. Did the data begin there, and had they bought before? The models need every first purchase: if ${input.from} leaves out earlier orders, take only customers whose first purchase is known.`;
}

function shortWindow(result: ClvResult, input: ClvInput): string | null {
  const gap = 1 / rateOfBuying(result.chosen);
  if (!(result.base.medianAge < gap)) return null;
  const unit = manyOf(unitOf(result, input));
  return `The period is short: half the customers have been observed for ${formatNumber(result.base.medianAge)} ${unit} or less, while an active one takes ${formatNumber(gap)} ${unit} from one purchase to the next. Silence says little yet.`;
}

function farHorizon(result: ClvResult, { options }: ClvInput): string | null {
  const unitsPerMonth = onOpportunities(result)
    ? 1 / options.opportunityMonths
    : DAYS_PER_MONTH / daysPerUnit[options.unit];
  const observed = result.base.longestAge / unitsPerMonth;
  if (result.spend.status !== 'fitted' || options.horizonMonths <= 2 * observed) return null;
  return `The horizon of ${options.horizonMonths} months is more than twice as long as any customer has been observed (${formatNumber(observed)} months): the later part of the value is the model's word alone.`;
}

function refunds({ rows }: ClvResult, { options, label, roles }: ClvInput): string | null {
  if (rows.refunds === 0 || roles.amount === null) return null;
  const many = `${formatPlural(rows.refunds, 'row has', 'rows have')} an amount of 0 or less in ${escapeFinding(label(roles.amount))}`;
  const how = {
    net: 'refunds are set against the same day, and a day that they bring to 0 or less is no purchase but is taken off the spend; free orders count as purchases',
    ignore: 'they are left out',
    count:
      'their days count as purchases; if they are refunds, those customers look more active than they are, which "Net within the day" avoids',
  }[options.refunds];
  return `${many}: ${how}.`;
}

function related({ spend }: ClvResult): string | null {
  if (spend.status !== 'fitted' || spend.correlation === null) return null;
  if (Math.abs(spend.correlation) <= 0.3) return null;
  const [more, effect] = spend.correlation > 0 ? ['more', 'too low'] : ['less', 'too high'];
  return `Customers who buy more often spend ${more} per purchase (correlation ${formatNumber(spend.correlation, 2)}); the spend model assumes no such relation, so the value of those who buy most often may be ${effect}.`;
}

function unusedSpend({ spend }: ClvResult): string | null {
  if (spend.status !== 'fitted' || spend.leftOut === 0) return null;
  const many = formatPlural(spend.leftOut, 'repeat customer has', 'repeat customers have');
  return `${many} no mean spend above 0 (refunds, zero or missing amounts); the spend model leaves them out and gives them the average of all.`;
}

function noMean({ base }: ClvResult): string | null {
  if (base.withoutSpend === 0) return null;
  return `Spend is so unequal that the fitted model has no mean: expected_spend and clv are empty for ${formatPlural(base.withoutSpend, 'customer')}, and the total is without them.`;
}

function loose({ chosen, spend }: ClvResult): string | null {
  const flat = (covariance: number[][], names: readonly string[]): string[] =>
    names.filter((_, i) => (covariance[i]?.[i] ?? 0) > 1);
  const names = [
    ...flat(chosen.covarianceOfLogs, purchaseModels[chosen.model].parameters),
    ...(spend.status === 'fitted' ? flat(spend.fit.covarianceOfLogs, ['p', 'q', 'gamma']) : []),
  ];
  if (names.length === 0) return null;
  return `The data hardly settle ${formatList(names)} (standard errors as large as the estimates): take the value of single customers as a rough order.`;
}

function few({ base }: ClvResult): string | null {
  const repeats = base.customers - base.oneOff;
  if (base.customers >= 100 && repeats >= 30) return null;
  const again = formatPlural(repeats, 'of them has a repeat purchase', 'of them have repeat purchases');
  return `Only ${formatPlural(base.customers, 'customer')}, ${again}: too few to rely on.`;
}

function rowsLeftOut({ rows }: ClvResult, input: ClvInput): (string | null)[] {
  const summary = sourceOf(input).kind === 'summary';
  const needs = summary ? 'frequency, recency or age' : 'a customer or a date';
  const verb = (count: number): string => (count === 1 ? 'is' : 'are');
  return [
    rows.incomplete > 0
      ? `${formatPlural(rows.incomplete, 'row')} without ${needs} ${verb(rows.incomplete)} left out.`
      : null,
    rows.impossible > 0
      ? `${formatPlural(rows.impossible, 'row')} ${verb(rows.impossible)} left out: frequency must be a whole number from 0, and recency between 0 and age.`
      : null,
    rows.unpriced > 0 && !summary
      ? `${formatPlural(rows.unpriced, 'row')} without an amount ${rows.unpriced === 1 ? 'counts as a purchase but not' : 'count as purchases but not'} in the mean spend.`
      : null,
    rows.repeated > 0
      ? `${formatPlural(rows.repeated, 'row repeats', 'rows repeat')} a customer seen before; each row is treated as a customer of its own.`
      : null,
  ];
}
