import { formatCount } from '../../values/format';
import type { ValueReading } from '../choices';
import { currenciesIn, numberCandidates, type NumberCandidate } from './find-numbers';
import type { ColumnValues } from './column-values';
import type { Planned } from './sketch';

/** What a column is as numbers. */
export interface FoundNumbers {
  type: 'BIGINT' | 'DOUBLE';
  reading: ValueReading;
  changed: string[];
  note?: string;
  /** The decimal mark that the values prove; null where they fit either. */
  proves: '.' | ',' | null;
  /** The other reading, where the values fit either mark and nothing else in the file told. */
  other?: { type: 'BIGINT' | 'DOUBLE'; reading: ValueReading; changed: string[] };
}

/** Why values that look like numbers are none. */
export interface NoNumbers {
  note: string | null;
}

export const LEADING_ZEROS = 'kept as text, because values have leading zeros';
export const TOO_LONG = 'kept as text, because values have more digits than a number can hold exactly';

/** Values like 1E5, which are codes as often as numbers. */
const CODE = /^[0-9]+[eE][0-9]+$/;

/**
 * How a column's values are read as numbers, where all of them are. `told` may fix the marks; `evidence` is the decimal
 * mark that other columns of the file prove. With `most`, the reading that fits most values is given where none fits all.
 */
export function findNumbers(
  values: ColumnValues,
  told: ValueReading,
  evidence: '.' | ',' | null,
  most = false,
): FoundNumbers | NoNumbers {
  const { present } = values;
  const odd = most ? null : oddity(present);
  if (odd !== null) return { note: odd };
  const candidates = most || likely(present) ? numberCandidates(present, told) : [];
  const full = candidates.filter(({ fits }) => fits === present.length);
  const [best] = candidates;
  if (full.length > 0)
    return (
      chosen(present, full, told, evidence) ?? {
        note: 'kept as text, because point and comma could each be the decimal mark',
      }
    );
  if (!most || !best || best.fits === 0) return { note: mixedNote(values, best) };
  const fitting = present.filter((value) => best.accepts(value));
  return findNumbers({ ...values, present: fitting }, told, evidence, true);
}

/** A look at some values before all are matched: texts are most columns. */
function likely(present: readonly string[]): boolean {
  const some = present.slice(0, 60);
  return some.filter((value) => /[0-9]/.test(value) && value.length <= 40).length * 2 >= some.length;
}

/** The reason why a column of digits is text as a whole. */
function oddity(present: readonly string[]): string | null {
  if (present.some((value) => CODE.test(value)) && !present.some((value) => /[.,][0-9]*e|e[-+]/i.test(value)))
    return present.every((value) => /^[0-9.,eE]+$/.test(value))
      ? 'kept as text, because values such as 1E5 may be codes'
      : null;
  if (!present.every((value) => /^[-+(]?[0-9]/.test(value) && !/[a-z/:]/i.test(value))) return null;
  if (!present.every((value) => /^[-+]?[0-9]+([.,][0-9]+)?$/.test(value))) return null;
  if (present.some((value) => /^[-+]?0[0-9]/.test(value))) return LEADING_ZEROS;
  if (present.some((value) => /^[-+]?[0-9]{16}/.test(value))) return TOO_LONG;
  if (present.every((value) => /^\+[0-9]{7,}$/.test(value)))
    return 'kept as text: these look like telephone numbers';
  if (present.every((value) => /^(1[0-2]|[1-9])\.(19|20)[0-9]{2}$/.test(value)))
    return 'kept as text: these look like months';
  return null;
}

export const numberPlan = ({ type, reading, changed, note, other }: FoundNumbers): Planned => ({
  type,
  reading,
  changed,
  ...(note === undefined ? {} : { note }),
  ...(other === undefined ? {} : { other }),
});

function mixedNote({ counts, total }: ColumnValues, best: NumberCandidate | undefined): string | null {
  const present = [...counts.keys()];
  const currencies = currenciesIn(present);
  if (currencies.length > 1 && present.every((value) => /[0-9]/.test(value) && value.length < 30))
    return `kept as text, because it mixes ${currencies.slice(0, 3).join(' and ')}`;
  if (!best) return null;
  const unfit = misfits(best, counts);
  if (unfit.count * 2 > total || unfit.count === 0) return null;
  if (best.reading.percent && unfit.example.match(/^[-+]?[0-9.,]+$/))
    return 'kept as text, because only some values have a % sign';
  return `kept as text, because ${formatCount(unfit.count)} of ${formatCount(total)} values in the sample ${unfit.count === 1 ? 'is no number' : 'are no numbers'}, such as "${unfit.example.slice(0, 40)}"`;
}

function misfits(
  best: NumberCandidate,
  counts: ReadonlyMap<string, number>,
): { count: number; example: string } {
  const unfit = [...counts].filter(([value]) => !best.accepts(value));
  return { count: unfit.reduce((sum, [, count]) => sum + count, 0), example: unfit[0]?.[0] ?? '' };
}

function chosen(
  present: readonly string[],
  full: readonly NumberCandidate[],
  told: ValueReading,
  evidence: '.' | ',' | null,
): FoundNumbers | null {
  const marked = present.some((value) => /[0-9]?[.,][0-9]/.test(value));
  const by = (mark: '.' | ','): NumberCandidate | undefined =>
    full.find(({ reading }) => (reading.decimal ?? '.') === mark);
  const [point, comma] = [by('.'), by(',')];
  if (!marked || !point || !comma) {
    const only = full[0];
    const proves = !marked || told.decimal !== undefined ? null : point ? '.' : ',';
    return only ? { ...found(only, present), proves } : null;
  }
  if (evidence) return { ...found(evidence === '.' ? point : comma, present), proves: null };
  const has = (mark: string): boolean => present.some((value) => value.includes(mark));
  return has('.') && has(',') ? null : unsure(point, comma, has(','), present);
}

/**
 * One mark before three digits in all values. A comma is most often one between thousands, and so is a point where money
 * is meant; any other point is the decimal mark. It is said, and the other reading kept at hand.
 */
function unsure(
  point: NumberCandidate,
  comma: NumberCandidate,
  isComma: boolean,
  present: readonly string[],
): FoundNumbers {
  const [plain, thousands] = isComma ? [comma, point] : [point, comma];
  const grouped = isComma || plain.reading.currency !== undefined;
  const example = present.find((value) => /[.,]/.test(value)) ?? '';
  return {
    ...found(grouped ? thousands : plain, present),
    proves: null,
    other: found(grouped ? plain : thousands, present),
    note: `please check: in values such as ${example} the ${isComma ? 'comma' : 'point'} is read as ${grouped ? 'a mark between thousands' : 'the decimal mark'}`,
  };
}

function found(
  { reading, whole }: NumberCandidate,
  present: readonly string[],
): NonNullable<FoundNumbers['other']> {
  const { decimal, ...rest } = reading;
  const isNeeded =
    decimal === ',' && (reading.thousands === '.' || present.some((value) => value.includes(',')));
  const needed: ValueReading = isNeeded ? reading : rest;
  return { type: whole ? 'BIGINT' : 'DOUBLE', reading: needed, changed: changesOf(needed, present) };
}

/** What a reading changes, for people. */
export function changesOf(reading: ValueReading, present: readonly string[] = [',']): string[] {
  const { decimal, thousands, currency, percent, negative, dash } = reading;
  const share = present.find((value) => value.endsWith('%')) ?? '45 %';
  return [
    ...(decimal === ',' && present.some((value) => value.includes(',')) ? ['decimal comma read'] : []),
    ...(thousands ? [`${thousands === ' ' ? 'spaces' : `"${thousands}"`} between thousands left out`] : []),
    ...(currency ? [`${currency} left out`] : []),
    ...(dash ? [`12${decimal ?? '.'}- is 12`] : []),
    ...(percent ? [`${share} is read as its hundredth part`] : []),
    ...(negative ? [`${negative === 'parentheses' ? '(12)' : '12-'} is -12`] : []),
  ];
}
