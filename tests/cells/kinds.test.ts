import { describe, expect, it } from 'vitest';
import { cellKinds, kindOf } from '../../src/cells/kinds';
import { readInput, setInputValue } from '../../src/cells/input/kind';
import { catalogue } from '../../src/analyses/catalogue';
import { contextOf } from './context';

const context = contextOf(
  { promoters: { month: 'date', nps: 'number', region: 'text' } },
  { promoters: { nps: 'Net promoter score' } },
  ['min_score'],
);
const ask = (kind: string, body: string): unknown =>
  kindOf(kind)?.request({ kind, name: 'c', body }, context);
const refusal = (kind: string, body: string): { message: string; hint?: string } =>
  (ask(kind, body) as { problem: { message: string; hint?: string } }).problem;

describe('kinds', () => {
  it('are found by their fence word; analyses by their ids; others are unknown', () => {
    expect([...cellKinds.keys()].sort()).toEqual(['*', 'chart', 'input', 'sql', 'text']);
    for (const id of catalogue.keys()) expect(kindOf(id)?.id).toBe('*');
    expect(kindOf('future')).toBeUndefined();
    expect(kindOf('*')).toBeUndefined();
  });

  it('never throw at a broken body', () => {
    for (const kind of cellKinds.values())
      for (const body of [
        '',
        '[',
        ': :',
        '- a',
        '"',
        "'",
        'a: &a [*a]',
        '\0',
        'from: {}',
        'from: [x]',
        '$',
        '(((',
      ]) {
        expect(kind.reads(body, context).variables).toBeInstanceOf(Array);
        expect(kind.rename(body, { what: 'relation', from: 'promoters', to: 'x' })).toBe(body);
        expect(kind.request({ kind: kind.id, name: 'c', body }, context)).toBeTypeOf('object');
      }
  });

  it('write a new cell that runs', () => {
    for (const id of ['sql', 'chart', 'input', 'text']) {
      const body = kindOf(id)?.template(context) ?? '';
      expect(ask(id, body)).not.toHaveProperty('problem');
    }
  });
});

describe('a SQL cell', () => {
  it('reads relations that exist, those it waits for, and inputs', () => {
    expect(kindOf('sql')?.reads('FROM promoters, later WHERE a > $Min_Score', context)).toEqual({
      relations: ['promoters', 'later'],
      variables: ['min_score'],
    });
  });
  it('goes to the engine unchanged, or is refused before', () => {
    expect(ask('sql', 'FROM promoters -- all')).toEqual({
      type: 'sql',
      request: { name: 'c', sql: 'FROM promoters -- all', variables: ['min_score'] },
    });
    expect(refusal('sql', 'SELECT $min_skore').hint).toBe('Did you mean `$min_score`?');
  });
});

describe('a chart cell', () => {
  it('becomes a ChartSpec with columns as spelled in the relation, labels and nothing that was not said', () => {
    expect(
      ask('chart', 'from: Promoters\nmark: line\nx: Month\ny: nps\naggregate: mean\nbins: 12\ntitle: "T: 1"'),
    ).toEqual({
      type: 'chart',
      spec: {
        ...{
          mark: 'line',
          from: 'promoters',
          x: 'month',
          y: 'nps',
          aggregate: 'mean',
          bins: 12,
          title: 'T: 1',
        },
        labels: { y: 'mean of Net promoter score' },
      },
    });
  });
  it.each([
    ['mark: bar\nx: month', 'does not say what it shows'],
    ['from: promoters\nx: month', 'does not say how it is drawn'],
    ['from: promoters\nmark: pie', '`mark: pie` is not possible.'],
    ['from: promoters\nmark: bar\nx: mont', '`promoters` has no column `mont`.'],
    ['from: promoters\nmark: bar\nx: month\naggregate: avg', '`aggregate: avg` is not possible.'],
    ['from: promoters\nmark: histogram\nx: nps\nbins: 0', '`bins: 0` is not possible.'],
    ['from: promoters\nmark: histogram\nx: nps\nbins: many', '`bins` needs a number, not `many`.'],
  ])('%j is refused with a sentence', (body, message) =>
    expect(refusal('chart', body).message).toContain(message),
  );
});

describe('an input cell', () => {
  it.each([
    [
      'type: number\nlabel: L\nvalue: 9\nmin: 0\nmax: 10\nstep: 0.5',
      { type: 'number', label: 'L', value: 9, min: 0, max: 10, step: 0.5 },
    ],
    ['type: number', { type: 'number', label: null, value: null, min: null, max: null, step: null }],
    [
      'type: choice\noptions: [north, 007, null]\nvalue: 007',
      { type: 'choice', label: null, value: '007', options: ['north', '007', 'null'] },
    ],
    [
      'type: choice\noptions: { from: Promoters, column: region }',
      { type: 'choice', label: null, value: null, options: { from: 'promoters', column: 'region' } },
    ],
    [
      'type: choice\nfrom: promoters\ncolumn: region\nvalue: x',
      { type: 'choice', label: null, value: 'x', options: { from: 'promoters', column: 'region' } },
    ],
    [
      'type: date\nvalue: 2026-06-30',
      { type: 'date', label: null, value: '2026-06-30', min: null, max: null },
    ],
    ['type: text\nvalue: 1e3', { type: 'text', label: null, value: '1e3' }],
  ])('%j', (body, spec) => expect(readInput(body)).toEqual(spec));

  it.each([
    ['value: 1', 'does not say what it takes'],
    ['type: slider', '`type: slider` is not possible.'],
    ['type: number\nvalue: nine', '`value` needs a number, not `nine`.'],
    ['type: number\nvalue: 11\nmax: 10', 'above the largest allowed, 10'],
    ['type: number\nmin: 2\nmax: 1', '`min` (2) is above `max` (1).'],
    ['type: number\nstep: 0', '`step` must be above 0.'],
    ['type: date\nvalue: 30.06.2026', '`value: 30.06.2026` is not a day.'],
    ['type: choice', 'The choice has no options.'],
    ['type: choice\noptions: []', 'The list of options is empty.'],
    ['type: choice\noptions: [a]\nvalue: b', '`b` is not among the options.'],
  ])('%j is refused with a sentence', (body, message) =>
    expect(refusal('input', body).message).toContain(message),
  );

  it('sets its variable, and reads the relation of its options', () => {
    expect(ask('input', 'type: number\nvalue: 9')).toEqual({
      type: 'variable',
      name: 'c',
      value: { type: 'number', value: 9 },
    });
    const body = 'type: choice\noptions: { from: promoters, column: region } # levels\n';
    expect(kindOf('input')?.reads(body, context).relations).toEqual(['promoters']);
    expect(kindOf('input')?.rename(body, { what: 'relation', from: 'promoters', to: 'fans' })).toBe(
      'type: choice\noptions: { from: fans, column: region } # levels\n',
    );
  });

  it('a new value changes nothing but the value', () => {
    expect(setInputValue('type: number # t\nvalue:   9 # v\nmax: 10', 8)).toBe(
      'type: number # t\nvalue:   8 # v\nmax: 10',
    );
    expect(setInputValue('type: text', 'yes: no')).toBe("type: text\nvalue: 'yes: no'");
    expect(setInputValue('type: text\nvalue: a\n', null)).toBe('type: text\n');
  });
});
