import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnfitBytes } from '../../src/engine/import/unfit-bytes';

const COMMAS = { delimiter: ',', quote: '"' };

/** Positions found in the records of a text after its header line, the bytes in pieces. */
function found(
  text: string,
  types: (string | null)[],
  { pieces = 1000, dialect = COMMAS, decimal = '.' as '.' | ',' } = {},
): number[] {
  const unfit = new UnfitBytes(dialect, types, decimal);
  const bytes = new TextEncoder().encode(text.slice(text.indexOf('\n') + 1));
  for (let from = 0; from < bytes.length; from += pieces) unfit.read(bytes.subarray(from, from + pieces));
  return [...unfit.columns.keys()];
}

describe('bytes that do not look like their type', () => {
  it('are a zero before another digit of a number, not in a time or in text', () => {
    const types = ['BIGINT', 'DOUBLE', 'TIMESTAMP', null];
    expect(found('a,b,c,d\n0,0.5,2026-01-02 00:10:00,x01\n10,100,2026-01-02,01\n', types)).toEqual([]);
    expect(found('a,b,c,d\n07,"01.5",2026-01-02 00:10:00,x\n', types)).toEqual([0, 1]);
    expect(found('0a,01,c,d\n1,2,,4\n', types)).toEqual([]);
    expect(found('a,b,c,d\r\n1,2,,"x\n01,02"\r\n1,-09,,\r\n', types)).toEqual([1]);
  });

  it('are never those of another column, however quotes stand in a value', () => {
    const types = [null, 'DOUBLE', 'DOUBLE'];
    for (const value of ['a "b","c" d', '","', '"', '""', ',"",', 'x"', '"x', '\n",1,"\n'])
      for (const pieces of [1, 7, 1000])
        expect(
          found(`a,b,c\n"${value.replaceAll('"', '""')}",1,2.5\n`, types, { pieces }),
          `${value} in pieces of ${pieces}`,
        ).toEqual([]);
  });

  it.each([
    ['BIGINT', '12', '1.5'],
    ['BIGINT', '-12', '0x10'],
    ['BIGINT', '+12', '1_000'],
    ['BIGINT', ' 12', '1e3'],
    ['DOUBLE', '-1.5e-3', 'nan'],
    ['DOUBLE', '.5', '1,5'],
    ['DATE', '2026-01-02', '2026-01-02 14:00'],
    ['DATE', '2026/1/2', 'epoch'],
    ['DATE', '2026-01-02', '2026-01-02+02'],
    ['TIMESTAMP', '2026-01-02T14:00:00.5', '2026-01-02 14:00 BC'],
    ['TIMESTAMP', '2026-01-02 14:00:00', '2026-01-02 14:00:00Z'],
    ['TIMESTAMP', '2026-01-02 14:00:00', '2026-01-02 14:00:00+02:00'],
    ['TIMESTAMP', '2026-01-02 00:00', '2026-01-02 00:00-0330'],
    ['BOOLEAN', 'TRUE', 'yes'],
    ['BOOLEAN', 'false', '1'],
  ])('a column of %s may have %j, not %j', (type, fits, unfit) => {
    const quoted = (value: string): string => (value.includes(',') ? `"${value}"` : value);
    expect(found(`a,b\n${fits},x\n,y\n`, [type, null])).toEqual([]);
    expect(found(`a,b\n${fits},x\n${quoted(unfit)},y\n`, [type, null])).toEqual([0]);
  });

  it('are looked for with the decimal mark of the file', () => {
    const dialect = { delimiter: ';', quote: '"' };
    const types = ['DOUBLE', 'TIMESTAMP'];
    expect(found('a;b\n1,5;2026-01-02 10:00:00.5\n', types, { dialect, decimal: ',' })).toEqual([]);
    expect(found('a;b\n1.5;2026-01-02 10:00:00\n', types, { dialect, decimal: ',' })).toEqual([0]);
    expect(found('a,b\n"1,5",\n', types, { decimal: ',' })).toEqual([]);
  });

  it('come with a value, so that a person can be told', () => {
    const unfit = new UnfitBytes(COMMAS, ['BIGINT', null]);
    unfit.read(new TextEncoder().encode('1,x\n007,y\n2,z\n'));
    expect([...unfit.columns]).toEqual([[0, '007']]);
  });

  it.each([
    ['1,2\n3,4\n', 2],
    ['1,2\r\n3,4', 2],
    ['\n1,2\n\n\n3,\n', 2],
    ['"a\nb",2\n,\n', 2],
    ['', 0],
  ])('are counted record by record: %j has %i', (text, records) => {
    const unfit = new UnfitBytes(COMMAS, [null, null]);
    unfit.read(new TextEncoder().encode(text));
    expect(unfit.records).toBe(records);
  });

  it('are the same however the bytes are cut', () => {
    const field = fc.constantFrom(
      '0',
      '01',
      '10',
      '"05"',
      '"0"',
      'x0',
      '',
      '"a,0\n01"',
      '0.5',
      '"he said ""01"""',
    );
    const rows = fc.array(fc.array(field, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 12 });
    const types = ['BIGINT', 'DOUBLE', 'BIGINT', null];
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (table, pieces) => {
        const text = `a,b,c,d\n${table.map((row) => row.join(',')).join('\n')}\n`;
        const fits = [/^"?(0|10)?"?$/, /^"?(0|10|0\.5)?"?$/, /^"?(0|10)?"?$/, /^/];
        const expected = [0, 1, 2, 3].filter((i) => table.some((row) => !fits[i]?.test(row[i] ?? '')));
        expect(found(text, types, { pieces }).sort()).toEqual(expected);
        expect(found(text, types, { pieces: 10_000 }).sort()).toEqual(expected);
      }),
    );
  });
});
