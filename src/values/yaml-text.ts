import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { InputProblem, type Problem } from './problem';

/**
 * Reading YAML that people wrote. It stands in `values/` because both the notebook (front matter) and the cell kinds
 * (bodies) read YAML, and neither may import the other's files; it knows nothing of either. Editing is next door, in
 * `yaml-edit.ts`. YAML 1.2, core schema: `yes` is text, `2026-06-30` is text, `1e3` is a number.
 */
export type YamlValue =
  string | number | boolean | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** A value with every scalar as its source text: lists and maps of texts, null where nothing is given. */
export type YamlSource = string | null | readonly YamlSource[] | { readonly [key: string]: YamlSource };

export interface YamlField {
  /** The key's source text, so that `007` and `null` can be names of columns. */
  key: string;
  /** Plain data; keys of maps are their source text. */
  value: YamlValue;
  /** A scalar's source text without quotes (`007`, `null`); null where nothing is given (empty or `~`) or no scalar. */
  text: string | null;
  /** A list's items as source texts (null for an item that is no scalar); null where the value is no list. */
  texts: (string | null)[] | null;
  /** The whole value as source texts. */
  source: YamlSource;
  /** Where the key and its value stand in the text (UTF-16). */
  from: number;
  to: number;
}
export interface YamlText {
  fields: ReadonlyMap<string, YamlField>;
  /** Why the text cannot be read as `key: value` lines; then `fields` is empty. */
  problem: Problem | null;
}

/** Aliases that are followed in one text, those inside what they stand for included; no notebook needs so many. */
const MOST_ALIASES = 1000;

/** The top-level fields of a text. Never throws: what cannot be read is a problem with its place. */
export function readYaml(text: string): YamlText {
  try {
    const document = yamlDocument(text);
    const root = document.contents;
    if (root === null || (isScalar(root) && root.value === null)) return { fields: new Map(), problem: null };
    if (!isMap<Node, Node | null>(root))
      throw new InputProblem('This text is not a list of `key: value` lines.', { position: rangeOf(root) });
    const budget = { left: MOST_ALIASES };
    const fields = root.items.map((pair) => fieldOf(document, pair, budget));
    return { fields: new Map(fields.map((field) => [field.key, field])), problem: null };
  } catch (error) {
    return { fields: new Map(), problem: yamlProblem(error) };
  }
}

/** The text as a YAML document with positions; throws an InputProblem at the first mistake. */
export function yamlDocument(text: string): Document.Parsed {
  const document = parseDocument(text, {
    schema: 'core',
    version: '1.2',
    prettyErrors: false,
    logLevel: 'silent',
  });
  const mistake = document.errors[0];
  if (!mistake) return document;
  const [from, to] = mistake.pos;
  const line = text.slice(0, from).split('\n').length;
  throw new InputProblem(`Line ${line} cannot be read as YAML.`, {
    hint: 'Write one `key: value` a line; put texts with : or # in quotes.',
    position: { from: Math.min(from, text.length), to: Math.min(to, text.length) },
    detail: mistake.message,
  });
}

/** A scalar's text as it was written, without its quotes. */
export const sourceText = (node: unknown): string | null =>
  isScalar(node) ? (node.source ?? String(node.value)) : null;

function fieldOf(document: Document, pair: Pair<Node, Node | null>, budget: { left: number }): YamlField {
  const node = resolve(document, pair.value);
  const range = rangeOf(pair.key);
  return {
    key: sourceText(pair.key) ?? '',
    value: plainOf(document, pair.value, budget),
    text: givenText(node),
    texts: isSeq(node) ? node.items.map((item) => givenText(resolve(document, item))) : null,
    source: sourceOf(document, pair.value, { ...budget }),
    from: range.from,
    to: pair.value ? rangeOf(pair.value).to : range.to,
  };
}

/** Empty and `~` are "not given"; the word `null` may be a column. */
function givenText(node: unknown): string | null {
  const text = sourceText(node);
  return isScalar(node) && node.value === null && (text === '' || text === '~') ? null : text;
}

function plainOf(document: Document, given: unknown, budget: { left: number }): YamlValue {
  if (isAlias(given)) budget.left -= 1;
  if (budget.left < 0) throw new InputProblem('This text repeats itself through aliases without end.');
  const node = resolve(document, given);
  if (isMap<Node, Node | null>(node))
    return Object.fromEntries(
      node.items.map((pair) => [sourceText(pair.key) ?? '', plainOf(document, pair.value, budget)]),
    );
  if (isSeq(node)) return node.items.map((item) => plainOf(document, item, budget));
  return scalarOf(node);
}

function sourceOf(document: Document, given: unknown, budget: { left: number }): YamlSource {
  if (isAlias(given)) budget.left -= 1;
  if (budget.left < 0) throw new InputProblem('This text repeats itself through aliases without end.');
  const node = resolve(document, given);
  if (isMap<Node, Node | null>(node))
    return Object.fromEntries(
      node.items.map((pair) => [sourceText(pair.key) ?? '', sourceOf(document, pair.value, budget)]),
    );
  if (isSeq(node)) return node.items.map((item) => sourceOf(document, item, budget));
  return givenText(node);
}

function scalarOf(node: unknown): YamlValue {
  if (!isScalar(node)) return null;
  const { value } = node;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return value === null || value === undefined ? null : (sourceText(node) ?? null);
}

const resolve = (document: Document, node: unknown): unknown =>
  isAlias(node) ? node.resolve(document) : node;

export function rangeOf(node: unknown): { from: number; to: number } {
  const range = (node as Node | null)?.range;
  return { from: range?.[0] ?? 0, to: range?.[1] ?? 0 };
}

function yamlProblem(error: unknown): Problem {
  if (error instanceof InputProblem) return error.problem;
  return {
    reason: 'input',
    message: 'This text cannot be read as YAML.',
    hint: 'Write one `key: value` a line.',
    detail: error instanceof Error ? error.message : String(error),
  };
}
