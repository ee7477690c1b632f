import { kindOf } from '../cells/kinds';
import type { Cell, DocumentProblem, FrontMatter } from './document';
import { readFenceInfo } from './fence';
import { nameMistake, ownersOf, type Owner } from './names';
import { cellParts } from './segments';

/** What a reader must be told about cells and names: nothing here stops the notebook from opening. */
export function cellProblems(frontMatter: FrontMatter, cells: readonly Cell[]): DocumentProblem[] {
  return [
    ...frontMatter.sources.flatMap((source) => mistakes(source.name, `source \`${source.name}\``)),
    ...cells.filter((cell) => cell.kind !== 'text' || cell.name !== '').flatMap(problemsOf),
    ...collisions(ownersOf(frontMatter, cells)),
  ];
}

/** Names that stand for two things, each as one problem that names both. */
function collisions(owners: readonly Owner[]): DocumentProblem[] {
  const first = new Map<string, Owner>();
  return owners.flatMap((owner) => {
    const other = first.get(owner.name);
    if (!other) first.set(owner.name, owner);
    if (!other || (other.cellId !== undefined && other.cellId === owner.cellId)) return [];
    return {
      message: `The name \`${owner.name}\` stands for two things: ${other.what} and ${owner.what}.`,
      hint: 'Rename one of them.',
      ...(owner.cellId === undefined ? {} : { cellId: owner.cellId }),
    };
  });
}

const mistakes = (name: string, what: string, cellId?: string): DocumentProblem[] => {
  const mistake = nameMistake(name);
  if (mistake === null) return [];
  return [
    { message: `The ${what}: ${mistake}`, hint: 'Rename it.', ...(cellId === undefined ? {} : { cellId }) },
  ];
};

/** Of cells seen before: an edit makes one new cell, and the others are as they were. */
const known = new WeakMap<Cell, DocumentProblem[]>();

function problemsOf(cell: Cell): DocumentProblem[] {
  const found = known.get(cell) ?? readProblems(cell);
  known.set(cell, found);
  return found;
}

function readProblems(cell: Cell): DocumentProblem[] {
  const { info, closing } = cellParts(cell.text);
  const problems = mistakes(cell.name, `cell \`${cell.name}\``, cell.id);
  const add = (message: string, hint?: string): void => {
    problems.push({ message, cellId: cell.id, ...(hint === undefined ? {} : { hint }) });
  };
  if (!kindOf(cell.kind))
    add(
      `The cell \`${cell.name}\` is of the kind \`${cell.kind}\`, which this version does not know; it is kept as it is.`,
      'It was made by a newer Soundings.',
    );
  if (closing === '')
    add(`The fence of the cell \`${cell.name}\` is never closed, so it reaches to the end of the file.`);
  for (const { key } of readFenceInfo(info)?.attributes ?? [])
    if (!['name', 'title', 'fold'].includes(key))
      add(
        `\`${key}\` in the fence of the cell \`${cell.name}\` means nothing to this version; it is kept as it is.`,
      );
  return problems;
}
