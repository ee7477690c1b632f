/** Words of one language, in lower case, that are yes and no. Signs of one letter must both occur in a column. */
const LANGUAGES: readonly { yes: readonly string[]; no: readonly string[] }[] = [
  { yes: ['yes', 'true', 'y', 't'], no: ['no', 'false', 'n', 'f'] },
  { yes: ['ja', 'wahr', 'richtig', 'j'], no: ['nein', 'falsch', 'n'] },
  { yes: ['oui', 'vrai', 'o'], no: ['non', 'faux', 'n'] },
  { yes: ['sí', 'si', 'verdadero', 's'], no: ['no', 'falso', 'n'] },
  { yes: ['sì', 'si', 'vero', 's'], no: ['no', 'falso', 'n'] },
  { yes: ['sim', 'verdadeiro', 's'], no: ['não', 'nao', 'falso', 'n'] },
  { yes: ['ja', 'waar', 'j'], no: ['nee', 'onwaar', 'n'] },
  { yes: ['ja', 'sant', 'j'], no: ['nej', 'falskt', 'n'] },
  { yes: ['ja', 'sand', 'sann', 'j'], no: ['nei', 'nej', 'falsk', 'usann', 'n'] },
  { yes: ['kyllä', 'tosi', 'k'], no: ['ei', 'epätosi', 'e'] },
  { yes: ['tak', 'prawda', 't'], no: ['nie', 'fałsz', 'n'] },
  { yes: ['ano', 'áno', 'pravda', 'a'], no: ['ne', 'nie', 'nepravda', 'n'] },
  { yes: ['igen', 'igaz', 'i'], no: ['nem', 'hamis', 'n'] },
  { yes: ['da', 'adevărat', 'd'], no: ['nu', 'fals', 'n'] },
  { yes: ['da', 'д', 'да', 'истина'], no: ['net', 'н', 'нет', 'ложь', 'ne', 'не'] },
  { yes: ['evet', 'doğru', 'e'], no: ['hayır', 'yanlış', 'h'] },
  { yes: ['はい'], no: ['いいえ'] },
  { yes: ['是'], no: ['否', '不是'] },
];

export interface YesNo {
  yes: string[];
  no: string[];
}

/** Which words of a column are yes and which no, where all of them (in lower case) belong to one language. */
export function yesNo(given: readonly string[]): YesNo | null {
  const words = new Set(given);
  for (const language of LANGUAGES) {
    const yes = language.yes.filter((word) => words.has(word));
    const no = language.no.filter((word) => words.has(word));
    // `true` alone says enough; `no` alone may be the beginning of anything.
    const enough = (yes.length > 0 && no.length > 0) || words.has('true') || words.has('false');
    if (enough && yes.length + no.length === words.size) return { yes, no };
  }
  return null;
}

/** The words that are yes and no where a person says that a column is that: of the language that knows most of them. */
export function likelyYesNo(given: readonly string[]): YesNo {
  const among = (words: readonly string[]): string[] =>
    [...new Set(given)].filter((word) => words.includes(word));
  const known = [{ yes: ['1', '1.0', 'x'], no: ['0', '0.0'] }, ...LANGUAGES].map(({ yes, no }) => ({
    yes: among(yes),
    no: among(no),
  }));
  const size = ({ yes, no }: YesNo): number => yes.length + no.length;
  return known.reduce((best, each) => (size(each) > size(best) ? each : best), { yes: [], no: [] });
}
