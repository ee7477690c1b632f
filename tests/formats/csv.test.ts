import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOf } from '../../src/formats/text';
import type { FileSample, ReadingPlan } from '../../src/formats/text/plan';
import { detectDialect } from '../../src/formats/text/dialect';
import { detectEncoding } from '../../src/formats/text/encoding';
import { LeadingZeros } from '../../src/formats/text/leading-zeros';
import { splitRecords } from '../../src/formats/text/records';

const sampleOf = (text: string): FileSample => ({
  fileName: 'x.csv',
  size: text.length,
  bytes: new TextEncoder().encode(text),
  encoding: 'utf-8',
  text,
  whole: true,
  later: [],
});
const plan = (text: string): ReadingPlan => formatOf(sampleOf(text)).plan(sampleOf(text), {});

describe('detectDialect', () => {
  it.each([
    ['a,b;c\n1,2;3\n4,5\n', ','],
    ['name;price\nx;1,50\ny;2,50\nz;3,50\n', ';'],
    ['a\tb, or c\n1\t2, 3\n', '\t'],
    ['id|text\n1|a, b; c\n2|d\n', '|'],
    ['id,note\n1,"a;b;c"\n2,"d;e"\n', ','],
  ])('takes %j apart at %j', (text, delimiter) => {
    expect(detectDialect(text, true, {}).delimiter).toBe(delimiter);
  });

  it('finds apostrophes and backslashes where they do the quoting', () => {
    expect(detectDialect("a,b\n'x, y',1\n'z',2\n'u, v',3\n", true, {}).quote).toBe("'");
    expect(detectDialect('a,b\n"x \\", y",1\n"z",2\n"u \\", v",3\n', true, {}).escape).toBe('\\');
    expect(detectDialect("a,b\nit's,1\ndon't,2\n", true, {}).quote).toBe('"');
  });

  it('finds the delimiter of any table written with it', () => {
    const field = fc.stringMatching(/^[a-z ]{1,8}$/);
    const table = fc
      .integer({ min: 2, max: 6 })
      .chain((width) =>
        fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 30 }),
      );
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t', '|'), (rows, delimiter) => {
        const text = rows.map((row) => row.join(delimiter)).join('\n');
        expect(detectDialect(text, true, {}).delimiter).toBe(delimiter);
      }),
    );
  });
});

describe('splitRecords', () => {
  it('gives back any table that was written with quotes', () => {
    const rows = fc.array(fc.array(fc.string({ maxLength: 12 }), { minLength: 2, maxLength: 4 }), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n', '\r'), (table, end) => {
        const text = table
          .map((row) => row.map((v) => `"${v.replaceAll('"', '""')}"`).join(',') + end)
          .join('');
        expect(splitRecords(text, { delimiter: ',', quote: '"', escape: '"' }, 100, true)).toEqual(table);
      }),
    );
  });

  it('leaves out what the end of a sample cuts off', () => {
    const dialect = { delimiter: ',', quote: '"', escape: '"' };
    expect(splitRecords('a,b\n1,2\n3,', dialect, 100, false)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(splitRecords('a,b\n1,"x\ny', dialect, 100, false)).toEqual([['a', 'b']]);
  });
});

describe('headers', () => {
  it.each([
    ['name,2019,2020,2021\nx,1,2,3\ny,4,5,6\n', 1],
    ['1,2,3\n4,5,6\n', 0],
    ['a,b\nx,y\n', 1],
    ['2026-01-01,5\n2026-01-02,6\n', 0],
    ['id\n', 1],
  ])('of %j are %i rows', (text, header) => {
    expect(plan(text).header).toBe(header);
  });
});

describe('detectEncoding', () => {
  it('takes a character cut off by the end of the sample for UTF-8', () => {
    expect(detectEncoding(new TextEncoder().encode('a,ö').subarray(0, 3))).toBe('utf-8');
  });
  it('tells windows-1252 and UTF-16 from it', () => {
    expect(detectEncoding(Uint8Array.of(0x4b, 0xf6, 0x6c))).toBe('windows-1252');
    expect(detectEncoding(Uint8Array.of(0xff, 0xfe, 0x41, 0))).toBe('utf-16le');
    expect(detectEncoding(Uint8Array.of(0xfe, 0xff, 0, 0x41))).toBe('utf-16be');
  });
});

describe('LeadingZeros', () => {
  const find = (text: string, pieces: number): number[] => {
    const zeros = new LeadingZeros({ delimiter: ',', quote: '"', escape: '"' }, 1, 4);
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; from < bytes.length; from += pieces) zeros.read(bytes.subarray(from, from + pieces));
    return zeros.columns;
  };

  it('sees a zero before a digit at the start of a field only', () => {
    expect(find('a,b,c,d\n0,0.5,00:10,x01\n10,100,"07",0\n', 1000)).toEqual([2]);
    expect(find('0a,01,c,d\n1,2,3,4\n', 1000)).toEqual([]);
    expect(find('a,b,c,d\r\n1,"x\n01,02",3,09\r\n', 1000)).toEqual([3]);
  });

  it('finds the same however the bytes are cut', () => {
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
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 9 }), (table, pieces) => {
        const text = `a,b,c,d\n${table.map((row) => row.join(',')).join('\n')}\n`;
        const expected = [0, 1, 2, 3].filter((i) => table.some((row) => /^"?0\d/.test(row[i] ?? '')));
        expect(find(text, pieces)).toEqual(expected);
        expect(find(text, 10_000)).toEqual(expected);
      }),
    );
  });
});
