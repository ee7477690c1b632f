import { numberColumn, tableOf, textColumn } from '../../values/table';
import type { ReportChart } from '../analysis';
import { segmentCharts } from '../segmenting/charts';
import { drawnName } from '../segmenting/result';
import type { LatentClassInput } from './form';
import type { ClassSegments } from './segments';

/** Above so many lines of answers the picture would be a wall; the profile has those that differ most. */
const MOST_ANSWERS = 60;

/** The answers of each class first, then what every segmentation shows. */
export function chartsOf(found: ClassSegments, input: LatentClassInput): ReportChart[] {
  const shared = segmentCharts(found, input);
  const answers = answersChart(found, input);
  return answers ? [answers, ...shared] : shared;
}

function answersChart(found: ClassSegments, input: LatentClassInput): ReportChart | null {
  const { classes, segments } = found;
  if (classes.length / segments.length > MOST_ANSWERS) return null;
  const name = (at: number): string => {
    const segment = segments[at];
    return segment ? drawnName(segment) : '';
  };
  return {
    id: 'answers',
    spec: {
      mark: 'heatmap',
      from: '',
      x: 'x',
      y: 'y',
      color: 'color',
      aggregate: 'none',
      title: 'How probably each segment gives each answer',
      labels: { x: 'Segment', y: 'Answer', color: 'Probability', colorFormat: 'percent' },
    },
    description: 'For each segment and item, the probability of each answer.',
    rows: tableOf([
      textColumn(
        'x',
        classes.map(({ segment }) => name(segment)),
      ),
      textColumn(
        'y',
        classes.map(({ item, level }) => `${input.label(item)}: ${level}`),
      ),
      numberColumn(
        'color',
        Float64Array.from(classes, ({ probability }) => probability),
      ),
    ]),
  };
}
