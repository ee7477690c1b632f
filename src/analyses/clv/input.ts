import type { Input } from '../analysis';
import type { options } from './options';
import type { roles } from './roles';

export type ClvInput = Input<typeof roles, typeof options>;
export type Unit = 'day' | 'week' | 'month';
export const DAYS_PER_MONTH = 365.25 / 12;
export const daysPerUnit: Record<Unit, number> = { day: 1, week: 7, month: DAYS_PER_MONTH };
