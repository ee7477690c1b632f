import type { Planned } from './sketch';

const CLOCK = /^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?$/;
/** Lengths of time are written alike, and go beyond a day. */
const LENGTH = /dur|dauer|handle|talk|hold|wait|length|elapsed|lapse|temps|tempo|aht|sla/i;

const HALF = /^(?:0?[1-9]|1[0-2]):[0-5][0-9](:[0-5][0-9])?([ \u00a0\u202f]+)?[ap]m$/i;

/** How a column of times of the day, such as 14:05 or 2:05 PM, is read; null where it is none. */
export function timesOfDay(name: string, present: readonly string[]): Planned | null {
  if (!LENGTH.test(name) && present.every((value) => CLOCK.test(value)))
    return { type: 'TIME', reading: {}, changed: [] };
  const formats = present.map((value) => {
    const match = HALF.exec(value);
    return match && `%I:%M${match[1] === undefined ? '' : ':%S'}${match[2] === undefined ? '' : ' '}%p`;
  });
  if (!formats.every((format) => format !== null)) return null;
  return { type: 'TIME', reading: { dates: [...new Set(formats)] }, changed: ['times with AM and PM read'] };
}
