import { formatCount, formatDate, formatNumber, formatPercent, formatPlural } from '../../../values/format';
import type { Finding } from '../../analysis';
import type { HoldoutCheck } from '../check/holdout';
import type { ClvResult } from '../compute';
import { fullNameOf, nameOf } from '../fit/models';
import { caution, plain } from './words';

const TAB = 'Check';

/** The check in one finding: a caution where the naive forecast was closer. */
export function checkSummary({ holdout, calendar }: ClvResult): Finding[] {
  if (holdout?.status !== 'done') return [];
  const { actual, expected, naive, customers, lookback } = holdout;
  const from = formatDate(calendar?.check?.from ?? NaN);
  const until = formatDate(calendar?.asOf ?? NaN);
  const text =
    `Check: from ${from} to ${until} the ${formatPlural(customers, 'customer')} acquired before made **${formatPlural(actual, 'repeat purchase')}**; ` +
    `fitted on what was before, the model expected **${formatCount(expected)}**${missed(expected, actual)}. ` +
    `"The same as in the ${formatPlural(lookback, 'day')} before" would have said ${formatCount(naive)}${missed(naive, actual)}.`;
  const worse = Math.abs(expected - actual) > Math.abs(naive - actual);
  return [worse ? caution(`${text} **The naive forecast was closer.**`) : plain(text)];
}

function missed(forecast: number, actual: number): string {
  if (actual === 0) return '';
  const off = (forecast - actual) / actual;
  if (Math.abs(off) < 0.005) return ' (right to within half a percent)';
  return ` (${formatPercent(Math.abs(off))} too ${off < 0 ? 'few' : 'many'})`;
}

/** What the check says beside the total: customer by customer, and of the other models. */
export function checkFindings({ holdout }: ClvResult): Finding[] {
  if (holdout?.status !== 'done') return [];
  return [perCustomer(holdout), ...others(holdout), ...failures(holdout)];
}

function perCustomer({ errors: { model, naive } }: HoldoutCheck): Finding {
  const text = `Customer by customer the model is off by ${formatNumber(model.meanAbsolute)} purchases on average and the naive forecast by ${formatNumber(naive.meanAbsolute)} (root mean square ${formatNumber(model.rootMeanSquare)} and ${formatNumber(naive.rootMeanSquare)}).`;
  return model.rootMeanSquare > naive.rootMeanSquare
    ? caution(`${text} **Of single customers the naive forecast knew more.**`, TAB)
    : plain(text, TAB);
}

function others({ tried, expectedBy, actual, chosen }: HoldoutCheck): Finding[] {
  if (tried.fits.length < 2) return [];
  const said = tried.fits.map(
    (fit, i) =>
      `${i === chosen ? '**' : ''}${fullNameOf(fit)} ${formatCount(expectedBy[i] ?? NaN)}${i === chosen ? '**' : ''}`,
  );
  return [plain(`Where ${formatCount(actual)} came, the models expected: ${said.join(', ')}.`, TAB)];
}

const failures = ({ tried }: HoldoutCheck): Finding[] =>
  tried.failed.map(({ model, reason }) =>
    caution(`${nameOf(model)} cannot be estimated on what is before the check: ${reason}.`, TAB),
  );
