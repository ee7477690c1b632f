import { formatDate, formatList, formatNumber, formatPercent, formatPlural } from '../../values/format';
import { escapeFinding, type Finding } from '../analysis';
import type { CohortResult, ContractResult } from './compute';
import type { ContractInput } from './form';

/** What the reader must know before believing the rest; each is there only where it applies. */
export const cautions = (result: ContractResult, input: ContractInput): Finding[] =>
  [
    few(result),
    beyond(result),
    misfit(result),
    loose(result),
    borrowed(result),
    percentages(result),
    fromOne(result),
    fees(result),
    lateEnds(result),
    noEnd(result, input),
    negative(result),
    ...rowsLeftOut(result),
  ]
    .filter((text) => text !== null)
    .map((text) => ({ tone: 'caution', text }));

function few({ totals, observedPeriods, period }: ContractResult): string | null {
  if (totals.left < 30)
    return `Only ${formatPlural(totals.left, 'customer has', 'customers have')} left: too few to rely on.`;
  if (observedPeriods >= 3) return null;
  return `Only ${formatPlural(observedPeriods, `${period}`)} of retention ${observedPeriods === 1 ? 'has' : 'have'} been seen; what follows is the model's word alone.`;
}

function beyond({ totals, observedPeriods, period }: ContractResult): string | null {
  if (!(totals.beyond > 0.25)) return null;
  return `${formatPercent(totals.beyond)} of the value lies beyond the ${formatPlural(observedPeriods, period)} that have been seen: a forecast from the shape of the curve, not from data.`;
}

/**
 * Where the curve and the data part by more than a reader would overlook, and than chance does at any of many renewals
 * (3.3 standard errors); the thin end of the curve, with a tenth of the customers or less, does not count.
 */
function misfit({ cohorts, period }: ContractResult): string | null {
  const off = cohorts.flatMap(({ name, observed, value, table }) =>
    [...observed.survival].flatMap((seen, t) => {
      const model = value.survival[t] ?? NaN;
      const error = observed.standardError[t] ?? NaN;
      const known = t > 0 && (table.atRisk[t - 1] as number) > (table.atRisk[0] as number) / 10;
      return known && Math.abs(model - seen) > Math.max(0.02, 3.3 * error) ? [{ name, t, seen, model }] : [];
    }),
  );
  const worst = off.toSorted((a, b) => Math.abs(b.model - b.seen) - Math.abs(a.model - a.seen))[0];
  if (!worst) return null;
  const where = cohorts.length > 1 ? ` (${escapeFinding(worst.name)})` : '';
  return `The curve does not follow the data everywhere: after ${formatPlural(worst.t, period)}${where} ${formatPercent(worst.seen, 1)} were still there, and the model says ${formatPercent(worst.model, 1)}.`;
}

function loose({ cohorts }: ContractResult): string | null {
  const vague = (cohort: CohortResult): boolean =>
    cohort.fit.point.some((_, i) => (cohort.fit.covariance[i * (cohort.fit.point.length + 1)] ?? 0) > 1);
  const names = cohorts.filter(vague).map(({ name }) => escapeFinding(name));
  if (names.length === 0) return null;
  const where = cohorts.length > 1 ? ` of ${formatList(names.slice(0, 6))}` : '';
  return `The data hardly settle the parameters${where} (standard errors as large as the estimates): trust the curve where it was observed, less beyond.`;
}

function borrowed({ cohorts }: ContractResult): string | null {
  const names = cohorts.filter((cohort) => cohort.borrowed).map(({ name }) => escapeFinding(name));
  if (names.length === 0) return null;
  const listed =
    names.length > 6 ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more` : formatList(names);
  return `Too few have left ${listed} for a curve of ${names.length === 1 ? 'its' : 'their'} own: the curve of all customers stands in.`;
}

function percentages({ cohorts, calendar }: ContractResult): string | null {
  const shares = cohorts.some(
    ({ customers, table }) =>
      (customers === 1 || customers === 100) && table.atRisk.some((count) => !Number.isInteger(count)),
  );
  if (calendar !== null || !shares) return null;
  return 'Survivors look like shares. The curve is right, but errors, intervals and the choice of model are as if there were only 100 customers (or one): multiply by the number who began.';
}

const fromOne = ({ cohorts }: ContractResult): string | null =>
  cohorts.some(({ firstPeriod }) => firstPeriod === 1)
    ? 'The table begins at period 1, which is taken as all who began. If it is the end of the first period, add a row for period 0.'
    : null;

/** Compared within cohorts, whose own fees are in the value already. */
function fees({ cohorts }: ContractResult): string | null {
  const known = cohorts.filter((cohort) => cohort.fees.left > 0 && cohort.fees.active > 0);
  const sum = (pick: (cohort: CohortResult) => number): number =>
    known.reduce((total, cohort) => total + pick(cohort) * cohort.left, 0) /
    known.reduce((total, cohort) => total + cohort.left, 0);
  const [left, active] = [sum((cohort) => cohort.fees.left), sum((cohort) => cohort.fees.active)];
  if (!(Math.abs(left / active - 1) > 0.1)) return null;
  const [pay, effect] = left > active ? ['more', 'too high'] : ['less', 'too low'];
  const within = cohorts.length > 1 ? ' of the same cohort' : '';
  return `Those who left paid ${pay} (${formatNumber(left)}) than those${within} still there (${formatNumber(active)}). The value takes fee and leaving as unrelated, so it may be ${effect}: cohorts by price would tell.`;
}

function lateEnds({ calendar }: ContractResult): string | null {
  if (!calendar || calendar.from !== 'data' || !(calendar.lastEnd > calendar.lastStart + 92 * 86_400_000))
    return null;
  return `The last end, ${formatDate(calendar.lastEnd)}, is long after the last start, ${formatDate(calendar.lastStart)}. If ends can lie in the future, set the as-of date to the day the data were drawn; contracts that end later then count as running.`;
}

const noEnd = ({ rows }: ContractResult, { roles }: ContractInput): string | null =>
  roles.end !== null || roles.start === null || rows.all === 0 ? null : 'No column of end dates is chosen.';

function negative({ totals }: ContractResult): string | null {
  if (totals.clv >= 0) return null;
  return totals.gross < 0
    ? 'Serving a customer costs more than he brings: every further period loses money.'
    : 'A new customer brings less than acquiring him costs.';
}

function rowsLeftOut({ rows, calendar }: ContractResult): (string | null)[] {
  const verb = (count: number): string => (count === 1 ? 'is' : 'are');
  const needs = calendar === null ? 'period or survivors' : 'a start';
  return [
    rows.incomplete > 0
      ? `${formatPlural(rows.incomplete, 'row')} without ${needs} ${verb(rows.incomplete)} left out.`
      : null,
    rows.reversed > 0
      ? `${formatPlural(rows.reversed, 'row')} that ${rows.reversed === 1 ? 'ends' : 'end'} before ${rows.reversed === 1 ? 'its' : 'their'} start ${verb(rows.reversed)} left out.`
      : null,
    rows.negative > 0
      ? `${formatPlural(rows.negative, 'row')} with a fee below 0 ${verb(rows.negative)} left out.`
      : null,
    rows.unpriced > 0
      ? `${formatPlural(rows.unpriced, 'row')} without a fee ${rows.unpriced === 1 ? 'counts' : 'count'} for retention, not for the mean fee.`
      : null,
  ];
}
