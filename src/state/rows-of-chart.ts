import { chartSql } from '../cells/chart/chart-sql';
import { readChart } from '../cells/chart/kind';
import type { Cell } from '../notebook/document';
import { addWith } from './cell-actions';
import type { Workspace } from './workspace.svelte';

/** Adds the query of a chart's rows as a SQL cell below it; a chart that cannot be read is said. */
export function addRowsOfChart(workspace: Workspace, cell: Cell): void {
  void workspace.attempt(() => {
    const body = chartSql(readChart(cell.body, workspace.runs.context()));
    const index = workspace.notebook.cells.findIndex(({ id }) => id === cell.id);
    addWith(workspace, index + 1, { kind: 'sql', name: `${cell.name}_rows`, body });
  });
}
