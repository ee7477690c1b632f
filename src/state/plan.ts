import { kindOf } from '../cells/kinds';
import type { NamesContext } from '../cells/kind';
import type { Cell, NotebookDocument } from '../notebook/document';
import { fingerprint } from './fingerprint';

/** Who reads whom, read from the texts alone. Rebuilt whenever an edit counts. */
export interface Plan {
  names: NamesContext;
  /** The cell that publishes a relation (lower case), by cell id. */
  publisher: ReadonlyMap<string, string>;
  /** The input cell that sets `$name` (lower case), by cell id. */
  setter: ReadonlyMap<string, string>;
  sources: ReadonlySet<string>;
  cells: ReadonlyMap<string, PlannedCell>;
  /** Cell ids, every cell after the cells it reads where that is possible. */
  order: readonly string[];
}
export interface PlannedCell {
  cell: Cell;
  /** Sources read, lower case. */
  sources: string[];
  /** Cells read, inputs among them, by id. */
  parents: string[];
  /** Relations named that nothing in the notebook makes. */
  unknown: string[];
  publishes: string[];
  /** The names of the cells of a cycle through this one. */
  cycle: string[] | null;
}

/** `bodyOf` gives the text that counts: for a cell being typed in, the text before the typing. */
export function planOf(document: NotebookDocument, bodyOf: (cell: Cell) => string): Plan {
  const cells = document.segments
    .filter((segment) => segment.type === 'cell')
    .filter((cell) => kindOf(cell.kind));
  const publisher = new Map<string, string>();
  const setter = new Map<string, string>();
  for (const cell of cells) {
    for (const relation of kindOf(cell.kind)?.publishes(cell.name, cell.kind) ?? [])
      publisher.set(relation.toLowerCase(), cell.id);
    if (cell.kind === 'input') setter.set(cell.name.toLowerCase(), cell.id);
  }
  const sources = new Set(document.frontMatter.sources.map((source) => source.name.toLowerCase()));
  const names = { relations: new Set([...publisher.keys(), ...sources]), variables: new Set(setter.keys()) };
  const planned = new Map<string, PlannedCell>();
  for (const cell of cells)
    planned.set(cell.id, plannedCell(cell, bodyOf(cell), { names, publisher, setter, sources }));
  const order = orderOf(planned);
  return { names, publisher, setter, sources, cells: planned, order };
}

function plannedCell(
  cell: Cell,
  body: string,
  known: Pick<Plan, 'names' | 'publisher' | 'setter' | 'sources'>,
): PlannedCell {
  const kind = kindOf(cell.kind);
  const reads = kind?.reads(body, known.names) ?? { relations: [], variables: [] };
  const relations = reads.relations.map((name) => name.toLowerCase());
  const parents = [
    ...relations.flatMap((name) => known.publisher.get(name) ?? []),
    ...reads.variables.flatMap((name) => known.setter.get(name.toLowerCase()) ?? []),
  ];
  return {
    cell,
    sources: relations.filter((name) => known.sources.has(name)),
    parents: [...new Set(parents)],
    unknown: relations.filter((name) => !known.names.relations.has(name)),
    publishes: (kind?.publishes(cell.name, cell.kind) ?? []).map((name) => name.toLowerCase()),
    cycle: null,
  };
}

/** Depth first; a cell met again while it is open closes a cycle, which every cell on it is told. */
function orderOf(planned: Map<string, PlannedCell>): string[] {
  const order: string[] = [];
  const seen = new Set<string>();
  const open: string[] = [];
  const visit = (id: string): void => {
    const start = open.indexOf(id);
    if (start >= 0) {
      const names = open.slice(start).map((member) => planned.get(member)?.cell.name ?? '');
      for (const member of open.slice(start)) {
        const cell = planned.get(member);
        if (cell) planned.set(member, { ...cell, cycle: [...names, names[0] ?? ''] });
      }
      return;
    }
    if (seen.has(id)) return;
    seen.add(id);
    open.push(id);
    for (const parent of planned.get(id)?.parents ?? []) visit(parent);
    open.pop();
    order.push(id);
  };
  for (const id of planned.keys()) visit(id);
  return order;
}

/** Ids of all cells that read this one, directly or not. */
export function descendants(plan: Plan, id: string): Set<string> {
  const found = new Set<string>();
  for (const candidate of plan.order)
    if (plan.cells.get(candidate)?.parents.some((parent) => parent === id || found.has(parent)))
      found.add(candidate);
  return found;
}

/**
 * What a cell's result depends on, as one hash: its text, its ancestors' texts, and the versions of the sources. Equal
 * fingerprints mean that a result kept is the result a run would give.
 */
export function fingerprints(
  plan: Plan,
  bodyOf: (cell: Cell) => string,
  outside: { source(name: string): string; asOf: string | null; labels(source: string): string },
): Map<string, string> {
  const result = new Map<string, string>();
  for (const id of plan.order) {
    const planned = plan.cells.get(id);
    if (!planned) continue;
    const { cell, parents, sources, unknown } = planned;
    const read = sources.map((name) => `${outside.source(name)}\n${outside.labels(name)}`);
    const above = parents.map((parent) => result.get(parent) ?? 'cycle');
    result.set(
      id,
      fingerprint(cell.kind, cell.name, bodyOf(cell), outside.asOf ?? '', ...read, ...above, ...unknown),
    );
  }
  return result;
}
