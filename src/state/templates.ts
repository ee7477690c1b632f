import { filledTemplates } from '../cells/sql/templates';
import type { RelationAtHand } from '../cells/sql/data-at-hand';
import { addWith } from './cell-actions';
import type { Workspace } from './workspace.svelte';

/** The templates with their queries on the tables that exist now. */
export function templatesOf(workspace: Workspace): ReturnType<typeof filledTemplates> {
  const { runs } = workspace;
  const known = (relation: string): RelationAtHand[] => {
    const info = runs.tables.get(relation.toLowerCase());
    const labels = info ? workspace.labels(info.relation) : {};
    return info ? [{ relation: info.relation, columns: info.columns, labels }] : [];
  };
  const sources = workspace.notebook.document.frontMatter.sources.flatMap(({ name }) => known(name));
  const made = [...runs.tables.keys()].filter((name) => !runs.plan.sources.has(name));
  return filledTemplates(sources, made.flatMap(known));
}

/** Adds the query of a template as a cell at an index (below the chosen cell where none is given), which runs. */
export function addTemplate(
  workspace: Workspace,
  { template: { name, title }, sql }: ReturnType<typeof filledTemplates>[number],
  index: number | null = null,
): void {
  if (sql === null) return;
  const { cells } = workspace.notebook;
  const selected = cells.findIndex(({ id }) => id === workspace.selected);
  const place = index ?? (selected < 0 ? cells.length : selected + 1);
  addWith(workspace, place, { kind: 'sql', name, title, body: sql });
}
