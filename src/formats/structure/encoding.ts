import { DOUBTFUL } from '../doubtful';
import { latinEncoding } from './latin-encodings';

const MARKS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

/** An encoding as TextDecoder names it, and how it was told. */
export interface FoundEncoding {
  encoding: string;
  /** Bytes of the byte order mark that the text begins after. */
  markLength: number;
  /** From 0 to 1. */
  confidence: number;
  /** Another that would do nearly as well and reads other letters. */
  second?: string;
}

/**
 * The encoding of text from its first bytes: its byte order mark; UTF-16 by where its zero bytes stand; UTF-8 where the
 * bytes are valid; else the one of Latin letters (`latin-encodings.ts`), MacRoman, those of Cyrillic, Greek, Hebrew and Arabic and
 * those of Japanese, Chinese and Korean whose reading looks most like writing. A character cut off by the end of the bytes is no fault. No bytes count as UTF-8.
 */
export function findEncoding(bytes: Uint8Array): FoundEncoding {
  const marked = MARKS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte));
  if (marked) return { encoding: marked.encoding, markLength: marked.bytes.length, confidence: 1 };
  const wide = wideEncoding(bytes);
  if (wide) return { encoding: wide, markLength: 0, confidence: 0.95 };
  if (decodes(bytes, 'utf-8')) return { encoding: 'utf-8', markLength: 0, confidence: 1 };
  return legacyEncoding(bytes);
}

/** UTF-16 without a mark: nearly all of every second byte is zero, hardly any of the others. */
function wideEncoding(bytes: Uint8Array): string | null {
  const looked = Math.min(bytes.length - (bytes.length % 2), 8192);
  if (looked < 4) return null;
  const zeros = [0, 0];
  for (let i = 0; i < looked; i++) if (bytes[i] === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros.map((count) => count / (looked / 2));
  if (odd > 0.4 && even < 0.05) return 'utf-16le';
  return even > 0.4 && odd < 0.05 ? 'utf-16be' : null;
}

function decodes(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true }) || ' ';
  } catch {
    return null;
  }
}

/** What one encoding is ahead of the next by where a person need not look, as a natural logarithm: more for few words. */
const sureFrom = (words: number): number => 1.5 + 2.3 / words;

function legacyEncoding(bytes: Uint8Array): FoundEncoding {
  const looked = fromFirstAccent(bytes);
  const latin = latinEncoding(looked);
  const western = westernScore(looked, 'windows-1252') + 0.02;
  const scored = [
    {
      encoding: latin.encoding,
      score: latin.encoding === 'windows-1252' ? western : Math.max(western, latin.score),
    },
    { encoding: 'macintosh', score: westernScore(looked, 'macintosh') },
    ...ALPHABETS.map((each) => ({ encoding: each.encoding, score: alphabetScore(looked, each) })),
    ...EAST_ASIAN.map((each) => ({ encoding: each.encoding, score: eastAsianScore(looked, each) })),
  ].sort((a, b) => b.score - a.score);
  const [best, ...others] = scored;
  const read = (encoding: string): string => new TextDecoder(encoding).decode(looked, { stream: true });
  const written = read(best?.encoding ?? 'windows-1252');
  const second = others.find(({ encoding, score }) => score > 0 && read(encoding) !== written);
  const margin = (best?.score ?? 0) - Math.max(0, second?.score ?? 0);
  const ahead =
    best?.encoding === latin.encoding ? 0.7 + (latin.ahead - sureFrom(latin.words)) * 0.08 : Infinity;
  const other = ahead < DOUBTFUL ? latin.second : second && second.score > 0.3 ? second.encoding : null;
  return {
    encoding: best?.encoding ?? 'windows-1252',
    markLength: 0,
    confidence: Math.max(0.4, Math.min(0.95, 0.6 + margin, ahead)),
    ...(other ? { second: other } : {}),
  };
}

/** The line with the first byte above ASCII and what follows: what comes before it tells nothing. */
function fromFirstAccent(bytes: Uint8Array): Uint8Array {
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte > 127),
  );
  const line = bytes.lastIndexOf(10, first) + 1;
  return bytes.subarray(line, Math.max(first, line) + 65_536);
}

const COMMON_CHINESE =
  /[的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市客户金额日期备注单价]/g;

/** An encoding of two bytes a character, with the pairs that nearly all of its writing is made of. */
interface EastAsian {
  encoding: string;
  isUsual(first: number, second: number): boolean;
  /** What is seldom written in another encoding's bytes, which lie in the same places. */
  telling: RegExp;
}

const within = (byte: number, from: number, to: number): boolean => byte >= from && byte <= to;
const EAST_ASIAN: readonly EastAsian[] = [
  {
    encoding: 'shift_jis',
    isUsual: (first, second) => within(first, 0x81, 0x83) || (within(first, 0x88, 0x98) && second >= 0x40),
    telling: /[\u3041-\u30fe]/g,
  },
  {
    encoding: 'euc-jp',
    isUsual: (first, second) => (within(first, 0xa1, 0xa5) || within(first, 0xb0, 0xcf)) && second >= 0xa1,
    telling: /[\u3041-\u30fe]/g,
  },
  {
    encoding: 'gb18030',
    isUsual: (first, second) => (within(first, 0xb0, 0xd7) || within(first, 0xa1, 0xa3)) && second >= 0xa1,
    telling: COMMON_CHINESE,
  },
  { encoding: 'big5', isUsual: (first) => within(first, 0xa4, 0xc6), telling: /[的一是不了人我在有他這中]/g },
  {
    encoding: 'euc-kr',
    isUsual: (first, second) => within(first, 0xb0, 0xc8) && second >= 0xa1,
    telling: /[가-힣]/g,
  },
];

/** Nearness to 1: the share of pairs that are usual and stand beside others. Below zero where bytes do not fit at all. */
function eastAsianScore(bytes: Uint8Array, { encoding, isUsual, telling }: EastAsian): number {
  const text = decodes(bytes, encoding);
  // eslint-disable-next-line no-control-regex -- everything that is not ASCII
  const wide = text?.match(/[^\x00-\x7f]/g)?.length ?? 0;
  if (!text || wide === 0) return -1;
  // Western letters stand alone between ASCII, which read as pairs takes the next letter away.
  // eslint-disable-next-line no-control-regex -- as above
  const together = (text.match(/[^\x00-\x7f]{2,}/g) ?? []).reduce((sum, run) => sum + run.length, 0) / wide;
  let [pairs, usual] = [0, 0];
  for (let i = 0; i < bytes.length - 1; i++) {
    const first = bytes[i] ?? 0;
    if (first < 0x80) continue;
    pairs++;
    if (isUsual(first, bytes[++i] ?? 0)) usual++;
  }
  const share = (text.match(telling)?.length ?? 0) / wide;
  return together < 0.6 ? -0.5 : 0.75 * together * (usual / Math.max(1, pairs)) + 0.35 * share;
}

/** Alphabets of one byte a letter, with the letters that their languages write most. */
const ALPHABETS = [
  { encoding: 'windows-1251', letters: /[А-Яа-яЁёІіЇїЄєҐґ]{2,}/g, common: /[оеаинтсрвлкі]/g },
  { encoding: 'koi8-r', letters: /[А-Яа-яЁё]{2,}/g, common: /[оеаинтсрвлк]/g },
  { encoding: 'windows-1253', letters: /[\u0386\u0388-\u03ce]{2,}/g, common: /[αοιετσνηυρπκά]/g },
  { encoding: 'windows-1255', letters: /[\u05d0-\u05ea]{2,}/g, common: /[יוהלאמרתבשנדע]/g },
  { encoding: 'windows-1256', letters: /[\u0621-\u064a]{2,}/g, common: /[ايلمنورتبةعدسفح]/g },
];

/** The share of the letters written most, in small letters unless all are great ones, where letters stand in words. */
function alphabetScore(bytes: Uint8Array, { encoding, letters, common }: (typeof ALPHABETS)[number]): number {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  // eslint-disable-next-line no-control-regex -- everything that is not ASCII
  const high = text.match(/[^\x00-\x7f]/g)?.length ?? 0;
  const words = (text.match(letters) ?? []).join('');
  const written = words === words.toUpperCase() ? words.toLowerCase() : words;
  const share = (written.match(common)?.length ?? 0) / Math.max(1, words.length);
  return high === 0 ? 0 : (words.length / high) * Math.min(1, 1.5 * share);
}

const IN_WORDS = 'éèêëàâäáåæãçñöôóòøõüùûúíìîïßœ';
const BEGINNING = 'ÉÈÀÄÁÅÆÇÑÖÓØÜÚÍŠŽ';
const SIGNS = '€£¥–—’‘“”„…°§©®™«»½²³µº\u00a0';

/** The share of the characters above ASCII that stand where Western writing has them, less those that do not. */
function westernScore(bytes: Uint8Array, encoding: string): number {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  let [score, count] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? '';
    if (sign < '\u0080') continue;
    count++;
    const [before, after] = [text[i - 1] ?? ' ', text[i + 1] ?? ' '];
    const inWord = /[a-zA-Z]/.test(before) || /[a-z]/.test(after);
    if (IN_WORDS.includes(sign)) score += inWord ? 1 : before > '\u007f' && after > '\u007f' ? -0.3 : 0.4;
    else if (BEGINNING.includes(sign))
      score += /[a-z]/.test(before) ? -0.5 : /[a-zA-Z]/.test(before + after) ? 0.8 : 0.3;
    else if (
      /[€£¥]/.test(sign) &&
      /[0-9] ?$|^ ?[0-9]/.test(text.slice(Math.max(0, i - 2), i) + text.slice(i + 1, i + 3))
    )
      score += 1;
    else if (SIGNS.includes(sign))
      score += /[a-zA-Z]/.test(before) && /[a-z]/.test(after) ? ('’'.includes(sign) ? 0.8 : -0.5) : 0.7;
    else score -= 0.5;
  }
  return count === 0 ? 0 : score / count;
}
