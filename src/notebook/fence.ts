/**
 * Fenced blocks as CommonMark has them, and the info string of a cell's fence: `kind name=… title="…" fold`.
 */
export interface FenceLine {
  indent: number;
  /** The run of backticks or tildes. */
  marks: string;
  info: string;
}
export interface FenceInfo {
  kind: string;
  name: string;
  title: string | null;
  folded: boolean;
  attributes: readonly FenceAttribute[];
}
/** One `key` or `key=value`; positions in the info string. */
export interface FenceAttribute {
  key: string;
  value: string | null;
  from: number;
  to: number;
}

/** The line (without its end) as an opening fence, or null. Backticks may not stand in the info of a backtick fence. */
export function openingFence(line: string): FenceLine | null {
  const match = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line);
  if (!match) return null;
  const [, indent = '', marks = '', info = ''] = match;
  return marks.startsWith('`') && info.includes('`') ? null : { indent: indent.length, marks, info };
}

/** Whether the line closes a fence opened with `marks`. */
export function closesFence(line: string, marks: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
  return match?.[1] !== undefined && match[1].startsWith(marks);
}

/** The info string as a cell's, or null where it is not `kind name=…`. */
export function readFenceInfo(info: string): FenceInfo | null {
  const head = /^\s*([A-Za-z][\w-]*)(?=\s+name=)/.exec(info);
  // ```text is a language people show; a text cell is never fenced.
  if (!head?.[1] || head[1] === 'text') return null;
  const attributes = readAttributes(info, head[0].length);
  const name = attributes[0]?.value;
  if (!name) return null;
  const valueOf = (key: string): string | null | undefined =>
    attributes.find((attribute) => attribute.key === key)?.value;
  const fold = valueOf('fold');
  return {
    ...{ kind: head[1], name, title: valueOf('title') ?? null },
    ...{ folded: fold !== undefined && fold !== 'false', attributes },
  };
}

function readAttributes(info: string, start: number): FenceAttribute[] {
  const pattern = /([^\s="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|(\S*)))?|\S+/g;
  pattern.lastIndex = start;
  const attributes: FenceAttribute[] = [];
  for (let match = pattern.exec(info); match; match = pattern.exec(info)) {
    const [whole, key = whole, quoted, plain] = match;
    const value = quoted === undefined ? (plain ?? null) : quoted.replace(/\\(.)/g, '$1');
    attributes.push({ key, value, from: match.index, to: match.index + whole.length });
  }
  return attributes;
}

/** `key=value`, in quotes where the value needs them. */
export function writeAttribute(key: string, value: string): string {
  const oneLine = value.replace(/\s*[\r\n]+\s*/g, ' ');
  const plain = /^[^\s"\\=]+$/.test(oneLine);
  return `${key}=${plain ? oneLine : `"${oneLine.replace(/["\\]/g, '\\$&')}"`}`;
}

/** The info string with an attribute set or (null) taken out; every other character stays. A flag has the value ''. */
export function setAttribute(info: string, key: string, value: string | null): string {
  const attribute = readFenceInfo(info)?.attributes.find((candidate) => candidate.key === key);
  const written = value === null ? '' : value === '' && key === 'fold' ? key : writeAttribute(key, value);
  if (attribute) {
    const before = info.slice(0, attribute.from);
    return (written === '' ? before.trimEnd() : before) + written + info.slice(attribute.to);
  }
  if (written === '') return info;
  const end = info.trimEnd().length;
  return `${info.slice(0, end)} ${written}${info.slice(end)}`;
}
