import { formatCount, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { ClvResult } from '../compute';
import type { ClvInput } from '../input';
import { between, plain } from './words';

const TAB = 'Money';

/** What a new customer brings and costs, how the money is counted, and what moves it; nothing without spend. */
export function moneyFindings(result: ClvResult, input: ClvInput): Finding[] {
  if (result.spend.status !== 'fitted') return [];
  return [
    plain(newCustomer(result, input), TAB),
    ...acquisition(result),
    ...sensitivity(result),
    plain(counting(result, input), TAB),
  ];
}

function newCustomer({ newCustomer: fresh, drawn, money }: ClvResult, { options }: ClvInput): string {
  if (!Number.isFinite(fresh.gross))
    return 'What a new customer is worth cannot be said: the fitted spend has no mean.';
  const within = options.forever ? 'for ever' : `within ${options.horizonMonths} months`;
  const cost = money.costToAcquire;
  const net =
    cost > 0
      ? ` Less ${formatNumber(cost)} to acquire that is **${formatNumber(fresh.net)}**${between({ low: drawn.newGross.low - cost, high: drawn.newGross.high - cost })}.`
      : '';
  return `A new customer brings ${cost > 0 ? '' : '**'}${formatNumber(fresh.gross)}${cost > 0 ? '' : '**'} ${within}, the first purchase included${between(drawn.newGross)}.${net}`;
}

function acquisition({ newCustomer: fresh, money, totals }: ClvResult): Finding[] {
  if (!(money.costToAcquire > 0) || !Number.isFinite(fresh.gross)) return [];
  const back = Number.isFinite(fresh.payback)
    ? fresh.payback === 0
      ? 'The first purchase pays it back.'
      : `It is paid back after **${formatNumber(fresh.payback)} months** (undiscounted).`
    : '**It is not paid back** within the horizon.';
  return [
    plain(
      `CLV:CAC of a new customer is **${formatNumber(fresh.valueToCost)}**. ${back} The customers already there cost ${formatNumber(totals.acquisition, 4)} to acquire, which is taken off their clv (${formatNumber(totals.future - totals.acquisition, 4)} in all); it is spent, so decide whom to keep by future_value.`,
      TAB,
    ),
  ];
}

function sensitivity({ sensitivity: found }: ClvResult): Finding[] {
  if (!found || found.swings.length === 0) return [];
  const said = found.swings.slice(0, 4).map(({ assumption, high }) => {
    const share = (high - found.base) / Math.abs(found.base);
    return `${assumption} 1 % higher ${share < 0 ? 'takes' : 'adds'} ${formatPercent(Math.abs(share), 2)}`;
  });
  return [plain(`What moves the value of all customers: ${said.join('; ')}.`, TAB)];
}

function counting({ money, chosen }: ClvResult, { options }: ClvInput): string {
  const step = chosen.model === 'bg-bb' ? 'opportunity' : 'month';
  const when = options.forever
    ? 'each purchase is discounted from the moment it is made'
    : `the purchases of each ${step} count at its ${options.payment === 'advance' ? 'beginning (in advance)' : 'end (in arrears)'}`;
  const serve = money.costToServe > 0 ? ` Serving a purchase costs ${formatNumber(money.costToServe)}.` : '';
  const missing = [
    ...(money.withoutMargin > 0
      ? [`${formatCount(money.withoutMargin)} without a margin get the mean of the others`]
      : []),
    ...(money.withoutCost > 0
      ? [`${formatPlural(money.withoutCost, 'missing cost counts', 'missing costs count')} as 0`]
      : []),
  ];
  return `Margin ${formatPercent(money.margin)} of spend${typeof options.margin === 'number' ? '' : ' on average'}; a rate of d a year is (1+d)^(1/12) - 1 a month, and ${when}.${serve}${missing.length > 0 ? ` Of the customers ${missing.join('; ')}.` : ''}`;
}
