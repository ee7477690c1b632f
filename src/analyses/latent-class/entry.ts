import { defineEntry } from '../analysis';
import { SHARED_TABLES } from '../segmenting/form';
import { options, roles } from './form';

export const entry = defineEntry({
  id: 'latent-class',
  title: 'Latent classes',
  question: 'Which kinds of people answer alike?',
  roles,
  options,
  tableSuffixes: [...SHARED_TABLES, 'classes'],
});
