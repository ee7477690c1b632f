/** Types of columns that people choose from, in their words. */
export const TYPES: readonly [value: string, label: string][] = [
  ['VARCHAR', 'text'],
  ['BIGINT', 'whole number'],
  ['DOUBLE', 'number'],
  ['DATE', 'date'],
  ['TIMESTAMP', 'date and time'],
  ['TIME', 'time'],
  ['BOOLEAN', 'yes or no'],
];

/** What people call a type of DuckDB; the type itself where they have no word for it. */
export const typeWord = (type: string): string => TYPES.find(([known]) => known === type)?.[1] ?? type;
