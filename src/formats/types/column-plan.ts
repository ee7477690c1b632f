import type { DateOrder, ValueReading } from '../choices';

/** How one column of text becomes a typed one. Plain data, which crosses threads and can be kept. */
export interface ColumnPlan {
  /** As in the file, but unique and not empty. */
  name: string;
  /** DuckDB's name of the type: VARCHAR, BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMP or TIME. */
  type: string;
  reading: ValueReading;
  /** Why it is text though it looks otherwise: "kept as text, because values have leading zeros". */
  note?: string;
  /** What the reading changes: "decimal comma read", "€ left out", "45 % is 0.45". Empty where nothing is. */
  changed: string[];
  /** A person chose the type: leading zeros and many digits are no reason to refuse a number. */
  lenient?: boolean;
  /** Some value is one that only the careful SQL reads (a long minus, spaces of other kinds), not the engine's own cast. */
  guarded?: boolean;
  /** Another reading that fits the sample as well: taken where a value of the whole file fits it and not this one. */
  other?: Pick<ColumnPlan, 'type' | 'reading' | 'changed'>;
  /** What only a person can say; until then the column is text. */
  question?: DateQuestion;
}

/** `03/04/2026`: no value of the file tells the day from the month. */
export interface DateQuestion {
  kind: 'date-order';
  /** A value of the column as it stands in the file, whose readings differ. */
  example: string;
  /** The readings with the ISO day that the example is then. */
  answers: { order: DateOrder; day: string }[];
}
