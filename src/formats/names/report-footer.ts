import type { RowRule, TableSample } from '../format';

/**
 * A rule for lines below a report that stand as records: text in the first column, nothing in the others. It is given
 * whether the sample shows such lines or not, since they stand at the end of a file that may be long.
 */
export function footerRule(
  table: TableSample,
  label: string,
  values: string[],
  beginnings: string[],
): RowRule[] {
  const [column] = table.names;
  return column === undefined
    ? []
    : [{ id: 'footer', label, column, values, beginnings, alone: true, leaveOut: true }];
}
