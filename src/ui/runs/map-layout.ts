/** Who reads whom, in columns: what reads nothing stands left, each other one right of all it reads. */
export interface MapNode {
  id: string;
  /** Ids of what it reads. */
  reads: readonly string[];
}
export interface PlacedNode {
  id: string;
  column: number;
  row: number;
}
export interface MapLayout {
  nodes: readonly PlacedNode[];
  edges: readonly { from: string; to: string }[];
  columns: number;
  rows: number;
  /** Ids of what neither reads nor is read, in the given order. */
  alone: readonly string[];
}

/**
 * Places nodes for drawing: in columns by the longest way from what reads nothing, in rows near what they read. Nodes
 * of a cycle are placed as if the reading that closes it were not there. Time grows with nodes and edges alone.
 */
export function layoutMap(nodes: readonly MapNode[]): MapLayout {
  const known = new Map(nodes.map((node) => [node.id, node]));
  const edges = nodes.flatMap(({ id, reads }) =>
    [...new Set(reads)].filter((from) => known.has(from) && from !== id).map((from) => ({ from, to: id })),
  );
  const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const placed = nodes.filter(({ id }) => linked.has(id));
  const columnOf = columnsOf(placed, known);
  const columns: string[][] = [];
  for (const { id } of placed) (columns[columnOf.get(id) ?? 0] ??= []).push(id);
  untangle(columns, edges);
  return {
    nodes: columns.flatMap((ids, column) => ids.map((id, row) => ({ id, column, row }))),
    edges,
    columns: columns.length,
    rows: Math.max(0, ...columns.map((ids) => ids.length)),
    alone: nodes.filter(({ id }) => !linked.has(id)).map(({ id }) => id),
  };
}

function columnsOf(nodes: readonly MapNode[], known: ReadonlyMap<string, MapNode>): Map<string, number> {
  const columns = new Map<string, number>();
  const open = new Set<string>();
  // Without recursion: a chain may be as long as the notebook.
  for (const { id: start } of nodes) {
    const stack = [start];
    while (stack.length > 0) {
      const id = stack.at(-1) ?? '';
      const reads = (known.get(id)?.reads ?? []).filter((one) => known.has(one) && one !== id);
      const next = columns.has(id) ? undefined : reads.find((one) => !columns.has(one) && !open.has(one));
      open.add(id);
      if (next !== undefined) stack.push(next);
      else {
        stack.pop();
        open.delete(id);
        if (!columns.has(id))
          columns.set(id, Math.max(-1, ...reads.map((one) => columns.get(one) ?? -1)) + 1);
      }
    }
  }
  return columns;
}

const SWEEPS = 4;

/** Sorts each column by the mean place of its neighbours in the columns before and after, some times over. */
function untangle(columns: string[][], edges: readonly { from: string; to: string }[]): void {
  const sources = new Map<string, string[]>();
  const readers = new Map<string, string[]>();
  for (const { from, to } of edges) {
    sources.set(to, [...(sources.get(to) ?? []), from]);
    readers.set(from, [...(readers.get(from) ?? []), to]);
  }
  const places = new Map<string, number>();
  const settle = (ids: readonly string[]): void =>
    ids.forEach((id, row) => places.set(id, row / Math.max(1, ids.length - 1)));
  columns.forEach(settle);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const neighbours = sweep % 2 === 0 ? sources : readers;
    const mean = (id: string): number => {
      const near = (neighbours.get(id) ?? []).map((one) => places.get(one) ?? 0);
      return near.length ? near.reduce((sum, place) => sum + place, 0) / near.length : (places.get(id) ?? 0);
    };
    for (const ids of columns) {
      const means = new Map(ids.map((id) => [id, mean(id)]));
      ids.sort((one, other) => (means.get(one) ?? 0) - (means.get(other) ?? 0));
      settle(ids);
    }
  }
}
