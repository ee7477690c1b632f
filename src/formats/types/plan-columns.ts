import type { DateOrder, ValueReading } from '../choices';
import type { ColumnPlan } from './column-plan';
import { columnValues, type ColumnValues } from './column-values';
import { readDate } from './date-format';
import { namedReading } from './named-columns';
import { changesOf, findNumbers, type FoundNumbers, type NoNumbers } from './plan-numbers';
import { dateColumn, datePlan, dateQuestion, type DateColumn } from './plan-dates';
import { tellType } from './told-types';
import { isTimeOfDay } from './times-of-day';
import { yesNo } from './yes-no';

/** What was decided about the columns of a table, by a person or kept in a notebook. */
export interface ToldTypes {
  types?: Record<string, string> | undefined;
  values?: Record<string, ValueReading> | undefined;
  decimal?: '.' | ',' | undefined;
  dates?: Record<string, DateOrder> | undefined;
  /** Columns whose type a person chose: values that do not fit are counted, not a reason for text. */
  chosen?: ReadonlySet<string> | undefined;
}

/** What is known of a column before the others are looked at. */
export interface Sketch {
  name: string;
  values: ColumnValues;
  told: ValueReading;
  numbers: FoundNumbers | NoNumbers;
  dates: DateColumn;
}

/** What the columns of a file prove for each other. */
export interface Evidence {
  decimal: '.' | ',' | null;
  order: { order: DateOrder; column: string } | null;
}

/**
 * A plan for each column, from values of a sample (by column, as text). Columns are judged together: a decimal comma or
 * an order of dates that one proves helps the others. A column fits its plan in all values of the sample, or is text.
 */
export function planColumns(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  told: ToldTypes = {},
): ColumnPlan[] {
  const sketches = names.map((name, i) => sketch(name, columns[i] ?? [], told));
  const evidence = { decimal: decimalOf(sketches, told), order: orderOf(sketches) };
  return sketches.map((each) => planned(each, evidence, told));
}

function sketch(name: string, column: readonly string[], told: ToldTypes): Sketch {
  const reading = told.values?.[name] ?? {};
  const fixed = told.decimal === undefined ? reading : { decimal: told.decimal, ...reading };
  const values = columnValues(column, reading.missing);
  const numbers = values.present.length > 0 ? findNumbers(values, fixed, null) : { note: null };
  const dates =
    'type' in numbers || values.present.length === 0 ? { found: null, note: null } : dateColumn(values);
  return { name, values, told: fixed, numbers, dates };
}

function decimalOf(sketches: readonly Sketch[], told: ToldTypes): '.' | ',' | null {
  if (told.decimal !== undefined) return told.decimal;
  const proven = new Set(
    sketches.flatMap(({ numbers }) => ('type' in numbers ? (numbers.proves ?? []) : [])),
  );
  return proven.size === 1 ? ([...proven][0] ?? null) : null;
}

/** The order of days and months that the file's columns agree on. */
function orderOf(sketches: readonly Sketch[]): Evidence['order'] {
  const proven = sketches.flatMap(({ name, dates: { found } }) =>
    found && found.order !== null && found.order !== 'ymd' ? [{ order: found.order, column: name }] : [],
  );
  return proven.every(({ order }) => order === proven[0]?.order) ? (proven[0] ?? null) : null;
}

function planned(sketch: Sketch, evidence: Evidence, told: ToldTypes): ColumnPlan {
  const { name, values } = sketch;
  const type = told.types?.[name];
  if (type !== undefined) return { name, ...tellType(type, sketch, evidence, told) };
  const { present } = values;
  if (present.length === 0) return { name, ...asText(null) };
  const words = present.length <= 6 ? yesNo(new Set(present.map((value) => value.toLowerCase()))) : null;
  if (words) return { name, ...withMissing({ type: 'BOOLEAN', reading: words, changed: [] }, values) };
  const named = namedReading(name, present);
  if (named) return { name, ...withMissing(named, values) };
  const { numbers } = sketch;
  if ('type' in numbers) {
    const settled =
      numbers.unsure && evidence.decimal ? findNumbers(values, sketch.told, evidence.decimal) : numbers;
    if ('type' in settled) return { name, ...withMissing(numberPlan(settled), values) };
  }
  const { found } = sketch.dates;
  if (found) return { name, ...withMissing(settledDates(sketch, evidence, told.dates?.[name]), values) };
  if (isTimeOfDay(name, present))
    return { name, ...withMissing({ type: 'TIME', reading: {}, changed: [] }, values) };
  return { name, ...asText(('note' in numbers ? numbers.note : null) ?? sketch.dates.note) };
}

export type Planned = Omit<ColumnPlan, 'name'>;

export const asText = (note: string | null | undefined): Planned => ({
  type: 'VARCHAR',
  reading: {},
  changed: [],
  ...(note ? { note } : {}),
});

export const numberPlan = ({ type, reading, changed, note }: FoundNumbers): Planned => ({
  type,
  reading,
  changed,
  ...(note === undefined ? {} : { note }),
});

/** A plan that takes the spellings of missing values seen in the sample for such. */
export function withMissing(plan: Planned, { missing }: ColumnValues): Planned {
  if (missing.length === 0 || plan.type === 'VARCHAR') return plan;
  return { ...plan, reading: { ...plan.reading, missing } };
}

/** A column of dates with an order: proven by its values, told, or proven by another column; else a question. */
export function settledDates(sketch: Sketch, evidence: Evidence, told: DateOrder | undefined): Planned {
  const { found } = sketch.dates;
  if (!found) return asText(sketch.dates.note);
  if (found.orders.length === 0) return datePlan(found, null);
  if (found.order !== null) {
    const plan = datePlan(found, found.order);
    const other = told !== undefined && told !== found.order;
    return other
      ? { ...plan, note: 'please check: the order of day and month is another than was decided before' }
      : plan;
  }
  if (told !== undefined && found.orders.includes(told)) return datePlan(found, told);
  if (evidence.order && found.orders.includes(evidence.order.order))
    return datePlan(found, evidence.order.order, evidence.order.column);
  const question = dateQuestion(found);
  const text = asText('kept as text until you say which part is the day');
  return question ? { ...text, question } : text;
}

void readDate;
void changesOf;
