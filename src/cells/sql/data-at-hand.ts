import { ident } from '../../sql/quote';
import type { ColumnInfo, ColumnKind } from '../../values/table';

/** A relation with its columns and what people call them. */
export interface RelationAtHand {
  relation: string;
  columns: readonly ColumnInfo[];
  labels: Readonly<Record<string, string>>;
}

/** What is sought in a column: a kind, and words that its name or label may have, the likeliest first. */
export interface Wanted {
  kinds: readonly ColumnKind[];
  words: readonly string[];
  /** Whether one of the words must be there; else any column of the kind will do, the ones with words first. */
  must?: boolean;
  /** Words that rule a column out. */
  never?: readonly string[];
}

/** The columns that suit, the likeliest first. */
export function columnsLike({ columns, labels }: RelationAtHand, wanted: Wanted): ColumnInfo[] {
  return columns
    .filter(({ kind }) => wanted.kinds.includes(kind))
    .map((column) => ({ column, fit: fitOf(column, labels, wanted) }))
    .filter(({ fit }) => fit >= 0)
    .sort((one, other) => other.fit - one.fit)
    .map(({ column }) => column);
}

export const columnLike = (relation: RelationAtHand, wanted: Wanted): ColumnInfo | undefined =>
  columnsLike(relation, wanted)[0];

/** -1 where the column will not do; else higher for earlier words, and for names before labels. */
function fitOf(
  { name }: ColumnInfo,
  labels: Readonly<Record<string, string>>,
  { words, must = false, never = [] }: Wanted,
): number {
  const texts = [name, Object.hasOwn(labels, name) ? (labels[name] ?? '') : ''].map(wordsOf);
  const says = (word: string, text: string): boolean =>
    ` ${text} `.includes(` ${word} `) || (word.length > 4 && text.includes(word));
  if (never.some((word) => texts.some((text) => says(word, text)))) return -1;
  const fits = words.flatMap((word, i) =>
    texts.map((text, j) => (says(word, text) ? 2 * (words.length - i) + 1 - j : 0)),
  );
  const best = Math.max(0, ...fits);
  return best === 0 && must ? -1 : best;
}

/** `customerId` and `customer_id` are both "customer id". */
const wordsOf = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What a column of a kind is likely called, in exports of surveys, shops and help desks. */
export const likely = {
  score: {
    kinds: ['number'],
    words: ['recommend', 'nps', 'overall', 'satisfaction', 'csat', 'score', 'rating', 'likelihood'],
    never: ['id', 'group', 'month', 'year', 'rank'],
    must: true,
  },
  group: {
    kinds: ['text', 'boolean'],
    words: [
      'segment',
      'plan',
      'region',
      'country',
      'industry',
      'type',
      'tier',
      'channel',
      'topic',
      'category',
      'status',
      'group',
      'product',
      'outcome',
    ],
    never: [
      'id',
      'name',
      'comment',
      'subject',
      'text',
      'email',
      'phone',
      'address',
      'code',
      'company',
      'url',
    ],
    must: true,
  },
  reason: {
    kinds: ['text'],
    words: ['reason', 'topic', 'category', 'theme', 'issue', 'type', 'kind', 'subject', 'channel', 'status'],
    never: ['id', 'comment', 'name', 'email'],
    must: true,
  },
  date: {
    kinds: ['date'],
    words: ['ordered', 'answered', 'opened', 'created', 'date', 'time', 'at', 'on'],
    never: ['birth', 'closed', 'end', 'expires'],
  },
  amount: {
    kinds: ['number'],
    words: ['amount', 'revenue', 'total', 'value', 'price', 'spend', 'sales', 'fee', 'cost'],
    never: ['id', 'discount'],
    must: true,
  },
  customer: {
    kinds: ['text', 'number'],
    words: [
      'customer id',
      'account id',
      'customer',
      'account',
      'client',
      'respondent',
      'user',
      'contact',
      'member',
      'email',
    ],
    must: true,
  },
} as const satisfies Record<string, Wanted>;

/** A column that several relations have and that names a customer. */
export function sharedKey(one: RelationAtHand, other: RelationAtHand): string | undefined {
  const names = new Set(other.columns.map(({ name }) => name));
  return columnsLike(one, likely.customer).find(({ name }) => names.has(name))?.name;
}

/** Every pair of different relations that share a key, with what is sought in each. */
export function pairsWith<A, B>(
  relations: readonly RelationAtHand[],
  first: (relation: RelationAtHand) => A | undefined,
  second: (relation: RelationAtHand) => B | undefined,
): { one: RelationAtHand; other: RelationAtHand; key: string; found: A; also: B }[] {
  return relations.flatMap((one) => {
    const found = first(one);
    if (found === undefined) return [];
    return relations.flatMap((other) => {
      const key = one === other ? undefined : sharedKey(one, other);
      const also = key === undefined ? undefined : second(other);
      return key === undefined || also === undefined ? [] : [{ one, other, key, found, also }];
    });
  });
}

/** A column as SQL, quoted only where it must be. */
export const name = (column: string | { name: string }): string => {
  const text = typeof column === 'string' ? column : column.name;
  return /^[a-z_][a-z0-9_]*$/.test(text) ? text : ident(text);
};
