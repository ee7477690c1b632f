/** What both analyses of customer value ask alike; the rest of their options differ in meaning or range. */
export const discountRate = {
  kind: 'number',
  label: 'Discount rate a year',
  help: 'What money a year from now loses in worth; a month is discounted by (1 + d)^(1/12).',
  default: 0.1,
  min: 0,
  max: 1,
  step: 0.01,
  shown: 'percent',
  live: true,
} as const;

export const drawsSeed = {
  kind: 'number',
  label: 'Seed',
  help: 'Where the random draws begin: the same seed gives the same intervals.',
  default: 1,
  min: 0,
  max: 1e9,
  step: 1,
  live: true,
  advanced: true,
} as const;
