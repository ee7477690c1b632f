import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportChoices, ImportReport } from '../../src/engine/api';
import type { Database } from '../../src/engine/database';
import { decodeTable } from '../../src/engine/decode';
import { importSource } from '../../src/engine/import/import-source';
import { Run } from '../../src/engine/run';
import { InputProblem, Stopped } from '../../src/values/problem';
import { cellAt, type Cell } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const read = (
  content: string | Uint8Array<ArrayBuffer>,
  choices: ImportChoices = {},
  chosenTypes: string[] = [],
): Promise<ImportReport> =>
  importSource(
    database,
    { relation: 't', file: new Blob([content]), fileName: 'orders.csv', choices, chosenTypes },
    new Run(),
    () => undefined,
  );

async function rows(sql = 'FROM t'): Promise<Cell[][]> {
  const table = decodeTable(await database.work.query(sql));
  return Array.from({ length: table.rowCount }, (_, row) =>
    table.columns.map((column) => cellAt(column, row)),
  );
}
const types = (report: ImportReport): string[] => report.columns.map(({ type }) => type);
const notes = (report: ImportReport): string => report.notes.map(({ text }) => text).join('\n');
const day = (text: string): number => Date.parse(text);

describe('structure', () => {
  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const text = [
      ['id', 'name', 'amount'],
      ['1', 'Ann', '2.5'],
      ['2', 'Bob', '3'],
    ]
      .map((line) => line.join(delimiter))
      .join('\n');
    const report = await read(text);
    expect(report.choices.delimiter).toBe(delimiter);
    expect(types(report)).toEqual(['BIGINT', 'VARCHAR', 'DOUBLE']);
    expect(await rows()).toEqual([
      [1, 'Ann', 2.5],
      [2, 'Bob', 3],
    ]);
  });

  it('mends lines of broken structure where the columns tell how, rejects the others, and says which', async () => {
    const report = await read('id,name\n1,a\n2\n3,b,c\n4,"d"x\n5,"e"\n6,f\n');
    expect([report.lines, report.rows, report.rejectedCount, report.repairedCount]).toEqual([6, 4, 2, 1]);
    expect(report.rejected.map(({ line, text }) => [line, text])).toEqual([
      [4, '3,b,c'],
      [5, '4,"d"x'],
    ]);
    expect(report.repaired.map(({ line, text }) => [line, text])).toEqual([[3, '2']]);
    expect(report.rejected[0]?.reason).toBe('too many fields: 3 instead of 2');
    expect(report.doubtful).toBe(true);
    expect((await rows()).map(([id]) => id)).toEqual([1, 2, 5, 6]);
  });

  it('keeps all columns and rows of a file that has ragged lines among its first', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => (i % 10 === 3 ? `${i},x` : `${i},x,${i / 4}`));
    const report = await read(['id,name,score', ...lines].join('\r\n'));
    expect(report.columns.map(({ name }) => name)).toEqual(['id', 'name', 'score']);
    expect([report.rows, report.rejectedCount, report.repairedCount]).toEqual([50, 0, 5]);
    expect(await rows('SELECT count(*) FROM t WHERE score IS NULL')).toEqual([[5]]);
  });

  it('reads quoted delimiters, line breaks and doubled quotes as the field they are in', async () => {
    await read('a,b\n"x, y","line 1\nline 2"\n"she said ""no""",z\n');
    expect(await rows()).toEqual([
      ['x, y', 'line 1\nline 2'],
      ['she said "no"', 'z'],
    ]);
  });

  it('reads a byte order mark, CRLF and a missing last line end as nothing', async () => {
    const report = await read('\uFEFFid,v\r\n1,2\r\n3,4');
    expect(report.columns.map(({ name }) => name)).toEqual(['id', 'v']);
    expect(await rows()).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it.each([
    ['a title with another line end', 'Orders\nid,v\r\n1,2\r\n3,4\r\n'],
    ['line ends that change further down', 'id,v\n1,2\r\n3,4\n'],
    ['a lone carriage return as line end', 'id,v\n1,2\r3,4\n'],
  ])('reads every row of a file with %s', async (_what, text) => {
    const report = await read(text);
    expect(await rows()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(report.rows).toBe(2);
  });

  it('gives names to columns that have none or the same, and says so', async () => {
    const report = await read('id,,ID,t.x\n1,2,3,4\n');
    expect(report.columns.map(({ name }) => name)).toEqual(['id', 'column_2', 'ID_2', 't.x']);
    expect(notes(report)).toMatch(/without a name.*column_2/);
    expect(notes(report)).toMatch(/occur twice.*ID_2/);
  });

  it('takes a first line of numbers over numbers for data', async () => {
    const report = await read('1,2.5\n2,3.5\n3,4.5\n');
    expect(report.choices.header).toBe(0);
    expect(report.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2']);
    expect(report.rows).toBe(3);
  });

  it('reads a single column', async () => {
    const report = await read('email\na@x.org\nb@x.org\n');
    expect([report.rows, report.columns.length]).toEqual([2, 1]);
  });

  it('takes hostile text for the text it is', async () => {
    await read('a,b\n=1+1,<img src=x onerror=alert(1)>\n"\'; DROP TABLE t; --",x\n');
    expect(await rows()).toEqual([
      ['=1+1', '<img src=x onerror=alert(1)>'],
      ["'; DROP TABLE t; --", 'x'],
    ]);
  });
});

describe('types', () => {
  it('keeps leading zeros, wherever they first occur', async () => {
    expect(types(await read('zip,n\n01234,1\n99999,2\n'))).toEqual(['VARCHAR', 'BIGINT']);
    const far = Array.from({ length: 60_000 }, (_, i) => `${i + 10_000},${i}`);
    far.splice(20_000, 0, '00042,7');
    const report = await read(['zip,n', ...far].join('\n'));
    expect(types(report)).toEqual(['VARCHAR', 'BIGINT']);
    expect(await rows(`FROM t WHERE zip LIKE '000%'`)).toEqual([['00042', 7]]);
    expect(notes(report)).toMatch(/`zip`: kept as text/);
  });

  it('keeps the digits of ids beyond 2^53, wherever they first occur', async () => {
    expect(types(await read('id\n9007199254740993\n1\n'))).toEqual(['VARCHAR']);
    const far = Array.from({ length: 100_000 }, (_, i) => `${i}`);
    far.splice(50_000, 0, '9007199254740993');
    expect(types(await read(['id', ...far].join('\n')))).toEqual(['VARCHAR']);
    expect(await rows(`SELECT max(length(id)) FROM t`)).toEqual([[16]]);
  });

  it('takes a spelling of a missing value for one, wherever it first occurs, and counts it', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i},${i / 8}`);
    for (const at of [51_000, 51_001, 90_000]) lines[at] = `${at},N/A`;
    const report = await read(['id,score', ...lines].join('\n'));
    expect([report.rows, report.rejectedCount]).toEqual([100_000, 0]);
    expect(types(report)).toEqual(['BIGINT', 'DOUBLE']);
    expect(report.columns[1]?.missingAs).toEqual([{ spelling: 'n/a', count: 3 }]);
    expect(await rows('SELECT count(*) FROM t WHERE score IS NULL')).toEqual([[3]]);
  });

  it('makes a column text where a word far down does not fit, and loses no row', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i},${i / 8}`);
    for (const at of [51_000, 51_001, 90_000]) lines[at] = `${at},late`;
    const report = await read(['id,score', ...lines].join('\n'));
    expect([report.rows, types(report)]).toEqual([100_000, ['BIGINT', 'VARCHAR']]);
    expect(notes(report)).toMatch(/`score`: made text, because .* not a number, such as "late"/);
    expect(await rows(`SELECT count(*) FROM t WHERE score = 'late'`)).toEqual([[3]]);
  });

  it.each([
    ['1.5', 'BIGINT', [1.5]],
    ['0x10', 'BIGINT', ['0x10']],
    ['1_000', 'BIGINT', ['1_000']],
    ['007', 'BIGINT', ['007']],
    ['1e400', 'DOUBLE', ['1e400']],
    ['infinity', 'DOUBLE', ['infinity']],
    ['2026-01-02 14:00', 'DATE', [day('2026-01-02T14:00Z')]],
    ['epoch', 'DATE', ['epoch']],
    ['26-01-02', 'DATE', ['26-01-02']],
    ['2026-01-02+02', 'DATE', ['2026-01-02+02']],
    ['2026-01-02 10:00:00Z', 'TIMESTAMP', ['2026-01-02 10:00:00Z']],
    ['2026-01-02 10:00:00-0300', 'TIMESTAMP', ['2026-01-02 10:00:00-0300']],
    ['12345678901234567890', 'DOUBLE', ['12345678901234567890']],
    ['\u22125', 'BIGINT', [-5]],
    ['12\u00a0', 'BIGINT', [12]],
    [' ', 'BIGINT', [null]],
  ])('a value %j far down a column of %s stays what it says', async (value, type, expected) => {
    const usual: Record<string, string> = {
      BIGINT: '12',
      DOUBLE: '12.5',
      DATE: '2026-03-04',
      TIMESTAMP: '2026-03-04 05:06:07',
    };
    const lines = Array.from({ length: 130_000 }, () => `${usual[type] ?? ''},x`);
    lines[70_000] = `${value},odd`;
    await read(['v,w', ...lines].join('\n'));
    expect(await rows(`SELECT v FROM t WHERE w = 'odd'`)).toEqual([expected]);
  });

  it('finds such values in a file with a broken line, too', async () => {
    const lines = Array.from({ length: 130_000 }, () => '12,12.5,x');
    lines[70_000] = '007,1e400,odd';
    const report = await read(['v,n,w', ...lines, '13,"torn'].join('\n'));
    expect(await rows(`SELECT v, n FROM t WHERE w = 'odd'`)).toEqual([['007', '1e400']]);
    expect(report.rejectedCount + report.repairedCount + report.footer.length).toBe(1);
  });

  it('makes misfits null and counts them where a person chose the type', async () => {
    const report = await read(
      'id,score\n1,2.5\n2,often\n3,\n4,rarely\n5,none\n',
      { types: { score: 'DOUBLE' } },
      ['score'],
    );
    expect(report.columns[1]).toMatchObject({ type: 'DOUBLE', misfits: 2 });
    expect(await rows('SELECT score FROM t')).toEqual([[2.5], [null], [null], [null], [null]]);
    expect(notes(report)).toMatch(/2 values of `score` did not fit DOUBLE/);
  });

  it('falls back to text where a type that a notebook kept no longer fits', async () => {
    const report = await read('id,score\n1,2.5\n2,late\n', { types: { id: 'BIGINT', score: 'DOUBLE' } });
    expect(types(report)).toEqual(['BIGINT', 'VARCHAR']);
    expect(report.rows).toBe(2);
  });

  it('reads empty fields as null, in text too', async () => {
    await read('a,b,c\n1,,x\n,2,\n');
    expect(await rows()).toEqual([
      [1, null, 'x'],
      [null, 2, null],
    ]);
  });

  it('reads true and false, days and times', async () => {
    const report = await read(
      'b,d,s\ntrue,2026-06-30,2026-06-30 12:00:00\nFALSE,2026-07-01,2026-07-01 13:30:00.5\n',
    );
    expect(types(report)).toEqual(['BOOLEAN', 'DATE', 'TIMESTAMP']);
    expect(await rows()).toEqual([
      [true, day('2026-06-30'), day('2026-06-30T12:00Z')],
      [false, day('2026-07-01'), day('2026-07-01T13:30:00.5Z')],
    ]);
  });

  it('reads a decimal comma where the delimiter leaves no doubt', async () => {
    const report = await read('id;price\n1;2,50\n2;3,75\n');
    expect([report.choices.delimiter, report.choices.decimal]).toEqual([';', ',']);
    expect(await rows()).toEqual([
      [1, 2.5],
      [2, 3.75],
    ]);
  });
});

describe('dates with the year last', () => {
  it('take their order from a part above 12', async () => {
    const dmy = await read('d\n03/04/2026\n25/04/2026\n');
    expect(await rows()).toEqual([[day('2026-04-03')], [day('2026-04-25')]]);
    expect([dmy.choices.dates, notes(dmy)]).toEqual([{ d: 'dmy' }, '']);
    await read('d\n03/04/2026\n04/25/2026\n');
    expect(await rows()).toEqual([[day('2026-03-04')], [day('2026-04-25')]]);
  });

  it('stay text and are asked about where nothing tells', async () => {
    const report = await read('d\n03/04/2026\n05/06/2026\n');
    expect(types(report)).toEqual(['VARCHAR']);
    expect(await rows()).toEqual([['03/04/2026'], ['05/06/2026']]);
    expect(report.columns[0]?.question).toEqual({
      kind: 'date-order',
      example: '03/04/2026',
      answers: [
        { order: 'dmy', day: '2026-04-03' },
        { order: 'mdy', day: '2026-03-04' },
      ],
    });
    expect(report.choices.types).toEqual({});
    const again = await read('d\n03/04/2026\n05/06/2026\n', { ...report.choices, dates: { d: 'mdy' } });
    expect([types(again), again.columns[0]?.question]).toEqual([['DATE'], undefined]);
    expect(await rows()).toEqual([[day('2026-03-04')], [day('2026-05-06')]]);
  });

  it('turn round where a value far down tells, without a flag', async () => {
    const lines = Array.from({ length: 60_000 }, () => '03/04/2026');
    lines[30_000] = '04/25/2026';
    const report = await read(['d', ...lines].join('\n'));
    expect([report.choices.dates, types(report), notes(report)]).toEqual([{ d: 'mdy' }, ['DATE'], '']);
    expect(await rows('SELECT DISTINCT d FROM t ORDER BY d')).toEqual([
      [day('2026-03-04')],
      [day('2026-04-25')],
    ]);
  });

  it('follow what was decided before', async () => {
    const report = await read('d\n03/04/2026\n', { dates: { d: 'mdy' } });
    expect(await rows()).toEqual([[day('2026-03-04')]]);
    expect(notes(report)).toBe('');
  });

  it('stand beside ISO dates and each other', async () => {
    const report = await read('a,b,c\n2026-01-02,25/12/2025,12/25/25\n2026-01-03,24/12/2025,12/24/25\n');
    expect(types(report)).toEqual(['DATE', 'DATE', 'DATE']);
    expect((await rows())[0]).toEqual([day('2026-01-02'), day('2025-12-25'), day('2025-12-25')]);
  });

  it('become text where they are no dates further down', async () => {
    const lines = Array.from({ length: 60_000 }, () => '25/04/2026');
    lines[30_000] = 'soon';
    const report = await read(['d,e', ...lines.map((line) => `${line},2026-01-01`)].join('\n'));
    expect([types(report), report.rows]).toEqual([['VARCHAR', 'DATE'], 60_000]);
  });
});

describe('encodings', () => {
  it('reads windows-1252 and says so', async () => {
    const report = await read(
      Uint8Array.from([...'n\nK'].map((c) => c.charCodeAt(0)).concat(0xf6, 0x6c, 0x6e, 0x80, 10)),
    );
    expect(report.choices.encoding).toBe('windows-1252');
    expect(await rows()).toEqual([['Köln€']]);
    expect(notes(report)).toMatch(/windows-1252/);
  });

  it('reads UTF-16 by its byte order mark', async () => {
    const text = '\uFEFFn,v\nKöln,1\n';
    const bytes = new Uint8Array(Uint16Array.from([...text].map((c) => c.charCodeAt(0))).buffer);
    expect((await read(bytes)).choices.encoding).toBe('utf-16le');
    expect(await rows()).toEqual([['Köln', 1]]);
  });
});

describe('what cannot be read', () => {
  it.each([
    ['an empty file', '', /`orders.csv` is empty/],
    ['a workbook named .csv', 'PK\u0003\u0004\u0000\u0000', /damaged|workbook|archive/],
    ['binary data named .csv', 'a,b\n\u0000\u0001\u0002', /binary data/],
    ['blank lines', '\n\n\n', /nothing but blank lines/],
  ])('gets a sentence and keeps the old table: %s', async (_what, content, sentence) => {
    await read('old\n1\n');
    const problem = await read(content).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InputProblem);
    expect((problem as InputProblem).message).toMatch(sentence);
    expect(await rows()).toEqual([[1]]);
  });

  it('takes a header without rows for an empty table, and says so', async () => {
    const report = await read('id,name\n');
    expect([report.rows, report.columns.length]).toEqual([0, 2]);
    expect(notes(report)).toMatch(/column names but no rows/);
    for (const text of ['name', 'name\n']) expect((await read(text)).rows, text).toBe(0);
  });
});

it('an import that is stopped keeps the old table', async () => {
  await read('old\n1\n');
  const run = new Run();
  const file = new Blob(['a,b\n', '1,2\n'.repeat(3_000_000)]);
  const importing = importSource(
    database,
    { relation: 't', file, fileName: 'big.csv', choices: {} },
    run,
    () => undefined,
  );
  setTimeout(() => run.stop(), 150);
  await expect(importing).rejects.toBeInstanceOf(Stopped);
  expect(await rows()).toEqual([[1]]);
});

it.each([
  ['marks and dates', 'id;when;price\n007;03/04/2026;1,5\n008;05/06/2026;2,5\n'],
  ['a header with one name too few', '"a","b"\n"1",5,6\n"2",7,8\n"3",9,1\n'],
  ['such a header below a title', 'Title\n\n"a","b"\n"1",5,6\n"2",7,8\n"3",9,1\n"4",9,1\n'],
])('a file read again by the choices it was read with gives the same table: %s', async (_, text) => {
  const first = await read(text);
  const before = await rows();
  const again = await read(text, first.choices);
  expect(again.choices).toEqual(first.choices);
  expect(await rows()).toEqual(before);
});
