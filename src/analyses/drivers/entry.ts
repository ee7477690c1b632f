import { defineEntry } from '../analysis';
import { options } from './options';
import { roles } from './roles';

export const entry = defineEntry({
  id: 'drivers',
  title: 'Key drivers',
  question: 'What drives satisfaction, and what should be fixed first?',
  roles,
  options,
  tableSuffixes: ['model', 'items', 'ranks', 'moves', 'dominance', 'difference', 'asymmetry'],
});
