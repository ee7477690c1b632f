import type { ImportChoices } from '../../formats/choices';
import type { Convention, RowRule } from '../../formats/format';
import { closingRows } from '../../formats/names/closing-rows';
import type { FoundTable } from './found-table';

export interface PlannedRule extends RowRule {
  leftOut: boolean;
}

/** A bit for each rule whose rows are left out. */
export const leftOutMask = ({ rules }: { rules: readonly PlannedRule[] }): number =>
  rules.reduce((mask, rule, bit) => (rule.leftOut ? mask + 2 ** bit : mask), 0);

/** The rules of the convention, then those for what stands below the data, where no convention knows of it. */
export function rulesOf(
  { sample, tails, added }: FoundTable,
  names: readonly string[],
  convention: Convention,
  { leaveOut }: ImportChoices,
): PlannedRule[] {
  const own = (row: readonly string[]): readonly string[] => row.slice(added);
  const decided = (rule: RowRule): PlannedRule => ({
    ...rule,
    leftOut: leaveOut ? leaveOut.includes(rule.id) : rule.leaveOut,
  });
  if (convention.rows.some(({ id }) => id === 'footer')) return convention.rows.map(decided);
  const closing = closingRows(
    own(names),
    sample.slice(0, 2000).map(own),
    tails.map((tail) => tail.map(own)),
  );
  return [...convention.rows, ...closing].map(decided);
}

/** Whether a rule says of a row that it is no data; as the table itself will be asked. */
export function speaksOf(
  { column, values, beginnings = [], alone, empty }: RowRule,
  names: readonly string[],
  row: readonly string[],
): boolean {
  const plain = (value: string | undefined): string => (value ?? '').trim().toLowerCase();
  const at = names.indexOf(column);
  const value = plain(row[at]);
  const isNamed =
    values.some((one) => plain(one) === value) || beginnings.some((one) => value.startsWith(plain(one)));
  return (
    at >= 0 &&
    isNamed &&
    names.every((name, i) => i === at || !(alone || empty?.includes(name)) || plain(row[i]) === '')
  );
}
