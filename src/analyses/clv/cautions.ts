import { formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { ClvResult } from './compute';
import type { ClvInput } from './form';
import { sourceOf } from './source';

/** What the reader must know before believing the rest; each is there only where it applies. */
export const cautions = (result: ClvResult, input: ClvInput): Finding[] =>
  [
    noSpend(result, input),
    checkFailed(result, input),
    oneOffs(result),
    related(result),
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

function oneOffs({ base }: ClvResult): string | null {
  const share = base.oneOff / base.customers;
  if (share < 0.5) return null;
  return `${formatPercent(share)} of the customers bought once only. BG/NBD gives each of them P(alive) = 100 %, because it lets nobody leave before a repeat purchase: read their expected_purchases instead.`;
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

function loose({ purchases, spend }: ClvResult): string | null {
  const fits = [purchases, ...(spend.status === 'fitted' ? [spend.fit] : [])];
  const names = fits.flatMap((fit) =>
    Object.keys(fit.parameters).filter((_, i) => (fit.covarianceOfLogs[i]?.[i] ?? 0) > 1),
  );
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
