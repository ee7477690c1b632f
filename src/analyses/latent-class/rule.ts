import { literal } from '../../sql/quote';
import { columnNamed } from '../../values/table';
import { gather } from '../segmenting/points';
import type { RuleText } from '../segmenting/result';
import { MOST_RULE_ROWS, ruleText, type AskedColumn } from '../segmenting/rule';
import { evenly } from '../segmenting/sampling';
import type { PreparedAnswers } from './answers';
import type { LatentClassInput } from './form';
import type { Item } from './queries';

/** The rule over the items: numbers are asked by at most, other answers by which. */
export function answerRule(
  { items, rows }: PreparedAnswers,
  input: LatentClassInput,
  labels: Float64Array,
  names: readonly string[],
  seed: number,
): RuleText | null {
  const places = evenly(rows.length, MOST_RULE_ROWS).map((place) => rows[place] as number);
  const columns = items.map((item) => askedColumn(item, gather(item.values, places), input));
  const own = Int32Array.from(places, (row) => (labels[row] as number) - 1);
  return ruleText(columns, own, names, seed);
}

function askedColumn({ name, levels }: Item, codes: Float64Array, input: LatentClassInput): AskedColumn {
  const kind = columnNamed(input.columns, name)?.kind;
  if (kind === 'number')
    return {
      name,
      kind: 'numeric',
      values: codes.map((code) => (Number.isNaN(code) ? NaN : Number(levels[code]))),
    };
  return {
    name,
    kind: 'categorical',
    codes: Int32Array.from(codes, (code) => (Number.isNaN(code) ? -1 : code)),
    levels: levels.length,
    texts: levels.map((level) => (kind === 'boolean' ? level.toUpperCase() : literal(level))),
  };
}
