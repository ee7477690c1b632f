import type { Evidence, Planned, Sketch, ToldTypes } from './plan-columns';
import { asText, numberPlan, settledDates, withMissing } from './plan-columns';
import { findNumbers } from './plan-numbers';
import { kindOf } from './value-sql';

/** A column whose type was told: the reading is the told one, else the one that fits most values of the sample. */
export function tellType(told: string, sketch: Sketch, evidence: Evidence, tellings: ToldTypes): Planned {
  const type = told.trim().toUpperCase();
  const lenient = tellings.chosen?.has(sketch.name) ? { lenient: true } : {};
  const given = tellings.values?.[sketch.name];
  const kind = kindOf(type);
  if (!/^[A-Z][A-Z0-9_ ]*(\([0-9, ]*\))?$/.test(type) || kind === 'text') return asText(null);
  if (given) return { type, reading: given, changed: [], ...lenient };
  const { values } = sketch;
  if (kind === 'number') {
    const numbers = findNumbers(values, sketch.told, evidence.decimal);
    const reading = 'type' in numbers ? numberPlan(numbers) : { reading: {}, changed: [] };
    return { ...withMissing({ ...reading, type }, values), ...lenient };
  }
  if (kind === 'date' && sketch.dates.found)
    return {
      ...withMissing(settledDates(sketch, evidence, tellings.dates?.[sketch.name]), values),
      ...lenient,
    };
  return { ...withMissing({ type, reading: {}, changed: [] }, values), ...lenient };
}
