import { defineEntry } from '../analysis';
import { options } from './options';
import { roles } from './roles';

export const entry = defineEntry({
  id: 'clv',
  title: 'Customer lifetime value',
  question: 'Who will still buy, and what are they worth?',
  roles,
  options,
  tableSuffixes: ['model', 'fit', 'totals', 'tracking', 'at_risk'],
});
