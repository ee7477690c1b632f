/** What a DuckDB type is to the reading of values. */
export type TypeKind = 'text' | 'number' | 'boolean' | 'date' | 'other';

export function kindOf(type: string): TypeKind {
  if (/^(VARCHAR|TEXT|STRING)$/i.test(type)) return 'text';
  if (isWhole(type) || /^(DOUBLE|FLOAT|REAL|DECIMAL(\(\d+, ?\d+\))?)$/i.test(type)) return 'number';
  if (/^BOOL(EAN)?$/i.test(type)) return 'boolean';
  return /^(DATE|TIMESTAMP|DATETIME|TIME)$/i.test(type) ? 'date' : 'other';
}

/** Whether a type holds whole numbers only. */
export const isWhole = (type: string): boolean => /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/i.test(type);
