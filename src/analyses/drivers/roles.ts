import type { Input, Roles } from '../analysis';
import type { options } from './options';

export const roles = {
  outcome: {
    label: 'Outcome',
    help: 'What you want to explain: overall satisfaction, likelihood to recommend, renewed or not.',
    // Text only where its values read as numbers, apart from those that are not applicable.
    accepts: ['number', 'boolean', 'text'],
    guessKinds: ['number', 'boolean'],
    guess: ['overall', 'satisfaction', 'outcome', 'recommend', 'nps', 'csat', 'loyalty', 'rating', 'renew'],
  },
  drivers: {
    label: 'Drivers',
    help: 'What may move it: ratings of the parts of the experience, yes/no facts, or categories.',
    accepts: ['number', 'boolean', 'text'],
    many: true,
    guess: ['rating', 'score', 'quality', 'ease', 'value', 'support', 'service', 'q'],
  },
  weight: {
    label: 'Weight',
    help: 'How much each row counts: survey weights or repeated answers. Rows without a weight are left out.',
    accepts: ['number'],
    optional: true,
    advanced: true,
    guess: [],
  },
  by: {
    label: 'Compare by',
    help: 'A segment or a wave: one result per level, and the differences of importance between them.',
    accepts: ['text', 'boolean', 'number', 'date'],
    optional: true,
    advanced: true,
    guess: [],
  },
  key: {
    label: 'Customer key',
    help: 'Who answered: rows of one customer stay together, so that the intervals count customers, not rows.',
    accepts: ['text', 'number', 'boolean', 'date'],
    optional: true,
    advanced: true,
    guess: [],
  },
  filterBy: {
    label: 'Filter by',
    help: 'Columns by which the picture can be filtered at once. At most 200 combinations of their levels are kept.',
    accepts: ['text', 'boolean', 'number', 'date'],
    many: true,
    optional: true,
    advanced: true,
    guess: [],
  },
} as const satisfies Roles;

export type DriversInput = Input<typeof roles, typeof options>;
