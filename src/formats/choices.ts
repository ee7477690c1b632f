import type { StructureChoices } from './structure/structure';

/**
 * What was decided about reading a file, by a person or written in a notebook's `import:`; what is absent is found in
 * the file. A report gives all of it back, so that the same file reads the same next year. Plain data.
 */
export interface ImportChoices {
  encoding?: string;
  delimiter?: string;
  quote?: string;
  escape?: string;
  /** Rows that name the columns; 0 where none does. */
  header?: number;
  /** Lines before the header that are no part of the table. */
  skip?: number;
  /** The decimal mark of every column of numbers that says nothing else. */
  decimal?: '.' | ',';
  /** How a day/month column is read, by column: `dmy`, `mdy` or `ymd`. */
  dates?: Record<string, DateOrder>;
  /** How values are read, by column. */
  values?: Record<string, ValueReading>;
  /** DuckDB's types, by column: kept in the notebook's `columns:`. */
  types?: Record<string, string>;
  /** Id of the export format (`src/formats/<id>.ts`), or `none` where a person refused it. */
  format?: string;
  /** The file of an archive that is read; absent where all of them are one table. */
  entry?: string;
  /** Sheet and range (`A3:F200`) of a workbook. */
  sheet?: string;
  range?: string;
  /** Columns that are not kept, and columns whose values are replaced by salted hashes. */
  drop?: string[];
  hash?: string[];
  /** Columns marked as personal that a person decided to keep as they are. */
  keep?: string[];
  /** Ids of the row rules (previews, unfinished answers …) whose rows are left out. */
  leaveOut?: string[];
  /** Columns that list several choices in one value, with the mark between them, made into one yes/no column a choice. */
  split?: Record<string, string>;
}

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** How the values of one column are read. Empty for text, ISO dates and numbers with a decimal point. */
export interface ValueReading {
  decimal?: '.' | ',';
  /** What stands between thousands. */
  thousands?: '.' | ',' | ' ' | "'";
  /** Sign or code left out, as written most often: `€`, `EUR`. */
  currency?: string;
  /** `45 %` is read as 0.45. */
  percent?: boolean;
  /** A dash stands for no cents: `12,-` is read as 12. */
  dash?: boolean;
  /** How negative numbers are marked besides a leading minus: `(12)` or `12-`. */
  negative?: 'parentheses' | 'trailing';
  /** strptime formats that are tried in turn. */
  dates?: string[];
  /** The time has a zone and is stored in UTC. */
  zone?: 'utc';
  /** Words, in lower case, that are true and false. */
  yes?: string[];
  no?: string[];
  /** Spellings, in lower case, that stand for a missing value. An empty value always does. */
  missing?: string[];
}

/** The part of the choices that the structure step takes. */
export function structureChoices(choices: ImportChoices): StructureChoices {
  const { encoding, delimiter, quote, escape, header, skip } = choices;
  const told = { encoding, delimiter, quote, escape, headerRows: header, preambleLines: skip };
  return Object.fromEntries(Object.entries(told).filter(([, part]) => part !== undefined));
}
