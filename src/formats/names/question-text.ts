import { ownValue } from '../../values/own-value';

/** A question's text as people read it, and whole where that was shortened. */
interface QuestionLabel {
  label: string;
  /** The whole text, where the label is not. */
  note?: string;
}

const LONGEST = 80;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '–',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
};

/** Text without HTML, piped fields as their names, white space as single spaces. */
export function plainText(text: string): string {
  return text
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/\$\{[a-z]+:\/\/(?:[^/{}]*\/)*([^/{}]*)\}/gi, '[$1]')
    .replace(/&(#x?[\da-f]+|[a-z]+);/gi, (whole, code: string) => entity(code) ?? whole)
    .replace(/\s+/g, ' ')
    .replace(/ +([?!,.;:])/g, '$1')
    .trim();
}

function entity(code: string): string | undefined {
  if (!code.startsWith('#')) return ownValue(ENTITIES, code.toLowerCase());
  const point = /^#x/i.test(code) ? parseInt(code.slice(2), 16) : Number(code.slice(1));
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/**
 * Labels of a survey's columns from their question texts. "- Selected Choice" goes; items of one matrix ("Please rate:
 * - Ease of ordering") are called by the item where the whole is long; long texts keep the sentence that asks, or are cut
 * between words. `group` says which columns are one question; '' where a column stands alone.
 */
export function questionLabels(texts: readonly string[], groups: readonly string[]): QuestionLabel[] {
  const plain = texts.map((text) => plainText(text).replace(/ - Selected Choice( - |$)/i, '$1'));
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return plain.map((text, index) => {
    const group = groups[index] ?? '';
    const item =
      group !== '' && (sizes.get(group) ?? 0) > 1 ? itemOf(text, stemOf(plain, groups, group)) : null;
    if (text.length <= LONGEST && (item === null || text.length <= 50)) return { label: text };
    return { label: shortened(item ?? text), note: text };
  });
}

/** What the texts of one question begin with, up to the last " - " that all have. */
function stemOf(texts: readonly string[], groups: readonly string[], group: string): string {
  const own = texts.filter((_, index) => groups[index] === group);
  const [first = ''] = own;
  let length = first.length;
  for (const text of own) while (!text.startsWith(first.slice(0, length))) length--;
  const end = first.slice(0, length).lastIndexOf(' - ');
  return end < 0 ? '' : first.slice(0, end + 3);
}

function itemOf(text: string, stem: string): string | null {
  const item = stem === '' ? '' : text.slice(stem.length).trim();
  return item === '' || /^text$/i.test(item) ? null : item;
}

/** At most 80 characters: the last sentence that asks, else what fits before an end of sentence, else whole words. */
function shortened(text: string): string {
  if (text.length <= LONGEST) return text;
  const sentences = text.split(/(?<=[.?!:])\s+/);
  const asking = sentences.filter((sentence) => sentence.endsWith('?')).at(-1);
  if (asking !== undefined && asking.length <= LONGEST) return asking;
  const [first = text] = sentences;
  const cut = asking ?? (first.length >= 20 && first.length <= LONGEST ? first : text);
  if (cut.length <= LONGEST) return cut;
  const end = cut.lastIndexOf(' ', LONGEST - 2);
  return `${cut.slice(0, end > LONGEST / 2 ? end : LONGEST - 2).replace(/[\s,;:–-]+$/, '')} …`;
}
