import type { ImportReport } from '../engine/api';
import type { DeclaredSource } from '../notebook/document';
import type { SourceState } from './source-state';

/**
 * A source in the results file: what it is, and how its file was read. Where columns were dropped or hashed the text of
 * lines is left out, because it may hold what was to go.
 */
export function sourceEntry(
  { name, file, sha256, rows }: DeclaredSource,
  state: SourceState | undefined,
): Record<string, unknown> {
  const report = state?.report;
  return {
    name,
    file: state?.file ? state.fileName : file,
    sha256: state?.sha256 ?? sha256,
    rows: report?.rows ?? rows,
    rejected: report?.rejectedCount ?? 0,
    ...(report ? { import: readingEntry(report) } : {}),
  };
}

function readingEntry(report: ImportReport): Record<string, unknown> {
  const { bytes, lines, kind, archive, format, doubtful, confidence, dropped, duplicateRows, keys } = report;
  const { types: _types, values: _values, ...choices } = report.choices;
  const bare = dropped.length > 0 || report.columns.some(({ hashed }) => hashed);
  const said = (list: ImportReport['rejected']) =>
    list.map(({ line, reason, text }) => ({ line, reason, ...(bare ? {} : { text }) }));
  return {
    ...{ bytes, lines, kind, archive, format: format?.id ?? null, choices, confidence, doubtful },
    ...{ dropped, duplicate_rows: duplicateRows, keys },
    mended: report.repairedCount,
    rejected_lines: said(report.rejected),
    mended_lines: said(report.repaired),
    rows_left_out: report.rowRules.map(({ id, label, count, leftOut }) => ({
      ...{ id, label, count, left_out: leftOut },
    })),
    columns: report.columns.map(({ name, type, misfits, changed, hashed, note }) => ({
      ...{ name, type, misfits, changed, hashed, note: note ?? null },
    })),
    notes: report.notes.map(({ text }) => text),
  };
}
