import type { RowTest } from '../sql/row-filter';
import { formatNumber } from '../values/format';

/** A distribution's bins: SQL that gives the number of a value's bin (of `v`), and what each bin is. */
export interface Bins {
  sql: string;
  bars: { label: string; keeps: RowTest }[];
}

/** Between 14 and 37 bars, as round ends allow. */
const MOST_BINS = 36;
/** Whole numbers that span no more than this have a bar each: scores, ages in a class, months. */
const MOST_SINGLE = 31;

/** Bins of 1, 2 or 5 times a power of ten, so that their ends can be read; each whole number by itself where few. */
export function numberBins(column: string, low: number, high: number, whole: boolean): Bins {
  if (low === high) return { sql: '0', bars: [single(column, low)] };
  if (whole && high - low < MOST_SINGLE)
    return {
      sql: `(v - ${low})::BIGINT`,
      bars: Array.from({ length: high - low + 1 }, (_, index) => single(column, low + index)),
    };
  const step = roundStep((high - low) / MOST_BINS, whole);
  // Below 1 a step is written as its inverse, a whole number: 0.3 * 10 is 3, and 0.3 / 0.1 is a little less.
  const inverse = Math.round(1 / step);
  const place =
    step < 1 ? (value: number) => Math.floor(value * inverse) : (value: number) => Math.floor(value / step);
  const edge = step < 1 ? (index: number) => index / inverse : (index: number) => index * step;
  const first = place(low);
  const count = place(high) - first + 1;
  return {
    sql: `(floor(${step < 1 ? `v * ${inverse}` : `v / ${step}`}) - ${first})::BIGINT`,
    bars: Array.from({ length: count }, (_, index) => {
      const [from, to] = [edge(first + index), edge(first + index + 1)];
      return {
        label: `${formatNumber(from, 6)} to ${formatNumber(to, 6)}`,
        keeps: { test: 'range', column, from: String(from), to: String(to), below: true },
      };
    }),
  };
}

const single = (column: string, value: number): Bins['bars'][number] => ({
  label: formatNumber(value, 6),
  keeps: { test: 'among', column, values: [String(value)] },
});

function roundStep(least: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const step =
    [1, 2, 5, 10].map((times) => times * power).find((size) => size >= least * (1 - 1e-9)) ?? 10 * power;
  return whole ? Math.max(1, Math.round(step)) : Number(step.toPrecision(1));
}

const DAY = 86_400_000;
type Unit = 'hour' | 'day' | 'month' | 'quarter' | 'year' | 'decade';
const spans: readonly [Unit, number][] = [
  ['hour', DAY / 24],
  ['day', DAY],
  ['month', 30.44 * DAY],
  ['quarter', 91.3 * DAY],
  ['year', 365.25 * DAY],
  ['decade', 3652.5 * DAY],
];

/** Spans of the calendar, from hours to decades, whichever gives at most about forty. `low` and `high` in milliseconds. */
export function dateBins(column: string, low: number, high: number): Bins {
  const unit = spans.find(([, span]) => (high - low) / span < 40)?.[0] ?? 'decade';
  const starts: number[] = [];
  for (let at = startOf(unit, low); at <= high && starts.length < 400; at = next(unit, at)) starts.push(at);
  const first = starts[0] ?? low;
  const moment = 'make_timestamp((v * 1000)::BIGINT)';
  const start = `make_timestamp(${first * 1000})`;
  return {
    sql: `date_diff('${unit}', ${start}, ${moment})`,
    bars: starts.map((from) => barOf(column, unit, from)),
  };
}

function startOf(unit: Unit, at: number): number {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'hour') return Math.floor(at / (DAY / 24)) * (DAY / 24);
  if (unit === 'day') return Math.floor(at / DAY) * DAY;
  if (unit === 'month') return utc(year, month);
  if (unit === 'quarter') return utc(year, month - (month % 3));
  return utc(unit === 'year' ? year : year - (((year % 10) + 10) % 10), 0);
}

function next(unit: Unit, at: number): number {
  const date = new Date(at);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === 'hour') return at + DAY / 24;
  if (unit === 'day') return at + DAY;
  if (unit === 'month') return utc(year, month + 1);
  if (unit === 'quarter') return utc(year, month + 3);
  return utc(unit === 'year' ? year + 1 : year + 10, 0);
}

/** Date.UTC, which takes years below 100 for those of the twentieth century. */
function utc(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return date.getTime();
}

function barOf(column: string, unit: Unit, from: number): Bins['bars'][number] {
  const text = new Date(from).toISOString();
  const within: Partial<Record<Unit, string>> = {
    day: text.slice(0, 10),
    month: text.slice(0, 7),
    year: text.slice(0, 4),
  };
  const value = within[unit];
  if (value !== undefined) return { label: value, keeps: { test: 'among', column, values: [value] } };
  const until = new Date(next(unit, from)).toISOString();
  const cut = unit === 'hour' ? 16 : 10;
  const [start, end] = [text.slice(0, cut).replace('T', ' '), until.slice(0, cut).replace('T', ' ')];
  return {
    label: unit === 'hour' ? start : `${start.slice(0, 7)} to before ${end.slice(0, 7)}`,
    keeps: { test: 'range', column, from: start, to: end, below: true },
  };
}
