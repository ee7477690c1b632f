import { formatCount, formatDate, formatNumber } from '../../../../values/format';
import { numberColumn, tableOf, textColumn } from '../../../../values/table';
import type { ReportChart } from '../../../analysis';
import type { ClvResult } from '../../compute';
import { DAYS_PER_MONTH, type ClvInput } from '../../input';
import { DAY, type Calendar } from '../../source/calendar';
import { ROWS_SAMPLED } from '../../source/queries';

/** Curves that can be told apart. */
const MOST_COHORTS = 6;

interface Curve {
  name: string;
  months: number[];
  values: number[];
}

/** What customers have brought since their first purchase, cohort by cohort of first purchase. */
export function cohortChart(result: ClvResult, { roles, label }: ClvInput): ReportChart | null {
  const { calendar, rows } = result;
  if (!calendar) return null;
  const byQuarter = (calendar.asOf - calendar.firstDay) / DAY >= 18 * DAYS_PER_MONTH;
  const curves = curvesOf(result.cohorts, calendar, byQuarter, roles.amount !== null);
  if (curves.length < 2) return null;
  const shown = evenly(curves, MOST_COHORTS);
  const what =
    roles.amount === null ? 'purchases per customer' : `${label(roles.amount)} per customer so far`;
  const said = shown.map(
    ({ name, months, values }) =>
      `${name} ${formatNumber(values.at(-1) ?? NaN)} after ${formatNumber(months.at(-1) ?? NaN)} months`,
  );
  const notes = [
    ...(shown.length < curves.length ? [`${shown.length} of ${curves.length} cohorts.`] : []),
    ...(rows.all > ROWS_SAMPLED
      ? [`Drawn from about ${formatCount(ROWS_SAMPLED)} of ${formatCount(rows.all)} rows, whole customers.`]
      : []),
  ];
  return {
    id: 'cohorts',
    tab: 'Customers',
    spec: {
      mark: 'curves',
      x: 'month',
      y: 'value',
      series: 'cohort',
      fromZero: true,
      title: `Cohorts by ${byQuarter ? 'quarter' : 'month'} of first purchase`,
      labels: { x: 'months since the first purchase', y: what, color: '' },
    },
    description: `Cumulative ${what} by months since the first purchase: ${said.join('; ')}.`,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    rows: tableOf([
      numberColumn('month', Float64Array.from(shown.flatMap(({ months }) => months))),
      numberColumn('value', Float64Array.from(shown.flatMap(({ values }) => values))),
      textColumn(
        'cohort',
        shown.flatMap(({ name, months }) => months.map(() => name)),
      ),
    ]),
  };
}

/** Each cohort to the last month that all its customers have been observed in. */
function curvesOf(
  { cohort, customers, month, purchases, amount }: ClvResult['cohorts'],
  { asOf }: Calendar,
  byQuarter: boolean,
  money: boolean,
): Curve[] {
  const found = new Map<number, { customers: number; sums: Map<number, number> }>();
  cohort.forEach((start, i) => {
    const own = found.get(start) ?? { customers: customers[i] as number, sums: new Map<number, number>() };
    own.sums.set(month[i] as number, (money ? amount : purchases)[i] as number);
    found.set(start, own);
  });
  return [...found].flatMap(([start, { customers: count, sums }]) => {
    const latest = start + (byQuarter ? 3 : 1) * DAYS_PER_MONTH * DAY;
    const until = Math.floor((asOf - latest) / DAY / DAYS_PER_MONTH);
    if (until < 1) return [];
    let sum = 0;
    const months = Array.from({ length: until + 1 }, (_, k) => k);
    return [
      {
        name: nameOf(start, byQuarter),
        months,
        values: months.map((k) => (sum += sums.get(k) ?? 0) / count),
      },
    ];
  });
}

function nameOf(start: number, byQuarter: boolean): string {
  const day = formatDate(start);
  return byQuarter ? `${day.slice(0, 4)} Q${Math.ceil(Number(day.slice(5, 7)) / 3)}` : day.slice(0, 7);
}

/** The first, the last and what lies evenly between. */
const evenly = (curves: readonly Curve[], most: number): Curve[] => {
  if (curves.length <= most) return [...curves];
  const places = Array.from({ length: most }, (_, k) => Math.round((k * (curves.length - 1)) / (most - 1)));
  return places.map((place) => curves[place] as Curve);
};
