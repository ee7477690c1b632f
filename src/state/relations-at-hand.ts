import type { RelationAtHand } from '../cells/sql/data-at-hand';
import type { Workspace } from './workspace.svelte';

/** Every table that exists now with its columns: the sources in the notebook's order, then what cells made. */
export function relationsAtHand(workspace: Workspace): RelationAtHand[] {
  const { runs } = workspace;
  const known = (relation: string): RelationAtHand[] => {
    const info = runs.tables.get(relation.toLowerCase());
    return info
      ? [{ relation: info.relation, columns: info.columns, labels: workspace.labels(info.relation) }]
      : [];
  };
  const sources = workspace.notebook.document.frontMatter.sources.flatMap(({ name }) => known(name));
  const made = [...runs.tables.keys()].filter((name) => !runs.plan.sources.has(name));
  return [...sources, ...made.flatMap(known)];
}
