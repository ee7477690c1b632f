import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import { InputProblem } from './problem';
import { rangeOf, sourceText, yamlDocument, type YamlValue } from './yaml-text';
import { inBlock, inFlow, keyText, needsLines } from './yaml-write';

/** A key, or a position in a list. */
export type YamlPath = readonly (string | number)[];
type Map = YAMLMap<Node, Node | null>;
interface Edit {
  from: number;
  to: number;
  text: string;
}

/**
 * The text with the value at a path changed; `undefined` removes it. Only the range of that value changes: comments,
 * order, quoting and line ends elsewhere stay. A missing key is added at the end of its map. Throws an InputProblem
 * where the text is no YAML, or where its form (anchors, merged keys) does not let the value be changed in place.
 */
export function setYamlValue(text: string, path: YamlPath, value: YamlValue | undefined): string {
  const root = yamlDocument(text).contents;
  const edit = root && !isEmpty(root) ? editAt(text, root, path, value) : firstKey(text, path, value);
  if (!edit) return text;
  const changed = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
  if (!holds(changed, path, value))
    throw new InputProblem(`\`${path.join('.')}\` cannot be changed here.`, {
      hint: 'Change it in the text.',
    });
  return changed;
}

/** The text with a key of a map renamed, its value and place kept; unchanged where there is no such key. */
export function renameYamlKey(text: string, path: YamlPath, key: string): string {
  let node: unknown = yamlDocument(text).contents;
  for (const step of path.slice(0, -1))
    node = isMap<Node, Node>(node) ? pairOf(node as Map, step)?.value : null;
  const last = path.at(-1);
  const pair = isMap(node) && last !== undefined ? pairOf(node as Map, last) : undefined;
  if (!pair) return text;
  const { from, to } = rangeOf(pair.key);
  return text.slice(0, from) + keyText(key) + text.slice(to);
}

const isEmpty = (node: unknown): boolean =>
  isScalar(node) && (node.source ?? '') === '' && node.value === null;
const lineEnd = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

function editAt(text: string, root: Node, path: YamlPath, value: YamlValue | undefined): Edit | null {
  const [step, ...rest] = path;
  if (step === undefined) return null;
  if (isMap(root)) return inMap(text, root as Map, step, rest, value);
  if (isSeq(root) && typeof step === 'number') return inList(text, root, step, rest, value);
  throw new InputProblem(`There is no place for \`${step}\` in this text.`, { position: rangeOf(root) });
}

function inMap(
  text: string,
  map: Map,
  step: string | number,
  rest: YamlPath,
  value: YamlValue | undefined,
): Edit | null {
  const pair = pairOf(map, step);
  if (!pair) return value === undefined ? null : addKey(text, map, String(step), nested(rest, value));
  if (rest.length === 0)
    return value === undefined ? removeItem(text, map, pair) : replace(text, pair, value);
  if (pair.value && !isEmpty(pair.value)) return editAt(text, pair.value, rest, value);
  return value === undefined ? null : replace(text, pair, nested(rest, value), true);
}

function inList(
  text: string,
  list: YAMLSeq,
  index: number,
  rest: YamlPath,
  value: YamlValue | undefined,
): Edit | null {
  const item = list.items[index] as Node | undefined;
  if (!item) {
    if (value === undefined || index !== list.items.length) return null;
    return replaceNode(text, list, [...list.items.map((one) => sourceText(one) ?? ''), nested(rest, value)]);
  }
  if (rest.length > 0) return editAt(text, item, rest, value);
  return value === undefined ? removeItem(text, list, item) : replaceNode(text, item, value);
}

/** A value under the keys that are still to come: what a missing path becomes. */
const nested = (path: YamlPath, value: YamlValue): YamlValue =>
  path.reduceRight<YamlValue>((inner, key) => ({ [String(key)]: inner }), value);

const pairOf = (map: Map, key: string | number): Pair<Node, Node | null> | undefined =>
  map.items.find((pair) => sourceText(pair.key) === String(key));

function replace(text: string, pair: Pair<Node, Node | null>, value: YamlValue, block = false): Edit {
  if (pair.value && !isEmpty(pair.value))
    return leavesLines(pair.value, value)
      ? ontoKeyLine(text, pair, value)
      : replaceNode(text, pair.value, value);
  const end = rangeOf(pair.key).to;
  const colon = text.indexOf(':', end) + 1;
  const indent = indentAt(text, rangeOf(pair.key).from) + 2;
  const isBlock = block && isPlainMap(value);
  if (isBlock)
    return {
      from: colon,
      to: colon,
      text: lineEnd(text) + ' '.repeat(indent) + inBlock(value, indent, lineEnd(text)),
    };
  return { from: colon, to: colon, text: ` ${inFlow(value)}` };
}

const isFilled = (value: YamlValue): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** Whether a list or map on lines of its own becomes a value that stands on its key's line. */
const leavesLines = (node: Node, value: YamlValue): boolean =>
  (isSeq(node) || isMap(node)) && !node.flow && !(isFilled(value) && isSeq(node) === Array.isArray(value));

/** The value after its key's colon, before what else stands on that line (a comment). */
function ontoKeyLine(text: string, pair: Pair<Node, Node | null>, value: YamlValue): Edit {
  const from = text.indexOf(':', rangeOf(pair.key).to) + 1;
  const beside = text.slice(from, rangeOf(pair.value).from).split(/\r?\n/)[0]?.trimEnd() ?? '';
  const { to } = rangeOf(pair.value);
  const tail = text[to - 1] === '\n' ? lineEnd(text) : '';
  return { from, to, text: ` ${inFlow(value)}${beside}${tail}` };
}

function replaceNode(text: string, node: Node, value: YamlValue): Edit {
  const { from, to } = rangeOf(node);
  const isBlockList = isSeq(node) && !node.flow && Array.isArray(value) && value.length > 0;
  const isBlockMap = isMap(node) && !node.flow && isPlainMap(value) && Object.keys(value).length > 0;
  const eol = lineEnd(text);
  const replaced = text.slice(from, to);
  const tail = /(\r?\n)$/.test(replaced) ? eol : '';
  if (isBlockList || isBlockMap) return { from, to, text: inBlock(value, columnOf(text, from), eol) + tail };
  return { from, to, text: inFlow(value) + tail };
}

/** A new key after the last one of its map, in the map's own style. */
function addKey(text: string, map: Map, key: string, value: YamlValue): Edit {
  const last = map.items.at(-1);
  if (map.flow) return addToFlow(text, map, `${keyText(key)}: ${inFlow(value)}`);
  const start = last ? columnOf(text, rangeOf(map.items[0]?.key).from) : 0;
  const at = lineAfter(text, last ? endOf(last) : text.length);
  const eol = lineEnd(text);
  const before = at > 0 && text[at - 1] !== '\n' ? eol : '';
  const after = before === '' ? eol : '';
  return { from: at, to: at, text: before + ' '.repeat(start) + entry(key, value, start, eol) + after };
}

function addToFlow(text: string, map: Map, entryText: string): Edit {
  const close = rangeOf(map).to - 1;
  const last = map.items.at(-1);
  if (!last) return { from: rangeOf(map).from, to: close + 1, text: `{ ${entryText} }` };
  const end = endOf(last);
  const hasComma = text.slice(end, close).trimStart().startsWith(',');
  const at = hasComma ? text.indexOf(',', end) + 1 : end;
  return { from: at, to: at, text: hasComma ? ` ${entryText}` : `, ${entryText}` };
}

function firstKey(text: string, path: YamlPath, value: YamlValue | undefined): Edit | null {
  const [key, ...rest] = path;
  if (key === undefined || value === undefined) return null;
  const eol = lineEnd(text);
  const before = text !== '' && !text.endsWith('\n') ? eol : '';
  const after = text.endsWith('\n') ? eol : '';
  return {
    from: text.length,
    to: text.length,
    text: before + entry(String(key), nested(rest, value), 0, eol) + after,
  };
}

/** `key: value`; a map that holds maps or lists stands on lines of its own below its key. */
function entry(key: string, value: YamlValue, indent: number, eol: string): string {
  if (!needsLines(value)) return `${keyText(key)}: ${inFlow(value)}`;
  return `${keyText(key)}:${eol}${' '.repeat(indent + 2)}${inBlock(value, indent + 2, eol)}`;
}

function removeItem(text: string, parent: Map | YAMLSeq, item: Pair<Node, Node | null> | Node): Edit {
  const from = rangeOf('key' in item ? item.key : item).from;
  const to = endOf(item);
  if (parent.flow) return removeFromFlow(text, parent, from, to);
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const lead = text.slice(lineStart, from);
  if (!/^\s*(-\s+)?$/.test(lead) || ('key' in item && lead.includes('-'))) return { from, to, text: '' };
  const end = lineAfter(text, to);
  const isLastLine = end === text.length && !text.endsWith('\n');
  const start = isLastLine && lineStart > 0 ? lineStart - (text[lineStart - 2] === '\r' ? 2 : 1) : lineStart;
  return { from: start, to: end, text: '' };
}

function removeFromFlow(text: string, parent: Map | YAMLSeq, from: number, to: number): Edit {
  const close = rangeOf(parent).to - 1;
  const comma = /^\s*,\s*/.exec(text.slice(to, close));
  if (comma) return { from, to: to + comma[0].length, text: '' };
  const before = /\s*,\s*$/.exec(text.slice(rangeOf(parent).from, from));
  return { from: before ? from - before[0].length : from, to, text: '' };
}

const endOf = (item: Pair<Node, Node | null> | Node): number => {
  if (!('key' in item)) return rangeOf(item).to;
  const value = item.value ? rangeOf(item.value).to : 0;
  return Math.max(value, rangeOf(item.key).to);
};
/** The start of the line after an offset; the offset itself where it already starts a line. */
function lineAfter(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}
const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);
const indentAt = (text: string, offset: number): number => {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^ */.exec(text.slice(lineStart))?.[0].length ?? 0;
};
const isPlainMap = (value: YamlValue): value is { readonly [key: string]: YamlValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the changed text now says the value, as source texts compare. */
function holds(text: string, path: YamlPath, value: YamlValue | undefined): boolean {
  let node: unknown = yamlDocument(text).contents;
  for (const step of path) {
    if (isMap(node)) node = pairOf(node as Map, step)?.value;
    else if (isSeq(node) && typeof step === 'number') node = node.items[step];
    else node = undefined;
  }
  if (value === undefined) return true;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return sourceText(node) === String(value);
  if (value === null) return isScalar(node) && node.value === null;
  return Array.isArray(value) ? isSeq(node) && node.items.length === value.length : isMap(node);
}
