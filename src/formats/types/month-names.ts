/** Months in English, German, French, Spanish, Italian, Dutch and Portuguese, in full and short; no spelling means two. */
const MONTHS: readonly (readonly string[])[] = [
  [
    'january',
    'jan',
    'januar',
    'jänner',
    'jän',
    'janvier',
    'janv',
    'enero',
    'ene',
    'gennaio',
    'gen',
    'januari',
    'janeiro',
  ],
  [
    'february',
    'feb',
    'februar',
    'feber',
    'février',
    'fevrier',
    'févr',
    'fevr',
    'fév',
    'febrero',
    'febbraio',
    'februari',
    'fevereiro',
    'fev',
  ],
  ['march', 'mar', 'märz', 'maerz', 'mär', 'mrz', 'mars', 'marzo', 'maart', 'mrt', 'março', 'marco'],
  ['april', 'apr', 'avril', 'avr', 'abril', 'abr', 'aprile'],
  ['may', 'mai', 'mayo', 'maggio', 'mag', 'mei', 'maio'],
  ['june', 'jun', 'juni', 'juin', 'junio', 'giugno', 'giu', 'junho'],
  ['july', 'jul', 'juli', 'juillet', 'juil', 'julio', 'luglio', 'lug', 'julho'],
  ['august', 'aug', 'août', 'aout', 'agosto', 'ago', 'augustus'],
  ['september', 'sep', 'sept', 'septembre', 'septiembre', 'setiembre', 'settembre', 'set', 'setembro'],
  ['october', 'oct', 'oktober', 'okt', 'octobre', 'octubre', 'ottobre', 'ott', 'outubro', 'out'],
  ['november', 'nov', 'novembre', 'noviembre', 'novembro'],
  [
    'december',
    'dec',
    'dezember',
    'dez',
    'décembre',
    'decembre',
    'déc',
    'diciembre',
    'dic',
    'dicembre',
    'dezembro',
  ],
];

const NUMBERS = new Map(MONTHS.flatMap((names, month) => names.map((name) => [name, month + 1] as const)));

/** The number of a month from 1, by its name in lower case without a full stop. */
export const monthNumber = (name: string): number | undefined => NUMBERS.get(name.toLowerCase());

/** Every name as one alternation of a regular expression without case, longest first. */
export const MONTH_NAMES = [...NUMBERS.keys()].sort((a, b) => b.length - a.length).join('|');

const LIST = `|${[...NUMBERS].map(([name, number]) => `${name}=${String(number).padStart(2, '0')}`).join('|')}|`;

/** The number of a month as two digits in SQL, of its name in lower case: looked up in one text, which is quick. */
export const monthSql = (name: string): string =>
  `substr('${LIST}', strpos('${LIST}', '|' || ${name} || '=') + length(${name}) + 2, 2)`;
