import { phoneName, postCodeName } from '../personal/names';
import { compactDays, epochTimes } from './digit-dates';
import { asText, type Planned } from './sketch';

const EPOCH = /epoch|unix|(^|[_ .-])ts($|[_ .-])|time_?stamp/i;
const DAY = /date|datum|fecha|(^|[_ .-])(day|tag|dt|data|jour|dag|giorno|dia)($|[_ .-])|_(on|at)$/i;

/** A column whose name says what its digits are: times since 1970, days as 20260403, telephone numbers, post codes. */
export function namedReading(name: string, present: readonly string[]): Planned | null {
  if (!present.every((value) => /^[-+(0-9][-+() /.0-9]*$/.test(value))) return null;
  if (EPOCH.test(name)) return epochTimes(present);
  if (DAY.test(name)) return compactDays(present);
  if (phoneName(name)) return asText('kept as text: telephone numbers');
  return postCodeName(name) ? asText('kept as text: post codes') : null;
}
