/** What is true of Bramblewick Coffee Works, and of no real company. sample-data/README.md says the same in words. */
export const ACCOUNTS = 5000;
export const AS_OF = '2026-06-30';

/** BG/NBD of the orders, in weeks. */
export const BUYING = { r: 1.1, alpha: 12, a: 0.7, b: 5 };
/** Gamma-Gamma of the amounts, in euros: the mean order is p gamma / (q - 1) = 180. */
export const SPENDING = { p: 4, q: 5, gamma: 180 };

/** The survey's attributes: weight in the overall score per standard deviation, and the mean answer on 0-10. */
export const ATTRIBUTES = [
  { column: 'q1', label: 'Machine reliability', weight: 0.42, mean: 6.1 },
  { column: 'q2', label: 'Deliveries on time', weight: 0.3, mean: 6.8 },
  { column: 'q3', label: 'Coffee quality', weight: 0.21, mean: 7.6 },
  { column: 'q4', label: 'Speed of repair', weight: 0.14, mean: 6.3 },
  { column: 'q5', label: 'Value for money', weight: 0.07, mean: 6.6 },
  { column: 'q6', label: 'Account manager', weight: 0.03, mean: 7.4 },
  { column: 'q7', label: 'Clear invoices', weight: 0, mean: 7.2 },
  { column: 'q8', label: 'Website and app', weight: 0, mean: 7.8 },
];
/** Share of every attribute's variance that is one general impression of the company. */
export const HALO = 0.35;
/** Spread of an answer, and of the part of the overall score that no attribute explains, in standard deviations. */
export const ANSWER_SPREAD = 1.7;
export const OVERALL = { mean: 7.2, spread: 1.8, noise: 0.45 };
/** Correlation of the general impression with staying (the normal score of 1 - dropout probability). */
export const IMPRESSION_AND_STAYING = 0.6;

/** Behaviour segments: share, and mean and spread of what accounts do. */
export const SEGMENTS = [
  {
    name: 'Steady brewers',
    share: 0.4,
    cups: [9, 2],
    online: [0.25, 0.1],
    visits: [4, 1.3],
    products: [6, 1.6],
  },
  {
    name: 'Online planners',
    share: 0.28,
    cups: [8, 2],
    online: [0.82, 0.09],
    visits: [2.5, 1.1],
    products: [10, 2],
  },
  {
    name: 'High-touch hosts',
    share: 0.18,
    cups: [16, 2.8],
    online: [0.45, 0.11],
    visits: [10, 2],
    products: [14, 2.3],
  },
  {
    name: 'Occasional cups',
    share: 0.14,
    cups: [2.6, 0.9],
    online: [0.55, 0.11],
    visits: [1, 0.6],
    products: [2.5, 0.9],
  },
];

/** Log-odds that a yearly plan is renewed: base, per standard deviation of the overall feeling, and if buying has stopped. */
export const RENEWAL = { base: 1.7, feeling: 0.9, stopped: -1.2, discount: 0.04 };
