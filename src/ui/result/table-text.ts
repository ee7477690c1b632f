import type { ColumnInfo } from '../../values/table';

/** A rectangle of cells as text that other programs take. */

/** Tab-separated, as spreadsheets paste it; fields with tabs, quotes or lines are quoted. */
export function tabSeparated(rows: Iterable<readonly string[]>): string {
  const field = (text: string): string => (/[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return Array.from(rows, (row) => row.map(field).join('\t')).join('\n');
}

/** An HTML table, as documents paste it. Text says that it is text, so that Excel leaves 007 and =1+1 as they stand. */
export function htmlTable(
  columns: readonly ColumnInfo[],
  rows: readonly (readonly string[])[],
  heads: boolean,
): string {
  const open = columns.map(({ kind }) =>
    kind === 'number'
      ? '<td style="text-align:right">'
      : kind === 'text'
        ? `<td style='mso-number-format:"\\@"'>`
        : '<td>',
  );
  const head = heads
    ? `<thead><tr>${columns.map(({ name }) => `<th>${escaped(name)}</th>`).join('')}</tr></thead>`
    : '';
  const body = rows.map(
    (row) => `<tr>${row.map((text, index) => `${open[index]}${escaped(text)}</td>`).join('')}</tr>`,
  );
  return `<meta charset="utf-8"><table>${head}<tbody>${body.join('')}</tbody></table>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\r?\n/g, '<br>');

/** A Markdown table with its headings, numbers to the right. Whatever the cells hold stays text in its cell. */
export function markdownTable(columns: readonly ColumnInfo[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inCell).join(' | ')} |`;
  const rule = columns.map(({ kind }) => (kind === 'number' ? '--:' : '---'));
  return `${[line(columns.map(({ name }) => name)), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')}\n`;
}

const inCell = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/\r?\n/g, '<br>')
    .trim();
