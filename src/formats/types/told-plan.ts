import { ownValue } from '../../values/own-value';
import type { ValueReading } from '../choices';
import { dateFormat } from './date-format';
import { compactDays, epochTimes, serialDays } from './digit-dates';
import { findDates } from './find-dates';
import { datePlan, datesChange, settledDates } from './plan-dates';
import { findNumbers, numberPlan } from './plan-numbers';
import { asText, withMissing, type Evidence, type Planned, type Sketch, type ToldTypes } from './sketch';
import { kindOf } from './type-kind';
import { likelyYesNo } from './yes-no';

/**
 * The plan of a column whose type was told, or whose way of writing says it; null where neither was. The reading is the
 * told one, else the one that fits most values of the sample. Only an order of dates that nothing tells stays a question.
 */
export function toldPlan(sketch: Sketch, evidence: Evidence, told: ToldTypes): Planned | null {
  const { name, values } = sketch;
  const given = ownValue(told.values ?? {}, name) ?? {};
  const type =
    ownValue(told.types ?? {}, name)
      ?.trim()
      .toUpperCase() ?? typeOf(given);
  if (type === null) return null;
  // The type goes into SQL as it is, so it may be nothing but a type.
  if (!/^[A-Z][A-Z0-9_ ]*(\([0-9, ]+\))?$/.test(type) || kindOf(type) === 'text')
    return { ...asText(null), reading: given.missing ? { missing: given.missing } : {} };
  const plan = likelyPlan(type, sketch, evidence, told, given);
  if (plan.type === 'VARCHAR') return plan;
  const lenient = told.chosen?.has(name) ? { lenient: true } : {};
  return { ...withMissing({ ...plan, reading: { ...plan.reading, ...given } }, values), ...lenient };
}

/** The type that a way of writing is for, where it says one. */
function typeOf({ dates, yes, no, zone }: ValueReading): string | null {
  if (yes || no) return 'BOOLEAN';
  if (!dates?.length) return zone ? 'TIMESTAMP' : null;
  const parts = dates.flatMap((format) => dateFormat(format).parts);
  if (parts.every((part) => !/[dYysQE]/.test(part))) return 'TIME';
  return parts.some((part) => /[HIsQ]/.test(part)) ? 'TIMESTAMP' : 'DATE';
}

function likelyPlan(
  type: string,
  sketch: Sketch,
  evidence: Evidence,
  told: ToldTypes,
  given: ValueReading,
): Planned {
  const bare = { type, reading: {}, changed: [] };
  const { values } = sketch;
  switch (kindOf(type)) {
    case 'number': {
      const numbers = findNumbers(values, sketch.told, evidence.decimal, true);
      return 'type' in numbers ? { ...numberPlan(numbers), type } : bare;
    }
    case 'boolean':
      return { ...bare, reading: likelyYesNo(values.present.map((value) => value.toLowerCase())) };
    case 'date':
      if (given.dates?.length) return { ...bare, changed: datesChange(given) };
      return type === 'TIME' ? bare : toldDates(type, sketch, evidence, told);
    default:
      return bare;
  }
}

function toldDates(type: string, { name, values }: Sketch, evidence: Evidence, told: ToldTypes): Planned {
  const { present } = values;
  const digits = compactDays(present) ?? epochTimes(present) ?? serialDays(present);
  if (digits) return { ...digits, type };
  const found = findDates(present);
  if (!found) return { type, reading: {}, changed: [] };
  const order = ownValue(told.dates ?? {}, name);
  const plan = found.contradictory ? datePlan(found, order ?? 'dmy') : settledDates(found, evidence, order);
  if (plan.type === 'VARCHAR') return plan;
  // A day is asked of times: they are read by their formats, and then cut.
  const cut = type === 'DATE' && found.iso && found.hasTime ? { dates: found.formats('ymd') } : {};
  return { ...plan, reading: { ...plan.reading, ...cut }, type };
}
