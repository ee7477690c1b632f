import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/analyses/catalogue';
import { analysisKind } from '../../src/cells/analysis/analysis-kind';
import { analysisTemplate, guessRoles } from '../../src/cells/analysis/guess';
import { fieldsOf } from '../../src/cells/yaml-body';
import type { ColumnInfo, ColumnKind } from '../../src/values/table';
import { contextOf } from './context';
import { fake } from './fake-analysis';

const kind = analysisKind(new Map([['fake', fake]]));
const columns = contextOf(
  {
    survey: {
      q1: 'number',
      q2: 'number',
      Q3: 'boolean',
      '007': 'number',
      null: 'number',
      name: 'text',
      seen: 'date',
    },
  },
  { survey: { q1: 'Satisfaction' } },
);

function request(body: string): unknown {
  const result = kind.request({ kind: 'fake', name: 'v', body }, columns);
  return 'problem' in result ? result.problem : result;
}
const asked = (body: string): unknown => (request(body) as { request?: unknown }).request;

describe('an analysis cell', () => {
  it('asks the engine with every role and option, defaults filled in, columns as the relation spells them', () => {
    expect(
      asked("from: Survey\noutcome: Q1\ndrivers: [q2, q3, 007, null, 'null' ]".replace(", 'null' ", '')),
    ).toEqual({
      ...{ id: 'fake', name: 'v', from: 'survey', labels: { q1: 'Satisfaction' }, notebookAsOf: null },
      roles: { outcome: 'q1', drivers: ['q2', 'Q3', '007', 'null'], weight: null, when: null, extra: [] },
      options: {
        ...{ method: 'lmg', confidence: 0.95, bins: 5, scale: true, asOf: null, limit: null, seed: 1 },
        ...{ missing: 'listwise', models: [], k: { from: 2, to: 8 }, notApplicable: [], step: null },
        ...{ groups: {}, filter: {}, margin: 0.3, fixedCuts: {}, names: {}, centres: {} },
      },
    });
  });

  it('takes options as they stand, dates as ISO days, and a block list or one name as a list', () => {
    const body =
      'from: survey\noutcome: q1\ndrivers:\n  - q2\n  - q3\nextra: name\nwhen: seen\nbins: 3\nscale: false\nasOf: 2026-06-30\nmethod: johnson';
    expect(asked(body)).toMatchObject({
      roles: { drivers: ['q2', 'Q3'], extra: ['name'], when: 'seen' },
      options: { bins: 3, scale: false, asOf: '2026-06-30', method: 'johnson' },
    });
  });

  it('checks only the form while the columns are not known yet', () => {
    expect(asked('from: later\noutcome: x\ndrivers: [y]')).toMatchObject({
      roles: { outcome: 'x', drivers: ['y'] },
    });
  });

  const good = 'from: survey\noutcome: q1\ndrivers: [q2]\n';
  it.each([
    ['outcome: q1', 'Fake drivers does not say what it reads.', 'Give it', ''],
    [
      'from: survey\ndrivers: [q2]',
      'Fake drivers needs a column for “Outcome”.',
      'Choose it in the form',
      '',
    ],
    ['from: survey\noutcome:\ndrivers: [q2]', 'Fake drivers needs a column for “Outcome”.', 'outcome:', ''],
    ['from: survey\noutcome: q1\ndrivers: []', 'Fake drivers needs columns for “Drivers”.', 'a list', ''],
    [
      'from: survey\noutcome: qq1\ndrivers: [q2]',
      '`survey` has no column `qq1`.',
      'Did you mean `q1`?',
      'outcome: qq1',
    ],
    [
      'from: survey\noutcome: zebra\ndrivers: [q2]',
      '`survey` has no column `zebra`.',
      'It has',
      'outcome: zebra',
    ],
    [
      'from: survey\noutcome: name\ndrivers: [q2]',
      '`name` holds text; “Outcome” needs numbers or yes/no values.',
      'Choose another column',
      'outcome: name',
    ],
    [
      'from: survey\noutcome: q1\ndrivers: [q2, q2]',
      '`q2` stands twice in `drivers`.',
      undefined,
      'drivers: [q2, q2]',
    ],
    [
      'from: survey\noutcome: q1\ndrivers: [q1, q2]',
      '`q1` stands both as “Outcome” and among “Drivers”.',
      'Take it out',
      'drivers: [q1, q2]',
    ],
    [
      'from: survey\noutcome: [q1]\ndrivers: [q2]',
      '`outcome` takes one column, not a list.',
      undefined,
      'outcome: [q1]',
    ],
    [
      'from: survey\noutcome: q1\ndrivers: [[q2]]',
      '`drivers` needs names of columns.',
      undefined,
      'drivers: [[q2]]',
    ],
    [
      `${good}bins: 11`,
      '`bins: 11` is out of range: “Bins” is a whole number from 2 to 10.',
      'The default is 5.',
      'bins: 11',
    ],
    [`${good}bins: 2.5`, 'is a whole number from 2 to 10', 'The default is 5.', 'bins: 2.5'],
    [`${good}confidence: 95`, '`confidence: 95` is out of range', 'The default is 0.95.', 'confidence: 95'],
    [`${good}confidence: 0,9`, '`confidence` needs a number, not `0,9`.', '2.5', 'confidence: 0,9'],
    [
      `${good}method: jonson`,
      '`method: jonson` is not possible.',
      'Did you mean `johnson`?',
      'method: jonson',
    ],
    [`${good}scale: yes`, '`scale` is either true or false.', undefined, 'scale: yes'],
    [`${good}asOf: 2026-02-30`, '`asOf: 2026-02-30` is not a day.', '2026-06-30', 'asOf: 2026-02-30'],
    ['from: [', 'cannot be read as YAML', 'key: value', ''],
  ])('refuses %j with a sentence, a way out and its place', (body, message, hint, at) => {
    const problem = request(body) as {
      message: string;
      hint?: string;
      position?: { from: number; to: number };
    };
    expect(problem.message).toContain(message);
    if (hint === undefined) expect(problem.hint).toBeUndefined();
    else expect(problem.hint).toContain(hint);
    if (at !== '') expect(body.slice(problem.position?.from, problem.position?.to)).toBe(at);
  });

  const full = 'from: survey\noutcome: q1\ndrivers: [q2, q3, 007, null]\nextra: [name]\n';
  it.each([
    ['models: [pareto-nbd, bg-nbd]', { models: ['pareto-nbd', 'bg-nbd'] }],
    ['models: bg-nbd', { models: ['bg-nbd'] }],
    ['k: 4', { k: { from: 4, to: 4 } }],
    ['k: 2..8', { k: { from: 2, to: 8 } }],
    ['k: "3 .. 5"', { k: { from: 3, to: 5 } }],
    [
      `notApplicable: [99, 099, don't know, null, '~']`,
      { notApplicable: ['99', '099', "don't know", 'null', '~'] },
    ],
    ['notApplicable: 1e3', { notApplicable: ['1e3'] }],
    ['step: 0.5', { step: 0.5 }],
    ['step: { Q2: 0.5, 007: 2, null: 1 }', { step: { q2: 0.5, '007': 2, null: 1 } }],
    [
      'groups:\n  Delivery: [Q2, 007]\n  "Price: fair": [null]',
      { groups: { Delivery: ['q2', '007'], 'Price: fair': ['null'] } },
    ],
    ['groups: { One: q3 }', { groups: { One: ['Q3'] } }],
    ['filter: { NAME: [North, 10, 10, null] }', { filter: { name: ['North', '10', 'null'] } }],
    ['filter: { name: [] }', { filter: {} }],
    ['margin: Q2', { margin: { column: 'q2' } }],
    ['margin: null', { margin: { column: 'null' } }],
    ['margin: ~', { margin: 0.3 }],
    ["margin: '007'", { margin: { column: '007' } }],
    ['margin: 0.4', { margin: 0.4 }],
    [
      'fixedCuts: { recency: [30, 90.5, 180], frequency: 2 }',
      { fixedCuts: { recency: [30, 90.5, 180], frequency: [2] } },
    ],
    [`names: { 1: Champions, '2': 007 }`, { names: { '1': 'Champions', '2': '007' } }],
    [
      'centres: { Top: { frequency: 12, recency: -1e-3 } }',
      { centres: { Top: { frequency: 12, recency: -0.001 } } },
    ],
    ['groups:\nk:\nmodels:', { groups: {}, k: { from: 2, to: 8 }, models: [] }],
  ])('reads %j', (text, options) => {
    expect(asked(full + text)).toMatchObject({ options });
  });

  it.each([
    ['models: [bgnbd]', '“Models”: `bgnbd` is not possible.', 'Did you mean `bg-nbd`? It can be'],
    ['k: 8..2', '“Segments”: 8..2 goes down.', 'Write the smaller number first: 2..8.'],
    ['k: 2..50', '“Segments”: 2..50 is out of range.', 'It goes from 1 to 20.'],
    ['k: 2.5', '“Segments”: needs a whole number, or two with .. between them.', '`k: 2..8`'],
    ['k: two', '“Segments”: needs a whole number', '`k: 4`'],
    ['k: [2, 8]', '“Segments”: needs a whole number', '`k: 4`'],
    ['notApplicable: [[99]]', '“Not applicable”: needs a list of texts.', '[one, two]'],
    ['step: { q2: much }', '“Step”: `q2` needs a number, not `much`.', 'digits and a point'],
    ['step: { q9: 1 }', '“Step”: it names `q9`, and `survey` has no such column.', 'Did you mean'],
    ['step: { name: 1 }', '“Step”: it names `name`, which is not among “Drivers”.', 'Add it to `drivers`'],
    ['step: { q2: 1, Q2: 2 }', '“Step”: `q2` stands twice.', 'Take one'],
    ['step: [1]', '“Step”: needs names with values.', '`step: { column: 1 }`'],
    [
      'groups: { Delivery: [q2, speed] }',
      '“Groups”: `Delivery` names `speed`, and `survey` has no such column.',
      'It has `q1`',
    ],
    [
      'groups: { Delivery: [q2, seen] }',
      '“Groups”: `Delivery` names `seen`, which is not among “Drivers”.',
      'Add it to `drivers`, or take it out here.',
    ],
    [
      'groups: { A: [q2], B: [q3, Q2] }',
      '“Groups”: `q2` stands in `A` and in `B`.',
      'A column belongs to one group at most.',
    ],
    ['groups: { A: [q2, Q2] }', '“Groups”: `q2` stands twice in `A`.', 'one group at most'],
    ['groups: { A: [] }', '“Groups”: `A` has no columns.', 'take it out'],
    ['groups: { A: { b: 1 } }', '“Groups”: `A` has no columns.', 'take it out'],
    ['groups: [q2, q3]', '“Groups”: needs names with values.', '`groups: { Name: [column, column] }`'],
    ['filter: { q2: [1] }', '“Show only”: it names `q2`, which is not among “Extra”.', 'Add it to `extra`'],
    ['filter: { name: [[a]] }', '“Show only”: `name` needs a list of levels.', '[North, South]'],
    ['margin: q9', '“Margin”: `survey` has no column `q9`.', 'Did you mean `q1`?'],
    ['margin: 30', '“Margin”: 30 is out of range.', 'Files hold fractions: 10 % is 0.1.'],
    ['margin: name', '“Margin”: `name` holds text values, where number is needed.', 'write a number'],
    ['margin: [q2]', '“Margin”: needs a number or the name of a column.', '`margin: 0.3`'],
    [
      'fixedCuts: { recency: [30, 90, 90] }',
      '“Cuts”: `recency` has 90 after 90; cuts must rise.',
      '[30, 90]',
    ],
    ['fixedCuts: { recency: [30, 20] }', '“Cuts”: `recency` has 20 after 30; cuts must rise.', '[20, 30]'],
    ['fixedCuts: { recency: [soon] }', '“Cuts”: a cut of `recency` needs a number, not `soon`.', 'digits'],
    ['fixedCuts: { recancy: [1] }', '“Cuts”: there are no cuts for `recancy`.', 'Did you mean `recency`?'],
    ['fixedCuts: { recency: }', '“Cuts”: `recency` needs a list of numbers.', '[30, 90, 180]'],
    ['names: { 1: [a] }', '“Names”: `1` needs a text.', 'Give it one'],
    ['centres: { Top: 3 }', '“Centres: Top”: needs names with values.', 'Champions'],
    ['centres: { Top: { f: x } }', '“Centres”: `f` of `Top` needs a number, not `x`.', 'digits'],
    ['limit: 11', '`limit: 11` is out of range', 'Without it the analysis decides.'],
  ])('refuses %j, saying what and where', (text, message, hint) => {
    const body = full + text;
    const problem = request(body) as {
      message: string;
      hint: string;
      position: { from: number; to: number };
    };
    expect(problem.message).toContain(message);
    expect(problem.hint).toContain(hint);
    expect(body.slice(problem.position.from, problem.position.to)).toBe(text);
  });

  it('reports keys that it does not know', () => {
    expect(kind.notes?.({ kind: 'fake', name: 'v', body: `${good}confidance: 0.9\nzz: 1` })).toEqual([
      '`confidance` means nothing to Fake drivers in this version; it is kept but not used. Did you mean `confidence`?',
      '`zz` means nothing to Fake drivers in this version; it is kept but not used.',
    ]);
  });

  it('reads what stands after from, publishes its tables and follows a renaming there alone', () => {
    expect(kind.reads('from: Survey\noutcome: orders', columns)).toEqual({
      relations: ['survey'],
      variables: [],
    });
    expect(kind.reads('from: [', columns)).toEqual({ relations: [], variables: [] });
    expect(kind.publishes('v', 'fake')).toEqual(['v', 'v_model']);
    const body = 'outcome: survey # survey\nfrom: "Survey" # here\n';
    expect(kind.rename(body, { what: 'relation', from: 'survey', to: 'answers' })).toBe(
      'outcome: survey # survey\nfrom: answers # here\n',
    );
    expect(kind.rename(body, { what: 'variable', from: 'survey', to: 'x' })).toBe(body);
  });
});

const infos = (kinds: Record<string, ColumnKind>): ColumnInfo[] =>
  Object.entries(kinds).map(([name, columnKind]) => ({ name, kind: columnKind, type: '' }));

describe('guessing', () => {
  it('reads names and labels, gives no column two roles and takes no id for a measure', () => {
    const guess = guessRoles(
      fake,
      infos({
        customer_id: 'number',
        x9: 'number',
        ease: 'number',
        price: 'number',
        weight: 'number',
        renewed_on: 'date',
        region: 'text',
      }),
      { x9: 'Overall satisfaction' },
    );
    expect(guess).toEqual({
      outcome: 'x9',
      drivers: ['ease', 'price'],
      weight: 'weight',
      when: 'renewed_on',
      extra: ['region'],
    });
  });

  it('writes every option that affects numbers, and its body runs as it stands', () => {
    const body = analysisTemplate(fake, 'survey', infos({ q1: 'number', '007': 'number' }));
    expect(body).toBe(
      "from: survey\noutcome: q1\ndrivers: ['007']\nmethod: lmg\nconfidence: 0.95\nbins: 5\nscale: true\nmissing: em\nk: 2..8\nmargin: 0.3",
    );
    expect(asked(body)).toMatchObject({ roles: { outcome: 'q1', drivers: ['007'] } });
    expect(analysisTemplate(fake, 'survey', [])).toContain('outcome:\ndrivers:\n');
  });

  it('finds the columns of the released analyses in ordinary exports', () => {
    const guess = (id: string, kinds: Record<string, ColumnKind>): unknown => {
      const analysis = catalogue.get(id);
      return analysis && guessRoles(analysis, infos(kinds));
    };
    const orders = {
      order_id: 'text',
      customer_id: 'text',
      order_date: 'date',
      channel: 'text',
      amount: 'number',
    } as const;
    expect(guess('rfm', orders)).toMatchObject({
      customer: 'customer_id',
      date: 'order_date',
      amount: 'amount',
    });
    expect(guess('clv', orders)).toMatchObject({
      customer: 'customer_id',
      date: 'order_date',
      amount: 'amount',
      frequency: null,
    });
    expect(
      guess('clv', { id: 'number', frequency: 'number', recency: 'number', age: 'number', spend: 'number' }),
    ).toMatchObject({
      customer: 'id',
      frequency: 'frequency',
      recency: 'recency',
      age: 'age',
      spend: 'spend',
      amount: null,
    });
    expect(
      guess('drivers', {
        id: 'number',
        overall: 'number',
        q1: 'number',
        q2: 'number',
        q3: 'number',
        years: 'number',
      }),
    ).toMatchObject({ outcome: 'overall', drivers: ['q1', 'q2', 'q3'] });
  });

  it('every analysis writes a body whose keys it knows', () => {
    const released = analysisKind(catalogue);
    for (const [id, analysis] of catalogue) {
      const body = analysisTemplate(
        analysis,
        'survey',
        infos({ a: 'number', b: 'number', c: 'text', d: 'date' }),
      );
      expect(released.notes?.({ kind: id, name: 'v', body })).toEqual([]);
      expect([...fieldsOf(body).keys()]).toContain('from');
    }
  });
});
