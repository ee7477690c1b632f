import type { ChosenOptions, Input, Options, Roles } from '../analysis';

export const roles = {
  outcome: {
    label: 'Outcome',
    help: 'What you want to explain: overall satisfaction, likelihood to recommend, renewed or not.',
    accepts: ['number', 'boolean'],
    guess: ['overall', 'satisfaction', 'outcome', 'recommend', 'nps', 'csat', 'loyalty', 'rating', 'renew'],
  },
  drivers: {
    label: 'Drivers',
    help: 'What may move it: ratings of the parts of the experience, or yes/no facts.',
    accepts: ['number', 'boolean'],
    many: true,
    guess: ['rating', 'score', 'quality', 'ease', 'value', 'support', 'service', 'q'],
  },
} as const satisfies Roles;

export const options = {
  method: {
    kind: 'choice',
    label: 'Method',
    help: 'How the explained differences are divided among drivers that move together.',
    default: 'lmg',
    choices: [
      { value: 'lmg', label: 'LMG (exact Shapley)' },
      { value: 'johnson', label: "Johnson's relative weights" },
    ],
    live: true,
  },
  confidence: {
    kind: 'number',
    label: 'Confidence',
    help: 'How sure the intervals are to hold the true value.',
    default: 0.95,
    min: 0.5,
    max: 0.999,
    step: 0.001,
    shown: 'percent',
    live: true,
  },
} as const satisfies Options;

export type DriversInput = Input<typeof roles, typeof options>;
export type DriversOptions = ChosenOptions<typeof options>;
export type DriversMethod = DriversOptions['method'];
