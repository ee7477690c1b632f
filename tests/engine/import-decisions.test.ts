import { beforeAll, describe, expect, it } from 'vitest';
import { gzipSync, zipSync } from 'fflate';
import type { Database } from '../../src/engine/database';
import { refuseTooBig } from '../../src/engine/import/memory-need';
import { openFile } from '../../src/engine/import/open-file';
import { planTable } from '../../src/engine/import/table-plan';
import { previewImport } from '../../src/engine/import/preview-import';
import { Run } from '../../src/engine/run';
import { InputProblem } from '../../src/values/problem';
import { openNodeDatabase } from './node-engine';
import { readFile, rowsOf } from './read-file';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));
const own = (made: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(made);
const PEOPLE = 'id,email,score\n1,Ann@X.org,9\n2, ann@x.org ,8\n3,bob@x.org,7\n4,,6\n';

describe('personal columns', () => {
  it('dropped are neither in the table nor anywhere in the report', async () => {
    const report = await readFile(database, `${PEOPLE}5,cyd@x.org,5,odd,line\n`, { drop: ['email'] });
    expect(report.columns.map(({ name }) => name)).toEqual(['id', 'score']);
    expect(report.dropped).toEqual(['email']);
    expect(await rowsOf(database, 'SELECT * FROM t ORDER BY id LIMIT 1')).toEqual([[1, 9]]);
    expect(JSON.stringify(report)).not.toMatch(/x\.org/i);
    expect(report.choices.drop).toEqual(['email']);
  });

  it('hashed are the same for the same person, whatever case and spaces, other with another salt, and nowhere readable', async () => {
    const report = await readFile(database, PEOPLE, { hash: ['email'] }, { salt: 'one' });
    const first = (await rowsOf(database, 'SELECT email FROM t ORDER BY id')).map(([value]) => value);
    expect(first[0]).toMatch(/^[0-9a-f]{20}$/);
    expect(first[0]).toBe(first[1]);
    expect(first[2]).not.toBe(first[0]);
    expect(first[3]).toBeNull();
    expect(report.columns[1]).toMatchObject({ hashed: true, examples: [] });
    expect(JSON.stringify(report)).not.toMatch(/x\.org/i);
    await readFile(database, PEOPLE, { hash: ['email'] }, { salt: 'two' });
    expect((await rowsOf(database, 'SELECT email FROM t ORDER BY id'))[0]?.[0]).not.toBe(first[0]);
  });

  it('are marked until somebody decides', async () => {
    const report = await readFile(database, PEOPLE);
    expect(report.columns[1]?.personal).toBe('email');
  });
});

describe('several choices in one value', () => {
  it('become a yes/no column each, empty where nothing was answered', async () => {
    const text = 'id,uses\n1,"web, shop"\n2,shop\n3,\n4,"phone, web"\n';
    const report = await readFile(database, text, { split: { uses: ',' } });
    expect(report.columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'BIGINT'],
      ['uses: shop', 'BOOLEAN'],
      ['uses: web', 'BOOLEAN'],
      ['uses: phone', 'BOOLEAN'],
    ]);
    expect(await rowsOf(database, 'FROM t ORDER BY id')).toEqual([
      [1, true, true, false],
      [2, true, false, false],
      [3, null, null, null],
      [4, false, true, true],
    ]);
  });
});

describe('archives', () => {
  const one = 'id,amount\n1,10.5\n2,20\n';
  const two = 'amount,id\n30,3\n';

  it('of one file are that file', async () => {
    const report = await readFile(database, own(gzipSync(bytes(one))), {}, { fileName: 'orders.csv.gz' });
    expect([report.archive, report.kind, report.rows]).toEqual(['gzip', 'text', 2]);
    expect(await rowsOf(database)).toEqual([
      [1, 10.5],
      [2, 20],
    ]);
  });

  it('of files with the same columns, in any order, are one table that says the file', async () => {
    const zip = own(zipSync({ 'jan.csv': bytes(one), 'feb.csv': bytes(two) }));
    const report = await readFile(database, zip, {}, { fileName: 'orders.zip' });
    expect(report.parts.map(({ name }) => name).sort()).toEqual(['feb.csv', 'jan.csv']);
    expect(report.columns[0]?.name).toBe('file');
    expect(await rowsOf(database, 'SELECT file, id, amount FROM t ORDER BY id')).toEqual([
      ['jan.csv', 1, 10.5],
      ['jan.csv', 2, 20],
      ['feb.csv', 3, 30],
    ]);
  });

  it('of files with the same columns and a note beside them are those files, and the note is said', async () => {
    const zip = own(
      zipSync({
        'a/readme.txt': bytes('How to read it.\nIt is easy.\n'),
        'a/jan.csv': bytes(one),
        'b/feb.csv': bytes(two),
      }),
    );
    const report = await readFile(database, zip, {}, { fileName: 'orders.zip' });
    expect(report.rows).toBe(3);
    expect(report.notes[0]?.text).toBe('1 file with other columns was not read: `a/readme.txt`.');
  });

  it('of files with other columns are one of them, which is said, and another is a choice away', async () => {
    const zip = own(zipSync({ 'a.csv': bytes(one), 'b.csv': bytes('name,city\nAnn,Bonn\nBob,Rome\n') }));
    const report = await readFile(database, zip, {}, { fileName: 'all.zip' });
    expect(report.notes[0]).toMatchObject({ tone: 'caution' });
    expect(report.notes[0]?.text).toMatch(/Only `a.csv` was read: `b.csv` has other columns/);
    const other = await readFile(database, zip, { entry: 'b.csv' }, { fileName: 'all.zip' });
    expect(other.columns.map(({ name }) => name)).toEqual(['name', 'city']);
    expect(other.choices.entry).toBe('b.csv');
  });
});

describe('encodings further down', () => {
  const ascii = Array.from({ length: 150_000 }, (_, i) => `${i},plain`).join('\n');

  it('a first accented letter after the sample tells the encoding', async () => {
    const tail = Uint8Array.from('\n7,K\u00f6ln\n8,x\n', (c) => c.charCodeAt(0));
    const file = new Blob([`id,city\n${ascii}`, tail, `${ascii}\n`]);
    const report = await readFile(database, file);
    expect(report.choices.encoding).toBe('windows-1252');
    expect(await rowsOf(database, `SELECT city FROM t WHERE city LIKE 'K%'`)).toEqual([['K\u00f6ln']]);
  });

  it('a late letter that two encodings would read is asked about', async () => {
    const tail = Uint8Array.from('\n7,Gda\u00f1sk\n', (c) => c.charCodeAt(0));
    const report = await readFile(database, new Blob([`id,city\n${ascii}`, tail, `${ascii}\n`]));
    expect(report).toMatchObject({ doubtful: true, choices: { encoding: 'windows-1250' } });
    expect(report.second).toMatchObject({
      choices: { encoding: 'windows-1252' },
      differs: 'the text is windows-1252: “Gdañsk” instead of “Gdańsk”',
    });
  });

  it.each([
    [{ delimiter: ';'.repeat(5000) }, /5,000 characters; a delimiter has 16 at most/],
    [{ delimiter: '\n' }, /has a line end in it/],
    [{ quote: '""' }, /The quote in `import:` has 2 characters; it is one or none/],
  ])('marks that no file has get a sentence: %#', async (choices, sentence) => {
    await expect(readFile(database, 'a,b\n1,2\n', choices)).rejects.toThrow(sentence);
    await expect(readFile(database, 'a,b\n1,2\n', choices)).rejects.toBeInstanceOf(InputProblem);
  });

  it('an encoding that does not exist gets a sentence', async () => {
    await expect(readFile(database, 'a,b\n1,2\n', { encoding: 'klingon' })).rejects.toBeInstanceOf(
      InputProblem,
    );
  });
});

describe('what is known of the table', () => {
  it('keys, duplicate rows, missing spellings and examples', async () => {
    const report = await readFile(database, 'id,v,w\n1,2.5,x\n2,N/A,x\n3,2.5,y\n4,-,y\n');
    expect(report.keys).toEqual(['id']);
    expect(report.duplicateRows).toBe(0);
    expect(report.columns[1]?.missingAs).toEqual([
      { spelling: 'n/a', count: 1 },
      { spelling: '-', count: 1 },
    ]);
    expect(report.columns[2]?.examples).toEqual(['x', 'y']);
    expect((await readFile(database, 'a,b\n1,2\n1,2\n3,4\n1,2\n')).duplicateRows).toBe(2);
  });

  it('a footer, a preamble and a header said again are left out and told', async () => {
    const lines = Array.from({ length: 30 }, (_, i) => `${i},x${i},${i / 2}`);
    const text = [
      'Orders of June',
      '',
      'id,name,amount',
      ...lines.slice(0, 15),
      'id,name,amount',
      ...lines.slice(15),
      '',
      'Confidential',
    ].join('\n');
    const report = await readFile(database, text);
    expect([report.rows, report.footer.length, report.preamble[0]?.text]).toEqual([30, 1, 'Orders of June']);
    expect(report.columns.map(({ type }) => type)).toEqual(['BIGINT', 'VARCHAR', 'DOUBLE']);
    expect(report.notes.map(({ text: note }) => note).join('\n')).toMatch(/header comes again/);
  });
});

describe('a file that is no table', () => {
  it.each([
    ['%PDF-1.7 x', /PDF/],
    ['<!DOCTYPE html><html><body>Sign in</body></html>', /web page/],
    ['\u0089PNG', /picture/],
    ['SQLite format 3\u0000', /SQLite/],
  ])('gets a sentence and a way out: %j', async (start, sentence) => {
    const content = Uint8Array.from(start, (c) => c.charCodeAt(0));
    const problem = await readFile(database, content).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InputProblem);
    expect((problem as InputProblem).message).toMatch(sentence);
    expect((problem as InputProblem).problem.hint).toBeTruthy();
  });
});

describe('a table that memory cannot hold', () => {
  it('is refused before it is read, with what would fit', async () => {
    const file = new Blob(['id,remark\n', '1,some remark that is longer than twelve signs\n'.repeat(50)]);
    const choices = {};
    const { table } = await openFile({ file, fileName: 'huge.csv', choices }, new Run());
    const planned = await planTable(table, choices, []);
    const huge = { ...planned.table, estimatedRows: 80_000_000 };
    const problem = await refuseTooBig(database.work, huge, planned.plan).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InputProblem);
    expect((problem as InputProblem).message).toMatch(/`huge.csv` is too big: its about 80,000,000 rows/);
    expect((problem as InputProblem).problem.hint).toMatch(/About 4\d,000,000 rows would fit/);
    const fewer = await planTable(table, { drop: ['remark'] }, []);
    await expect(refuseTooBig(database.work, huge, fewer.plan)).resolves.toBeUndefined();
  });
});

describe('two tables in one file', () => {
  const people = Array.from({ length: 6 }, (_, i) => `${i + 1},P${i},${i * 3 + 0.5},2026-01-1${i}`);
  const goods = Array.from({ length: 9 }, (_, i) => `tea ${i},${i + 0.25},${i * 2}`);
  const text = ['id,name,amount,day', ...people, '', 'product,price,stock', ...goods, ''].join('\n');

  it('the larger is read, the other is the second reading, and both read alone', async () => {
    const report = await readFile(database, text);
    expect(report.columns.map(({ name }) => name)).toEqual(['product', 'price', 'stock']);
    expect(report).toMatchObject({
      rows: 9,
      doubtful: true,
      otherTables: [{ line: 1, rows: 6, columns: 4 }],
    });
    expect(report.second?.differs).toBe('the table that begins in line 1: 4 columns, 6 rows');
    const other = await readFile(database, text, report.second?.choices);
    expect(other.columns.map(({ type }) => type)).toEqual(['BIGINT', 'VARCHAR', 'DOUBLE', 'DATE']);
    expect(other).toMatchObject({
      rows: 6,
      doubtful: false,
      otherTables: [{ line: 9, rows: 9, columns: 3 }],
    });
    expect(await readFile(database, text, report.choices)).toMatchObject({ rows: 9, doubtful: false });
  });

  it('a long first table stays the one, however long the second is', async () => {
    const long = Array.from({ length: 300 }, (_, i) => `${i},a,2.5`);
    const more = Array.from({ length: 900 }, (_, i) => `b${i},${i}`);
    const report = await readFile(database, ['id,code,v', ...long, '', 'key,number', ...more].join('\n'));
    expect(report).toMatchObject({ rows: 300, rejectedCount: 0, repairedCount: 0 });
    expect(report.otherTables).toEqual([{ line: 303, rows: 900, columns: 2 }]);
    expect(report.second?.choices.skip).toBe(302);
  });
});

describe('the preview', () => {
  const preview = (text: string, choices = {}) =>
    previewImport(database, { relation: 't', file: new Blob([text]), fileName: 'x.csv', choices }, new Run());

  it('shows the first rows as they stand and as they would be read', async () => {
    const shown = await preview('id;price;on\n1;1.234,50;03/04/2026\n2;N/A;05/06/2026\n3;7,5;\n');
    expect(shown.columns.map(({ name, type }) => [name, type])).toEqual([
      ['id', 'BIGINT'],
      ['price', 'DOUBLE'],
      ['on', 'VARCHAR'],
    ]);
    expect(shown.columns[2]?.question?.answers).toHaveLength(2);
    expect(shown.rows[0]).toEqual({
      text: ['1', '1.234,50', '03/04/2026'],
      read: ['1', '1234.5', '03/04/2026'],
    });
    expect(shown.rows[1]?.read).toEqual(['2', null, '05/06/2026']);
    expect(shown.report.choices.delimiter).toBe(';');
  });

  it('reads a wide file in questions that stay short however many columns there are', async () => {
    const asked: string[] = [];
    const query = database.look.query.bind(database.look);
    const look = Object.assign(Object.create(database.look) as typeof database.look, {
      query: (sql: string, run?: Run) => (asked.push(sql), query(sql, run)),
    });
    const longest = async (width: number): Promise<number> => {
      asked.length = 0;
      const lines = Array.from({ length: 60 }, (_, row) =>
        Array.from({ length: width }, (_, column) =>
          row === 0 ? `q${column}` : `${row % 7},${column % 10}`,
        ).join(';'),
      );
      const file = new Blob([lines.join('\n')]);
      const request = { relation: 't', file, fileName: 'x.csv', choices: {} };
      const { rows } = await previewImport({ ...database, look }, request, new Run());
      expect(rows[49]?.read[width - 1]).toBe(`1.${(width - 1) % 10}`);
      return Math.max(...asked.map(({ length }) => length));
    };
    expect(await longest(500)).toBeLessThan(1.1 * (await longest(100)));
  });

  it('shows values that hold whatever sign', async () => {
    const odd = ['\ue000', "it's", '\u001e\u001f', '\ud83d\ude00'];
    const shown = await preview(['a\tb', ...odd.map((value, i) => `${value}\t${i}`)].join('\n') + '\n');
    expect(shown.rows.map(({ read }) => read[0])).toEqual(odd);
  });

  it('follows choices, and leaves the tables as they are', async () => {
    await readFile(database, 'old\n1\n');
    const shown = await preview('a;b,c\n1;2,3\n', { delimiter: ',' });
    expect(shown.columns.map(({ name }) => name)).toEqual(['a;b', 'c']);
    expect(await rowsOf(database)).toEqual([[1]]);
  });
});
