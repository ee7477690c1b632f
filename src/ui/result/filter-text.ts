import type { RowTest } from '../../engine/api';
import { InputProblem } from '../../values/problem';
import { columnNamed, type ColumnInfo } from '../../values/table';

/** What people type to filter a table, and its way back; each test is one chip above the table. */

const operators = /^\s*(is not empty|is empty|>=|<=|!=|<>|=|>|<|:)\s*/i;

/**
 * The tests of a filter as typed: `north` (any column), `amount > 5`, `region: nor` (holds it), `region = North | South`,
 * `ordered: 2026-01..2026-03`, `score is empty`, any of them after `not`; several with `and` between them.
 * Throws an InputProblem that names an unknown column.
 */
export function parseFilter(text: string, columns: readonly ColumnInfo[]): RowTest[] {
  return splitOutside(text, /\s+and\s+/iy).flatMap((clause) => clauseOf(clause.trim(), columns));
}

function clauseOf(clause: string, columns: readonly ColumnInfo[]): RowTest[] {
  if (clause === '') return [];
  const negated = /^not\s+(?=\S)/i.exec(clause);
  const tests = positive(negated ? clause.slice(negated[0].length) : clause, columns);
  return negated ? tests.map((test) => ({ ...test, ...(test.not ? {} : { not: true }) }) as RowTest) : tests;
}

function positive(clause: string, columns: readonly ColumnInfo[]): RowTest[] {
  const named = leadingColumn(clause, columns);
  if (named) return [columnTest(named.column, named.operator, named.value)];
  const unknown = /^([\p{L}_][\p{L}\p{N}_.-]*|"(?:[^"]|"")*")\s*(>=|<=|!=|<>|=|>|<)\s*\S/u.exec(clause)?.[1];
  if (unknown !== undefined)
    throw new InputProblem(`There is no column ${unknown.replace(/^(?!")(.*)$/, '"$1"')} to filter by.`);
  return words(clause).map((word) => ({ test: 'contains', text: word }));
}

/** The column a clause begins with, where an operator follows it; the longest name that fits. */
function leadingColumn(
  clause: string,
  columns: readonly ColumnInfo[],
): { column: ColumnInfo; operator: string; value: string } | undefined {
  const quoted = /^"((?:[^"]|"")*)"/.exec(clause);
  const candidates = quoted
    ? [{ column: columnNamed(columns, (quoted[1] ?? '').replaceAll('""', '"')), length: quoted[0].length }]
    : columns
        .filter(({ name }) => name !== '' && clause.toLowerCase().startsWith(name.toLowerCase()))
        .map((column) => ({ column, length: column.name.length }))
        .sort(
          (a, b) =>
            Number(clause.startsWith(b.column.name)) - Number(clause.startsWith(a.column.name)) ||
            b.length - a.length,
        );
  for (const { column, length } of candidates) {
    const rest = clause.slice(length);
    const operator = operators.exec(rest);
    const value = rest.slice(operator?.[0].length ?? 0);
    const whole = !/^is/i.test(operator?.[1] ?? '') || (value === '' && /^\s/.test(rest));
    if (column && operator?.[1] && whole) return { column, operator: operator[1].toLowerCase(), value };
  }
  return undefined;
}

function columnTest({ name: column, kind }: ColumnInfo, operator: string, given: string): RowTest {
  if (operator === 'is empty') return { test: 'empty', column };
  if (operator === 'is not empty') return { not: true, test: 'empty', column };
  if (given.trim() === '')
    throw new InputProblem(`What is "${column}" compared with?`, { hint: `Write a value after ${operator}` });
  if (operator === '=' || operator === '!=' || operator === '<>') {
    const values = splitOutside(given, /\s*\|\s*/y).map(unquoted);
    return { ...(operator === '=' ? {} : { not: true as const }), test: 'among', column, values };
  }
  if (operator !== ':') return { test: 'compare', column, operator: operator as '<', value: unquoted(given) };
  const range =
    kind === 'number' || kind === 'date' ? /^(\S.*?)\s*\.\.(<?)\s*(\S.*)$/.exec(given.trim()) : null;
  if (range?.[1] && range[3])
    return { test: 'range', column, from: range[1], to: range[3], ...(range[2] ? { below: true } : {}) };
  if (kind === 'text') return { test: 'contains', column, text: unquoted(given) };
  return { test: 'among', column, values: [unquoted(given)] };
}

/** A test as it is typed. */
export function writeTest(test: RowTest): string {
  const not = test.not ? 'not ' : '';
  if (test.test === 'contains' && test.column === undefined) return not + wordText(test.text);
  const column = columnText(test.column ?? '');
  switch (test.test) {
    case 'contains':
      return `${not}${column}: ${valueText(test.text)}`;
    case 'among':
      return `${column} ${test.not ? '!=' : '='} ${test.values.map(valueText).join(' | ')}`;
    case 'compare':
      return `${not}${column} ${test.operator} ${valueText(test.value)}`;
    case 'range':
      return `${not}${column}: ${test.from}..${test.below ? '<' : ''}${test.to}`;
    case 'empty':
      return `${column} is ${test.not ? 'not ' : ''}empty`;
  }
}

const columnText = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name) && name.toLowerCase() !== 'not'
    ? name
    : `"${name.replaceAll('"', '""')}"`;

const valueText = (value: string): string =>
  value === '' || /["|]|^\s|\s$|\sand\s|\s$/i.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** A word of the whole table; quoted where it would be read as more than one, or as a clause. */
const wordText = (text: string): string =>
  /^[\p{L}\p{N}][\p{L}\p{N}.,-]*$/u.test(text) && !/^(not|and)$/i.test(text)
    ? text
    : `"${text.replaceAll('"', '""')}"`;

const unquoted = (text: string): string => {
  const inner = /^\s*"((?:[^"]|"")*)"\s*$/.exec(text)?.[1];
  return inner === undefined ? text.trim() : inner.replaceAll('""', '"');
};

const words = (text: string): string[] =>
  (text.match(/"(?:[^"]|"")*"|\S+/g) ?? []).map(unquoted).filter((word) => word !== '');

/** Cuts a text where the (sticky) separator stands outside quotes. */
function splitOutside(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const quoted = text[at] === '"' ? /"(?:[^"]|"")*"/y : separator;
    quoted.lastIndex = at;
    const found = quoted.exec(text)?.[0];
    if (found && quoted === separator) {
      parts.push(text.slice(start, at));
      start = at + found.length;
    }
    at += found?.length || 1;
  }
  return [...parts, text.slice(start)];
}
