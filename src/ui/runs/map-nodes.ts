import type { Cell } from '../../notebook/document';
import type { CellStatus } from '../../state/cell-run';
import type { Workspace } from '../../state/workspace.svelte';
import type { MapNode } from './map-layout';

/** A source or a cell as the map and the list show it. */
export interface ShownNode extends MapNode {
  label: string;
  /** The cell's kind, or `source`. */
  kind: string;
  status: CellStatus | 'waiting';
  /** The cell to go to; null for a source. */
  cell: Cell | null;
}

/** Every source and every cell that runs, in the order of the page, with what it reads. */
export function mapNodes(workspace: Workspace): ShownNode[] {
  const { notebook, runs, sources } = workspace;
  const sourceNodes = notebook.document.frontMatter.sources.map(({ name }): ShownNode => {
    const status = sources.get(name)?.status;
    return {
      ...{ id: `source:${name.toLowerCase()}`, reads: [], label: name, kind: 'source', cell: null },
      status: status === 'ready' ? 'done' : status === 'reading' ? 'running' : 'failed',
    };
  });
  const cellNodes = notebook.cells
    .filter(({ kind }) => kind !== 'text')
    .map((cell): ShownNode => ({
      ...{ id: cell.id, label: cell.name, kind: cell.kind, cell },
      reads: [
        ...runs.plan.graph.sources(cell.id).map((name) => `source:${name.toLowerCase()}`),
        ...runs.plan.graph.parents(cell.id),
      ],
      status: runs.due.has(cell.id) && runs.running !== cell.id ? 'waiting' : runs.statusOf(cell),
    }));
  return [...sourceNodes, ...cellNodes];
}

/** Everything that a node needs or that needs it, itself included. */
export function relatedTo(id: string, nodes: readonly MapNode[]): Set<string> {
  const reads = new Map(nodes.map((node) => [node.id, node.reads]));
  const readers = new Map<string, string[]>();
  for (const node of nodes)
    for (const read of node.reads) readers.set(read, [...(readers.get(read) ?? []), node.id]);
  const related = new Set([id]);
  for (const edges of [reads, readers]) {
    const seen = new Set([id]);
    for (const one of seen) for (const next of edges.get(one) ?? []) seen.add(next);
    for (const one of seen) related.add(one);
  }
  return related;
}
