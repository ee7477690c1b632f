import { InputProblem } from '../values/problem';
import { renameYamlKey, setYamlValue, type YamlPath } from '../values/yaml-edit';
import { isIsoDay } from '../values/iso-day';
import type { YamlValue } from '../values/yaml-text';
import { onLines } from '../values/yaml-write';
import type { DeclaredSource, NotebookDocument } from './document';
import { refuseReadOnly } from './edit';
import { headParts } from './front-matter';
import { documentOf } from './parse';

/** Changes to a notebook's front matter: only the range of the value that changes differs afterwards. */

export const setNotebookTitle = (document: NotebookDocument, title: string): NotebookDocument =>
  title === document.frontMatter.title ? document : setHead(document, ['title'], title);

/** The as-of date as an ISO day, or null for none. */
export function setAsOf(document: NotebookDocument, asOf: string | null): NotebookDocument {
  if (asOf !== null && !isIsoDay(asOf))
    throw new InputProblem(`\`${asOf}\` is not a day.`, { hint: 'Write it as 2026-06-30.' });
  return setHead(document, ['asOf'], asOf ?? undefined);
}

/** What is to be written of a source; parts that are absent stay as they are. */
export type SourceChange = { name: string } & Partial<Omit<DeclaredSource, 'name'>>;

/**
 * Adds a source, or changes the parts of one that are given and differ: `import` and `columns` value by value, so
 * that what a person wrote beside them stays.
 */
export function setSource(document: NotebookDocument, source: SourceChange): NotebookDocument {
  refuseReadOnly(document);
  const old = document.frontMatter.sources.find((candidate) => candidate.name === source.name);
  if (!old) return setHead(document, ['sources', source.name], newSource(source));
  let yaml = headParts(document.head).yaml;
  const put = (path: YamlPath, value: YamlValue): void => {
    yaml = setYamlValue(yaml, ['sources', source.name, ...path], value);
  };
  if (source.file !== undefined && source.file !== old.file) put(['file'], source.file);
  if (source.sha256 && source.sha256 !== old.sha256) put(['sha256'], source.sha256);
  if (typeof source.rows === 'number' && source.rows !== old.rows) put(['rows'], source.rows);
  putEach(put, 'import', old.import, source.import);
  putEach(put, 'columns', old.columns, source.columns);
  return withYaml(document, yaml);
}

function newSource({ file, sha256, rows, import: decided, columns }: SourceChange): YamlValue {
  const parts = Object.entries({ file, sha256, rows, import: decided, columns });
  const given = parts.filter(([, part]) => part !== undefined && part !== null && !isEmptyMap(part));
  return onLines(Object.fromEntries(given) as YamlValue & object);
}

const isEmptyMap = (part: unknown): boolean =>
  typeof part === 'object' && part !== null && Object.keys(part).length === 0;

/** Writes a map as a whole where there is none yet, else each value that differs; keys that are not given stay. */
function putEach(
  put: (path: YamlPath, value: YamlValue) => void,
  key: string,
  old: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>> | undefined,
): void {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  if (entries.length === 0) return;
  if (Object.keys(old).length === 0) return put([key], Object.fromEntries(entries) as YamlValue);
  for (const [name, value] of entries)
    if (JSON.stringify(old[name]) !== JSON.stringify(value)) put([key, name], value as YamlValue);
}

/** The label of a source's column; null takes it out. */
export function setColumnLabel(
  document: NotebookDocument,
  source: string,
  column: string,
  label: string | null,
): NotebookDocument {
  return setHead(document, ['sources', source, 'columns', column, 'label'], label ?? undefined);
}

export function removeSource(document: NotebookDocument, name: string): NotebookDocument {
  const { sources } = document.frontMatter;
  if (!sources.some((source) => source.name === name)) return document;
  return setHead(document, sources.length === 1 ? ['sources'] : ['sources', name], undefined);
}

/** The key of a source renamed; references in cells are renamed by `renameSource` in `rename.ts`. */
export function renameSourceKey(document: NotebookDocument, from: string, to: string): NotebookDocument {
  return withYaml(document, renameYamlKey(headParts(document.head).yaml, ['sources', from], to));
}

function setHead(document: NotebookDocument, path: YamlPath, value: YamlValue | undefined): NotebookDocument {
  return withYaml(document, setYamlValue(headParts(document.head).yaml, path, value));
}

function withYaml(document: NotebookDocument, yaml: string): NotebookDocument {
  refuseReadOnly(document);
  const { before, after, yaml: old } = headParts(document.head);
  return yaml === old ? document : documentOf(before + yaml + after, document.segments);
}
