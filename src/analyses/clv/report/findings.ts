import { formatCount, formatDate, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { ClvResult } from '../compute';
import type { ClvInput } from '../input';
import { DAY } from '../source/calendar';
import { checkSummary } from './check-findings';
import { modelFindings } from './model-findings';
import { between, plain, rateWords, times } from './words';

/** What the models say of the customers, the most important first. */
export function findings(result: ClvResult, input: ClvInput): Finding[] {
  return [
    plain(total(result, input)),
    ...concentration(result),
    plain(inactive(result)),
    ...atRisk(result),
    ...checkSummary(result),
    ...modelFindings(result, input),
    ...asOf(result),
  ];
}

function total({ totals, drawn, spend, money }: ClvResult, { options }: ClvInput): string {
  const months = formatPlural(options.horizonMonths, 'month');
  const purchases = formatNumber(totals.purchases, 4);
  const customers = formatPlural(totals.customers, 'customer');
  if (spend.status !== 'fitted')
    return `Over the next ${months} the ${customers} are expected to buy **${purchases} times**${between(times(drawn.purchases, totals.purchases), 4)}.`;
  const margin = money.margin === 1 ? '' : ` at a margin of ${rateWords(money.margin)}`;
  const served = money.costToServe > 0 ? ', less the cost to serve' : '';
  const when = options.forever ? 'For ever' : `Over the next ${months}`;
  const within = options.forever ? ` within ${months}` : '';
  return `${when} the ${customers} are worth **${formatNumber(totals.future, 4)}**${margin}${served}${between(times(drawn.future, totals.future), 4)}, discounted at ${rateWords(options.discountRate)} a year: ${purchases} purchases to come${within}, ${formatNumber(totals.future / totals.customers)} for each customer on average.`;
}

function concentration({ base, spend }: ClvResult): Finding[] {
  const held = base.concentration;
  const top = held?.[10];
  if (!held || top === undefined || base.customers < 10) return [];
  const what = spend.status === 'fitted' ? 'that value' : 'those purchases';
  const half = held.findIndex((share) => share >= 0.5);
  const rest = half > 10 ? `; half of it is held by the top ${half} %` : '';
  return [plain(`The top 10 % of customers hold **${formatPercent(top)}** of ${what}${rest}.`)];
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

/** Who is slipping away, and what they are worth. */
function atRisk({ atRisk: { customers, ifActive, atRisk: lost }, spend, chosen }: ClvResult): Finding[] {
  if (customers.length === 0)
    return [
      plain('Nobody among the most valuable quarter has become much less likely to be active of late.'),
    ];
  const sum = (values: Float64Array): number =>
    values.reduce((total, value, i) => total + value * (customers[i] as number), 0);
  const many = customers.reduce((total, count) => total + count, 0);
  const what = spend.status === 'fitted' ? 'worth' : 'good for';
  const times = spend.status === 'fitted' ? '' : ' purchases';
  const since = chosen.model === 'bg-bb' ? 'at the last opportunity' : 'in the last three months';
  return [
    plain(
      `**${formatPlural(many, 'valuable customer is', 'valuable customers are')} slipping away**: P(alive) fell by 10 points or more ${since}. If still active they are ${what} ${formatNumber(sum(ifActive), 4)}${times}, of which ${formatNumber(sum(lost), 4)} is at risk; the at_risk table lists them, most at risk first.`,
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
