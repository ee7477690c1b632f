import type { AnyEntry, Option, Role } from '../../analyses/analysis';
import type { AnalysisRequest } from '../../engine/api';
import type { ColumnInfo, ColumnKind } from '../../values/table';
import type { YamlValue } from '../../values/yaml-text';
import { inFlow } from '../../values/yaml-write';
import { isMeant, isMeantOtherwise, isNobodys, mayMeasure, type Meanings } from './column-meaning';
import { rangeText } from './structured-option';
import { wordsOf } from './words-of';

type Labels = Readonly<Record<string, string>>;

/** What is known of a relation's columns besides names and kinds. */
interface Known {
  labels: Labels;
  meanings: Meanings;
}

/**
 * Columns for each role, guessed from names, labels, kinds and what the import found them to mean; null or an empty list
 * where nothing is plausible. No column stands in two roles; a `many` role takes what is left and fits, without ids.
 */
export function guessRoles(
  analysis: AnyEntry,
  columns: readonly ColumnInfo[],
  labels: Labels = {},
  meanings: Meanings = {},
): AnalysisRequest['roles'] {
  const known = { labels, meanings };
  const roles = Object.entries<Role>(analysis.roles);
  const guessed: AnalysisRequest['roles'] = {};
  const used = new Set<string>();
  const left = (): ColumnInfo[] => columns.filter((column) => !used.has(column.name));
  const take = (key: string, column: ColumnInfo | undefined): void => {
    guessed[key] = column?.name ?? null;
    if (column) used.add(column.name);
  };
  const singles = roles.filter(([, role]) => !role.many);
  for (const { key, column } of bestPairs(singles, columns, known))
    if (guessed[key] === undefined && !used.has(column.name)) take(key, column);
  for (const [key, role] of singles)
    if (guessed[key] === undefined && !role.optional) take(key, likelyByKind(role, left(), known));
  for (const [key, role] of roles)
    if (role.many)
      guessed[key] = role.optional ? byName(role, left(), known) : plausible(role, left(), known);
  return Object.fromEntries(roles.map(([key]) => [key, guessed[key] ?? null]));
}

/**
 * How well columns suit the analysis: the number of roles with a guess; 0 where a needed one has none, or where fewer
 * than two columns have a part.
 */
export function rolesFit(
  analysis: AnyEntry,
  columns: readonly ColumnInfo[],
  labels: Labels = {},
  meanings: Meanings = {},
): number {
  const guessed = guessRoles(analysis, columns, labels, meanings);
  const count = (key: string): number => {
    const value = guessed[key] ?? null;
    return Array.isArray(value) ? value.length : value === null ? 0 : 1;
  };
  const roles = Object.entries<Role>(analysis.roles);
  const isMet = ([key, role]: [string, Role]): boolean =>
    role.optional === true || count(key) > (role.many ? 1 : 0);
  const parts = roles.reduce((sum, [key]) => sum + count(key), 0);
  return roles.every(isMet) && parts > 1 ? roles.filter(([key]) => count(key) > 0).length : 0;
}

/** The body of a new cell: guessed roles, and every option that affects numbers, so that no later default changes it. */
export function analysisTemplate(
  analysis: AnyEntry,
  from: string,
  columns: readonly ColumnInfo[],
  labels: Labels = {},
  meanings: Meanings = {},
): string {
  const roles = guessRoles(analysis, columns, labels, meanings);
  const lines = [`from: ${inFlow(from)}`];
  for (const [key, role] of Object.entries<Role>(analysis.roles)) {
    const columnsOf = roles[key] ?? null;
    const isGiven = columnsOf !== null && columnsOf.length > 0;
    if (isGiven) lines.push(`${key}: ${inFlow(columnsOf)}`);
    else if (!role.optional) lines.push(`${key}:`);
  }
  for (const [key, option] of Object.entries<Option>(analysis.options)) {
    const text = proposedText(option);
    if (text !== null) lines.push(`${key}: ${text}`);
  }
  return lines.join('\n');
}

/** What a new cell says of an option; null where nothing is written: not given, empty, or advanced and as usual. */
function proposedText(option: Option): string | null {
  const proposed = ('proposed' in option ? option.proposed : undefined) ?? option.default;
  if (proposed === null || (option.advanced && proposed === option.default)) return null;
  if (option.kind === 'range') return option.advanced ? null : rangeText(option.default);
  if (Array.isArray(proposed) ? proposed.length > 0 && !option.advanced : typeof proposed !== 'object')
    return inFlow(proposed as YamlValue);
  return null;
}

/** Every role with every column that a word points to, the surest first. */
function bestPairs(
  roles: readonly [string, Role][],
  columns: readonly ColumnInfo[],
  known: Known,
): { key: string; column: ColumnInfo; score: number }[] {
  return roles
    .flatMap(([key, role]) =>
      columns.map((column) => ({
        ...{ key, column },
        score: kindsOf(role).includes(column.kind) ? scoreOf(role, column, known) : 0,
      })),
    )
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

const byName = (role: Role, columns: readonly ColumnInfo[], known: Known): string[] =>
  columns
    // What is folded away takes a column only where a whole word of its name says so.
    .filter(
      (column) =>
        kindsOf(role).includes(column.kind) &&
        scoreOf(role, column, known) > (role.advanced ? PART_OF_A_WORD : 0),
    )
    .map((column) => column.name);

const kindsOf = ({ accepts, guessKinds }: Role): readonly ColumnKind[] => guessKinds ?? accepts;

/** A required column that no word points to: the first of a fitting kind, no id where numbers are asked for. */
const likelyByKind = (role: Role, columns: readonly ColumnInfo[], known: Known): ColumnInfo | undefined =>
  kindsOf(role)
    .flatMap((kind) => columns.filter((column) => column.kind === kind))
    .find((column) => isLikely(role, column, known));

/** A role that words can fill says who or which; one of numbers alone says how much. */
const isLikely = (role: Role, column: ColumnInfo, { labels, meanings }: Known): boolean =>
  kindsOf(role).includes('text')
    ? !isMeantOtherwise(role, column, meanings) && (column.kind !== 'number' || !isId(column, labels))
    : mayMeasure(role, column, meanings) && meanings[column.name] !== 'score' && !isId(column, labels);

/**
 * Columns that fit and are no ids; of these only the ones that the import found to be meant, where that is two or more,
 * or that words point to, where that is three or more.
 */
function plausible(role: Role, columns: readonly ColumnInfo[], known: Known): string[] {
  const fitting = columns.filter(
    (column) =>
      kindsOf(role).includes(column.kind) &&
      !isId(column, known.labels) &&
      mayMeasure(role, column, known.meanings) &&
      !isOther(role, column, known.labels),
  );
  const meant = fitting.filter((column) => isMeant(role, column, known.meanings));
  const named = fitting.filter((column) => scoreOf(role, column, known) > 0);
  const sure = meant.length >= 2 ? meant : named.length >= 3 ? named : fitting;
  return sure.map((column) => column.name);
}

/** Whether a word says that a list should not have the column. */
const isOther = (role: Role, column: ColumnInfo, labels: Labels): boolean =>
  (role.guessNot ?? []).some((word) =>
    [column.name, labels[column.name] ?? ''].some((text) => wordsOf(text).includes(word)),
  );

const PART_OF_A_WORD = 1000;

/** More than any name can say. */
const MEANT = 10_000;
const WHOLE_NAME = 2900;

/**
 * How surely a column suits the role; 0 where nothing says so. What the import found it to mean beats its name; what was
 * found to be something else needs the role's whole word for a name. Of names the whole one beats a word of it, that beats
 * a part of a word; then earlier words beat later ones, and the name beats the label.
 */
function scoreOf(role: Role, column: ColumnInfo, { labels, meanings }: Known): number {
  const named = nameScore(role, [column.name, labels[column.name] ?? ''].map(wordsOf));
  if (isMeant(role, column, meanings)) return MEANT + named;
  const isOtherwise = isMeantOtherwise(role, column, meanings);
  return isOtherwise && (named < WHOLE_NAME || isNobodys(column, meanings)) ? 0 : named;
}

function nameScore(role: Role, texts: readonly string[]): number {
  const scores = role.guess.flatMap((guess, i) =>
    texts.map((text, j) => {
      const word = wordsOf(guess);
      const found = word !== '' && text.includes(word);
      const isWord = ` ${text} `.includes(` ${word} `);
      if (!found || (!isWord && word.length < 4)) return 0;
      return (text === word ? 3000 : isWord ? 2000 : PART_OF_A_WORD) - 2 * i - j;
    }),
  );
  return Math.max(0, ...scores);
}

/** A column that names a row instead of measuring it. */
const isId = (column: ColumnInfo, labels: Labels): boolean =>
  [column.name, labels[column.name] ?? ''].some((text) =>
    /(^| )(id|ids|key|uuid|guid|no|nr|number|zip|phone|row)$/.test(wordsOf(text)),
  );
