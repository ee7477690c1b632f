import type { ImportChoices, ImportReport } from '../engine/api';
import type { DateOrder } from '../formats/choices';
import type { DeclaredSource, NotebookDocument } from '../notebook/document';
import { setSource } from '../notebook/edit-head';
import { setImport } from '../notebook/edit-import';
import { choicesOf } from './declared-choices';
import { reportKey } from './source-state';
import type { Workspace } from './workspace.svelte';

/** What a person can decide about how a source is read: each one undo step, after which the file is read again. */

/** A source's `import:`, `columns:` and `rows:` as a report says they were read; columns that are gone lose their types. */
export function withReading(
  document: NotebookDocument,
  { name, columns: old }: DeclaredSource,
  { rows, choices, columns }: ImportReport,
): NotebookDocument {
  const { types: _types, ...decided } = choices;
  const read = new Set(columns.map((column) => column.name));
  const gone = Object.keys(old).filter((column) => !read.has(column) && old[column]?.type !== undefined);
  const about = columns.flatMap((column) => {
    const label = old[column.name]?.label ?? column.label;
    const said = { ...old[column.name], ...(label ? { label } : {}) };
    // A column with an open question has no type yet: written as text, nobody would be asked again.
    if (column.question) return label ? [[column.name, said] as const] : [];
    return [[column.name, { ...said, type: column.type }] as const];
  });
  return setSource(
    setImport(document, name, decided, Object.fromEntries(gone.map((column) => [column, null]))),
    {
      name,
      rows,
      columns: Object.fromEntries(about),
    },
  );
}

/** What is decided anew about reading a source, and how the undo step is called. */
export interface Decision {
  label: string;
  /** The whole of `import:`; what is absent is found in the file. */
  choices: ImportChoices;
  /** Types of columns that a person chose, or null where the file is to tell again. */
  types?: Readonly<Record<string, string | null>>;
}

/** Writes a decision to the notebook as one undo step and reads the file by it. */
export function decide(
  workspace: Workspace,
  relation: string,
  { label, choices, types = {} }: Decision,
): void {
  const { types: _types, ...decided } = choices;
  workspace.edit(label, (document) => setImport(document, relation, decided, types));
  const declared = workspace.declared(relation);
  if (!declared) return;
  const key = relation.toLowerCase();
  workspace.declarations.written.add(key);
  const chosen = Object.keys(types).filter((column) => types[column] !== null);
  if (Object.values(types).includes(null)) {
    workspace.declarations.detectedTypes.add(key);
    workspace.sources.findTypes(relation);
  }
  workspace.sources.chooseTypes(relation, chosen);
  void workspace.sources.reread(declared);
  workspace.runs.refresh();
}

/** Says which of day and month stands first in columns whose values do not tell. */
export function answerDates(
  workspace: Workspace,
  relation: string,
  answers: Readonly<Record<string, DateOrder>>,
): void {
  const declared = workspace.declared(relation);
  if (!declared) return;
  const columns = Object.keys(answers);
  const { dates, values = {}, ...choices } = choicesOf(declared);
  const others = Object.fromEntries(Object.entries(values).filter(([column]) => !columns.includes(column)));
  decide(workspace, relation, {
    label: columns.length === 1 ? `Say what the days of ${columns[0]} are` : 'Say what the days are',
    choices: {
      ...choices,
      ...(Object.keys(others).length > 0 ? { values: others } : {}),
      dates: { ...dates, ...answers },
    },
    types: Object.fromEntries(columns.map((column) => [column, null])),
  });
}

export type PersonalDecision = 'drop' | 'hash' | 'keep';

/** The choices with what is to become of columns that tell about persons; `undefined` takes a decision back. */
export function withPersonal(
  choices: ImportChoices,
  columns: readonly string[],
  decision: PersonalDecision | undefined,
): ImportChoices {
  const next = { ...choices };
  for (const list of ['drop', 'hash', 'keep'] as const) {
    const others = (choices[list] ?? []).filter((column) => !columns.includes(column));
    const names = list === decision ? [...others, ...columns] : others;
    if (names.length > 0) next[list] = names;
    else delete next[list];
  }
  return next;
}

export function decidePersonal(
  workspace: Workspace,
  relation: string,
  columns: readonly string[],
  decision: PersonalDecision,
): void {
  const declared = workspace.declared(relation);
  if (!declared) return;
  const what = columns.length === 1 ? columns[0] : `${columns.length} columns`;
  const verb = { drop: 'Drop', hash: 'Hash', keep: 'Keep' }[decision];
  const choices = withPersonal(choicesOf(declared), columns, decision);
  decide(workspace, relation, { label: `${verb} ${what}`, choices });
}

/** Reads a doubtful file the second best way, and the other way round from there. */
export function useSecond(workspace: Workspace, relation: string): void {
  const second = workspace.sources.get(relation)?.report?.second;
  if (second)
    decide(workspace, relation, afresh(workspace, relation, 'Use the second reading', second.choices));
}

/** Everything about the file's structure is found again; what a person said of its columns stays by name. */
export function backToFound(workspace: Workspace, relation: string): void {
  decide(workspace, relation, afresh(workspace, relation, 'Back to what was found', {}));
}

/** A decision after which the types of all columns are found anew. */
export function afresh(
  workspace: Workspace,
  relation: string,
  label: string,
  choices: ImportChoices,
): Decision {
  const columns = Object.keys(workspace.declared(relation)?.columns ?? {});
  return { label, choices, types: Object.fromEntries(columns.map((column) => [column, null])) };
}

/** The device's copy of the file goes, for instance where its personal columns were dropped. */
export function forgetFile(workspace: Workspace, relation: string): void {
  const { store, notebookId } = workspace.library;
  void workspace.attempt(async () => {
    await workspace.sources.forget(notebookId, relation);
    await store.removeResult(notebookId, reportKey(relation));
    workspace.notify('The file is no longer kept on this device. The next time, this notebook asks for it.');
  });
}
