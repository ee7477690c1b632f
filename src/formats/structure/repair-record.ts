import { fit, kindOf, isTyped, type ColumnProfile } from './cell-shape';
import type { TextDialect } from './dialect';

/** A record mended: as many fields as the table has columns, and what had to be supposed. */
export interface RepairedRecord {
  fields: string[];
  /** Sum of how well the cells fit, less what the suppositions cost; comparable between repairs of one record. */
  score: number;
  /** How well the cells alone fit. */
  cellScore: number;
  changes: RepairChange[];
}

export type RepairChange =
  | 'extra delimiter left out'
  | 'missing delimiter put back'
  | 'delimiter kept as text'
  | 'stray quote kept as text'
  | 'missing fields left empty'
  | 'other delimiter';

const COST: Record<RepairChange, number> = {
  'extra delimiter left out': 3,
  'missing delimiter put back': 4,
  'delimiter kept as text': 1.5,
  'stray quote kept as text': 2.5,
  'missing fields left empty': 2.5,
  'other delimiter': 2,
};
/** More delimiters than this in a line are not weighed one by one. */
const MOST_DELIMITERS = 250;
/** More than this many suppositions are not weighed: it would take too long. */
const MOST_STEPS = 500_000;

/** How many suppositions may still be weighed: the same for every machine, unlike a time. */
export interface RepairWork {
  left: number;
}

interface Cell {
  value: string;
  cost: number;
  change: RepairChange | null;
}

interface Step {
  score: number;
  cellScore: number;
  from: readonly [boundary: number, column: number];
  values: readonly string[];
  change: RepairChange | null;
}

/**
 * Lays a line that breaks the rules over the columns: which of its delimiters end cells, which are text, which are too
 * many, which are missing; by dynamic programming over delimiters and columns, the sum of `fit` less the cost of every
 * supposition being highest. Null where the line is too long to weigh, or `work` is used up.
 */
export function repairRecord(
  line: string,
  dialect: TextDialect,
  profiles: readonly ColumnProfile[],
  work: RepairWork = { left: MOST_STEPS },
): RepairedRecord | null {
  const bounds = boundaries(line, dialect.delimiter);
  // A line that lacks half of its fields is no record of this table.
  if (!bounds || bounds.length * 2 < profiles.length) return null;
  const search = new RepairSearch(line, bounds, dialect, profiles);
  if (search.steps > Math.min(MOST_STEPS, work.left)) return null;
  work.left -= search.steps;
  return search.best();
}

function boundaries(line: string, delimiter: string): number[] | null {
  const bounds: number[] = [];
  for (let at = line.indexOf(delimiter); at >= 0; at = line.indexOf(delimiter, at + delimiter.length)) {
    bounds.push(at);
    if (bounds.length > MOST_DELIMITERS) return null;
  }
  return [...bounds, line.length];
}

class RepairSearch {
  readonly #line: string;
  readonly #bounds: readonly number[];
  readonly #dialect: TextDialect;
  readonly #profiles: readonly ColumnProfile[];
  /** Steps that reach (delimiters used, columns filled). */
  readonly #reached: (Step | undefined)[][];
  /** Fewer delimiters stand outside quotes than the columns need: only then one may be missing. */
  readonly #few: boolean;
  /** How many delimiters may be text or too many, and how many columns may lack a field. */
  readonly #spare: number;
  readonly #lacking: number;

  constructor(line: string, bounds: number[], dialect: TextDialect, profiles: readonly ColumnProfile[]) {
    this.#line = line;
    this.#bounds = bounds;
    this.#dialect = dialect;
    this.#profiles = profiles;
    this.#reached = Array.from({ length: bounds.length + 1 }, () => []);
    const outside = outsideQuotes(line, dialect);
    this.#few = outside < profiles.length - 1;
    this.#spare = Math.max(0, bounds.length - profiles.length, bounds.length - 1 - outside) + 3;
    this.#lacking = Math.max(2, Math.min(profiles.length / 2 + 1, profiles.length - outside + 1));
  }

  /** How many suppositions there are, about. */
  get steps(): number {
    return Math.ceil(this.#bounds.length * (this.#spare + this.#lacking) * this.#spare);
  }

  best(): RepairedRecord | null {
    const first = this.#reached[0];
    if (!first) return null;
    first[0] = { score: 0, cellScore: 0, from: [-1, -1], values: [], change: null };
    for (let i = 0; i <= this.#bounds.length; i++)
      for (
        let j = Math.max(0, i - this.#spare);
        j <= Math.min(this.#profiles.length, i + this.#lacking);
        j++
      ) {
        const step = this.#reached[i]?.[j];
        if (step) this.#goOn(i, j, step);
      }
    return this.#traced();
  }

  #goOn(i: number, j: number, step: Step): void {
    const profile = this.#profiles[j];
    const left = this.#bounds.length - i;
    if (profile && left < this.#profiles.length - j) this.#leaveEmpty(i, j, step, profile);
    if (left === 0) return;
    for (let k = i + 1; k <= Math.min(this.#bounds.length, i + 1 + this.#spare); k++) {
      const raw = this.#raw(i, k);
      if (k === i + 1 && raw.trim() === '')
        this.#reach(k, j, step, [i, j], [], 0, 'extra delimiter left out');
      if (!profile || (k > i + 1 && isLoneNumber(raw, this.#dialect, profile))) continue;
      const cell = interpret(raw, k - i - 1, this.#dialect);
      this.#reach(k, j + 1, step, [i, j], [cell.value], fit(profile, cell.value), cell.change, cell.cost);
      const next = this.#profiles[j + 1];
      if (this.#few && next) this.#splitCell(raw, [i, j, k], step, [profile, next]);
    }
  }

  /** At the end of the line fields are missing rather than elsewhere. */
  #leaveEmpty(i: number, j: number, step: Step, profile: ColumnProfile): void {
    const change = 'missing fields left empty';
    const cost = COST[change] + (i < this.#bounds.length ? 0.5 : 0);
    this.#reach(i, j + 1, step, [i, j], [''], fit(profile, ''), change, cost);
  }

  #raw(i: number, k: number): string {
    const start = i === 0 ? 0 : (this.#bounds[i - 1] ?? 0) + this.#dialect.delimiter.length;
    return this.#line.slice(start, this.#bounds[k - 1]);
  }

  #splitCell(
    raw: string,
    [i, j, k]: readonly [number, number, number],
    step: Step,
    [left, right]: readonly [ColumnProfile, ColumnProfile],
  ): void {
    const split =
      splitAtJunction(raw, this.#dialect) ?? (k === i + 1 ? splitByShape(raw, left, right) : null);
    if (!split) return;
    const fits = fit(left, split.values[0]) + fit(right, split.values[1]);
    const change = 'missing delimiter put back';
    this.#reach(k, j + 2, step, [i, j], split.values, fits, change, COST[change] + split.cost);
  }

  #reach(
    i: number,
    j: number,
    before: Step,
    from: readonly [number, number],
    values: readonly string[],
    fits: number,
    change: RepairChange | null,
    cost = change ? COST[change] : 0,
  ): void {
    const score = before.score + fits - cost;
    const known = this.#reached[i]?.[j];
    if (known && known.score >= score) return;
    const row = this.#reached[i];
    if (row) row[j] = { score, cellScore: before.cellScore + fits, from, values, change };
  }

  #traced(): RepairedRecord | null {
    let step = this.#reached[this.#bounds.length]?.[this.#profiles.length];
    if (!step) return null;
    const { score, cellScore } = step;
    const fields: string[] = [];
    const changes: RepairChange[] = [];
    while (step && step.from[0] >= 0) {
      fields.unshift(...step.values);
      if (step.change) changes.unshift(step.change);
      step = this.#reached[step.from[0]]?.[step.from[1]];
    }
    return { fields, score, cellScore, changes };
  }
}

/**
 * Whether cells would become one number by a delimiter for its mark (8 and 9 as 8,9) in a column whose good records,
 * where such numbers stand in quotes, have none: then it is a field too many, and which one nobody knows.
 */
function isLoneNumber(raw: string, { delimiter }: TextDialect, { shapes }: ColumnProfile): boolean {
  if (!/^[-+]?\d[\d.,' ]*$/.test(raw)) return false;
  return !Object.keys(shapes).some((shape) => shape.includes(`9${delimiter}9`));
}

/** Delimiters that an even number of quotes stands before. */
function outsideQuotes(line: string, { delimiter, quote }: TextDialect): number {
  if (quote === '') return line.split(delimiter).length - 1;
  return line
    .split(quote)
    .reduce((sum, part, i) => sum + (i % 2 === 0 ? part.split(delimiter).length - 1 : 0), 0);
}

/** What a piece of a line says as one cell, and what it costs to suppose that it is one. */
export function interpret(raw: string, innerDelimiters: number, dialect: TextDialect): Cell {
  const { quote } = dialect;
  const atEdge = raw.startsWith(dialect.delimiter) || raw.endsWith(dialect.delimiter) ? 4 : 0;
  const merged = innerDelimiters === 0 ? 0 : COST['delimiter kept as text'] + 0.2 * innerDelimiters + atEdge;
  const change = innerDelimiters === 0 ? null : 'delimiter kept as text';
  if (quote === '' || !raw.includes(quote)) return { value: raw, cost: merged, change };
  const trimmed = dialect.delimiter === ' ' ? raw : raw.trim();
  const adjacent = junctions(trimmed, dialect);
  if (trimmed.length >= 2 && trimmed.startsWith(quote) && trimmed.endsWith(quote)) {
    const { value, lone } = bodyOf(trimmed.slice(1, -1), dialect);
    if (lone === 0) return { value, cost: 0, change: null };
    const cost = 2 + 0.5 * lone + 6 * adjacent;
    return { value, cost, change: 'stray quote kept as text' };
  }
  const opens = trimmed.startsWith(quote) || trimmed.endsWith(quote);
  const stray = (opens ? COST['stray quote kept as text'] : 0.5) + 6 * adjacent;
  return { value: raw, cost: merged * 2 + stray, change: 'stray quote kept as text' };
}

/** Places where a quote meets a delimiter inside: there a cell rather ends. */
function junctions(raw: string, { quote, delimiter }: TextDialect): number {
  const inner = raw.slice(1, -1);
  return inner.split(quote + delimiter).length - 1 + (inner.split(delimiter + quote).length - 1);
}

/** Doubled and escaped quotes count as one, single ones are kept and counted. */
function bodyOf(body: string, { quote, escape }: TextDialect): { value: string; lone: number } {
  let value = '';
  let lone = 0;
  for (let i = 0; i < body.length; i++) {
    const sign = body[i] ?? '';
    const next = body[i + 1];
    if (escape === '\\' && sign === '\\' && (next === quote || next === '\\')) value += body[++i] ?? '';
    else if (sign === quote && next === quote && escape === quote) value += body[++i] ?? '';
    else {
      if (sign === quote) lone++;
      value += sign;
    }
  }
  return { value, lone };
}

interface Split {
  values: readonly [string, string];
  cost: number;
}

/** Two cells that quotes tell apart: `"a""b"`, `a"b"`, `"a"b`. */
function splitAtJunction(raw: string, dialect: TextDialect): Split | null {
  const { quote } = dialect;
  if (quote === '') return null;
  const [first, last] = [raw.startsWith(quote), raw.endsWith(quote) && raw.length > 1];
  const at =
    first && last
      ? middleJunction(raw, quote)
      : last
        ? raw.indexOf(quote)
        : first
          ? raw.lastIndexOf(quote) + 1
          : -1;
  if (at <= 0 || at >= raw.length) return null;
  const [left, right] = [raw.slice(0, at), raw.slice(at)].map((part) =>
    interpret(part, part.split(dialect.delimiter).length - 1, dialect),
  );
  return left && right ? { values: [left.value, right.value], cost: left.cost + right.cost } : null;
}

/** Between two quotes that stand together, the last such place: a text that ends in a quoted mark is rarer. */
function middleJunction(raw: string, quote: string): number {
  const at = raw.slice(1, -1).lastIndexOf(quote + quote);
  return at < 0 ? -1 : at + 2;
}

const LONGEST_SPLIT = 400;

/** The place where both halves fit their columns best; null where neither is of a kind that could tell. */
function splitByShape(raw: string, left: ColumnProfile, right: ColumnProfile): Split | null {
  if (raw.length < 2 || raw.length > LONGEST_SPLIT) return null;
  let best: { values: [string, string]; score: number } | null = null;
  for (let at = 1; at < raw.length; at++) {
    const values: [string, string] = [raw.slice(0, at), raw.slice(at)];
    if (!values.some(tells)) continue;
    const score = fit(left, values[0]) + fit(right, values[1]);
    if (!best || score > best.score) best = { values, score };
  }
  return best && { values: best.values, cost: 0 };
}

function tells(value: string): boolean {
  const kind = kindOf(value);
  return isTyped(kind) || kind === 'code';
}
