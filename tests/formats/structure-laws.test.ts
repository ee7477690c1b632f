import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectStructure, readRecords, writeCleanCsv } from '../../src/formats/structure';
import { anyDay, anyId, anyTable, remarks, writeTable, type Dialect } from './any-table';
import { readStructure } from './read-structure';

interface Written {
  table: string[][];
  dialect: Dialect;
}

const cells: Record<string, fc.Arbitrary<string>> = {
  id: anyId,
  amount: fc.integer({ min: 0, max: 99_999 }).map((n) => (n / 100).toFixed(2)),
  day: anyDay,
  score: fc.integer({ min: 0, max: 10 }).map(String),
  channel: fc.constantFrom('web', 'shop', 'phone', ''),
  remark: fc.oneof(fc.constantFrom(...remarks), fc.lorem({ maxCount: 6 })),
};

const table = anyTable(cells, (kind) => `${kind}_name`);
const written: fc.Arbitrary<Written> = fc.record({
  table,
  dialect: fc
    .record({
      delimiter: fc.constantFrom(',', ';', '\t', '|', ', ', '||', '~', '\u001f'),
      quote: fc.constantFrom('"', '"', "'"),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      quoteAll: fc.boolean(),
      backslash: fc.boolean(),
    })
    .map(({ backslash, ...dialect }) => ({ ...dialect, escape: backslash ? '\\' : dialect.quote })),
});

describe('the structure step', () => {
  it('reads back a random table in a random dialect, told only its quote and escape', async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.integer({ min: 1, max: 400 }), async (file, pieceLength) => {
        const { quote, escape } = file.dialect;
        const read = await readStructure(writeTable(file.table, file.dialect), {
          choices: { quote, escape },
          pieceLength,
        });
        expect([read.names, ...read.records]).toEqual(file.table);
        expect(read.report.repairedCount + read.report.rejectedCount).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it('reads back a random table, told nothing, where its marks occur', async () => {
    await fc.assert(
      fc.asyncProperty(written, async (file) => {
        const quoted = { ...file.dialect, quoteAll: true, escape: file.dialect.quote };
        const read = await readStructure(writeTable(file.table, quoted));
        expect([read.names, ...read.records]).toEqual(file.table);
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same records whatever the pieces that the bytes come in', async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.integer({ min: 1, max: 50 }), async (file, pieceLength) => {
        const text = writeTable(file.table, file.dialect);
        const [whole, pieces] = [await readStructure(text), await readStructure(text, { pieceLength })];
        expect(pieces.records).toEqual(whole.records);
        expect(pieces.report).toEqual(whole.report);
      }),
      { numRuns: 60 },
    );
  });

  it('reads its own clean CSV back', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ([names = [], ...records]) => {
        let text = '';
        for await (const piece of writeCleanCsv(names, inOnePiece(records))) text += piece;
        const read = await readStructure(text);
        expect([read.names, ...read.records]).toEqual([names, ...records]);
      }),
      { numRuns: 60 },
    );
  });
});

async function* inOnePiece(records: string[][]): AsyncGenerator<string[][]> {
  yield await Promise.resolve(records);
}

describe('hostile input', () => {
  const random = (length: number): Uint8Array => {
    let state = 7;
    return Uint8Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16);
  };
  const repeated = (text: string, times: number): Uint8Array => new TextEncoder().encode(text.repeat(times));

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['one byte', Uint8Array.of(65)],
    ['one quote', Uint8Array.of(34)],
    ['a byte order mark', Uint8Array.of(0xef, 0xbb, 0xbf)],
    ['half a wide mark', Uint8Array.of(0xff, 0xfe, 0x41)],
    ['random bytes', random(100_000)],
    ['zero bytes', new Uint8Array(100_000)],
    ['a megabyte without a line end', repeated('abc def, ', 120_000)],
    ['a megabyte of one letter', repeated('a', 1_000_000)],
    ['nothing but delimiters', repeated(',', 300_000)],
    ['lines of nothing but delimiters', repeated(',,,,\n', 20_000)],
    ['nothing but quotes', repeated('"', 200_001)],
    ['an open quote on every line', repeated('"a,b\n', 20_000)],
    ['a quote that never closes', new TextEncoder().encode(`a,b\n1,"${'x,y\n'.repeat(40_000)}`)],
    ['nothing but line ends', repeated('\r\n', 100_000)],
    ['zero bytes in a table', repeated('a\0b,1\nc,2\n', 2000)],
    [
      'no two lines alike',
      new TextEncoder().encode(Array.from({ length: 3000 }, (_, i) => 'x,'.repeat(i % 37)).join('\n')),
    ],
  ])('%s is read without throwing, within seconds, every record as wide as the table', async (_, bytes) => {
    const { found, records, report } = await readStructure(bytes);
    const widths = new Set(records.map((record) => record.length));
    expect([...widths].filter((width) => width !== found.structure.width)).toEqual([]);
    expect(report.records).toBe(records.length);
    expect(found.confidence).toBeGreaterThanOrEqual(0);
    expect(found.confidence).toBeLessThanOrEqual(1);
  });

  it('a quoted cell of megabytes with a million line ends is one cell, and the lines after it are read', async () => {
    const long = 'abc\n'.repeat(1_300_000);
    const rows = Array.from({ length: 50 }, (_, i) => [String(i), `x${i}`, 'ok']);
    const lines = rows.map((row) => row.join(',')).join('\n');
    const bytes = new TextEncoder().encode(`id,name,remark\n${lines}\n77,big,"${long}"\n${lines}\n`);
    const found = detectStructure({ bytes: bytes.subarray(0, 1 << 20), whole: false });
    const records: string[][] = [];
    let mended = -1;
    for await (const piece of readRecords(bytes, found.structure, (report) => {
      mended = report.repairedCount + report.rejectedCount;
    }))
      records.push(...piece);
    expect(records.length).toBe(101);
    expect(records[50]?.[2] === long).toBe(true);
    expect([...records.slice(0, 50), ...records.slice(51)]).toEqual([...rows, ...rows]);
    expect([mended, found.isDoubtful]).toEqual([0, false]);
  });

  it('a stray quote in a long file swallows no records', async () => {
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i},x${i},ok`);
    rows[30] = '30,"x30,ok';
    const { report } = await readStructure(['id,name,remark', ...rows].join('\n'), { pieceLength: 1 << 17 });
    expect(report.records + report.rejectedCount).toBe(200_000);
    expect(report.repairedCount + report.rejectedCount).toBe(1);
  });

  it('an empty file has no columns, no records, and is doubtful', async () => {
    const { found, records } = await readStructure('');
    expect(found).toMatchObject({ confidence: 0, isDoubtful: true, structure: { width: 0 } });
    expect(records).toEqual([]);
  });

  it('a blob is read as its bytes are', async () => {
    const bytes = new TextEncoder().encode('a,b\n1,2\n');
    const { structure } = detectStructure({ bytes, whole: true });
    const records: string[][] = [];
    for await (const piece of readRecords(new Blob([bytes]), structure)) records.push(...piece);
    expect(records).toEqual([['1', '2']]);
  });
});

describe('what is said of a reading', () => {
  it('a plain file is sure and plain', async () => {
    const { found } = await readStructure('id,name\n1,Ann\n2,Bob\n3,Cyd\n');
    expect(found).toMatchObject({ isPlain: true, isDoubtful: false });
    expect(found.second).toMatchObject({
      choices: { headerRows: 0 },
      differs: 'the first line is data, not names',
    });
  });

  it('a file of lines that do not agree is doubtful', async () => {
    const { found } = await readStructure('a,b;c\n1;2,3;4\nx y,z\n5;6\n7,8,9,10\n');
    expect(found.isDoubtful).toBe(true);
    expect(found.second).not.toBeNull();
  });

  it('the second reading is one choice away', async () => {
    const text = 'a;b,c\n1;2,3\n4;5,6\n7;8,9\n';
    const { found } = await readStructure(text);
    const again = await readStructure(text, { choices: found.second?.choices ?? {} });
    expect(again.found.structure.delimiter).not.toBe(found.structure.delimiter);
  });

  it('the second reading says what it does otherwise, also where it has as many columns', async () => {
    const { found } = await readStructure('id, name, score\n1, Ann, 5\n2, Bob, 6\n3, Cyd, 7\n');
    expect(found.structure.delimiter).toBe(', ');
    expect(found.second).toMatchObject({
      choices: { delimiter: ',' },
      differs: 'separated by commas: the spaces after them belong to the values',
    });
  });

  it('chosen parts stay as told', async () => {
    const { names, records } = await readStructure('x\na;b\n1;2\n', {
      choices: { preambleLines: 1, headerRows: 0, delimiter: ';' },
    });
    expect(names).toEqual([]);
    expect(records).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it.each([
    ['decimal commas', 'name;amount\nx;1,5\ny;2,25\nz;3,75\n', ';'],
    ['times with colons', 'time,score\n10:15:00,3\n11:45:10,4\n12:00:05,5\n', ','],
    [
      'sentences in one column',
      'remark\nGood, really good\nToo late\nNo, never, not again\nFine\n',
      '\uffff',
    ],
  ])('%s do not mislead', async (_, text, delimiter) => {
    expect((await readStructure(text)).found.structure.delimiter).toBe(delimiter);
  });
});
