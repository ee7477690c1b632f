import { kindOf } from '../cells/kinds';
import type { CellReads, NamesContext } from '../cells/kind';
import { formatList } from '../values/format';
import type { Cell, DocumentProblem, NotebookDocument } from './document';
import { cellsOf } from './parse';

/** Who reads whom: by cell id. Made anew after every edit (a scan of the texts); never throws. */
export interface CellGraph {
  /** Every cell, each after all it reads; equal ones as on the page. Cells in or behind a cycle come last. */
  readonly order: readonly string[];
  /** What the cell's text names: relations (known or not) and inputs, lower case. */
  reads(id: string): CellReads;
  /** The cells it reads directly. */
  parents(id: string): readonly string[];
  /** All cells it needs, in the order of running; without itself. */
  ancestors(id: string): string[];
  /** All cells that need it, in the order of running; without itself. */
  descendants(id: string): string[];
  /** All cells that need a source (by its name), in the order of running. */
  readersOf(source: string): string[];
  /** Names of the sources it reads directly. */
  sources(id: string): readonly string[];
  /** Relations that nobody makes: what the cell waits for. */
  missing(id: string): readonly string[];
  /** Each cycle as a problem that names its cells, once per cell in it. */
  readonly cycles: readonly (DocumentProblem & { cellId: string })[];
}

/** What the cells can read: sources and published tables, and inputs; lower case. */
export function namesOf(document: NotebookDocument): NamesContext {
  const cells = cellsOf(document);
  const published = cells.flatMap((cell) => kindOf(cell.kind)?.publishes(cell.name, cell.kind) ?? []);
  const sources = document.frontMatter.sources.map((source) => source.name);
  const inputs = cells.filter((cell) => cell.kind === 'input').map((cell) => cell.name);
  const lower = (names: readonly string[]): Set<string> => new Set(names.map((name) => name.toLowerCase()));
  return { relations: lower([...sources, ...published]), variables: lower(inputs) };
}

export function graphOf(document: NotebookDocument): CellGraph {
  const cells = cellsOf(document);
  const names = namesOf(document);
  const sources = new Set(document.frontMatter.sources.map((source) => source.name.toLowerCase()));
  const makers = makersOf(cells);
  const readsById = new Map(cells.map((cell) => [cell.id, readsOf(cell, names)]));
  const reads = (id: string): CellReads => readsById.get(id) ?? { relations: [], variables: [] };
  const parents = new Map(cells.map((cell) => [cell.id, parentsOf(reads(cell.id), makers)]));
  const children = reversed(parents);
  const order = runningOrder(cells, parents);
  const sorted = (ids: Set<string>): string[] => order.filter((id) => ids.has(id));
  const readersOf = (source: string): string[] => {
    const direct = cells.filter((cell) => reads(cell.id).relations.includes(source.toLowerCase()));
    const all = new Set(direct.map((cell) => cell.id));
    for (const cell of direct) for (const id of reachable(cell.id, children)) all.add(id);
    return sorted(all);
  };
  return {
    ...{ order, reads, readersOf, cycles: cyclesOf(cells, parents) },
    parents: (id) => parents.get(id) ?? [],
    ancestors: (id) => sorted(reachable(id, parents)).filter((other) => other !== id),
    descendants: (id) => sorted(reachable(id, children)).filter((other) => other !== id),
    sources: (id) => reads(id).relations.filter((name) => sources.has(name)),
    missing: (id) => reads(id).relations.filter((name) => !names.relations.has(name)),
  };
}

type Edges = ReadonlyMap<string, readonly string[]>;

const readsOf = (cell: Cell, names: NamesContext): CellReads =>
  kindOf(cell.kind)?.reads(cell.body, names) ?? { relations: [], variables: [] };

/** The cell behind each relation and each `$name`; of cells that collide, the first. */
function makersOf(cells: readonly Cell[]): Map<string, string> {
  const makers = new Map<string, string>();
  const add = (name: string, id: string): void => {
    if (!makers.has(name)) makers.set(name, id);
  };
  for (const cell of cells) {
    if (cell.kind === 'input') add(`$${cell.name.toLowerCase()}`, cell.id);
    for (const name of kindOf(cell.kind)?.publishes(cell.name, cell.kind) ?? [])
      add(name.toLowerCase(), cell.id);
  }
  return makers;
}

function parentsOf(reads: CellReads, makers: ReadonlyMap<string, string>): string[] {
  const names = [...reads.relations, ...reads.variables.map((name) => `$${name}`)];
  const ids = names.map((name) => makers.get(name)).filter((id) => id !== undefined);
  return [...new Set(ids)];
}

function reversed(edges: Edges): Edges {
  const back = new Map<string, string[]>([...edges.keys()].map((id) => [id, []]));
  for (const [id, parents] of edges) for (const parent of parents) back.get(parent)?.push(id);
  return back;
}

/** All that can be reached by at least one step; holds the start only where it is in a cycle. */
function reachable(start: string, edges: Edges): Set<string> {
  const found = new Set<string>();
  const open = [...(edges.get(start) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(edges.get(id) ?? []));
  }
  return found;
}

function runningOrder(cells: readonly Cell[], parents: Edges): string[] {
  const order: string[] = [];
  const placed = new Set<string>();
  let left = cells.map((cell) => cell.id);
  while (left.length > 0) {
    const ready = left.find((id) => (parents.get(id) ?? []).every((parent) => placed.has(parent)));
    if (ready === undefined) return [...order, ...left];
    order.push(ready);
    placed.add(ready);
    left = left.filter((id) => id !== ready);
  }
  return order;
}

function cyclesOf(cells: readonly Cell[], parents: Edges): (DocumentProblem & { cellId: string })[] {
  const reach = new Map(cells.map((cell) => [cell.id, reachable(cell.id, parents)]));
  const inCycle = cells.filter((cell) => reach.get(cell.id)?.has(cell.id));
  return inCycle.map((cell) => {
    const group = inCycle.filter(
      (other) => reach.get(cell.id)?.has(other.id) && reach.get(other.id)?.has(cell.id),
    );
    const names = group.map((other) => `\`${other.name}\``);
    const message =
      names.length === 1
        ? `The cell ${formatList(names)} reads itself.`
        : `The cells ${formatList(names)} read each other in a circle, so none of them can run.`;
    return { message, hint: 'Let one of them read something else.', cellId: cell.id };
  });
}
