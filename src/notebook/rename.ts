import { kindOf } from '../cells/kinds';
import type { Rename } from '../cells/kind';
import { isReservedWord } from '../sql/keywords';
import { InputProblem } from '../values/problem';
import type { Cell, NotebookDocument } from './document';
import { addCell, addTextCell, cellOf, setBody, withAttribute } from './edit';
import { renameSourceKey } from './edit-head';
import { firstFree, nameFrom, nameMistake, ownersOf } from './names';
import { cellsOf } from './parse';

/** A name that no source, cell or published table has, for a cell of a kind: the base, or with `_2`, `_3`, …. */
export function freshName(document: NotebookDocument, base: string, kind = 'sql'): string {
  const taken = new Set(ownersOf(document.frontMatter, cellsOf(document)).map((owner) => owner.name));
  const isFree = (name: string): boolean =>
    !isReservedWord(name) && namesOfCell(name, kind).every((published) => !taken.has(published));
  return firstFree(nameFrom(base), isFree);
}

/** A copy below the cell, under a fresh name; a copied text is a text cell of its own. */
export function duplicateCell(document: NotebookDocument, id: string, newId?: string): NotebookDocument {
  const cell = cellOf(document, id);
  const index = cellsOf(document).findIndex((candidate) => candidate.id === id) + 1;
  if (cell.kind === 'text') return addTextCell(document, index, cell.body, newId);
  const name = freshName(document, cell.name, cell.kind);
  return addCell(document, index, {
    ...{ kind: cell.kind, name, body: cell.body },
    ...(cell.title === null ? {} : { title: cell.title }),
    ...(newId === undefined ? {} : { id: newId }),
  });
}

/**
 * Renames a cell, and in every other cell the references to all it publishes (`v` and `v_model`) and to its `$name`.
 * Throws an InputProblem where the name cannot be a name or is taken.
 */
export function renameCell(document: NotebookDocument, id: string, newName: string): NotebookDocument {
  const cell = cellOf(document, id);
  if (newName === cell.name || cell.kind === 'text') return document;
  refuseName(document, newName, namesOfCell(newName, cell.kind), id);
  const changes = renamesOf(cell, newName);
  return renameIn(withAttribute(document, id, 'name', newName), changes, id);
}

/** Renames a source and every reference to it. Throws as `renameCell` does. */
export function renameSource(document: NotebookDocument, from: string, to: string): NotebookDocument {
  if (from === to) return document;
  refuseName(document, to, [to], null, from);
  return renameIn(renameSourceKey(document, from, to), [{ what: 'relation', from, to }], null);
}

function refuseName(
  document: NotebookDocument,
  name: string,
  publishes: readonly string[],
  ownId: string | null,
  ownSource?: string,
): void {
  const mistake = nameMistake(name);
  if (mistake !== null) throw new InputProblem(mistake);
  if (isReservedWord(name))
    throw new InputProblem(`\`${name}\` is a word of SQL itself and cannot be a name.`, {
      hint: `Try \`${name}_\` or another word.`,
    });
  const owner = ownersOf(document.frontMatter, cellsOf(document)).find(
    (candidate) =>
      publishes.includes(candidate.name) &&
      (ownId === null || candidate.cellId !== ownId) &&
      !(
        ownSource !== undefined &&
        candidate.cellId === undefined &&
        candidate.name === ownSource.toLowerCase()
      ),
  );
  if (owner)
    throw new InputProblem(`The name \`${owner.name}\` is taken by the ${owner.what}.`, {
      hint: 'Choose another.',
    });
}

/** The cell's own name and every table it would publish under that name, lower case. */
function namesOfCell(name: string, kind: string): string[] {
  const published = kindOf(kind)?.publishes(name, kind) ?? [];
  return [...new Set([name, ...published])].map((one) => one.toLowerCase());
}

function renamesOf(cell: Cell, newName: string): Rename[] {
  if (cell.kind === 'input') return [{ what: 'variable', from: cell.name, to: newName }];
  const old = kindOf(cell.kind)?.publishes(cell.name, cell.kind) ?? [cell.name];
  const renamed = kindOf(cell.kind)?.publishes(newName, cell.kind) ?? [newName];
  return old.map((from, i) => ({ what: 'relation', from, to: renamed[i] ?? newName }));
}

function renameIn(
  document: NotebookDocument,
  changes: readonly Rename[],
  exceptId: string | null,
): NotebookDocument {
  return cellsOf(document).reduce((changed, cell) => {
    const kind = kindOf(cell.kind);
    if (!kind || cell.id === exceptId) return changed;
    return setBody(
      changed,
      cell.id,
      changes.reduce((body, change) => kind.rename(body, change), cell.body),
    );
  }, document);
}
