import { formatCount, formatDate, formatNumber, formatTimestamp } from '../values/format';
import { cellAt, type Column, type Table } from '../values/table';
import type { CellResult } from './cell-run';

const MOST_ROWS = 30;

/** A result as Markdown: the findings as a list, then the first 30 rows of its main table. */
export function resultMarkdown(result: CellResult): string {
  if (result.type === 'chart') return tableMarkdown(result.value.rows, result.value.rows.rowCount);
  if (result.type === 'sql') return tableMarkdown(result.value.firstRows, result.value.rowCount);
  const findings = result.value.findings.map(({ text }) => `- ${text}`).join('\n');
  const main = result.value.tables[0];
  return [findings, main ? tableMarkdown(main.firstRows, main.rowCount) : ''].filter(Boolean).join('\n\n');
}

function tableMarkdown({ columns, rowCount: held }: Table, rowCount: number): string {
  const shown = Math.min(held, MOST_ROWS);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = Array.from({ length: shown }, (_, row) =>
    line(columns.map((column) => escaped(valueText(column, row)))),
  );
  const left = rowCount > shown ? [`\nFirst ${formatCount(shown)} of ${formatCount(rowCount)} rows.`] : [];
  return [
    line(columns.map(({ name }) => escaped(name))),
    line(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'))),
    ...rows,
    ...left,
  ].join('\n');
}

function valueText(column: Column, row: number): string {
  const value = cellAt(column, row);
  if (value === null) return '';
  if (column.kind === 'date')
    return column.type === 'DATE' ? formatDate(Number(value)) : formatTimestamp(Number(value));
  return typeof value === 'number'
    ? Number.isInteger(value)
      ? String(value)
      : formatNumber(value, 6)
    : String(value);
}

const escaped = (text: string): string => text.replace(/[\\|]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
