import { formatCount, formatDate, formatNumber, formatPercent, formatPlural } from '../../values/format';
import type { Finding } from '../analysis';
import type { ClvResult } from './compute';
import { DAYS_PER_MONTH, daysPerUnit, type ClvInput } from './form';
import type { HoldoutCheck } from './holdout';
import { DAY } from './source';

const plain = (text: string): Finding => ({ tone: 'plain', text });

/** What the models say of the customers, the most important first. */
export function findings(result: ClvResult, input: ClvInput): Finding[] {
  const { holdout } = result;
  return [
    plain(total(result, input)),
    ...concentration(result),
    plain(inactive(result)),
    ...(holdout?.status === 'done' ? [check(holdout, result)] : []),
    plain(buying(result, input)),
    ...spending(result),
    ...asOf(result),
  ];
}

function total({ base, spend }: ClvResult, { options }: ClvInput): string {
  const months = formatPlural(options.horizonMonths, 'month');
  const purchases = formatNumber(base.purchases, 4);
  if (spend.status !== 'fitted')
    return `Over the next ${months} the ${formatPlural(base.customers, 'customer')} are expected to buy **${purchases} times**.`;
  const rate = formatPercent(
    options.discountRate,
    Number.isInteger(Math.round(options.discountRate * 1e6) / 1e4) ? 0 : 1,
  );
  const margin = options.margin === 1 ? '' : ` at a margin of ${formatPercent(options.margin)}`;
  return `Over the next ${months} the ${formatPlural(base.customers, 'customer')} are worth **${formatNumber(base.value, 4)}**${margin}, discounted at ${rate} a year: ${purchases} purchases to come, ${formatNumber(base.value / base.customers)} for each customer on average.`;
}

function concentration({ base, spend }: ClvResult): Finding[] {
  const top = base.concentration?.[10];
  if (top === undefined || base.customers < 10) return [];
  const what = spend.status === 'fitted' ? 'that value' : 'those purchases';
  return [plain(`The top 10 % of customers hold **${formatPercent(top)}** of ${what}.`)];
}

function inactive({ base, spend }: ClvResult): string {
  if (base.inactive === 0) return 'No customer has probably left: P(alive) is 50 % or more for everyone.';
  const share = formatPercent(base.inactive / base.customers);
  const many = base.inactive === 1 ? 'customer has' : 'customers have';
  const text = `**${formatCount(base.inactive)} ${many} probably left** (${share}; P(alive) below 50 %)`;
  if (spend.status !== 'fitted') return `${text}.`;
  const past =
    base.inactivePastSpend > 0
      ? `; their repeat purchases so far came to ${formatNumber(base.inactivePastSpend, 4)}`
      : '';
  return `${text}: what may still come from them is worth ${formatNumber(base.inactiveValue, 4)}${past}.`;
}

function check(holdout: HoldoutCheck, { calendar }: ClvResult): Finding {
  const { actual, expected, naive, customers, lookback } = holdout;
  const from = formatDate(calendar?.holdoutFrom ?? NaN);
  const until = formatDate(calendar?.asOf ?? NaN);
  const text =
    `Check: from ${from} to ${until} the ${formatPlural(customers, 'customer')} acquired before made **${formatPlural(actual, 'repeat purchase')}**; ` +
    `fitted on what was before, the model expected **${formatCount(expected)}**${missed(expected, actual)}. ` +
    `"The same as in the ${formatPlural(lookback, 'day')} before" would have said ${formatCount(naive)}${missed(naive, actual)}.`;
  const worse = Math.abs(expected - actual) > Math.abs(naive - actual);
  return worse ? { tone: 'caution', text: `${text} **The naive forecast was closer.**` } : plain(text);
}

function missed(forecast: number, actual: number): string {
  if (actual === 0) return '';
  const off = (forecast - actual) / actual;
  if (Math.abs(off) < 0.005) return ' (right to within half a percent)';
  return ` (${formatPercent(Math.abs(off))} too ${off < 0 ? 'few' : 'many'})`;
}

function buying({ purchases }: ClvResult, { options }: ClvInput): string {
  const { r, alpha, a, b } = purchases.parameters;
  const unit = options.unit;
  const perYear = ((r / alpha) * 12 * DAYS_PER_MONTH) / daysPerUnit[unit];
  const unequal = r < 1 ? ', with very unequal customers behind the mean' : '';
  return `While active, a customer makes ${formatNumber(perYear)} purchases a year on average${unequal} (r ${formatNumber(r)}, alpha ${formatNumber(alpha)} in ${unit}s); after a repeat purchase ${formatPercent(a / (a + b))} leave (a ${formatNumber(a)}, b ${formatNumber(b)}).`;
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

function asOf({ calendar, rows }: ClvResult): Finding[] {
  if (!calendar) return [];
  const whence = {
    cell: '',
    notebook: ", the notebook's as-of date",
    data: ', the last date in the data, since no as-of date was given',
  }[calendar.from];
  const later =
    rows.later > 0
      ? ` ${formatPlural(rows.later, 'row')} after it ${rows.later === 1 ? 'is' : 'are'} left out.`
      : '';
  const days = (calendar.asOf - calendar.firstDay) / DAY + 1;
  return [
    plain(
      `Everything is as of ${formatDate(calendar.asOf)}${whence}; the data cover ${formatPlural(days, 'day')}, from ${formatDate(calendar.firstDay)}.${later}`,
    ),
  ];
}
