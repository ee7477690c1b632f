import { InputProblem } from '../../values/problem';
import type { Measure } from './form';
import { standardRules, type Range, type SegmentRule } from './segments';

/** Where customers come from who had not bought by the earlier date. */
export const NEW_CUSTOMER = 'Not yet a customer';

const HOW = 'Write it as `r 4-5, f 3, m 1-5`, with 5 the best score, or as `all`.';
const MEASURES: Readonly<Record<string, Measure>> = {
  r: 'recency',
  recency: 'recency',
  f: 'frequency',
  frequency: 'frequency',
  m: 'monetary',
  money: 'monetary',
  monetary: 'monetary',
};
const EVERY: Range = [1, 5];

/**
 * The rules of a cell: its own, or the standard ones where it has none. A rule is words such as `r 4-5, f 3, m 1-5`; what
 * it does not name may be anything; `all` takes everybody.
 *
 * @throws InputProblem with a sentence that names the rule
 */
export function readRules(texts: Readonly<Record<string, string>>): SegmentRule[] {
  const given = Object.keys(texts).length > 0 ? texts : standardRules;
  return Object.entries(given).map(([segment, text]) => {
    refuseName(segment);
    return { segment, ...rangesIn(segment, text) };
  });
}

function refuseName(segment: string): void {
  if (segment.trim() === '') throw problem('a rule has no name.', 'Give it one, or take it out.');
  // A map puts whole numbers first, whatever the order in the file, and the order of the rules matters.
  if (/^\d+$/.test(segment))
    throw problem(
      `\`${segment}\` is no name for a segment.`,
      `Give it one with a letter: \`Group ${segment}\`.`,
    );
  if (segment === NEW_CUSTOMER)
    throw problem(
      `\`${segment}\` is what the movement calls those who had not bought yet.`,
      'Choose another name.',
    );
}

function rangesIn(segment: string, text: string): Record<Measure, Range> {
  const ranges: Partial<Record<Measure, Range>> = {};
  const parts = /^\s*(all|any|everybody)\s*$/i.test(text) ? [] : text.split(/[,;]/);
  for (const part of parts) {
    const [measure, range] = rangeIn(segment, part.trim());
    if (ranges[measure])
      throw problem(
        `\`${segment}\` names ${measure} twice.`,
        'Keep one of them; a second rule can hold the other.',
      );
    ranges[measure] = range;
  }
  return { recency: EVERY, frequency: EVERY, monetary: EVERY, ...ranges };
}

/** `r 4-5`, `recency 4 to 5`, `m: 3`, `f >= 3`. */
function rangeIn(segment: string, part: string): [Measure, Range] {
  const match = /^([a-z]+)\s*[:=]?\s*(>=|<=)?\s*(\d+)(?:\s*(?:-|–|\.\.|to)\s*(\d+))?$/i.exec(part);
  const [, word = '', bound, first, last] = match ?? [];
  const measure = MEASURES[word.toLowerCase()];
  if (!match || !measure || (bound !== undefined && last !== undefined))
    throw problem(`\`${part}\` in \`${segment}\` cannot be read.`, HOW);
  const low = bound === '<=' ? 1 : Number(first);
  const high = bound === '>=' ? 5 : Number(last ?? first);
  if (low < 1 || low > 5 || high < 1 || high > 5)
    throw problem(
      `\`${part}\` in \`${segment}\` is out of range.`,
      'Rules use a scale of 1 to 5 whatever the number of scores; 5 is best.',
    );
  if (low > high)
    throw problem(
      `\`${part}\` in \`${segment}\` goes down.`,
      `Write the smaller score first: ${high}-${low}.`,
    );
  return [measure, [low, high]];
}

const problem = (what: string, hint: string): InputProblem => new InputProblem(`“Rules”: ${what}`, { hint });

/** Rules that nobody can reach, since earlier ones take all of their scores. */
export function shadowedRules(rules: readonly SegmentRule[]): string[] {
  const reached = new Set<SegmentRule>();
  const scale = [1, 2, 3, 4, 5];
  const holds = ([low, high]: Range, score: number): boolean => score >= low && score <= high;
  for (const r of scale)
    for (const f of scale)
      for (const m of scale) {
        const first = rules.find(
          ({ recency, frequency, monetary }) =>
            holds(recency, r) && holds(frequency, f) && holds(monetary, m),
        );
        if (first) reached.add(first);
      }
  return rules.filter((rule) => !reached.has(rule)).map(({ segment }) => segment);
}

/** A rule in the words it is read from: `r 4-5, f 3`. */
export function ruleText({ recency, frequency, monetary }: SegmentRule): string {
  const words = (letter: string, [low, high]: Range): string[] =>
    low <= 1 && high >= 5 ? [] : [low === high ? `${letter} ${low}` : `${letter} ${low}-${high}`];
  return [...words('r', recency), ...words('f', frequency), ...words('m', monetary)].join(', ') || 'all';
}
