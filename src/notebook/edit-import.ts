import { setYamlValue } from '../values/yaml-edit';
import type { YamlValue } from '../values/yaml-text';
import type { NotebookDocument } from './document';
import { refuseReadOnly } from './edit';
import { headParts } from './front-matter';
import { documentOf } from './parse';

/** The keys of `import:` that this version writes; a person's own keys beside them stay. */
const WRITTEN = [
  ...['encoding', 'delimiter', 'quote', 'escape', 'header', 'skip', 'decimal', 'dates', 'values', 'format'],
  ...['entry', 'sheet', 'range', 'drop', 'hash', 'keep', 'leaveOut', 'split'],
];

/**
 * Makes a source's `import:` say just these choices (keys that are absent or undefined go), and sets or, by null, takes
 * out the types of columns. A source that is not declared stays so.
 */
export function setImport(
  document: NotebookDocument,
  name: string,
  choices: Readonly<Record<string, unknown>>,
  types: Readonly<Record<string, string | null>> = {},
): NotebookDocument {
  refuseReadOnly(document);
  const source = document.frontMatter.sources.find((candidate) => candidate.name === name);
  if (!source) return document;
  const { before, yaml, after } = headParts(document.head);
  let changed = yaml;
  const put = (path: string[], old: unknown, value: unknown): void => {
    if (JSON.stringify(old) === JSON.stringify(value)) return;
    changed = setYamlValue(changed, ['sources', name, ...path], value as YamlValue | undefined);
  };
  const wanted = WRITTEN.filter((key) => choices[key] !== undefined);
  if (Object.keys(source.import).length === 0 && wanted.length > 0)
    put(['import'], undefined, Object.fromEntries(wanted.map((key) => [key, choices[key]])));
  else for (const key of WRITTEN) put(['import', key], source.import[key], choices[key]);
  for (const [column, type] of Object.entries(types))
    put(['columns', column, 'type'], source.columns[column]?.type, type ?? undefined);
  return changed === yaml ? document : documentOf(before + changed + after, document.segments);
}
