import type { Report } from '../analysis';
import type { SegmentInput } from './form';
import type { Segmentation } from './result';
import { scoringSql } from './tables';

/** What a report of segments gives beside findings and charts: the rule to copy, and segments to name. */
export function takeAways(found: Segmentation, input: SegmentInput): Pick<Report, 'texts' | 'named'> {
  const { rule, segments } = found;
  return {
    named: { option: 'names', places: segments.map(({ name, point }) => ({ name, centre: point })) },
    ...(rule
      ? {
          texts: [
            { title: 'The rule as an expression', text: rule.expression, tab: 'Rule' },
            {
              title: 'New customers with their segment',
              text: scoringSql(rule.expression, input.relation),
              tab: 'Rule',
            },
          ],
        }
      : {}),
  };
}
