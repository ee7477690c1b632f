import { defineAnalysis, type AnyAnalysis } from '../../src/analyses/analysis';

/** An analysis with every sort of role and option, which computes nothing. */
export const fake: AnyAnalysis = defineAnalysis({
  id: 'fake',
  title: 'Fake drivers',
  question: '?',
  roles: {
    outcome: { label: 'Outcome', help: '', accepts: ['number', 'boolean'], guess: ['satisfaction', 'nps'] },
    drivers: { label: 'Drivers', help: '', accepts: ['number', 'boolean'], many: true, guess: ['q'] },
    weight: { label: 'Weight', help: '', accepts: ['number'], optional: true, guess: ['weight'] },
    when: { label: 'Date', help: '', accepts: ['date'], optional: true, guess: ['date', '_on'] },
    extra: { label: 'Extra', help: '', accepts: ['text'], many: true, optional: true, guess: ['region'] },
  },
  options: {
    method: {
      ...{ kind: 'choice', label: 'Method', help: '', default: 'lmg' },
      choices: [
        { value: 'lmg', label: 'LMG' },
        { value: 'johnson', label: 'Johnson' },
      ],
    },
    confidence: {
      kind: 'number',
      label: 'Confidence',
      help: '',
      default: 0.95,
      min: 0.5,
      max: 0.999,
      step: 0.01,
    },
    bins: { kind: 'number', label: 'Bins', help: '', default: 5, min: 2, max: 10, step: 1 },
    scale: { kind: 'flag', label: 'Scale', help: '', default: true },
    asOf: { kind: 'date', label: 'As of', help: '', default: null },
  },
  tableSuffixes: ['model'],
  queries: () => ({}),
  compute: () => null,
  tables: () => ({}),
  report: () => ({ findings: [], charts: [] }),
  method: { idea: '', formula: '', assumptions: [], howToRead: '', pitfalls: [], sources: [] },
});
