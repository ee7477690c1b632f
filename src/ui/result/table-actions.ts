import { addCell } from '../../notebook/edit';
import { freshName } from '../../notebook/rename';
import { ident } from '../../sql/quote';
import { filterSql } from '../../sql/row-filter';
import * as cellActions from '../../state/cell-actions';
import type { TableLook } from '../../state/table-looks.svelte';
import type { Workspace } from '../../state/workspace.svelte';
import { columnNamed, type ColumnInfo } from '../../values/table';

/** The rows and columns of a table as they are looked at, as SQL that a cell can hold. */
export function sqlOfLook(look: TableLook, relation: string, columns: readonly ColumnInfo[]): string {
  const names = columns.map(({ name }) => name);
  const shown = look.arranged(names).map(({ name }) => name);
  const same = shown.length === names.length && shown.every((name, index) => name === names[index]);
  const where = look.filter.map((test) => filterSql([test], columns));
  const order = look.sort.flatMap(({ column, descending }) => {
    const found = columnNamed(columns, column);
    return found ? [`${ident(found.name)}${descending ? ' DESC' : ''} NULLS LAST`] : [];
  });
  return [
    `SELECT ${same ? '*' : shown.map(ident).join(', ')}`,
    `FROM ${ident(relation)}`,
    ...(where.length > 0 ? [`WHERE ${where.join('\n  AND ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.join(', ')}`] : []),
  ].join('\n');
}

/** Puts a new cell below another one and goes there. */
export function addBelow(
  workspace: Workspace,
  cellId: string,
  kind: 'sql' | 'chart',
  base: string,
  body: string,
): void {
  const { notebook } = workspace;
  const name = freshName(notebook.document, base, kind);
  const index = notebook.cells.findIndex(({ id }) => id === cellId) + 1;
  const before = new Set(notebook.cells.map(({ id }) => id));
  workspace.edit(`Add ${name}`, (document) => addCell(document, index, { kind, name, body }));
  const added = notebook.cells.find(({ id }) => !before.has(id));
  if (!added) return;
  if (kind === 'chart') workspace.editing = added.id;
  cellActions.focus(workspace, added.id);
}
