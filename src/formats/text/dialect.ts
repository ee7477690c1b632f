import { splitRecords, type Dialect } from './records';

const DELIMITERS = [',', ';', '\t', '|'];
const MOST_RECORDS = 1000;

/**
 * The dialect whose records agree best on their number of fields. Parts that are given stay as given. A first record
 * that has another number of fields than most speaks against a dialect: it is what tells `1,5;2,5` from commas.
 */
export function detectDialect(text: string, whole: boolean, given: Partial<Dialect>): Dialect {
  let best: { dialect: Dialect; score: number } | null = null;
  for (const delimiter of given.delimiter === undefined ? DELIMITERS : [given.delimiter])
    for (const { quote, escape } of quotings(text, given)) {
      const dialect = { delimiter, quote, escape };
      const score = scoreOf(splitRecords(text, dialect, MOST_RECORDS, whole));
      // Only a clear win takes the place of an earlier, more usual dialect.
      if (!best || score > best.score * 1.02) best = { dialect, score };
    }
  return best?.dialect ?? { delimiter: ',', quote: '"', escape: '"' };
}

/** Ways of quoting worth trying: the usual one, and others where their marks occur at all. */
function quotings(text: string, given: Partial<Dialect>): { quote: string; escape: string }[] {
  if (given.quote !== undefined) return [{ quote: given.quote, escape: given.escape ?? given.quote }];
  const usual = { quote: '"', escape: given.escape ?? '"' };
  const others = [];
  if (text.includes('\\"')) others.push({ quote: '"', escape: '\\' });
  if (/(^|[,;\t|])'[^']*'([,;\t|\r\n]|$)/m.test(text)) others.push({ quote: "'", escape: "'" });
  return [usual, ...others];
}

/** From 0: how well the records agree, more for more fields; a single column is the last resort. */
function scoreOf(records: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>();
  for (const { length } of records) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [fields, agreeing] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  if (fields <= 1) return 1e-3;
  const consistency = agreeing / records.length;
  const headed = records[0]?.length === fields ? 1 : 0.3;
  return consistency ** 2 * headed * prose(records) * Math.log2(1 + fields);
}

/** A mark that a space follows most times is rather a comma in a sentence. */
function prose(records: readonly (readonly string[])[]): number {
  const further = records.flatMap((record) => record.slice(1));
  const spaced = further.filter((field) => field.startsWith(' ')).length;
  return spaced > further.length / 2 ? 0.7 : 1;
}
