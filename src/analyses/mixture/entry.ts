import { defineEntry } from '../analysis';
import { SHARED_TABLES } from '../segmenting/form';
import { options, roles } from './form';

export const entry = defineEntry({
  id: 'mixture',
  title: 'Mixture segments',
  question: 'Which kinds of customers are there, and how surely does each belong?',
  roles,
  options,
  tableSuffixes: [...SHARED_TABLES, 'centres'],
});
