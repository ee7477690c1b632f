import { ident, literal } from '../../sql/quote';
import { cellAt, kindOfType } from '../../values/table';
import type { Database } from '../database';
import { decodeTable } from '../decode';
import type { ImportPreview, ImportRequest } from '../import-api';
import type { Run } from '../run';
import { choicesOf, importedColumn } from './import-report';
import { openFile } from './open-file';
import { rawName, valueAt } from './row-sql';
import { planTable, type TablePlan } from './table-plan';

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
  const read = await valuesOf(look, plan, kept, records, request.salt ?? 'preview', run);
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

/** The values of some records as they would stand in the table, as text. */
async function valuesOf(
  look: Database['look'],
  plan: TablePlan,
  kept: readonly number[],
  records: readonly (readonly string[])[],
  salt: string,
  run: Run,
): Promise<(string | null)[][]> {
  if (records.length === 0 || kept.length === 0) return [];
  const width = plan.columns.length;
  const names = Array.from({ length: width }, (_, i) => ident(rawName(i))).join(', ');
  const rows = records.map((record) => `(${plan.columns.map((_, i) => textLiteral(record[i])).join(', ')})`);
  const values = kept.map(
    (position) => `CAST(${valueAt(plan, position, new Set(), salt)} AS VARCHAR) AS v${position}`,
  );
  const table = decodeTable(
    await look.query(
      `SELECT ${values.join(', ')} FROM (SELECT * FROM (VALUES ${rows.join(', ')}) AS t(${names}))`,
      run,
    ),
  );
  return records.map((_, row) =>
    table.columns.map((column) => {
      const value = cellAt(column, row);
      return value === null ? null : String(value);
    }),
  );
}

/** An empty value is missing, as in the file. */
const textLiteral = (text: string | undefined): string =>
  `CAST(${literal(text === undefined || text === '' ? null : text.replaceAll('\0', ''))} AS VARCHAR)`;
