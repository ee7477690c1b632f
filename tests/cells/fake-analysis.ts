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
    limit: {
      ...{ kind: 'number', label: 'Limit', help: '', default: null, advanced: true },
      ...{ min: 0, max: 10, step: 1 },
    },
    missing: {
      ...{ kind: 'choice', label: 'Missing', help: '', default: 'listwise', proposed: 'em' },
      choices: [
        { value: 'listwise', label: 'Listwise' },
        { value: 'em', label: 'EM' },
      ],
    },
    seed: {
      ...{ kind: 'number', label: 'Seed', help: '', default: 1, advanced: true },
      ...{ min: 0, max: 99, step: 1 },
    },
    models: {
      ...{ kind: 'choices', label: 'Models', help: '', default: [] },
      choices: [
        { value: 'bg-nbd', label: 'BG/NBD' },
        { value: 'pareto-nbd', label: 'Pareto/NBD' },
      ],
    },
    k: { kind: 'range', label: 'Segments', help: '', default: { from: 2, to: 8 }, min: 1, max: 20 },
    notApplicable: { kind: 'list', label: 'Not applicable', help: '', default: [] },
    step: { kind: 'perColumn', label: 'Step', help: '', default: null, of: 'drivers' },
    groups: { kind: 'columnSets', label: 'Groups', help: '', default: {}, of: 'drivers' },
    filter: { kind: 'levels', label: 'Show only', help: '', default: {}, of: 'extra', live: true },
    margin: {
      ...{ kind: 'numberOrColumn', label: 'Margin', help: '', default: 0.3, shown: 'percent' },
      ...{ min: 0, max: 1, accepts: ['number'] },
    },
    fixedCuts: { kind: 'cuts', label: 'Cuts', help: '', default: {}, names: ['recency', 'frequency'] },
    names: { kind: 'texts', label: 'Names', help: '', default: {} },
    centres: { kind: 'centres', label: 'Centres', help: '', default: {} },
  },
  tableSuffixes: ['model'],
  queries: () => ({}),
  compute: () => null,
  tables: () => ({}),
  report: () => ({ findings: [], charts: [] }),
});
