import { describe, expect, it } from 'vitest';
import { changeKind } from '../../src/notebook/change-kind';
import { cellsOf, parseNotebook } from '../../src/notebook/parse';
import { cellsOfText, insertCells } from '../../src/notebook/paste';
import { writeNotebook } from '../../src/notebook/write';
import { looksLikeQuery } from '../../src/sql/looks-like-query';

const HEAD = '---\nsoundings: 1\ntitle: T\n---\n\n';
const fence = (name: string, body: string): string => `\`\`\`sql name=${name}\n${body}\n\`\`\``;
const kindsOf = (text: string): string[] => cellsOfText(text).map(({ kind }) => kind);

describe('a pasted text', () => {
  it('of cells is those cells, with the prose between them', () => {
    const cells = cellsOfText(`# Words\n\n${fence('a', 'SELECT 1')}\n\n${fence('b', 'FROM a')}\n`);
    expect(cells.map(({ kind, name }) => [kind, name])).toEqual([
      ['text', ''],
      ['sql', 'a'],
      ['sql', 'b'],
    ]);
  });

  it('of a notebook is its cells', () => {
    expect(kindsOf(`${HEAD}Words\n\n${fence('a', 'SELECT 1')}\n`)).toEqual(['text', 'sql']);
  });

  it('of queries is a SQL cell for each; of prose one text; of nothing nothing', () => {
    expect(kindsOf('SELECT 1;\r\n\r\nWITH t AS (SELECT 2) FROM t;')).toEqual(['sql', 'sql']);
    expect(kindsOf('Select the best of them.\n\nFrom here on it is prose.')).toEqual(['text']);
    expect(kindsOf(' \n')).toEqual([]);
  });

  it('keeps cells pasted together reading one another when their names are taken', () => {
    const document = parseNotebook(`${HEAD}${fence('a', 'SELECT 1')}\n`);
    const pasted = insertCells(
      document,
      1,
      cellsOfText(`${fence('b', 'FROM a')}\n\n${fence('a', 'SELECT 2')}`),
    );
    expect(cellsOf(pasted).map(({ name, body }) => [name, body])).toEqual([
      ['a', 'SELECT 1'],
      ['b', 'FROM a_2'],
      ['a_2', 'SELECT 2'],
    ]);
  });

  it('of a cell with an unknown kind keeps it', () => {
    expect(cellsOfText('```newer name=x\nbody\n```')).toMatchObject([
      { kind: 'newer', name: 'x', body: 'body' },
    ]);
  });
});

describe('what looks like a query', () => {
  it.each([
    'SELECT 1',
    'select a, b from t',
    'SELECT * FROM survey WHERE q1 > 3;',
    'FROM survey',
    'FROM survey SELECT q1',
    'WITH t AS (SELECT 1) SELECT * FROM t',
    'SUMMARIZE orders',
    'VALUES (1), (2)',
    '-- why\nSELECT 1',
  ])('%s', (sql) => expect(looksLikeQuery(sql.replace(/;$/, ''))).toBe(true));

  it.each([
    'From here on we look at prices.',
    'With this we show that it holds',
    'Select what you need from the list',
    'Values matter',
    'Describe the problem in your own words',
    "SELECT 'never closed",
    '',
    'region,amount\nnorth,10',
  ])('and what does not: %s', (prose) => expect(looksLikeQuery(prose)).toBe(false));
});

describe('a change of kind', () => {
  it('turns SQL into prose that shows it, in its place, and back', () => {
    const document = parseNotebook(
      `${HEAD}Before\n\n${fence('a', 'SELECT 1')}\n\n${fence('b', 'SELECT 2')}\n`,
    );
    const id = cellsOf(document)[1]?.id ?? '';
    const prose = changeKind(document, id);
    expect(writeNotebook(prose)).toContain('```sql\nSELECT 1\n```');
    expect(cellsOf(prose).map(({ kind }) => kind)).toEqual(['text', 'text', 'sql']);
    const back = changeKind(prose, id);
    expect(cellsOf(back).map(({ kind, body }) => [kind, body])).toEqual([
      ['text', 'Before'],
      ['sql', 'SELECT 1'],
      ['sql', 'SELECT 2'],
    ]);
  });
});
