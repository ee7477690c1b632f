import type { CategoricalItems } from '../../stats/answer-patterns';
import { formatPlural } from '../../values/format';
import { InputProblem } from '../../values/problem';
import { gather, sortedRows, usableWeights, WEIGHT_COLUMN } from '../segmenting/points';
import type { LatentClassInput } from './form';
import { itemColumn, itemsOf, type Item, type Prepared } from './queries';

/** Coded answers sorted by their values, items in the order of their names: nothing depends on either order. */
export interface PreparedAnswers {
  items: (Item & { values: Float64Array })[];
  coded: CategoricalItems;
  /** For each sorted place its row of the kept query. */
  rows: Uint32Array;
  rowWeights: Float64Array | undefined;
  /** Labels of items that everybody answered alike. */
  constant: string[];
  distinct: number;
}

export function preparedAnswers(
  columns: Readonly<Record<string, Float64Array>>,
  input: LatentClassInput,
  prepared: Prepared,
): PreparedAnswers {
  const all = itemsOf(input, prepared)
    .map((item, i) => ({ ...item, values: columns[itemColumn(i)] ?? new Float64Array() }))
    .sort((one, two) => (one.name < two.name ? -1 : 1));
  const items = all.filter(({ values }) => differs(values));
  if (items.length === 0)
    throw new InputProblem(
      'Every item has the same answer in all rows, so there is nothing to tell them apart.',
      {
        hint: 'Choose items that people answer differently.',
      },
    );
  // A missing answer sorts first: NaN would compare with nothing.
  const known = items.map(({ values }) => values.map((value) => (Number.isNaN(value) ? -1 : value)));
  const rows = sortedRows(known);
  const rowWeights = input.roles.weight === null ? undefined : usableWeights(columns[WEIGHT_COLUMN]);
  const codes = new Int16Array(rows.length * items.length);
  known.forEach((values, j) => {
    for (let i = 0; i < rows.length; i++) codes[i * items.length + j] = values[rows[i] as number] as number;
  });
  const levels = items.map((item) => item.levels.length);
  return {
    items,
    coded: { codes, levels, weights: rowWeights && gather(rowWeights, rows) },
    rows,
    rowWeights,
    constant: all.filter(({ values }) => !differs(values)).map(({ name }) => input.label(name)),
    distinct: distinctUpTo(codes, items.length, input.options.k.to),
  };
}

function differs(values: Float64Array): boolean {
  let first = NaN;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (Number.isNaN(first)) first = value;
    else if (value !== first) return true;
  }
  return false;
}

function distinctUpTo(codes: Int16Array, width: number, most: number): number {
  let distinct = Math.min(1, codes.length);
  for (let at = width; at < codes.length && distinct < most; at += width) {
    let differ = false;
    for (let j = 0; j < width; j++) differ ||= codes[at + j] !== codes[at - width + j];
    distinct += Number(differ);
  }
  return distinct;
}

/** The answers at some places, repeats included. */
export function answersAt(
  { codes, levels, weights }: CategoricalItems,
  places: Int32Array | Uint32Array,
): CategoricalItems {
  const width = levels.length;
  const drawn = new Int16Array(places.length * width);
  places.forEach((place, i) => drawn.set(codes.subarray(place * width, (place + 1) * width), i * width));
  return {
    codes: drawn,
    levels,
    weights: weights && Float64Array.from(places, (place) => weights[place] as number),
  };
}

export const tooFewRows = (input: LatentClassInput, rows: number): InputProblem =>
  new InputProblem(
    `No fit of latent classes to the ${formatPlural(rows, 'row')} of ${input.from} came to rest, so there is no result to trust.`,
    { hint: 'Choose fewer segments, or items with fewer answers.' },
  );
