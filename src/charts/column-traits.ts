import type { KnownColumn } from './suggest';

/** What a column can be in a chart. */
export interface Trait {
  name: string;
  distinct: number;
  /** Money, quantities, counts: a sum of them means something. */
  adds: boolean;
  /** True or false, or 1 and 0: its mean is a share. */
  flag: boolean;
}
/** A table's columns by what they can be in a chart, the likeliest first. */
export interface Parts {
  dates: Trait[];
  /** Few enough levels to be named on an axis. */
  names: Trait[];
  measures: Trait[];
  /** Whole numbers of a small scale: ratings, likelihoods, grades. */
  scores: Trait[];
  flags: Trait[];
}

const MOST_LEVELS = 50;

/** Sorts a table's columns by what a chart can make of them; identifiers and free text are nothing. */
export function partsOf(columns: readonly KnownColumn[], rowCount: number): Parts {
  const parts: Parts = { dates: [], names: [], measures: [], scores: [], flags: [] };
  for (const column of columns) {
    const part = partOf(column, rowCount);
    if (part) parts[part].push(traitOf(column, part === 'flags'));
  }
  // What adds up says more than what is measured beside it, whatever the order of the columns.
  parts.measures.sort((a, b) => Number(b.adds) - Number(a.adds));
  return parts;
}

const traitOf = ({ name, distinct }: KnownColumn, flag: boolean): Trait => ({
  name,
  distinct,
  adds: !flag && addsUp(name),
  flag,
});

function partOf(column: KnownColumn, rowCount: number): keyof Parts | null {
  const { kind, distinct, missing, name } = column;
  const known = rowCount - missing;
  if (known === 0 || distinct === 0) return null;
  if (kind === 'date') return distinct > 1 ? 'dates' : null;
  if (kind === 'boolean') return 'flags';
  if (kind === 'text') return isLevels(distinct, known) && !isKey(name) ? 'names' : null;
  if (isKey(name) || isCounter(column, known)) return null;
  if (isFlag(column)) return 'flags';
  if (isCalendar(column)) return 'names';
  return isScale(column, known) ? 'scores' : distinct > 1 ? 'measures' : null;
}

/** Names repeat, or are so few that each can have its bar. */
const isLevels = (distinct: number, known: number): boolean =>
  distinct <= MOST_LEVELS && (distinct < known * 0.6 || known <= 40);

const isKey = (name: string): boolean =>
  /(^|[_\s.-])(id|ids|key|uuid|guid|zip|postcode|phone|email|e-mail|number|nr|no)$/i.test(name) ||
  /[a-z](Id|ID|Key)$/.test(name);

/** 1, 2, 3, …: a number for every row. */
const isCounter = ({ distinct, min, max, type }: KnownColumn, known: number): boolean =>
  known > 20 &&
  distinct === known &&
  /INT/.test(type.toUpperCase()) &&
  typeof min === 'number' &&
  typeof max === 'number' &&
  max - min === known - 1;

const isFlag = ({ distinct, min, max }: KnownColumn): boolean => distinct === 2 && min === 0 && max === 1;

/** Years, months and weekdays as numbers: places on an axis, not amounts. */
const isCalendar = ({ name, min, max, distinct }: KnownColumn): boolean =>
  (/(^|[_\s])(year|jahr|month|quarter|week|weekday|hour)$/i.test(name) && distinct <= MOST_LEVELS) ||
  (typeof min === 'number' &&
    typeof max === 'number' &&
    min >= 1900 &&
    max <= 2100 &&
    distinct <= MOST_LEVELS &&
    distinct > 1 &&
    Number.isInteger(min) &&
    Number.isInteger(max));

const isScale = ({ distinct, min, max }: KnownColumn, known: number): boolean =>
  typeof min === 'number' &&
  typeof max === 'number' &&
  Number.isInteger(min) &&
  Number.isInteger(max) &&
  min >= -5 &&
  max <= 10 &&
  distinct >= 3 &&
  distinct <= Math.min(11, max - min + 1) &&
  known > distinct * 2;

/** Words for what adds up; a mean of such things has its own name. */
function addsUp(name: string): boolean {
  const words = name
    .toLowerCase()
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^a-z]+/);
  const means = [
    'avg',
    'average',
    'mean',
    'median',
    'rate',
    'share',
    'ratio',
    'percent',
    'pct',
    'score',
    'index',
    'age',
    'price',
    'per',
    'nps',
    'csat',
    'ces',
  ];
  const sums = [
    'amount',
    'revenue',
    'sales',
    'spend',
    'spent',
    'total',
    'sum',
    'value',
    'margin',
    'profit',
    'cost',
    'costs',
    'quantity',
    'qty',
    'units',
    'orders',
    'visits',
    'count',
    'n',
    'net',
    'gross',
    'turnover',
    'paid',
    'payment',
    'volume',
    'customers',
    'tickets',
    'calls',
    'minutes',
    'umsatz',
    'betrag',
  ];
  return words.some((word) => sums.includes(word)) && !words.some((word) => means.includes(word));
}
