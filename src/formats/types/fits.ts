import type { ColumnPlan } from './column-plan';
import { isoPattern, readDate } from './date-format';
import { trimmed } from './missing';
import { numberGrammar } from './number-writing';
import { isWhole, kindOf } from './type-kind';

/** What a plan says of one value, kept for many. */
export type Fit = (value: string) => boolean;

/**
 * Whether values fit a column's plan, as the engine will read them: what `valueSql` makes null though it is not missing
 * does not fit.
 */
export function fitOf({ type, reading, lenient }: Omit<ColumnPlan, 'name'>): Fit {
  switch (kindOf(type)) {
    case 'number': {
      const { whole } = numberGrammar(reading, { whole: isWhole(type), lenient: lenient === true });
      const expression = new RegExp(`^(?:${whole})$`, 'i');
      return (value) => expression.test(value);
    }
    case 'boolean': {
      const words = new Set([...(reading.yes ?? ['true']), ...(reading.no ?? ['false'])]);
      return (value) => words.has(trimmed(value).toLowerCase());
    }
    case 'date':
      return dateFit(type, reading.dates ?? [], reading.zone === 'utc');
    default:
      return () => true;
  }
}

function dateFit(type: string, formats: readonly string[], zone: boolean): Fit {
  if (formats.length > 0) return (value) => formats.some((format) => readDate(value, format) !== null);
  const expression = new RegExp(`^(?:${isoPattern(type, zone)})$`, 'i');
  return (value) => expression.test(value) && (type === 'TIME' || isDay(trimmed(value)));
}

function isDay(value: string): boolean {
  const [day = ''] = /^[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}/.exec(value) ?? [];
  return readDate(day.replaceAll('/', '-'), '%Y-%m-%d') !== null;
}
