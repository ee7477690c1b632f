import { defineEntry } from '../analysis';
import { options, roles } from './form';

export const entry = defineEntry({
  id: 'contract-clv',
  title: 'Contract lifetime value',
  question: 'How long do subscribers stay, and what are they worth?',
  roles,
  options,
  tableSuffixes: ['model', 'fit', 'totals'],
});
