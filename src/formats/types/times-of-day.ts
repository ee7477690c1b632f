const CLOCK = /^([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?$/;
/** Lengths of time are written alike, and go beyond a day. */
const LENGTH = /dur|dauer|handle|talk|hold|wait|length|elapsed|lapse|temps|tempo|aht|sla/i;

/** Whether a column holds times of the day, such as 14:05. */
export const isTimeOfDay = (name: string, present: readonly string[]): boolean =>
  !LENGTH.test(name) && present.every((value) => CLOCK.test(value));
