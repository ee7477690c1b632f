import { formatCount } from '../../values/format';
import type { ColumnPlan } from './column-plan';
import { columnValues } from './column-values';
import { orderOf } from './date-format';
import { findDates } from './find-dates';
import { fitOf } from './fits';
import { everySpelling, missingSpelling, trimmed } from './missing';
import { findNumbers, LEADING_ZEROS, TOO_LONG } from './plan-numbers';
import { kindOf } from './type-kind';
import { isDirect } from './value-sql';
import { yesNo } from './yes-no';

/**
 * The plan to try next where values of the whole file do not fit: one more spelling of a missing value, fractions, marks
 * between thousands, times of the day, else text, and then it is said why. `example` is one of those values as it stands
 * in the file (null where it is not known), `count` how many there are. Each plan takes more values than the last, so
 * asking again comes to an end.
 */
export function widerPlan(plan: ColumnPlan, example: string | null, count?: number): ColumnPlan {
  const wider =
    example === null ? null : (withSpelling(plan, example) ?? withReading(plan, trimmed(example)));
  return wider ?? withGuard(plan, example) ?? asTextBecause(plan, example, count);
}

/**
 * The engine's own cast refuses some values that fit, such as blanks and long minus signs, and where a value is not
 * known it may be one of those: read by the careful SQL, the ones that do not fit are found for certain.
 */
function withGuard(plan: ColumnPlan, example: string | null): ColumnPlan | null {
  if (!isDirect({ ...plan, reading: { ...plan.reading, decimal: '.' } })) return null;
  const fits = example === null || trimmed(example) === '' || fitOf(plan)(example);
  return fits ? { ...plan, guarded: true } : null;
}

const MOST_SPELLINGS = 4;

function withSpelling(plan: ColumnPlan, example: string): ColumnPlan | null {
  const { missing = [] } = plan.reading;
  const spelling = missingSpelling(example);
  if (!spelling || missing.includes(spelling)) return null;
  // Each asking reads the whole file again: a column with so many spellings may have all of them.
  const more = missing.length < MOST_SPELLINGS ? [...missing, spelling] : everySpelling;
  return { ...plan, reading: { ...plan.reading, missing: more } };
}

function withReading(plan: ColumnPlan, example: string): ColumnPlan | null {
  const { other, ...sure } = plan;
  if (other && fitOf(other)(example)) return { ...sure, ...keepMissing(plan, other) };
  const wider = { number: widerNumber, date: widerDate, boolean: widerYesNo, text: null, other: null }[
    kindOf(plan.type)
  ];
  const found = wider?.(plan, example) ?? null;
  return found && fitOf(found)(example) && !fitOf(plan)(example) ? found : null;
}

/** Another reading with the spellings of missing values that were found. */
function keepMissing(
  { reading: { missing } }: ColumnPlan,
  other: NonNullable<ColumnPlan['other']>,
): typeof other {
  return missing ? { ...other, reading: { ...other.reading, missing } } : other;
}

/** More marks, where they go with those that the column has, and fractions. */
function widerNumber(plan: ColumnPlan, example: string): ColumnPlan | null {
  if (plan.type !== 'BIGINT' && plan.type !== 'DOUBLE') return null;
  const { reading } = plan;
  const mark = reading.decimal ?? (plan.type === 'DOUBLE' || reading.thousands === ',' ? '.' : undefined);
  const alone = findNumbers(columnValues([example]), {}, mark ?? null);
  if (!('type' in alone) || alone.reading.percent !== reading.percent) return null;
  if (mark !== undefined && alone.proves !== null && alone.proves !== mark) return null;
  const merged = { ...alone.reading, ...reading };
  if (merged.thousands === (merged.decimal ?? '.')) return null;
  const added = alone.changed.filter((change) => !plan.changed.includes(change));
  return {
    ...plan,
    type: plan.type === 'DOUBLE' ? plan.type : alone.type,
    reading: merged,
    changed: [...plan.changed, ...added],
    ...(alone.note === undefined ? {} : { note: alone.note }),
    ...(alone.other === undefined
      ? {}
      : { other: { ...alone.other, reading: { ...reading, ...alone.other.reading } } }),
  };
}

/** One more way of writing, where no order has to be guessed: with a time, with seconds, with a month's name. */
function widerDate(plan: ColumnPlan, example: string): ColumnPlan | null {
  if (plan.type !== 'DATE' && plan.type !== 'TIMESTAMP') return null;
  const found = findDates([example]);
  const { dates = [], zone } = plan.reading;
  if (!found || found.zone !== (zone ?? null)) return null;
  const type = found.hasTime ? 'TIMESTAMP' : plan.type;
  if (dates.length === 0) return found.iso ? { ...plan, type } : null;
  if (dates.some((format) => /%[sQE]/.test(format))) return null;
  const order = orderOf(dates) ?? found.order;
  if (found.orders.length > 0 && (order === null || !found.orders.includes(order))) return null;
  const formats = [...new Set([...dates, ...found.formats(order ?? 'dmy')])];
  return { ...plan, type, reading: { ...plan.reading, dates: formats } };
}

function widerYesNo(plan: ColumnPlan, example: string): ColumnPlan | null {
  const { yes = ['true'], no = ['false'] } = plan.reading;
  const words = yesNo([...yes, ...no, example.toLowerCase()]);
  return words && { ...plan, reading: { ...plan.reading, ...words } };
}

function asTextBecause(
  { name, type }: ColumnPlan,
  example: string | null,
  count: number | undefined,
): ColumnPlan {
  const isNumber = kindOf(type) === 'number';
  const value = example === null ? '' : trimmed(example);
  const text: ColumnPlan = { name, type: 'VARCHAR', reading: {}, changed: [] };
  if (isNumber && /^[-+]?0[0-9]+$/.test(value)) return { ...text, note: LEADING_ZEROS };
  if (isNumber && /^[-+]?[1-9][0-9]{15,}$/.test(value)) return { ...text, note: TOO_LONG };
  const such = example === null ? '' : `, such as "${value.slice(0, 40)}"`;
  const values =
    count === undefined ? 'values are' : `${formatCount(count)} ${count === 1 ? 'value is' : 'values are'}`;
  return { ...text, note: `made text, because ${values} not ${wordFor(type)}${such}` };
}

function wordFor(type: string): string {
  if (kindOf(type) === 'boolean') return 'yes or no';
  if (kindOf(type) === 'number') return 'a number';
  return type === 'DATE' ? 'a date' : 'a time';
}
