import { latentClasses, type LatentClasses } from '../../stats/latent-class';
import {
  bivariateResiduals,
  classFit,
  classStandardErrors,
  type ClassFit,
} from '../../stats/latent-class-fit';
import { createRandom } from '../../stats/random';
import type { OnProgress } from '../../values/progress';
import { BIC, chosenK, verdictByBic } from '../segmenting/choice';
import { numbersFrom } from '../segmenting/form';
import { namedSegments, type Coordinate } from '../segmenting/names';
import { bySize, describedSegments } from '../segmenting/numbered';
import { possibleNumbers } from '../segmenting/points';
import { profileOf } from '../segmenting/profile';
import type { ProfileColumn } from '../segmenting/profile-columns';
import type { Segmentation } from '../segmenting/result';
import { evenly } from '../segmenting/sampling';
import { answersAt, preparedAnswers, tooFewRows, type PreparedAnswers } from './answers';
import { fitted, sizesOf } from './candidates';
import { answerRule } from './rule';
import type { LatentClassInput } from './form';
import type { Prepared } from './queries';

export interface ClassSegments extends Segmentation {
  /** By segment, item and level. */
  classes: ClassRow[];
  /** Labels of items left out because everybody answered alike. */
  constant: string[];
  entropyR2: number;
  logLikelihood: number;
  bic: number;
  /** How often the best likelihood was reached by the starts followed to the end. */
  timesFound: number;
  fit: ClassFit | null;
  /** Pairs of items that the classes leave bound together, the worst first. */
  bound: { first: string; second: string; residual: number }[];
  failed: number[];
  /** Rows that belong to their segment with less than 60 %. */
  unclear: number;
}
export interface ClassRow {
  /** Number of the segment, from 0. */
  segment: number;
  item: string;
  level: string;
  probability: number;
  /** Null where it is not found: large tables. */
  error: number | null;
}

/** Segments from the rows with answers: pure and seeded. */
export function segmentsOf(
  columns: Readonly<Record<string, Float64Array>>,
  describing: readonly ProfileColumn[],
  input: LatentClassInput,
  prepared: Prepared,
  onProgress: OnProgress,
): ClassSegments {
  const answers = preparedAnswers(columns, input, prepared);
  const ks = numbersFrom(possibleNumbers(answers.distinct, input));
  const { seed, restarts, sample: most } = input.options;
  const count = answers.rows.length;
  const sample = count > most ? answersAt(answers.coded, evenly(count, most)) : answers.coded;
  const { fits, failed, bicOfOne } = fitted(sample, ks, { seed, restarts, onProgress });
  if (fits.length === 0) throw tooFewRows(input, count);
  const { k, reason } = chosenK(fits, BIC);
  const fit = fits.find((one) => one.k === k);
  if (!fit) throw tooFewRows(input, count);
  const verdict = verdictByBic(fit, bicOfOne ?? Infinity, 'classes');
  onProgress({ stage: 'Fitting all rows' });
  const found =
    sample === answers.coded
      ? fit.classes
      : latentClasses(answers.coded, { k, restarts, random: createRandom(seed) });
  if (!found) throw tooFewRows(input, count);
  const order = bySize(sizesOf(found), found.probabilities);
  fit.criteria.smallest_share = Math.min(...sizesOf(found)) / count;
  const { labels, probabilities } = membershipOf(answers, found, order);
  const at = order.map((c) => pointOf(answers, found, c));
  const { names, notes } = namedSegments(at, input.options.names, coordinatesOf(at));
  const membership = { order: answers.rows, labels, segments: k, weights: answers.rowWeights };
  onProgress({ stage: 'Describing segments' });
  return {
    ...{ labels, probabilities },
    segments: describedSegments(
      membership,
      names,
      at,
      order.map((c) => fit.jaccard[c] ?? null),
    ),
    choice: {
      candidates: fits.map(({ k: number, criteria }) => ({ k: number, criteria })),
      ...{ k, recommended: ks.length > 1, reason, verdict },
    },
    profile: profileOf([...usedColumns(answers), ...describing], membership),
    rule: answerRule(answers, input, labels, names, seed),
    nameNotes: notes,
    sampled: sample === answers.coded ? null : most,
    classes: classRows(answers, found, order),
    constant: answers.constant,
    ...{ entropyR2: found.entropyR2, logLikelihood: found.logLikelihood, bic: found.bic },
    timesFound: found.timesFound,
    ...fitOf(answers, found),
    failed,
    unclear: probabilities.reduce((sum, p) => sum + Number(p < 0.6), 0),
  };
}

const usedColumns = ({ items }: PreparedAnswers): ProfileColumn[] =>
  items.map(({ name, values, levels }) => ({ variable: name, values, levels, used: true }));

function membershipOf(
  { rows }: PreparedAnswers,
  { labels: classes, posteriors, k }: LatentClasses,
  order: readonly number[],
): { labels: Float64Array; probabilities: Float64Array } {
  const numberOf = new Float64Array(k);
  order.forEach((c, i) => (numberOf[c] = i + 1));
  const labels = new Float64Array(classes.length);
  const probabilities = new Float64Array(classes.length);
  classes.forEach((c, i) => {
    const row = rows[i] as number;
    labels[row] = numberOf[c] as number;
    probabilities[row] = Math.min(1, posteriors[i * k + c] as number);
  });
  return { labels, probabilities };
}

/** What stands for a class in `names`: its probability of every answer, by `item=level`. */
function pointOf({ items }: PreparedAnswers, found: LatentClasses, c: number): Record<string, number> {
  const { probabilities, width, offsets } = found;
  return Object.fromEntries(
    items.flatMap(({ name, levels }, j) =>
      levels.map((level, l) => [
        `${name}=${level}`,
        probabilities[c * width + (offsets[j] as number) + l] as number,
      ]),
    ),
  );
}

/** Probabilities are compared as they are; a quarter apart counts as one standard deviation. */
const coordinatesOf = (points: readonly Record<string, number>[]): Coordinate[] =>
  Object.keys(points[0] ?? {}).map((variable) => ({ variable, transform: (value) => value, spread: 0.25 }));

/** Above so much work standard errors and residuals would make people wait. */
const MOST_WORK = 1e8;

function classRows(answers: PreparedAnswers, found: LatentClasses, order: readonly number[]): ClassRow[] {
  const { probabilities, width, offsets, parameters } = found;
  const errors =
    answers.rows.length * parameters ** 2 <= MOST_WORK
      ? classStandardErrors(answers.coded, found).probabilities
      : null;
  return order.flatMap((c, segment) =>
    answers.items.flatMap(({ name, levels }, j) =>
      levels.map((level, l) => {
        const at = c * width + (offsets[j] as number) + l;
        return {
          segment,
          item: name,
          level,
          probability: probabilities[at] as number,
          error: errors?.[at] ?? null,
        };
      }),
    ),
  );
}

/** Far above 1: what two items share beyond the classes (Vermunt and Magidson). */
const BOUND = 4;

function fitOf(
  { items, coded, rows }: PreparedAnswers,
  found: LatentClasses,
): Pick<ClassSegments, 'fit' | 'bound'> {
  if (rows.length * items.length ** 2 > MOST_WORK) return { fit: null, bound: [] };
  const bound = bivariateResiduals(coded, found)
    .filter(({ residual }) => residual > BOUND)
    .slice(0, 3)
    .map(({ first, second, residual }) => ({
      first: items[first]?.name ?? '',
      second: items[second]?.name ?? '',
      residual,
    }));
  return { fit: classFit(coded, found), bound };
}
