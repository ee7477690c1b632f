import type { Engine } from '../engine/client';
import { cellAt, type Cell as Value, type Column, type Table } from '../values/table';
import type { NotebookState } from './notebook.svelte';
import { publishedBy } from './plan';
import { sourceEntry } from './results-sources';
import type { RunsState } from './runs.svelte';
import type { SourcesState } from './sources.svelte';

const MOST_ROWS = 100_000;
const PAGE = 10_000;

/**
 * Everything the notebook computed as one JSON file (notebook-format.md, Results file), built in pieces so that large
 * tables never stand in memory twice. Numbers at full precision; NaN and infinities null; dates as ISO strings.
 */
export async function resultsFile(
  notebook: NotebookState,
  runs: RunsState,
  sources: SourcesState,
  engine: Engine,
  version: string,
): Promise<Blob> {
  const { title, asOf, sources: declared } = notebook.document.frontMatter;
  const parts: string[] = [
    `{"soundings":1,"notebook":${JSON.stringify(title)},"engine":${JSON.stringify(version)},"asOf":${JSON.stringify(asOf)},"sources":`,
    JSON.stringify(declared.map((source) => sourceEntry(source, sources.get(source.name)))),
    ',"cells":[',
  ];
  let first = true;
  for (const cell of notebook.cells) {
    if (cell.kind === 'text') continue;
    parts.push(first ? '\n' : ',\n');
    first = false;
    const run = runs.get(cell.id);
    const findings =
      run.result?.type === 'analysis' ? run.result.value.findings.map(({ text }) => plain(text)) : [];
    const status = runs.statusOf(cell);
    const head = {
      name: cell.name,
      kind: cell.kind,
      status: status === 'running' || status === 'idle' ? 'stale' : status,
    };
    const error = run.problem?.reason === 'stopped' ? null : (run.problem?.message ?? null);
    parts.push(JSON.stringify({ ...head, error, findings }).slice(0, -1), ',"tables":{');
    const published = publishedBy(cell).filter((name) => runs.tables.has(name));
    for (const [index, name] of published.entries()) {
      if (index > 0) parts.push(',');
      await pushTable(parts, name, engine);
    }
    parts.push('}}');
  }
  parts.push('\n]}\n');
  return new Blob(parts, { type: 'application/json' });
}

/** A finding without its bold marks. */
const plain = (text: string): string => text.replace(/\\([*\\])|\*\*/g, '$1');

async function pushTable(parts: string[], name: string, engine: Engine): Promise<void> {
  const info = await engine.describe(name);
  if (!info.ok) throw new Error(info.problem.message);
  const { columns, rowCount } = info.value;
  parts.push(
    `${JSON.stringify(name)}:{"columns":${JSON.stringify(columns.map(({ name, type }) => ({ name, type })))},"rows":[`,
  );
  for (let offset = 0; offset < Math.min(rowCount, MOST_ROWS); offset += PAGE) {
    const page = await engine.page({ relation: name, offset, limit: Math.min(PAGE, MOST_ROWS - offset) });
    if (!page.ok) throw new Error(page.problem.message);
    if (offset > 0) parts.push(',');
    parts.push(rowsText(page.value));
  }
  parts.push(`],"row_count":${rowCount}${rowCount > MOST_ROWS ? ',"truncated":true' : ''}}`);
}

function rowsText(table: Table): string {
  const rows: string[] = [];
  for (let row = 0; row < table.rowCount; row++)
    rows.push(JSON.stringify(table.columns.map((column) => jsonValue(column, cellAt(column, row)))));
  return rows.join(',');
}

function jsonValue(column: Column, value: Value): Value {
  if (value === null || column.kind !== 'date') return value;
  const text = new Date(value as number).toISOString();
  return column.type === 'DATE' ? text.slice(0, 10) : text;
}
