import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import { closingRows } from '../../src/formats/names/closing-rows';
import { openNodeDatabase } from './node-engine';
import { readFile, rowsOf } from './read-file';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const data = Array.from({ length: 30 }, (_, i) => `${i + 1};Firma ${i};0${1 + (i % 9)}.03.2026;${i},50`);
const report = (...closing: string[]): string =>
  ['Nr;Kunde;Datum;Umsatz', ...data, ...closing, ''].join('\r\n');
const SUM = 'Summe;;;450,00';
const LINE = 'Anzahl der Sätze: 30;;;';

describe('rows below the data that stand as records', () => {
  it('are left out, said, and no value of their columns: the types are those of the data', async () => {
    const read = await readFile(database, report(SUM, LINE));
    expect([read.rows, read.columns.map(({ type }) => type)]).toEqual([
      30,
      ['BIGINT', 'VARCHAR', 'DATE', 'DOUBLE'],
    ]);
    expect(read.notes).toContainEqual({ tone: 'caution', text: '1 row left out: rows of totals (“Summe”).' });
    expect(read.rowRules.map(({ id, count, leftOut }) => [id, count, leftOut])).toEqual([
      ['totals', 1, true],
      ['footer', 1, true],
    ]);
    expect(await rowsOf(database, 'SELECT sum(Umsatz), max(Nr) FROM t')).toEqual([[450, 30]]);
    expect(read.choices.leaveOut).toEqual(['totals', 'footer']);
    const again = await readFile(database, report(SUM, LINE), read.choices);
    expect([again.rows, again.notes.filter(({ tone }) => tone === 'caution')]).toEqual([30, []]);
  });

  it('stay where a person says so', async () => {
    const read = await readFile(database, report(SUM), { leaveOut: [] });
    expect(read.rows).toBe(31);
    expect(read.columns[0]?.type).toBe('VARCHAR');
  });

  it('are seen below more rows than the sample has', async () => {
    const many = Array.from({ length: 12_000 }, (_, i) => `${i + 1},customer ${i},${i % 7}.25`);
    const read = await readFile(database, ['id,name,amount', ...many, 'Total,,36000'].join('\n'));
    expect([read.rows, read.columns[0]?.type]).toEqual([12_000, 'BIGINT']);
  });

  it('are named but kept where nothing but the word tells them', async () => {
    const read = await readFile(database, 'region,sales\nNorth,1\nSouth,2\nEast,3\nTotal,6\n');
    expect(read.rows).toBe(4);
    expect(read.notes).toContainEqual({
      tone: 'caution',
      text: 'Rows that may be no data are in the table: rows of totals (1). They can be left out under “Rows”.',
    });
  });
});

const NAMES = ['customer', 'city', 'amount'];
const others = [0, 1, 2, 3].map((i) => [`C-${i}`, 'Bonn', '5']);

it.each([
  ['a customer called Total whose row is full', [['Total Energies', 'Paris', '7']]],
  ['a customer called Total seen further up', [['Total', 'Paris', '7'], ...others, ['Total', '', '7']]],
  ['a key without values that looks like the others', [['C-99', '', '']]],
  ['a row that lacks what many lack', [...others.map(([id]) => [id ?? '', '', '']), ['x', '', '']]],
])('%s is data', (_, rows) => {
  expect(closingRows(NAMES, [...others, ...rows], [[...others, ...rows]])).toEqual([]);
});
