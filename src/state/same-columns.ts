import { packFiles } from '../formats/archives/pack-files';
import { removeSource, setSource } from '../notebook/edit-head';
import { relationNameOfFile } from '../notebook/names';
import type { SourceState } from './source-state';
import type { Workspace } from './workspace.svelte';

/** Sources of one notebook whose files could be one table. */
export interface SameColumns {
  relations: string[];
  /** What tells this group from others, and from itself with another file. */
  key: string;
}

/** Groups of two or more text files read whole that have the same columns in the same order. */
export function sameColumns(states: readonly SourceState[]): SameColumns[] {
  const groups = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { relation, status, report, file, sha256 } of states) {
    if (status !== 'ready' || !report || !file || report.archive !== null || report.kind !== 'text') continue;
    const names = report.columns.map(({ name, original }) => (original ?? name).toLowerCase());
    // The same file twice is no more rows.
    if (names.length < 2 || (sha256 !== null && seen.has(sha256))) continue;
    if (sha256 !== null) seen.add(sha256);
    const key = names.join('\n');
    groups.set(key, [...(groups.get(key) ?? []), relation]);
  }
  return [...groups]
    .filter(([, relations]) => relations.length > 1)
    .map(([key, relations]) => ({ relations, key: `${key}\n${relations.join('\n')}` }));
}

/** Several sources become one whose first column names the file; one undo step. */
export function readAsOne(workspace: Workspace, relations: readonly string[]): Promise<void> {
  return workspace.attempt(async () => {
    const files = relations.flatMap((relation) => workspace.sources.get(relation)?.file ?? []);
    const packed = await packFiles(files, archiveName(files.map(({ name }) => name)));
    const leaving = new Set(relations.map((relation) => relation.toLowerCase()));
    const { relations: names, variables } = workspace.runs.plan.names;
    const taken = new Set([...names, ...variables].filter((name) => !leaving.has(name.toLowerCase())));
    const name = relationNameOfFile(packed.name, taken);
    const gone = workspace.notebook.document.frontMatter.sources.filter((source) =>
      leaving.has(source.name.toLowerCase()),
    );
    workspace.edit(`Read ${files.length} files as ${name}`, (document) =>
      setSource(
        gone.reduce((rest, source) => removeSource(rest, source.name), document),
        { name, file: packed.name },
      ),
    );
    for (const source of gone) workspace.sources.removed.set(source.name.toLowerCase(), source);
    workspace.declarations.bindNew(name, packed);
    workspace.notify(`${files.length} files are one table, ${name}. Ctrl+Z takes them apart.`);
  });
}

/** What the names have in common at their beginning, else the first: `orders-01.csv`, `orders-02.csv` are `orders.zip`. */
export function archiveName(names: readonly string[]): string {
  const bare = names.map((name) => name.replace(/\.[^.]*$/, ''));
  let common = bare[0] ?? 'files';
  for (const name of bare) while (!name.startsWith(common)) common = common.slice(0, -1);
  const trimmed = common.replace(/[^\p{L}]+$/u, '');
  return `${trimmed.length >= 3 ? trimmed : `${bare[0] ?? 'files'} and ${names.length - 1} more`}.zip`;
}
