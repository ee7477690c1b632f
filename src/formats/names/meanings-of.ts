import type { Meaning, TableSample } from '../format';
import { bank } from './name-bank';
import { plainName } from './plain-name';
import { valuesFit } from './values-fit';

/** What a name means, and how surely: a whole name beats a pattern, a longer pattern a shorter one. */
interface Found {
  meaning: Meaning;
  sureness: number;
  /** Place in the bank's list: earlier is better. */
  rank: number;
}

interface Pattern {
  test(plain: string): boolean;
  sureness: number;
}

const WHOLE = 1000;

function patternOf(glob: string): Pattern {
  if (!glob.includes('*')) return { test: (plain) => plain === glob, sureness: WHOLE };
  const expression = new RegExp(`^${glob.replaceAll('*', '.*')}$`);
  return { test: (plain) => expression.test(plain), sureness: glob.length };
}

const entries = (Object.keys(bank) as Meaning[]).map((meaning) => ({
  meaning,
  names: bank[meaning].names.map(patternOf),
  not: (bank[meaning].not ?? []).map(patternOf),
}));

function findMeanings(name: string): Found[] {
  const plain = plainName(name);
  return entries.flatMap(({ meaning, names, not }) => {
    const rank = names.findIndex((pattern) => pattern.test(plain));
    const pattern = names[rank];
    if (!pattern || (pattern.sureness < WHOLE && not.some((other) => other.test(plain)))) return [];
    return [{ meaning, sureness: pattern.sureness, rank }];
  });
}

/** What a column of that name most likely is to an analysis, by the bank of names; null where the name says nothing. */
export function meaningOfName(name: string): Meaning | null {
  const found = findMeanings(name);
  return found.sort((a, b) => b.sureness - a.sureness)[0]?.meaning ?? null;
}

/** Meanings that one column of a table has; the others may be several columns'. */
const SINGLE: readonly Meaning[] = [
  'customer',
  'date',
  'amount',
  'order',
  'quantity',
  'weight',
  'start date',
  'end date',
];

/**
 * Meanings of a table's columns by name, where the values in the sample do not speak against it. Of several columns that
 * could be the customer, the date or the amount, the one with the best name is. An e-mail address is the customer only
 * where nothing else is.
 */
export function meaningsOf(table: Pick<TableSample, 'names' | 'columns'>): Record<string, Meaning> {
  const found = table.names.flatMap((name, index) => {
    const [best] = findMeanings(name)
      .filter(({ meaning }) => valuesFit(meaning, table.columns[index] ?? []))
      .sort((a, b) => b.sureness - a.sureness);
    return best ? [{ name, index, ...best }] : [];
  });
  const meant = new Map(
    found
      .filter((each) => !SINGLE.includes(each.meaning) || each === bestOf(found, each.meaning))
      .map(({ name, meaning }) => [name, meaning]),
  );
  const email = table.names.find((name) => EMAIL.test(plainName(name)));
  if (email !== undefined && ![...meant.values()].includes('customer')) meant.set(email, 'customer');
  return Object.fromEntries(meant);
}

const EMAIL =
  /^((customer|client|contact|billing|user|buyer|member) )?e ?mail( address| adresse| adres)?$|^(adresse e ?mail|correo( electronico)?|mail|courriel)$/;

const bestOf = <F extends Found>(found: readonly F[], meaning: Meaning): F | undefined =>
  found
    .filter((each) => each.meaning === meaning)
    .reduce<F | undefined>((best, each) => (best && best.rank <= each.rank ? best : each), undefined);
