import { fitOf, rolesOf } from '../cells/addable';
import type { AnalysisRequest } from '../engine/api';
import type { ColumnInfo } from '../values/table';

/** What a table looks like, and the question to ask of it first. */
interface FirstQuestion {
  /** "This looks like survey answers." */
  looksLike: string;
  /** The question as a button says it; null where no analysis answers one about such a table. */
  question: string | null;
  /** Id of the analysis that answers it, and the columns it would take for each role. */
  analysis: string | null;
  roles: AnalysisRequest['roles'];
  /** Ids of other analyses that make sense of such a table, the best first. */
  also: readonly string[];
  /** What to know before the answer is believed. */
  caution: string | null;
}

export interface KnownTable {
  columns: readonly ColumnInfo[];
  labels: Readonly<Record<string, string>>;
  /** What the import found the columns to mean; empty where it found nothing. */
  meanings: Readonly<Record<string, string>>;
}

/** What a kind of table has, and what is asked of it; the first that fits counts. */
interface Shape {
  looksLike: string;
  fits(has: (meaning: string) => number, table: KnownTable): boolean;
  analysis?: string;
  /** Given what people call the column of a role. */
  question?: (called: (role: string) => string) => string;
  also: readonly string[];
  caution?: string;
}

const SHAPES: readonly Shape[] = [
  {
    looksLike: 'contracts, with the days they began and ended',
    fits: (has) => has('start date') > 0 && has('end date') > 0,
    analysis: 'contract-clv',
    question: () => 'How long do customers stay, and what are they worth?',
    also: ['k-means', 'value-tiers'],
  },
  {
    looksLike: 'deals',
    fits: (has, table) => areDeals(has, table) && isWonKnown(table),
    analysis: 'drivers',
    question: (called) => `What drives “${called('outcome')}”?`,
    also: ['value-tiers', 'rfm', 'clv'],
  },
  {
    looksLike: 'deals',
    fits: (has, table) => areDeals(has, table),
    analysis: 'value-tiers',
    question: () => 'Which customers hold the value?',
    caution: 'Open and lost deals are among them: filter by stage first to count only what was won.',
    also: ['rfm', 'clv', 'k-means'],
  },
  {
    looksLike: 'support tickets',
    fits: (has, table) => has('amount') === 0 && names(table, 'ticket', 'conversation', 'requester', 'case'),
    also: ['k-means'],
  },
  {
    looksLike: 'survey answers',
    fits: (has, table) =>
      has('score') > 0 && isScored(table) && table.columns.filter(({ kind }) => kind !== 'date').length > 2,
    analysis: 'drivers',
    question: (called) => `What drives “${called('outcome')}”?`,
    also: ['latent-class', 'k-means', 'mixture'],
  },
  {
    looksLike: 'orders',
    fits: (has) => has('customer') > 0 && has('date') > 0 && has('amount') > 0,
    analysis: 'clv',
    question: () => 'Who will still buy, and what are they worth?',
    also: ['rfm', 'value-tiers'],
  },
  {
    looksLike: 'customers, one a row, with what they spent',
    fits: (has) => has('customer') > 0 && has('amount') > 0,
    analysis: 'value-tiers',
    question: () => 'Which customers hold the value?',
    also: ['k-means', 'mixture'],
  },
];

/** Whether a column is called by one of the words. */
const names = ({ columns }: KnownTable, ...words: string[]): boolean =>
  columns.some(({ name }) => new RegExp(`(^|[^a-z])(${words.join('|')})(?![a-z])`, 'i').test(name));

function areDeals(has: (meaning: string) => number, table: KnownTable): boolean {
  return has('amount') > 0 && (has('stage') > 0 || names(table, 'deal', 'opportunity'));
}

/** One text called like a score may be a remark ("note"); several are answers in words. */
function isScored({ columns, meanings }: KnownTable): boolean {
  const scores = columns.filter(({ name }) => meanings[name] === 'score');
  return scores.length > 1 || scores.some(({ kind }) => kind !== 'text');
}

const isWonKnown = ({ columns }: KnownTable): boolean =>
  columns.some(({ name, kind }) => kind === 'boolean' && /won/i.test(name));

/**
 * What a table looks like by the meanings of its columns, and what to ask first; null where nothing tells. A question is
 * asked only where its roles can be filled.
 */
export function firstQuestion(table: KnownTable): FirstQuestion | null {
  const { columns, labels, meanings } = table;
  const has = (meaning: string): number => columns.filter(({ name }) => meanings[name] === meaning).length;
  const shape = SHAPES.find(({ fits }) => fits(has, table));
  if (!shape) return null;
  const { analysis, question, caution = null } = shape;
  const also = shape.also.filter((id) => fitOf(id, columns, labels, meanings) > 0);
  const looksLike = `This looks like ${shape.looksLike}.`;
  if (!analysis || !question || fitOf(analysis, columns, labels, meanings) === 0)
    return { looksLike, question: null, analysis: null, roles: {}, also, caution: null };
  const roles = rolesOf(analysis, columns, labels, meanings);
  const called = (role: string): string => {
    const column = roles[role];
    return (typeof column === 'string' ? labels[column] || column : role).replace(/[\s?.:]+$/, '');
  };
  return { looksLike, question: question(called), analysis, roles, also, caution };
}
