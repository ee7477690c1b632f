import { defineEntry } from '../analysis';
import { SHARED_TABLES } from '../segmenting/form';
import { options, roles } from './form';

export const entry = defineEntry({
  id: 'k-means',
  title: 'k-means segments',
  question: 'Who are our customers, and what sets the groups apart?',
  roles,
  options,
  tableSuffixes: [...SHARED_TABLES, 'centres'],
});
