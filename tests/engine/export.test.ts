import { beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import type { Database } from '../../src/engine/database';
import { csvText } from '../../src/engine/export-csv';
import { escaped } from '../../src/engine/export-sheet';
import { columnLetters } from '../../src/formats/kinds/excel/cell-range';
import { exportTable } from '../../src/engine/export-table';
import { refuseTooWide } from '../../src/engine/export-xlsx';
import { Run } from '../../src/engine/run';
import type { ExportAs } from '../../src/engine/api';
import excel from '../../src/formats/kinds/excel';
import { numberColumn, tableOf, textColumn } from '../../src/values/table';
import { openNodeDatabase } from './node-engine';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const make = (name: string, select: string) =>
  database.work.query(`CREATE OR REPLACE TABLE ${name} AS ${select}`);
const exported = (name: string, as: ExportAs, run = new Run()): Promise<Blob> =>
  exportTable(database, name, as, run, () => undefined);
// `Blob.text` leaves the byte order mark out.
const bytesAsText = async (blob: Blob): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await blob.arrayBuffer());

/** The parts of a workbook by path. */
async function partsOf(workbook: Blob): Promise<Map<string, string>> {
  const parts = new Map<string, string>();
  for (const entry of await new ZipReader(new BlobReader(workbook)).getEntries())
    if (!entry.directory)
      parts.set(entry.filename, await entry.getData(new TextWriter(), { useWebWorkers: false }));
  return parts;
}

describe('CSV for Excel', () => {
  it('has a byte order mark, CRLF, guarded text, and numbers, days and truth as they are', async () => {
    await make(
      'mixed',
      `SELECT * FROM (VALUES (-1.5, '=1+1', DATE '2026-06-30', true, 99999999999999999999::HUGEINT),
        (NULL, 'plain, "quoted"', NULL, NULL, -99999999999999999999::HUGEINT)) AS t (n, "@s", d, b, h)`,
    );
    expect(await bytesAsText(await exported('mixed', 'excel-csv'))).toBe(
      '\uFEFFn,\'@s,d,b,h\r\n-1.5,\'=1+1,2026-06-30,TRUE,99999999999999999999\r\n,"plain, ""quoted""",,,-99999999999999999999\r\n',
    );
  });

  it('never begins a text with = + - @, a tab or a line end, and changes nothing else', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '', 'a');
    const texts = fc.array(
      fc.tuple(start, fc.string()).map((parts) => parts.join('')),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(texts, (values) => {
        const written = csvText(
          tableOf([
            textColumn('t', values),
            textColumn(
              'end',
              values.map(() => 'x'),
            ),
          ]),
          'excel',
        );
        const fields = written.slice(0, -',x\r\n'.length).split(/,x\r\n(?!,x\r\n$)/);
        fc.pre(fields.length === values.length);
        fields.forEach((field, i) => {
          const text = /^"[^]*"$/.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field;
          expect(text).not.toMatch(/^[=+\-@\t\r]/);
          expect(text.replace(/^'(?=[=+\-@\t\r\n＝])/, '')).toBe(values[i]);
        });
      }),
    );
  });

  it('leaves every number as a program would write it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
        (values) => {
          const written = csvText(tableOf([numberColumn('n', Float64Array.from(values))]), 'excel');
          expect(written.trimEnd().split('\r\n').map(Number)).toEqual(values.map((value) => value + 0));
        },
      ),
    );
  });
});

describe('a workbook', () => {
  it('keeps text as text, numbers as numbers, days as days', async () => {
    await make(
      'kinds',
      `SELECT * FROM (VALUES ('=1+1', '007', 0.1::DOUBLE, 1.50::DECIMAL(8,2), DATE '2026-06-30',
         TIMESTAMP '2026-06-30 12:00:00', true, DATE '1850-01-01', 9007199254740993::BIGINT, ''),
         ('<&> ', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) AS t (a, b, c, d, e, f, g, h, i, j)`,
    );
    const parts = await partsOf(await exported('kinds', 'xlsx'));
    const sheet = parts.get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).not.toContain('<f');
    expect(sheet).toContain('<c r="A2" t="inlineStr"><is><t>=1+1</t></is></c>');
    expect(sheet).toContain('<t>007</t>');
    expect(sheet).toContain('<c r="C2"><v>0.1</v></c><c r="D2" s="6"><v>1.5</v></c>');
    expect(sheet).toContain('<c r="E2" s="2"><v>46203</v></c><c r="F2" s="3"><v>46203.5</v></c>');
    expect(sheet).toContain('<c r="G2" t="b"><v>1</v></c>');
    expect(sheet).toContain('<t>1850-01-01</t>');
    expect(sheet).toContain('<t>9007199254740993</t>');
    expect(sheet).toContain(
      '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve">&lt;&amp;&gt; </t></is></c></row>',
    );
    expect(sheet).toContain('state="frozen"');
  });

  it('holds every row once, in order', async () => {
    await make('many', 'SELECT range AS id FROM range(60001)');
    const sheet = (await partsOf(await exported('many', 'xlsx'))).get('xl/worksheets/sheet1.xml') ?? '';
    const ids = Array.from(sheet.matchAll(/<v>(\d+)<\/v>/g), ([, id]) => Number(id));
    expect(ids).toEqual(Array.from({ length: 60_001 }, (_, i) => i));
  });

  it('of no rows has its header', async () => {
    await make('none', 'SELECT 1 AS a WHERE false');
    expect((await partsOf(await exported('none', 'xlsx'))).get('xl/worksheets/sheet1.xml')).toContain(
      '>a</t>',
    );
  });

  it('says which texts it had to cut', async () => {
    await make('long', `SELECT repeat('x', 32767) AS whole, repeat('y', 32768) AS cut`);
    const parts = await partsOf(await exported('long', 'xlsx'));
    expect(parts.get('xl/workbook.xml')).toContain('About this export');
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain(
      '1 text of the column &quot;cut&quot; is cut here',
    );
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain(`>${'x'.repeat(32_767)}<`);
    expect(parts.get('xl/worksheets/sheet1.xml')).toContain(`>${'y'.repeat(32_766)}…<`);
  });

  it('can be stopped', async () => {
    const run = new Run();
    const stopping = exportTable(database, 'many', 'xlsx', run, () => run.stop());
    await expect(stopping).rejects.toMatchObject({ name: 'Stopped' });
  });

  it('refuses more columns than a worksheet holds', () => {
    expect(() => refuseTooWide('wide', 16_384)).not.toThrow();
    expect(() => refuseTooWide('wide', 16_385)).toThrow(
      '`wide` has 16,385 columns; a worksheet holds 16,384.',
    );
  });
});

it('columns are lettered as in Excel', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
});

it('text that XML cannot hold is written as Excel writes it', () => {
  expect(escaped('a\u0001b\r_x0041_\uD800')).toBe('a_x0001_b_x000D__x005F_x0041_\uFFFD');
});

describe('what is exported', () => {
  it('as CSV has every microsecond and every digit', async () => {
    await make(
      'exact',
      `SELECT -99999999999999.9999::DECIMAL(18,4) AS d, TIMESTAMP '1969-12-31 23:59:59.999999' AS t,
        'infinity'::TIMESTAMP AS never, 1.50::DECIMAL(5,2) AS short`,
    );
    const line = '-99999999999999.9999,1969-12-31 23:59:59.999999,,1.5';
    expect(await (await exported('exact', 'csv')).text()).toBe(`d,t,never,short\n${line}\n`);
    expect(await (await exported('exact', 'excel-csv')).text()).toBe(`d,t,never,short\r\n${line}\r\n`);
  });

  const cell = fc.option(fc.string({ unit: 'binary', maxLength: 12 }), { nil: null, freq: 4 });
  const row = fc.record({
    text: cell.map((text) => text?.replace(/[\0\r]|\p{Cs}/gu, '') ?? null),
    number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { nil: null }),
    day: fc.option(fc.integer({ min: -25_508, max: 2_932_896 }), { nil: null }),
    flag: fc.option(fc.boolean(), { nil: null }),
  });
  const quote = (text: string | null): string => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`);

  it('as a workbook is read back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
        const values = rows.map(
          (each, i) =>
            `(${i}, ${quote(each.text)}, ${quote(each.number === null ? null : String(each.number))}::DOUBLE, DATE '1970-01-01' + ${each.day ?? 'NULL'}::INTEGER, ${each.flag ?? 'NULL'}::BOOLEAN)`,
        );
        await make(
          'back',
          `SELECT * FROM (VALUES ${values.join(', ')}) AS t (id, "the text", n, "day", flag)`,
        );
        const table = await excel.open(await exported('back', 'xlsx'), 'back.xlsx', { range: 'A1:E' });
        const read: string[][] = [];
        for await (const piece of table.records()) read.push(...piece);
        expect(table.names).toEqual(['id', 'the text', 'n', 'day', 'flag']);
        expect(read).toEqual(
          rows.map(({ text, number, day, flag }, i) => [
            String(i),
            text ?? '',
            number === null ? '' : String(number + 0),
            day === null ? '' : new Date(day * 86_400_000).toISOString().slice(0, 10),
            String(flag ?? ''),
          ]),
        );
      }),
      { numRuns: 20 },
    );
  });
});
