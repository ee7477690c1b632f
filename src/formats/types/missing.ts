/** Characters around a value that are no part of it: spaces of all widths, tabs, line ends. */
const SPACES = ' \t\r\n\u00a0\u2007\u2009\u202f';
export const SPACE = `[${SPACES}]*`;

/** A value without the spaces around it, the unbreakable kinds among them. */
export const trimmed = (value: string): string =>
  value.replace(/^[ \t\r\n\u00a0\u2007\u2009\u202f]+|[ \t\r\n\u00a0\u2007\u2009\u202f]+$/g, '');

/** The same in SQL. */
export const trimmedSql = (text: string): string => `trim(${text}, '${SPACES}')`;

/** Words and signs, in lower case, that programs and people write where a value is missing. */
const SPELLINGS = new Set(
  [
    'na|n/a|#n/a|#na|<na>|n.a.|n. a.|n.a|(n/a)|nil|null|\\n|(null)|<null>|none|nan|-nan|#nan|nat',
    'undefined|missing|(missing)|unknown|(blank)|blank|(empty)|empty|not available|not applicable',
    'no answer|no response|no data|not set|(not set)|tbd|-|--|---|\u2013|\u2014|.|..|...|\u2026|?',
    '??|*|/|_|keine angabe|k. a.|k.a.|k.a|ka|n. v.|n.v.|fehlt|unbekannt|leer|(leer)|n.d.|n. d.|nd',
    'n/d|s/d|sin datos|s.d.|n.c.|nc|n/c|non renseign\u00e9|vide|(vide)|non disponibile|vuoto',
    'onbekend|n.v.t.|nvt|leeg|geen antwoord|sem resposta|vazio|#ref!|#div/0!|#value!|#name?|#num!',
    '0000-00-00|0000-00-00 00:00:00|0000-00-00t00:00:00|00.00.0000|00/00/0000',
    '#null!|#getting_data|#spill!|#calc!|#bezug!|#wert!|#nv|#zahl!|#name|#valeur!|#error!|#error',
  ].flatMap((line) => line.split('|')),
);

export const everySpelling: string[] = [...SPELLINGS];

/** The spelling of a missing value, in lower case, where a value is one; an empty value is '' and another is null. */
export function missingSpelling(value: string): string | null {
  const word = trimmed(value).toLowerCase();
  return word === '' || SPELLINGS.has(word) ? word : null;
}
