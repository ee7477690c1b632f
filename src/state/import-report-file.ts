import type { ImportReport } from '../engine/api';
import type { ReportedLine } from '../engine/import-api';
import { formatBytes, formatCount, formatList } from '../values/format';
import { download, fileNameOf } from './download';
import type { Workspace } from './workspace.svelte';

/** The report of a source as Markdown, to go with the data. */
export function saveReport(workspace: Workspace, relation: string): void {
  const state = workspace.sources.get(relation);
  if (!state?.report) return;
  const file = new Blob([reportText(state.report, state.sha256)], { type: 'text/markdown' });
  download(file, `${fileNameOf(relation)}.import-report.md`);
}

/** The rejected lines as CSV: their number, the reason, their text. */
export function saveRejected(workspace: Workspace, relation: string): void {
  const report = workspace.sources.get(relation)?.report;
  if (!report) return;
  const file = new Blob([rejectedCsv(report.rejected)], { type: 'text/csv' });
  download(file, `${fileNameOf(relation)}.rejected.csv`);
}

/** Everything a report says, as Markdown; the text of lines is fenced, so that nothing in it is Markdown. */
export function reportText(report: ImportReport, sha256: string | null): string {
  const facts: [string, string][] = [
    ['File', report.fileName],
    ['Bytes', `${formatCount(report.bytes)} (${formatBytes(report.bytes)})`],
    ...(sha256 ? [['SHA-256', sha256] as [string, string]] : []),
    ['Kind', [report.kind, report.archive, report.format?.label].filter(Boolean).join(', ')],
    ['Encoding', report.choices.encoding ?? '–'],
    ['Delimiter', JSON.stringify(report.choices.delimiter ?? '')],
    ['Quote', JSON.stringify(report.choices.quote ?? '')],
    ['Header rows', String(report.choices.header ?? '–')],
    ['Lines of data', formatCount(report.lines)],
    ['Rows read', formatCount(report.rows)],
    ['Rejected', formatCount(report.rejectedCount)],
    ['Mended', formatCount(report.repairedCount)],
    ['Duplicate rows', report.duplicateRows === null ? 'not counted' : formatCount(report.duplicateRows)],
    ['Keys', formatList(report.keys) || 'none'],
    ['Dropped columns', formatList(report.dropped) || 'none'],
  ];
  return [
    `# How ${inline(report.fileName)} was read`,
    '',
    ...facts.map(([what, said]) => `- ${what}: ${inline(said)}`),
    ...section(
      'Notes',
      report.notes.map(({ text }) => `- ${text}`),
    ),
    ...section(
      'Rows left out or marked',
      report.rowRules.map(
        ({ label, count, leftOut }) => `- ${label}: ${formatCount(count)}, ${leftOut ? 'left out' : 'kept'}`,
      ),
    ),
    ...section('Columns', [
      '| column | type | did not fit | about |',
      '|---|---|---|---|',
      ...report.columns.map(columnLine),
    ]),
    ...linesSection('Rejected lines', report.rejected),
    ...linesSection('Mended lines', report.repaired),
    ...linesSection('Lines before the table', report.preamble),
    ...linesSection('Lines after the table', report.footer),
    '',
  ].join('\n');
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];

function columnLine({
  name,
  type,
  misfits,
  changed,
  note,
  missingAs,
  label,
  hashed,
}: ImportReport['columns'][number]): string {
  const about = [
    ...(label ? [label] : []),
    ...(hashed ? ['replaced by salted hashes'] : []),
    ...changed,
    ...(note ? [note] : []),
    ...missingAs.map(({ spelling, count }) => `“${spelling}” is missing (${formatCount(count)})`),
  ];
  return `| ${[name, type, misfits > 0 ? formatCount(misfits) : '', about.join('; ')].map(inTable).join(' | ')} |`;
}

function linesSection(title: string, lines: readonly ReportedLine[]): string[] {
  if (lines.length === 0) return [];
  const text = lines.map(({ line, reason, text }) => `${line}: ${reason}: ${text}`).join('\n');
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return ['', `## ${title}`, '', fence, text, fence];
}

const inline = (text: string): string => text.replaceAll(/[\r\n]+/g, ' ');
const inTable = (text: string): string => inline(text).replaceAll('|', '\\|');

/** RFC 4180, a line feed a record; every text is quoted. */
export const rejectedCsv = (lines: readonly ReportedLine[]): string =>
  [
    'line,reason,text',
    ...lines.map(({ line, reason, text }) => `${line},${quoted(reason)},${quoted(text)}`),
    '',
  ].join('\n');

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
