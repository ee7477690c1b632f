import { kindOfType } from '../../values/table';
import type { Database } from '../database';
import type { ImportPreview, ImportRequest } from '../import-api';
import type { Run } from '../run';
import { choicesOf, importedColumn } from './import-report';
import { openFile } from './open-file';
import { previewValues } from './preview-values';
import { planTable } from './table-plan';

const MOST_ROWS = 50;
const MOST_TROUBLED = 1000;

/** The beginning of a file, read as it would be imported: no table is made, and the rest of the file is not looked at. */
export async function previewImport(
  { look }: Database,
  request: ImportRequest,
  run: Run,
): Promise<ImportPreview> {
  const opened = await openFile(request, run);
  const { table, plan } = await planTable(opened.table, request.choices, request.chosenTypes ?? []);
  run.check();
  const kept = plan.columns.flatMap(({ fate }, position) => (fate === 'dropped' ? [] : [position]));
  const records = table.sample.slice(0, Math.min(table.headRows, MOST_ROWS));
  const read = await previewValues(look, plan, kept, records, request.salt ?? 'preview', run);
  return {
    report: {
      kind: table.kind,
      archive: opened.archive,
      format: plan.format,
      choices: choicesOf(request.choices, table, plan),
      confidence: table.confidence,
      doubtful: table.doubtful,
      second: table.second,
      parts: table.parts,
      preamble: table.preamble,
      notes: [...table.notes, ...plan.notes],
      rowRules: plan.rules.map(({ id, label, leftOut }) => ({ id, label, leftOut, count: 0 })),
    },
    columns: kept.flatMap((position) => {
      const column = plan.columns[position];
      if (!column) return [];
      const type = column.fate === 'hashed' ? 'VARCHAR' : column.plan.type;
      const info = { name: column.plan.name, type, kind: kindOfType(type) };
      return [importedColumn(info, column, { position }, NOTHING_COUNTED)];
    }),
    rows: records.map((record, row) => ({
      text: kept.map((position) => record[position] ?? ''),
      read: read[row] ?? [],
    })),
    troubled: [...(table.sampleReading?.rejected ?? []), ...(table.sampleReading?.repaired ?? [])]
      .sort((a, b) => a.line - b.line)
      .slice(0, MOST_TROUBLED),
  };
}

const NOTHING_COUNTED = { misfits: new Map<number, number>(), missing: new Map<number, never[]>() };
