import { kindOf } from '../cells/kinds';
import type { NamesContext } from '../cells/kind';
import type { Cell, NotebookDocument } from '../notebook/document';
import { graphOf, namesOf, type CellGraph } from '../notebook/order';
import { cellsOf } from '../notebook/parse';
import type { Problem } from '../values/problem';
import { fingerprint } from './fingerprint';

/** What runs after what, with the texts that count. Made anew whenever an edit counts. */
export interface Plan {
  graph: CellGraph;
  names: NamesContext;
  /** Cells of kinds this version knows, by id, with the body that counts. */
  cells: ReadonlyMap<string, Cell>;
  /** The cell that publishes a relation (lower case), by cell id. */
  publisher: ReadonlyMap<string, string>;
  /** Names of the sources, lower case. */
  sources: ReadonlySet<string>;
  cycles: ReadonlyMap<string, Problem>;
}

/** For a cell being typed in, `draft` holds the text before the typing, which still counts. */
export function planOf(document: NotebookDocument, draft: { id: string; body: string } | null): Plan {
  const counting: NotebookDocument = draft
    ? {
        ...document,
        segments: document.segments.map((segment) =>
          segment.type === 'cell' && segment.id === draft.id ? { ...segment, body: draft.body } : segment,
        ),
      }
    : document;
  const cells = new Map(
    cellsOf(counting).flatMap((cell) => (kindOf(cell.kind) ? [[cell.id, cell] as const] : [])),
  );
  const publisher = new Map<string, string>();
  for (const cell of cells.values())
    for (const name of publishedBy(cell)) if (!publisher.has(name)) publisher.set(name, cell.id);
  const graph = graphOf(counting);
  return {
    graph,
    names: namesOf(counting),
    cells,
    publisher,
    sources: new Set(document.frontMatter.sources.map((source) => source.name.toLowerCase())),
    cycles: new Map(
      graph.cycles.map(({ cellId, message, hint }) => [
        cellId,
        { reason: 'input', message, ...(hint ? { hint } : {}) },
      ]),
    ),
  };
}

/** The tables a cell publishes, lower case, the main one first. */
export const publishedBy = (cell: Cell): string[] =>
  (kindOf(cell.kind)?.publishes(cell.name, cell.kind) ?? []).map((name) => name.toLowerCase());

/**
 * What a cell's result depends on, as one hash: its text, its ancestors' texts, and the versions of the sources. Equal
 * fingerprints mean that a result kept is the result a run would give.
 */
export function fingerprints(
  plan: Plan,
  outside: { source(name: string): string; asOf: string | null; labels(source: string): string },
): Map<string, string> {
  const result = new Map<string, string>();
  for (const id of plan.graph.order) {
    const cell = plan.cells.get(id);
    if (!cell) continue;
    const read = plan.graph.sources(id).map((name) => `${outside.source(name)}\n${outside.labels(name)}`);
    const above = plan.graph.parents(id).map((parent) => result.get(parent) ?? 'cycle');
    const missing = plan.graph.missing(id);
    result.set(
      id,
      fingerprint(cell.kind, cell.name, cell.body, outside.asOf ?? '', ...read, ...above, ...missing),
    );
  }
  return result;
}
