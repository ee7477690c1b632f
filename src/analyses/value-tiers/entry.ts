import { defineEntry } from '../analysis';
import { options, roles } from './form';

export const entry = defineEntry({
  id: 'value-tiers',
  title: 'Value tiers',
  question: 'Which customers hold the value?',
  roles,
  options,
  tableSuffixes: ['profile', 'lorenz', 'concentration'],
});
