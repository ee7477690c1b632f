import { strToU8, zipSync } from 'fflate';
import { readFile as fromDisk } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/engine/database';
import type { ImportReport } from '../../src/engine/api';
import { openNodeDatabase } from './node-engine';
import { readFile, rowsOf } from './read-file';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const cautions = ({ notes }: ImportReport): string[] =>
  notes.filter(({ tone }) => tone === 'caution').map(({ text }) => text);
const ofExport = async (file: string, choices = {}): Promise<ImportReport> =>
  readFile(
    database,
    await fromDisk(path.join(import.meta.dirname, '../formats/exports', file), 'utf8'),
    choices,
  );

it.each([
  ['names under years', '2025,,2026,\nQ1,Q2,Q1,Q2\n1,2,3,4\n5,6,7,8\n9,1,2,3\n'],
  ['two tables', 'a,b\n1,2\n3,4\n5,6\n\nc,d,e\n1,2,3\n4,5,6\n7,8,9\n0,1,2\n'],
  ['a preamble', 'Sales report\nmade today\n\nid;v\n1;2,5\n2;3,5\n'],
  ['no names', '1,2026-01-02,a\n2,2026-01-03,b\n3,2026-01-04,c\n'],
])('%s: what was decided reads the same again', async (_, text) => {
  const first = await readFile(database, text);
  const rows = await rowsOf(database);
  const again = await readFile(database, text, first.choices);
  expect(again.columns.map(({ name, type }) => [name, type])).toEqual(
    first.columns.map(({ name, type }) => [name, type]),
  );
  expect(await rowsOf(database)).toEqual(rows);
});

describe('what a person must know of a file', () => {
  it('is another table before the one that is read, which one click reads instead', async () => {
    const text =
      'Region,Sales\nNorth,10\nSouth,20\nEast,30\n\nProduct,Units,Price\nA,1,2.5\nB,2,3.5\nC,3,4.5\nD,4,5.5\n';
    const read = await readFile(database, text);
    expect(read.otherTables).toEqual([{ line: 1, rows: 3, columns: 2 }]);
    expect(cautions(read)).toContain(
      'Another table of 3 rows and 2 columns begins in line 1: it was not read.',
    );
    const other = await readFile(database, text, { skip: 0 });
    expect(other.columns.slice(0, 2).map(({ name }) => name)).toEqual(['Region', 'Sales']);
  });

  it('is no table where the lines before it are the head of a report', async () => {
    const read = await readFile(
      database,
      'Report,Sales\nFrom,2026-01-01\nTo,2026-02-01\n\nid,name,v,w\n1,a,2,x\n2,b,3,y\n3,c,4,z\n4,d,5,z\n',
    );
    expect([read.preamble.length, read.otherTables]).toEqual([4, []]);
  });

  it('are previews and unfinished answers that are still in the table, until somebody decides', async () => {
    const read = await ofExport('qualtrics/choice-text.csv');
    expect(cautions(read).join()).toMatch(
      /may be no data are in the table: previews .*unfinished answers \(2\)/,
    );
    const decided = await ofExport('qualtrics/choice-text.csv', read.choices);
    expect(cautions(decided).join()).not.toMatch(/may be no data/);
  });

  it('is no doubt about the names of an export whose program is known by them', async () => {
    const read = await ofExport('salesforce/report-footer.csv');
    expect([read.format?.id, read.doubtful]).toEqual(['salesforce', false]);
    expect(read.confidence).toBeGreaterThan(0.7);
  });

  it('is that an archive holds no table at all', async () => {
    const archive = zipSync({
      'a.png': new Uint8Array([0x89, 80, 78, 71, 13, 10, 26, 10]),
      'b.pdf': strToU8('%PDF-1.4'),
    });
    await expect(readFile(database, new Uint8Array(archive), {}, { fileName: 'pics.zip' })).rejects.toThrow(
      'None of the 2 files in `pics.zip` is a table: `a.png` and `b.pdf`.',
    );
  });

  it('is not what other header rows say besides the name', async () => {
    const read = await ofExport('qualtrics/choice-text.csv');
    const joined = await ofExport('surveymonkey/expanded.csv');
    const originals = [...read.columns, ...joined.columns].map(({ original }) => original);
    expect(new Set(originals)).toEqual(new Set([undefined]));
  });
});
