import { formatCount, formatDate, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { ContractResult } from './compute';
import type { Interval } from './draws';
import { modelNames } from './fit';
import { monthsPerPeriod, type ContractInput, type Period } from './form';

const plain = (text: string): Finding => ({ tone: 'plain', text });
const between = ({ low, high }: Interval, digits = 3): string =>
  `95 % interval ${formatNumber(low, digits)} to ${formatNumber(high, digits)}`;
const rateWords = (rate: number): string =>
  formatPercent(rate, Number.isInteger(Math.round(rate * 1e6) / 1e4) ? 0 : 1);

/** What the curves and the money say, the most important first. */
export function findings(result: ContractResult, input: ContractInput): Finding[] {
  return [
    plain(worth(result, input)),
    ...base(result),
    plain(lifetime(result)),
    plain(constant(result)),
    ...acquisition(result),
    ...cohorts(result),
    plain(sensitivity(result)),
    plain(model(result)),
    plain(money(result, input)),
    ...asOf(result),
  ];
}

const within = ({ terms, period }: ContractResult): string =>
  terms.payments === Infinity
    ? 'for ever'
    : `over ${formatPlural(terms.payments * monthsPerPeriod[period], 'month')}`;

function worth(result: ContractResult, { options, roles }: ContractInput): string {
  const { totals, drawn, period } = result;
  const unit = roles.fee === null && options.margin === 1 ? ` times the margin of one ${period}` : '';
  const costs = totals.acquisition > 0 ? ' net of the cost to acquire' : '';
  const paid = options.payment === 'advance' ? 'in advance' : 'in arrears';
  const mean = result.cohorts.length > 1 ? ' on average over cohorts' : '';
  return `A new customer is worth **${formatNumber(totals.clv, 4)}**${unit}${costs}${mean} ${within(result)} (${between(drawn.clv, 4)}), discounted at ${rateWords(options.discountRate)} a year, paid ${paid}.`;
}

function base(result: ContractResult): Finding[] {
  const { totals, drawn } = result;
  if (totals.active === 0) return [plain('Everyone has left: there is no customer under contract to value.')];
  return [
    plain(
      `The **${formatCount(totals.active)}** customers under contract are still worth **${formatNumber(totals.base, 4)}** in periods not yet begun (${between(drawn.base, 4)}). In a year ${formatCount(totals.activeInAYear)} of them are expected to be there (${formatCount(drawn.activeInAYear.low)} to ${formatCount(drawn.activeInAYear.high)}), if nothing changes.`,
    ),
  ];
}

function lifetime(result: ContractResult): string {
  const { totals, drawn, period, terms, cohorts } = result;
  const year = Math.round(terms.periodsPerYear);
  const survival = cohorts.reduce(
    (sum, { value, customers }) => sum + ((value.survival[year] ?? NaN) * customers) / totals.customers,
    0,
  );
  const still = Number.isFinite(survival) ? ` ${formatPercent(survival)} are still there after a year.` : '';
  if (Number.isFinite(totals.expectedLifetime)) {
    const interval = Number.isFinite(drawn.expectedLifetime.low)
      ? ` (${between(drawn.expectedLifetime)})`
      : '';
    return `A new customer pays for ${formatNumber(totals.expectedLifetime)} ${period}s on average ${within(result)}${interval}.${still}`;
  }
  return `For ever there is no mean lifetime: some customers hardly ever leave, and their lifetimes have no finite mean. Discounted, a new customer is worth ${formatNumber(discounted(result))} payments.${still}`;
}

const discounted = ({ cohorts, totals }: ContractResult): number =>
  cohorts.reduce(
    (sum, { value, customers }) =>
      sum + ((value.discountedLifetime[0] as number) * customers) / totals.customers,
    0,
  );

/** What is lost by one retention rate for everybody. */
function constant(result: ContractResult): string {
  const { totals, cohorts, observedPeriods } = result;
  const largest = cohorts.reduce((best, cohort) => (cohort.customers > best.customers ? cohort : best));
  const rates = largest.value.retention;
  const [first = NaN, last = NaN] = [rates[0], rates[Math.max(0, observedPeriods - 1)]];
  const of = cohorts.length > 1 ? ` of ${escapeFinding(largest.name)}, the largest cohort,` : '';
  const moves =
    Math.abs(last - first) < 0.001
      ? `Retention${of} stays at ${formatPercent(first, 1)}`
      : `Retention${of} ${last > first ? 'rises' : 'falls'} from ${formatPercent(first, 1)} at the first renewal to ${formatPercent(last, 1)} at renewal ${observedPeriods}${last > first ? ', since those likely to leave leave first' : ''}`;
  const off = (value: number): string => {
    if (!(totals.clv > 0)) return formatNumber(value);
    const share = value / totals.clv - 1;
    if (Math.abs(share) < 0.005) return `${formatNumber(value)}, the same`;
    return `${formatNumber(value)}, ${formatPercent(Math.abs(share))} ${share < 0 ? 'less' : 'more'}`;
  };
  return `${moves}. With the first renewal's rate held constant a new customer would look worth ${off(totals.atFirstRate)}; with the mean rate, ${off(totals.atMeanRate)}.`;
}

function acquisition({ totals, period }: ContractResult): Finding[] {
  if (!(totals.acquisition > 0)) return [];
  const back = Number.isFinite(totals.payback)
    ? `It is paid back after **${formatNumber(totals.payback)} ${period}s** (undiscounted).`
    : '**It is never paid back** within the horizon.';
  return [
    plain(
      `Acquiring a customer costs ${formatNumber(totals.acquisition)} on average and brings ${formatNumber(totals.gross)}: CLV:CAC is **${formatNumber(totals.valueToCost)}**. ${back}`,
    ),
  ];
}

function cohorts({ cohorts: all, drawn }: ContractResult): Finding[] {
  if (all.length < 2) return [];
  const ranked = all
    .map(({ name, value }, i) => ({
      name: escapeFinding(name),
      clv: value.clv[0] as number,
      ...(drawn.perCohort[i] as Interval),
    }))
    .sort((a, b) => b.clv - a.clv);
  const [best, worst] = [ranked[0], ranked.at(-1)];
  if (!best || !worst) return [];
  const apart =
    best.low > worst.high
      ? 'Their intervals do not touch.'
      : 'Their intervals overlap, so the order may be chance.';
  return [
    plain(
      `A new customer is worth most in **${best.name}** (${formatNumber(best.clv)}, ${between(best)}) and least in ${worst.name} (${formatNumber(worst.clv)}, ${between(worst)}). ${apart}`,
    ),
  ];
}

function sensitivity({ sensitivity: { base: value, swings } }: ContractResult): string {
  const said = swings.slice(0, 3).map(({ assumption, high }) => {
    const share = (high - value) / Math.abs(value);
    return `${assumption} 1 % higher ${share < 0 ? 'takes' : 'adds'} ${formatPercent(Math.abs(share), 2)}`;
  });
  return `What moves the value of a new customer: ${said.join('; ')}.`;
}

function model({ cohorts: all, pooled }: ContractResult): string {
  const only = all[0];
  if (all.length > 1 || !only) {
    const kinds = [...new Set(all.map(({ fit }) => modelNames[fit.kind]))];
    return `Retention follows ${kinds.join(' or ')}, chosen cohort by cohort; every fit is in the fit table (${formatCount(pooled.customers)} customers).`;
  }
  const { fit, fits } = only;
  const others = fits.tried
    .filter((other) => other !== fit)
    .map((other) => `${modelNames[other.kind]} ${formatNumber(other.bic - fit.bic)} more`);
  const failed = fits.failed.map(({ kind, reason }) => `${modelNames[kind]} cannot be estimated (${reason})`);
  const said = [...others, ...failed].join('; ');
  const parameters = fit.names
    .map((name, i) => `${name} ${formatNumber(fit.estimates[i] ?? NaN)}`)
    .join(', ');
  return `Retention model: ${modelNames[fit.kind]} (${parameters}; BIC ${formatNumber(fit.bic, 5)}${said ? `; ${said}` : ''}).`;
}

function money({ cohorts: all, totals, period }: ContractResult, { roles }: ContractInput): string {
  const mean = (pick: (cohort: (typeof all)[number]) => number): number =>
    all.reduce((sum, cohort) => sum + (pick(cohort) * cohort.customers) / totals.customers, 0);
  const margin = mean((cohort) => cohort.money.margin);
  const serving = mean((cohort) => cohort.money.serving);
  const fee =
    roles.fee === null
      ? ''
      : `The mean fee is ${formatNumber(
          mean((cohort) => cohort.money.fee),
          4,
        )} a ${period}. `;
  const served = serving > 0 ? `, less ${formatNumber(serving)} to serve` : '';
  return `${fee}Each ${period} paid for earns ${formatNumber(margin, 4)}${served}; fees and costs are taken to stay as they are.`;
}

function asOf({ calendar, rows, period, detected }: ContractResult): Finding[] {
  const counted = detected ? ` ${periodWords(period, calendar !== null)}` : '';
  if (!calendar) return counted ? [plain(counted.trim())] : [];
  const whence = {
    cell: '',
    notebook: ", the notebook's as-of date",
    data: ', the last date in the data, since no as-of date was given',
  }[calendar.from];
  const later =
    rows.later > 0
      ? ` ${formatPlural(rows.later, 'row')} starting after it ${rows.later === 1 ? 'is' : 'are'} left out.`
      : '';
  const leaving =
    rows.leaving > 0
      ? ` ${formatPlural(rows.leaving, 'customer')} ended within the ${period} still running and ${rows.leaving === 1 ? 'counts' : 'count'} as there until it began.`
      : '';
  return [plain(`Everything is as of ${formatDate(calendar.asOf)}${whence}.${later}${leaving}${counted}`)];
}

function periodWords(period: Period, fromDates: boolean): string {
  if (period === 'month')
    return 'Contracts are counted in months; say so in the form if they are renewed otherwise.';
  const why = fromDates ? 'nearly all that ended did so on an anniversary' : 'the name of the period says so';
  return `Contracts are counted in ${period}s, since ${why}.`;
}
