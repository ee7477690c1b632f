import { ownValue } from '../../values/own-value';
import type { DateOrder } from '../choices';
import type { ColumnPlan } from './column-plan';
import { columnValues } from './column-values';
import { monthsAsDays } from './months';
import { namedReading } from './named-columns';
import { dateColumn, settledDates } from './plan-dates';
import { findNumbers, numberPlan } from './plan-numbers';
import { asText, withMissing, type Evidence, type Planned, type Sketch, type ToldTypes } from './sketch';
import { timesOfDay } from './times-of-day';
import { toldPlan } from './told-plan';
import { yesNo } from './yes-no';

/** Different values that a column of yes and no can have: in two ways of writing, with and without case. */
const MOST_WORDS = 8;

/**
 * A plan for each column, from the values of a sample (by column, as text; '' where missing). Columns are judged
 * together: a decimal comma or an order of dates that one proves helps the others. All values of the sample fit the plan
 * of their column, unless its type was told; where some do not, the column is text and its note says why.
 */
export function planColumns(
  names: readonly string[],
  columns: readonly (readonly string[])[],
  told: ToldTypes = {},
): ColumnPlan[] {
  const sketches = names.map((name, i) => sketch(name, columns[i] ?? [], told));
  const evidence = { decimal: decimalOf(sketches, told), order: orderOf(sketches) };
  return sketches.map((each) => {
    const found = (): Planned => foundPlan(each, evidence, ownValue(told.dates ?? {}, each.name));
    const plan = toldPlan(each, evidence, told);
    return { name: each.name, ...(plan ? withReason(plan, each, told, found) : found()) };
  });
}

/** What did not fit stands further down than the sample, or in an earlier file. */
const KEPT = 'kept as text, as it was read before, though the first values look otherwise';

/** A column that an earlier reading, not a person, made text is told to be one: why is found once more. */
function withReason(plan: Planned, { name, values }: Sketch, told: ToldTypes, found: () => Planned): Planned {
  const isKept = ownValue(told.types ?? {}, name) !== undefined && !told.chosen?.has(name);
  if (plan.type !== 'VARCHAR' || plan.question || !isKept || values.present.length === 0) return plan;
  const { type, note, question } = found();
  if (question) return plan;
  if (type !== 'VARCHAR') return told.kept?.has(name) ? { ...plan, note: KEPT } : plan;
  return note === undefined ? plan : { ...plan, note };
}

function sketch(name: string, column: readonly string[], told: ToldTypes): Sketch {
  const reading = ownValue(told.values ?? {}, name) ?? {};
  const fixed = told.decimal === undefined ? reading : { decimal: told.decimal, ...reading };
  const values = columnValues(column, reading.missing);
  const isText =
    values.present.length === 0 ||
    (ownValue(told.types ?? {}, name) === 'VARCHAR' && told.chosen?.has(name) === true);
  const numbers = isText ? { note: null } : findNumbers(values, fixed, null);
  const dates = isText || 'type' in numbers ? { found: null, note: null } : dateColumn(values);
  return { name, values, told: fixed, numbers, dates };
}

function decimalOf(sketches: readonly Sketch[], told: ToldTypes): Evidence['decimal'] {
  if (told.decimal !== undefined) return told.decimal;
  const proven = new Set(
    sketches.flatMap(({ numbers }) => ('type' in numbers ? (numbers.proves ?? []) : [])),
  );
  return proven.size === 1 ? ([...proven][0] ?? null) : null;
}

/** The order of days and months that the file's columns agree on. */
function orderOf(sketches: readonly Sketch[]): Evidence['order'] {
  const proven = sketches.flatMap(({ name, dates: { found } }) =>
    found && found.order !== null && found.order !== 'ymd' && !found.dots
      ? [{ order: found.order, column: name }]
      : [],
  );
  return proven.every(({ order }) => order === proven[0]?.order) ? (proven[0] ?? null) : null;
}

/** What the values and the name say, where nobody told the type. */
function foundPlan(sketch: Sketch, evidence: Evidence, order: DateOrder | undefined): Planned {
  const { name, values, told } = sketch;
  const { present } = values;
  const text = (note: string | null): Planned => ({
    ...asText(note),
    reading: told.missing ? { missing: told.missing } : {},
  });
  if (present.length === 0) return text(null);
  const words = present.length <= MOST_WORDS ? yesNo(present.map((value) => value.toLowerCase())) : null;
  if (words) return withMissing({ type: 'BOOLEAN', reading: words, changed: [] }, values);
  const named = namedReading(name, present);
  if (named) return withMissing(named, values);
  const numbers = settledNumbers(sketch, evidence);
  if ('type' in numbers) return withMissing(numberPlan(numbers), values);
  const { found, note } = sketch.dates;
  if (found) return withMissing(settledDates(found, evidence, order), values);
  const months = monthsAsDays(present);
  if (months) return withMissing(months, values);
  const times = timesOfDay(name, present);
  if (times) return withMissing(times, values);
  return text(numbers.note ?? note);
}

/** Numbers with what other columns prove, where this one's values fit either decimal mark. */
function settledNumbers({ values, told, numbers }: Sketch, { decimal }: Evidence): Sketch['numbers'] {
  return 'type' in numbers && numbers.other && decimal ? findNumbers(values, told, decimal) : numbers;
}
