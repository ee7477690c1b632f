import { InputProblem } from '../values/problem';
import { closestName } from '../sql/suggest';
import { isIsoDay } from '../values/iso-day';
import { readYaml, type YamlField, type YamlText, type YamlValue } from '../values/yaml-text';
import type { DeclaredSource, DocumentProblem, FrontMatter } from './document';
import { linesOf, withoutLineEnd } from './segments';

/** The format version this program writes. */
export const FORMAT_VERSION = 1;

/** A file's text as its head (BOM, front matter and its fences) and the rest. Throws where it is no notebook. */
export function cutHead(text: string): { head: string; rest: string } {
  const lines = linesOf(text);
  const isFence = (line: string): boolean => /^---[ \t]*$/.test(withoutLineEnd(line));
  const close = isFence((lines[0] ?? '').replace(/^\uFEFF/, ''))
    ? lines.findIndex((line, i) => i > 0 && isFence(line))
    : -1;
  if (close < 0) throw notNotebook();
  const head = lines.slice(0, close + 1).join('');
  return { head, rest: text.slice(head.length) };
}

/** The YAML between the fences of a head, and what stands before and after it. */
export function headParts(head: string): { before: string; yaml: string; after: string } {
  const lines = linesOf(head);
  const before = lines[0] ?? '';
  const after = lines.at(-1) ?? '';
  return { before, yaml: head.slice(before.length, head.length - after.length), after };
}

export const notNotebook = (): InputProblem =>
  new InputProblem('This file is not a Soundings notebook.', {
    hint: 'A notebook starts with a line `---` and a line `soundings: 1`. Data files are opened with Add data.',
  });

export interface ReadHead {
  frontMatter: FrontMatter;
  problems: DocumentProblem[];
  readOnly: boolean;
}

export function readHead(head: string): ReadHead {
  const yaml = headParts(head).yaml;
  const { fields, problem } = readYaml(yaml);
  if (problem) throw brokenHead(yaml, problem.message, problem.detail);
  const version = versionOf(fields);
  const problems: DocumentProblem[] = [];
  const asOf = fields.get('asOf')?.text ?? null;
  if (asOf !== null && !isIsoDay(asOf))
    problems.push({
      message: `The notebook's as-of date \`${asOf}\` is not a day, so it is not used.`,
      hint: 'Write it as 2026-06-30.',
    });
  const sources = sourcesOf(fields.get('sources'), problems);
  problems.push(
    ...unknownKeys([...fields.keys()], ['soundings', 'title', 'asOf', 'sources'], 'the front matter'),
  );
  const readOnly = version > FORMAT_VERSION;
  if (readOnly) problems.unshift(newerVersion(version));
  const title = fields.get('title')?.text ?? '';
  return {
    frontMatter: { version, title, asOf: asOf !== null && isIsoDay(asOf) ? asOf : null, sources },
    ...{ problems, readOnly },
  };
}

const newerVersion = (version: number): DocumentProblem => ({
  message: `This notebook was made by a newer Soundings (format ${version}; this one writes ${FORMAT_VERSION}), so it opens for reading only.`,
  hint: 'Open it in the newer Soundings to change it.',
});

function brokenHead(yaml: string, message: string, detail?: string): InputProblem {
  if (!/^soundings\s*:/m.test(yaml)) return notNotebook();
  return new InputProblem(`The front matter of this notebook is broken: ${message}`, {
    hint: 'Mend the lines between the two `---` in a text editor; line 1 is the one after the first `---`.',
    ...(detail === undefined ? {} : { detail }),
  });
}

function versionOf(fields: YamlText['fields']): number {
  const field = fields.get('soundings');
  if (!field) throw notNotebook();
  if (typeof field.value === 'number' && Number.isInteger(field.value) && field.value >= 1)
    return field.value;
  throw new InputProblem(`\`soundings: ${field.text ?? ''}\` is not a version of the notebook format.`, {
    hint: `It should say \`soundings: ${FORMAT_VERSION}\`.`,
  });
}

function sourcesOf(field: YamlField | undefined, problems: DocumentProblem[]): DeclaredSource[] {
  if (!field || field.value === null) return [];
  if (!isMap(field.value)) {
    problems.push({ message: "The front matter's `sources:` is not a list of names with their files." });
    return [];
  }
  return Object.entries(field.value).map(([name, value]) => sourceOf(name, value, problems));
}

function sourceOf(name: string, value: YamlValue, problems: DocumentProblem[]): DeclaredSource {
  const map = isMap(value) ? value : {};
  const where = `source \`${name}\``;
  problems.push(...unknownKeys(Object.keys(map), ['file', 'sha256', 'rows', 'import', 'columns'], where));
  if (!isMap(value) || typeof map.file !== 'string')
    problems.push({
      message: `The ${where} names no file.`,
      hint: 'Give it a line `file:`, or bind a file to it.',
    });
  return {
    name,
    file: textOf(map.file) ?? '',
    sha256: textOf(map.sha256),
    rows: typeof map.rows === 'number' ? map.rows : null,
    import: isMap(map.import) ? map.import : {},
    columns: columnsOf(map.columns, where, problems),
  };
}

function columnsOf(
  value: YamlValue | undefined,
  where: string,
  problems: DocumentProblem[],
): DeclaredSource['columns'] {
  if (!isMap(value)) return {};
  const entries = Object.entries(value).map(([column, about]) => {
    const map = isMap(about) ? about : {};
    problems.push(...unknownKeys(Object.keys(map), ['label', 'type'], `column \`${column}\` of ${where}`));
    const label = textOf(map.label);
    const type = textOf(map.type);
    return [column, { ...(label === null ? {} : { label }), ...(type === null ? {} : { type }) }] as const;
  });
  return Object.fromEntries(entries);
}

function unknownKeys(keys: readonly string[], known: readonly string[], where: string): DocumentProblem[] {
  return keys
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = closestName(key, known);
      return {
        message: `\`${key}\` in ${where} means nothing to this version; it is kept as it is.`,
        ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
      };
    });
}

const isMap = (value: YamlValue | undefined): value is { readonly [key: string]: YamlValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: YamlValue | undefined): string | null =>
  value === undefined || value === null || typeof value === 'object' ? null : String(value);
