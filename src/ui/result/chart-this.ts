import { suggestCharts, type KnownColumn, type Suggestion } from '../../charts/suggest';
import type { CellChart } from '../../charts/spec';
import type { RelationInfo } from '../../engine/api';
import type { Workspace } from '../../state/workspace.svelte';
import { setYamlValue } from '../../values/yaml-edit';
import { addBelow } from './table-actions';

/** Columns that are looked at for a guess: a scan each. */
const MOST_COLUMNS = 24;

/** Charts that suit a relation, the best first; none where it cannot be read now. */
export async function chartsFor(
  workspace: Workspace,
  { relation, columns, rowCount }: RelationInfo,
  signal?: AbortSignal,
): Promise<Suggestion[]> {
  const names = columns.slice(0, MOST_COLUMNS).map(({ name }) => name);
  const outcome = await workspace.engine.profile(relation, names, signal ? { signal } : {});
  if (!outcome.ok) return [];
  const known: KnownColumn[] = outcome.value;
  return suggestCharts(known, rowCount);
}

/** A chart's settings as the text of its cell. */
export function chartBody(
  relation: string,
  chart: Suggestion['chart'],
  before = `from: ${relation}\n`,
): string {
  const parts = [
    'mark',
    'x',
    'y',
    'color',
    'facet',
    'aggregate',
    'bins',
  ] as const satisfies (keyof CellChart)[];
  const from = setYamlValue(before, ['from'], relation);
  return parts.reduce((body, part) => setYamlValue(body, [part], chart[part]), from);
}

/** Adds a chart of the table below its cell, and opens its form. */
export async function chartThis(workspace: Workspace, info: RelationInfo, cellId: string): Promise<void> {
  const [best] = await chartsFor(workspace, info);
  const [first] = info.columns;
  if (!best && !first) return;
  const chart: Suggestion['chart'] = best?.chart ?? {
    mark: 'bar',
    aggregate: 'count',
    ...(first ? { x: first.name } : {}),
  };
  addBelow(workspace, cellId, 'chart', `${info.relation}_chart`, chartBody(info.relation, chart).trimEnd());
}
