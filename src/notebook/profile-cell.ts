import { isReservedWord } from '../sql/keywords';
import { ident } from '../sql/quote';
import type { KeyMatch } from '../values/key-match';
import type { ColumnInfo } from '../values/table';

type ColumnsOf = (relation: string) => readonly ColumnInfo[];

/** A relation that is joined: its key and how that is made comparable. */
interface Side {
  relation: string;
  column: string;
  unique: boolean;
}
interface Link extends Side {
  /** The key of the relation that gives the rows. */
  base: string;
  normalised: KeyMatch['normalised'];
  mixed: boolean;
}

const MOST_COLUMNS = 12;

/**
 * SQL with one row per key: the rows of the relation in which the key occurs once, and beside them what the others say of
 * it: their columns where they have one row too, else counts, sums, means and last dates. Where the key repeats in all,
 * the rows are its distinct values. The candidate given says what the key is; the others are joined where they fit it.
 */
export function profileSql(candidate: KeyMatch, all: readonly KeyMatch[], columnsOf: ColumnsOf): string {
  const [left, right] = sidesOf(candidate);
  const base =
    left.unique && (!right.unique || candidate.rightCoverage >= candidate.leftCoverage) ? left : right;
  const others = linksTo(base, [candidate, ...all], columnsOf);
  return base.unique ? besideRows(base, others, columnsOf) : besideKeys(base, others, columnsOf);
}

const sidesOf = (one: KeyMatch): [Side, Side] => [
  { relation: one.left, column: one.leftColumn, unique: one.leftUnique },
  { relation: one.right, column: one.rightColumn, unique: one.rightUnique },
];

/** Every other relation once, by its best match with the base's key or, for the one chosen, with whatever it matches. */
function linksTo(base: Side, candidates: readonly KeyMatch[], columnsOf: ColumnsOf): Link[] {
  const links: Link[] = [];
  for (const candidate of candidates) {
    const [left, right] = sidesOf(candidate);
    const [own, other] = left.relation === base.relation ? [left, right] : [right, left];
    const fits = own.relation === base.relation && (base.unique ? own.unique : own.column === base.column);
    if (!fits || links.some(({ relation }) => relation === other.relation)) continue;
    const kinds = [own, other].map(({ relation, column }) => kindOf(columnsOf(relation), column));
    links.push({
      ...other,
      base: own.column,
      normalised: candidate.normalised,
      mixed: kinds[0] !== kinds[1],
    });
  }
  return links;
}

const kindOf = (columns: readonly ColumnInfo[], name: string): string | undefined =>
  columns.find((column) => column.name === name)?.kind;

function besideRows(base: Side, links: readonly Link[], columnsOf: ColumnsOf): string {
  const taken = new Set(columnsOf(base.relation).map(({ name }) => name.toLowerCase()));
  const parts = links.map((link) => part(link, columnsOf(link.relation), taken));
  const joins = parts.map(
    ({ name, link }) =>
      `LEFT JOIN ${name} ON ${name}.match_key = ${keyText(`${plain(base.relation)}.${plain(link.base)}`, kindOf(columnsOf(base.relation), link.base), link)}`,
  );
  return [
    `-- One row per ${base.column} of ${base.relation}, with what ${links.map(({ relation }) => relation).join(' and ')} say${links.length === 1 ? 's' : ''} of it.`,
    ...withClause(parts.map(({ name, lines }) => ({ name, lines }))),
    'SELECT',
    [
      `  ${plain(base.relation)}.*`,
      ...parts.flatMap(({ columns }) => columns.map((column) => `  ${column}`)),
    ].join(',\n'),
    `FROM ${plain(base.relation)}`,
    ...joins,
  ].join('\n');
}

/** No relation has the key once: its distinct values are the rows, and all relations stand beside them. */
function besideKeys(base: Side, links: readonly Link[], columnsOf: ColumnsOf): string {
  const first = links[0];
  const own: Link = {
    ...base,
    base: base.column,
    normalised: first?.normalised ?? 'exact',
    mixed: links.some(({ mixed }) => mixed),
  };
  const same = links.map((link) => ({ ...link, normalised: own.normalised, mixed: own.mixed }));
  const all = [own, ...same];
  const taken = new Set([base.column.toLowerCase()]);
  const parts = all.map((link) => part({ ...link, unique: false }, columnsOf(link.relation), taken));
  const keys = parts.map(({ name }) => `    SELECT match_key FROM ${name}`).join('\n    UNION\n');
  return [
    `-- One row per ${base.column} of ${all.map(({ relation }) => relation).join(' and ')}: no table has it only once.`,
    ...withClause([
      ...parts.map(({ name, lines }) => ({ name, lines })),
      { name: 'all_keys', lines: [keys] },
    ]),
    'SELECT',
    [
      `  match_key AS ${plain(base.column)}`,
      ...parts.flatMap(({ columns }) => columns.map((column) => `  ${column}`)),
    ].join(',\n'),
    'FROM all_keys',
    ...parts.map(({ name }) => `LEFT JOIN ${name} USING (match_key)`),
  ].join('\n');
}

function withClause(parts: readonly { name: string; lines: readonly string[] }[]): string[] {
  const bodies = parts.map(({ name, lines }) => [`  ${name} AS (`, ...lines, '  )'].join('\n'));
  return ['WITH', bodies.join(',\n')];
}

/** One relation brought to one row a key, and the columns that it adds. */
function part(
  link: Link,
  columns: readonly ColumnInfo[],
  taken: Set<string>,
): { link: Link; name: string; lines: string[]; columns: string[] } {
  const name = `${link.relation}_by_key`;
  const key = keyText(plain(link.column), kindOf(columns, link.column), link);
  const measures = link.unique ? asTheyAre(link, columns) : gathered(link, columns);
  const named = measures.map(({ sql, as, countless }) => ({
    sql,
    as: freeName(as, link.relation, taken),
    countless,
  }));
  return {
    link,
    name,
    lines: [
      '    SELECT',
      [
        `      ${key} AS match_key`,
        ...named.map(({ sql, as }) => `      ${sql === as ? sql : `${sql} AS ${as}`}`),
      ].join(',\n'),
      `    FROM ${plain(link.relation)}`,
      `    WHERE ${plain(link.column)} IS NOT NULL`,
      ...(link.unique ? [] : ['    GROUP BY match_key']),
    ],
    columns: named.map(({ as, countless }) => (countless ? `coalesce(${as}, 0) AS ${as}` : as)),
  };
}

interface Measure {
  sql: string;
  as: string;
  /** A count: none is 0. */
  countless?: boolean;
}

const asTheyAre = ({ column }: Link, columns: readonly ColumnInfo[]): Measure[] =>
  columns
    .filter(({ name }) => name !== column)
    .slice(0, 2 * MOST_COLUMNS)
    .map(({ name }) => ({ sql: plain(name), as: name }));

function gathered({ relation, column }: Link, columns: readonly ColumnInfo[]): Measure[] {
  const others = columns.filter(({ name }) => name !== column && !isId(name));
  const numbers = others.filter(({ kind }) => kind === 'number').slice(0, MOST_COLUMNS);
  const dates = others.filter(({ kind }) => kind === 'date').slice(0, 3);
  return [
    { sql: 'count(*)', as: `${relation}_rows`, countless: true },
    ...numbers.map(({ name }) =>
      isScore(name)
        ? { sql: `avg(${plain(name)})`, as: `mean_${name}` }
        : { sql: `sum(${plain(name)})`, as: `sum_${name}` },
    ),
    ...dates.map(({ name }) => ({ sql: `max(${plain(name)})`, as: `last_${name}` })),
  ];
}

/** A sum of ids, years or post codes says nothing. */
const isId = (name: string): boolean =>
  /(^|[^a-z])(id|ids|key|nr|no|number|code|zip|plz|year|month|week)$|Id$|ID$/i.test(name) ||
  /^row$/i.test(name);
/** Answers on a scale are averaged. */
const isScore = (name: string): boolean =>
  /score|rating|nps|csat|ces|satisf|effort|stars?$|^q\d|rate$|share|percent|price|age$/i.test(name);

function freeName(name: string, relation: string, taken: Set<string>): string {
  let free = taken.has(name.toLowerCase()) ? `${relation}_${name}` : name;
  for (let suffix = 2; taken.has(free.toLowerCase()); suffix++) free = `${relation}_${name}_${suffix}`;
  taken.add(free.toLowerCase());
  return plain(free);
}

/** The key as both sides write it. */
function keyText(
  column: string,
  kind: string | undefined,
  { normalised, mixed }: Pick<Link, 'normalised' | 'mixed'>,
): string {
  const text = kind === 'text' ? column : `CAST(${column} AS VARCHAR)`;
  if (normalised === 'trimmed, lower case') return `lower(trim(${text}))`;
  if (normalised === 'digits') return `ltrim(regexp_replace(${text}, '[^0-9]', '', 'g'), '0')`;
  return mixed ? text : column;
}

/** A name as people write it: quoted only where it must be. */
const plain = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) && !isReservedWord(name) ? name : ident(name);
