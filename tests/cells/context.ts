import type { KindContext } from '../../src/cells/kind';
import type { ColumnKind } from '../../src/values/table';

/** A context with relations, their columns by kind, and labels. */
export const contextOf = (
  relations: Record<string, Record<string, ColumnKind>>,
  labels: Record<string, Record<string, string>> = {},
  variables: string[] = [],
): KindContext => ({
  relations: new Set(Object.keys(relations)),
  variables: new Set(variables),
  columns: (relation) => {
    const kinds = relations[relation];
    return kinds && Object.entries(kinds).map(([name, kind]) => ({ name, kind, type: kind.toUpperCase() }));
  },
  labels: (relation) => labels[relation] ?? {},
  notebookAsOf: null,
});
