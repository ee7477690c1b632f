import { defineEntry } from '../analysis';
import { options, roles } from './form';

export const entry = defineEntry({
  id: 'rfm',
  title: 'Recency, frequency, money',
  question: 'Who are our best customers, and who is slipping away?',
  roles,
  options,
  tableSuffixes: ['profile', 'rule', 'traits', 'moves', 'movement'],
});
