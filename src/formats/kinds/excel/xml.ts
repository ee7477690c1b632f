/** What hears of an XML text. Names are without their namespace's prefix; attributes are as they stand. */
export interface XmlListener {
  open(name: string, attributes: string): void;
  close(name: string): void;
  /** Text between tags, its entities resolved; may come in several pieces. */
  text?(text: string): void;
}

/**
 * Reads XML in pieces, for a worker, where no DOMParser exists: a workbook's sheet can be hundreds of megabytes. Knows
 * tags, text, CDATA, and passes over comments and instructions. Entities of a document type are not resolved, so none
 * can blow up.
 */
export class XmlReader {
  readonly #listener: XmlListener;
  #rest = '';

  constructor(listener: XmlListener) {
    this.#listener = listener;
  }

  /** The next piece of the text; what is cut in the middle waits for the one after. */
  write(piece: string): void {
    const xml = this.#rest === '' ? piece : this.#rest + piece;
    let at = 0;
    for (;;) {
      const tag = xml.indexOf('<', at);
      if (tag < 0) break;
      const end = endOfTag(xml, tag);
      if (end < 0) break;
      if (tag > at) this.#listener.text?.(resolved(xml.slice(at, tag)));
      this.#tag(xml, tag, end);
      at = end + 1;
    }
    this.#rest = xml.slice(at);
  }

  /** Whether the text ended where an element may end. */
  get isWhole(): boolean {
    return this.#rest.trim() === '';
  }

  /** The tag from its `<` to its `>`. */
  #tag(xml: string, from: number, end: number): void {
    const first = xml.charCodeAt(from + 1);
    if (first === SLASH) this.#listener.close(localName(xml.slice(from + 2, end).trimEnd()));
    else if (first === EXCLAMATION) {
      if (xml.startsWith('<![CDATA[', from)) this.#listener.text?.(xml.slice(from + 9, end - 2));
    } else if (first !== QUESTION) this.#element(xml, from + 1, end);
  }

  #element(xml: string, from: number, end: number): void {
    const alone = xml.charCodeAt(end - 1) === SLASH;
    const inner = xml.slice(from, alone ? end - 1 : end);
    const space = firstSpace(inner);
    const name = localName(space < 0 ? inner : inner.slice(0, space));
    this.#listener.open(name, space < 0 ? '' : inner.slice(space));
    if (alone) this.#listener.close(name);
  }
}

function firstSpace(tag: string): number {
  for (let i = 0; i < tag.length; i++) if (tag.charCodeAt(i) <= 32) return i;
  return -1;
}

const SLASH = 47;
const EXCLAMATION = 33;
const QUESTION = 63;
const QUOTE = 34;
const EQUALS = 61;

/** Place of the `>` that ends a tag, or -1 where it is not there yet. */
function endOfTag(xml: string, from: number): number {
  if (xml.startsWith('<!', from)) {
    if (xml.length < from + 9) return -1;
    if (xml.startsWith('<!--', from)) return endOf(xml, '-->', from + 4);
    if (xml.startsWith('<![CDATA[', from)) return endOf(xml, ']]>', from + 9);
  }
  if (xml.startsWith('<?', from)) return endOf(xml, '?>', from + 2);
  let end = xml.indexOf('>', from);
  // A value may hold a `>`: then a quotation mark is open.
  while (end >= 0 && isQuoted(xml, from, end)) end = xml.indexOf('>', end + 1);
  return end;
}

const endOf = (xml: string, mark: string, from: number): number => {
  const at = xml.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length - 1;
};

function isQuoted(xml: string, from: number, end: number): boolean {
  // Nearly all tags end right after a value.
  const last = xml.charCodeAt(end - 1) === SLASH ? end - 2 : end - 1;
  if (xml.charCodeAt(last) === QUOTE && xml.charCodeAt(last - 1) !== EQUALS) return false;
  let open = 0;
  for (let i = from; i < end; i++) {
    const code = xml.charCodeAt(i);
    if (open === 0 && (code === 34 || code === 39)) open = code;
    else if (code === open) open = 0;
  }
  return open !== 0;
}

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/** An attribute's value, its entities resolved; null where there is none. A prefix counts as part of the name. */
export function attribute(attributes: string, name: string): string | null {
  const start = attributes.indexOf(` ${name}="`);
  if (start >= 0) {
    const from = start + name.length + 3;
    return resolved(attributes.slice(from, attributes.indexOf('"', from)));
  }
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? resolved(found[1] ?? found[2] ?? '') : null;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolved(text: string): string {
  const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (!plain.includes('&')) return plain;
  return plain.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}
