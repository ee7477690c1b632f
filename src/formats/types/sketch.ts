import type { DateOrder, ValueReading } from '../choices';
import type { ColumnPlan } from './column-plan';
import type { ColumnValues } from './column-values';
import type { FoundDates } from './find-dates';
import type { FoundNumbers, NoNumbers } from './plan-numbers';

/** What was decided about the columns of a table, by a person or kept in a notebook; by column name. */
export interface ToldTypes {
  types?: Record<string, string> | undefined;
  values?: Record<string, ValueReading> | undefined;
  /** The decimal mark of every column of numbers that says nothing else. */
  decimal?: '.' | ',' | undefined;
  dates?: Record<string, DateOrder> | undefined;
  /** Columns whose type a person chose: values that do not fit are counted, not a reason for text. */
  chosen?: ReadonlySet<string> | undefined;
  /** Columns whose type an earlier reading found, as kept in a notebook. */
  kept?: ReadonlySet<string> | undefined;
}

/** What is known of a column before the others are looked at. */
export interface Sketch {
  name: string;
  values: ColumnValues;
  /** What was told of the reading. */
  told: ValueReading;
  numbers: FoundNumbers | NoNumbers;
  dates: DateColumn;
}

/** A column of dates before the order of day and month is settled, or why it is none. */
export interface DateColumn {
  found: FoundDates | null;
  note: string | null;
}

/** What the columns of a file prove for each other. */
export interface Evidence {
  decimal: '.' | ',' | null;
  order: { order: DateOrder; column: string } | null;
}

/** A plan of a column that has yet to get its name. */
export type Planned = Omit<ColumnPlan, 'name'>;

export const asText = (note: string | null | undefined): Planned => ({
  type: 'VARCHAR',
  reading: {},
  changed: [],
  ...(note ? { note } : {}),
});

/** A plan that takes the spellings of missing values seen in the sample for such; text keeps them as words. */
export function withMissing(plan: Planned, { missing }: ColumnValues): Planned {
  if (missing.length === 0 || plan.type === 'VARCHAR') return plan;
  return {
    ...plan,
    reading: { ...plan.reading, missing: [...new Set([...(plan.reading.missing ?? []), ...missing])] },
  };
}
