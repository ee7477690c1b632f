import { ident } from '../../sql/quote';
import { formatList, formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { escapeFinding, type Finding, type Query, type Rows } from '../analysis';
import type { SegmentInput } from './form';

export type NumberQuery = Query<Record<string, 'number'>>;

/** What the first pass found about the rows. */
export interface RowCounts {
  total: number;
  /** Rows that take part. */
  complete: number;
  keysMissing: number;
  keysRepeated: number;
  missing: { variable: string; missing: number }[];
}

/** A column as a finite DOUBLE, or NULL. */
export const finite = (column: string): string => {
  const value = `${ident(column)}::DOUBLE`;
  return `CASE WHEN isfinite(${value}) THEN ${value} END`;
};

/** The key of a row: the column, else the row's number from 1. */
export const keyOf = ({ roles }: SegmentInput): string =>
  roles.key === null ? 'row_number() OVER ()' : ident(roles.key);

/**
 * The first pass: rows, rows that take part (`takesPart`, SQL), missing values by variable, what is wrong with the keys
 * and the weights. `values` are SQL that is NULL where a variable is missing.
 */
export function rowCheck(
  input: SegmentInput,
  values: readonly string[],
  takesPart: string,
  more: Readonly<Record<string, string>> = {},
): NumberQuery {
  const { key, weight } = input.roles;
  const numbers: Record<string, string> = {
    total: 'count(*)',
    complete: `count(*) FILTER (${takesPart})`,
    keys_missing: key === null ? '0' : `count(*) FILTER (${ident(key)} IS NULL)`,
    keys_repeated: key === null ? '0' : `count(${ident(key)}) - count(DISTINCT ${ident(key)})`,
    weights_negative: weight ? `count(*) FILTER (${finite(weight)} < 0)` : '0',
    weights_positive: weight ? `count(*) FILTER (${finite(weight)} > 0)` : 'count(*)',
    ...Object.fromEntries(values.map((value, i) => [`missing_${i}`, `count(*) FILTER ((${value}) IS NULL)`])),
    ...more,
  };
  const columns = Object.entries(numbers).map(([name, sql]) => `(${sql})::DOUBLE AS ${name}`);
  return {
    sql: `SELECT ${columns.join(',\n  ')}\nFROM ${input.relation}`,
    shape: Object.fromEntries(Object.keys(numbers).map((name) => [name, 'number' as const])),
  };
}

export function rowCounts(check: Rows<Record<string, 'number'>>, variables: readonly string[]): RowCounts {
  const of = (name: string): number => check[name]?.[0] ?? 0;
  return {
    total: of('total'),
    complete: of('complete'),
    keysMissing: of('keys_missing'),
    keysRepeated: of('keys_repeated'),
    missing: variables.map((variable, i) => ({ variable, missing: of(`missing_${i}`) })),
  };
}

/** Refuses a column named twice, and rows or weights with which nothing can be begun. */
export function requireNoRepeats(columns: readonly string[], what: string, input: SegmentInput): void {
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice === undefined) return;
  throw new InputProblem(`"${input.label(twice)}" is named twice among the ${what}.`, {
    hint: 'Take one away.',
  });
}

export function requireRows(input: SegmentInput, check: Rows<Record<string, 'number'>>): void {
  const of = (name: string): number => check[name]?.[0] ?? 0;
  if (of('total') === 0)
    throw new InputProblem(`There are no rows in ${input.from}, so there is nothing to segment.`, {
      hint: 'Check the cell or file that it comes from.',
    });
  const { weight } = input.roles;
  if (!weight) return;
  if (of('weights_negative') > 0)
    throw new InputProblem(
      `The weight "${input.label(weight)}" is below zero in ${formatPlural(of('weights_negative'), 'row')}.`,
      { hint: 'Mend it in a SQL cell, or choose no weight.' },
    );
  if (of('weights_positive') === 0)
    throw new InputProblem(`The weight "${input.label(weight)}" is above zero in no row.`, {
      hint: 'Choose another weight, or none.',
    });
}

/** What the reader must know about rows left out and about keys. */
export function rowCautions(counts: RowCounts, input: SegmentInput, because: string): Finding[] {
  const found: string[] = [];
  const dropped = counts.total - counts.complete;
  if (dropped > 0) {
    const most = counts.missing.reduce((best, one) => (one.missing > best.missing ? one : best));
    const often =
      most.missing > 0
        ? `, most often "${escapeFinding(input.label(most.variable))}" (${formatPlural(most.missing, 'row')})`
        : '';
    found.push(
      `${formatPlural(dropped, 'row')} ${dropped === 1 ? 'was' : 'were'} left out because ${because} missing${often}; their keys are not in the table.`,
    );
  }
  if (counts.keysMissing > 0)
    found.push(
      `${formatPlural(counts.keysMissing, 'row')} ${counts.keysMissing === 1 ? 'has' : 'have'} no key.`,
    );
  if (counts.keysRepeated > 0)
    found.push(
      `${formatPlural(counts.keysRepeated, 'row')} ${counts.keysRepeated === 1 ? 'repeats' : 'repeat'} the key of another row: each row has its own segment.`,
    );
  return found.map((text) => ({ text, tone: 'caution' }));
}

/** `"a" and "b" were`: labels as subjects of a sentence. */
export const labelsWere = (labels: readonly string[]): string =>
  `${formatList(labels.map((label) => `"${escapeFinding(label)}"`))} ${labels.length === 1 ? 'was' : 'were'}`;
