/** Languages in Latin letters with their letters beyond ASCII, the most frequent first. */
interface Region {
  encodings: readonly string[];
  /** In favour of an encoding before anything is read, as a natural logarithm: how many of the files are so written. */
  prior: number;
  languages: readonly string[];
}

const REGIONS: readonly Region[] = [
  {
    encodings: ['windows-1252', 'iso-8859-15'],
    prior: 2.3,
    languages: [
      'äüößé',
      'éèàêçâîôûùïëœ',
      'óíáéñúü',
      'ãçáéíóêõúâàôü',
      'àèùòìé',
      'øåæéö',
      'äåöé',
      'áíðóéúæþýö',
      'éëïèöü',
      'äõüöšž',
      'àéèóíçòúïü',
    ],
  },
  {
    encodings: ['windows-1250', 'iso-8859-2'],
    prior: 0,
    languages: ['łęóążśćńź', 'íáěéřčžýšůúťďňó', 'áíéčžýšúľťňôďóäŕĺ', 'áéöóőüíúű', 'čšžćđ', 'ăîâşţ', 'äüößé'],
  },
  { encodings: ['windows-1254'], prior: -0.5, languages: ['ıüşğçöİâ'] },
  { encodings: ['windows-1257'], prior: -1, languages: ['ėšąųįžčūę', 'āīēšņļžūķģč', 'äõüöšž'] },
];
/** Kept on Unix machines of the nineties; programs of today write them seldom. */
const SELDOM: Readonly<Record<string, number>> = { 'iso-8859-15': -3, 'iso-8859-2': -1 };

const OF_LANGUAGE = 0.9;
const OF_REGION = 0.05;
const NEVER = Math.log(0.0003);
const SIGN = Math.log(0.03);
const SIGNS = '€£¥–—’‘“”„…°§©®™«»½²³µº¿¡·\u00a0';
/** Signs that words have inside, or next to a letter. */
const APOSTROPHES = '’‘–·';
const MOST_WORDS = 600;

/** An encoding of the letters of Europe's west, middle or edges. */
export interface LatinEncoding {
  encoding: string;
  /** How much more likely than the next, as a natural logarithm; Infinity where all others read the same. */
  ahead: number;
  /** Words that speak for it: different ones with letters beyond ASCII. */
  words: number;
  /** The next likely one that reads other letters. */
  second: string | null;
  /** From 1, where every letter beyond ASCII is one of the language, down to -1. */
  score: number;
}

/**
 * Which of the encodings of Latin letters a text is in, by the words that have letters beyond ASCII: each once, in the
 * language of the encoding whose letters they are most likely to be. Where two read the same, the first one listed.
 */
export function latinEncoding(bytes: Uint8Array): LatinEncoding {
  const read = REGIONS.flatMap((region) =>
    region.encodings.map((encoding) => likelihoodOf(bytes, encoding, region)),
  );
  const [best, ...others] = read.sort((a, b) => b.likely - a.likely);
  if (!best) throw new Error('no encodings');
  const other = others.find(({ words }) => words.join() !== best.words.join());
  return {
    encoding: best.encoding,
    ahead: other ? best.likely - other.likely : Infinity,
    words: best.words.length,
    second: other?.encoding ?? null,
    score: best.score,
  };
}

interface Read {
  encoding: string;
  words: string[];
  likely: number;
  score: number;
}

function likelihoodOf(bytes: Uint8Array, encoding: string, { languages, prior }: Region): Read {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true });
  // eslint-disable-next-line no-control-regex -- words with a sign that is not ASCII
  const found = text.match(/[A-Za-z0-9]*[^\x00-\x7f][^\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]*/g) ?? [];
  const words = [...new Set(found)].slice(0, MOST_WORDS);
  const letters = new Set(languages.join(''));
  const sums = languages.map((language) =>
    words.reduce((sum, word) => sum + likelihood(word, language, letters), 0),
  );
  const likely = Math.max(...sums) + prior + (SELDOM[encoding] ?? 0);
  return {
    encoding,
    words,
    likely,
    score: Math.max(...languages.map((language) => shareOf(words, language))),
  };
}

function likelihood(word: string, language: string, region: ReadonlySet<string>): number {
  let sum = 0;
  for (let at = 0; at < word.length; at++) {
    const sign = word.charAt(at);
    if (sign < '\u0080') continue;
    const letter = lowerCase(sign);
    if (!region.has(letter)) sum += isSignHere(word, at) ? SIGN : NEVER;
    else if (isOutOfPlace(word, at)) sum += NEVER;
    else {
      const place = language.indexOf(letter);
      const own = place < 0 ? 0 : OF_LANGUAGE / ((place + 1.5) * Math.log(1 + language.length));
      sum += Math.log(own + OF_REGION / region.size);
    }
  }
  return sum;
}

/** The share of letters beyond ASCII that the language has, less those that it has not. */
function shareOf(words: readonly string[], language: string): number {
  let [score, count] = [0, 0];
  for (const word of words)
    for (let at = 0; at < word.length; at++) {
      const sign = word.charAt(at);
      if (sign < '\u0080') continue;
      count++;
      if (language.includes(lowerCase(sign))) score += isOutOfPlace(word, at) ? -1 : 1;
      else score += isSignHere(word, at) ? 0.7 : -1;
    }
  return count === 0 ? 0 : score / count;
}

/** Two signs of Turkish have a small form of their own. */
const lowerCase = (sign: string): string => (sign === 'İ' ? sign : sign.toLowerCase());

/** Letters that are words by themselves. */
const WORDS = 'àâèéêîòóôöøåäúí';

/** A letter alone that is no word, a great letter after a small one, any before a digit; n with a tilde before a consonant, n with an accent before a vowel. */
function isOutOfPlace(word: string, at: number): boolean {
  const [before, sign, after] = [word.charAt(at - 1), word.charAt(at), word.charAt(at + 1)];
  if (sign !== sign.toLowerCase() && before !== before.toUpperCase()) return true;
  if (/[0-9]/.test(after) || (before + after === '' && !WORDS.includes(sign.toLowerCase()))) return true;
  if (/[ñÑ]/.test(sign)) return !/[aeiouyáéíóú]/i.test(after);
  return /[ńŃ]/.test(sign) && /[aeiouyáéíóú]/i.test(after);
}

/** Whether a sign that is no letter stands where such signs do: not between letters. */
function isSignHere(word: string, at: number): boolean {
  const sign = word.charAt(at);
  if (!SIGNS.includes(sign)) return false;
  const isLetter = (other: string): boolean => /\p{L}/u.test(other);
  if (APOSTROPHES.includes(sign)) return true;
  if ('¿¡'.includes(sign)) return !isLetter(word.charAt(at - 1));
  return !(isLetter(word.charAt(at - 1)) && isLetter(word.charAt(at + 1)));
}
