import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archiveOf } from '../../src/formats/archives';
import { parseRange } from '../../src/formats/kinds/excel/cell-range';
import { unescaped } from '../../src/formats/kinds/excel/cell-text';
import { dateText, numberMeaning } from '../../src/formats/kinds/excel/number-format';
import { PackedRows } from '../../src/formats/kinds/excel/packed-rows';
import { attribute, XmlReader } from '../../src/formats/kinds/excel/xml';
import { kindOfFile } from '../../src/formats/kinds';
import { fileBytes, openFile, openTable } from './open-file';

const texts = (notes: readonly { text: string }[]): string => notes.map(({ text }) => text).join('\n');

describe('a workbook', () => {
  it.each(['kinds.xlsx', 'libreoffice-kinds.xlsx'])(
    '%s gives each value as its cell shows what it is',
    async (file) => {
      const table = await openFile(file);
      expect(table).toMatchObject({
        kind: 'excel',
        chosen: { sheet: 'Data' },
        parts: [
          { name: 'Cover', rows: 2 },
          { name: 'Data', rows: 2 },
          { name: 'Secret', rows: null },
        ],
        rows: 2,
      });
      expect(table.names.join()).toBe('id,plz,share,day,time,clock,spent,paid,ok,euro,sum,error,note');
      const alike = ['23:59:59', '37:30:00'];
      expect(table.data).toEqual([
        [
          '007',
          '01234',
          '0.45',
          '2026-06-30',
          '2026-06-30 14:05:01.500',
          ...alike,
          'true',
          ' kept  ',
          '-1234.5',
          '-2469',
          '',
          'bold and plain',
        ],
        [
          '008',
          '00099',
          expect.stringMatching(/^0\.30*4?$/),
          '2026-06-30',
          '2026-06-30 14:05:02.500',
          ...alike,
          'false',
          ' kept  ',
          '-1234.5',
          '-2469',
          '',
          'line\nbreak <&> é 😀 _x0041_',
        ],
      ]);
    },
  );

  it('says what is hidden, wrong or left unread', async () => {
    expect(texts((await openFile('kinds.xlsx')).notes)).toBe(
      [
        'The sheet "Data" was read; the workbook also has "Cover", "Secret" (hidden).',
        '1 row is hidden in the workbook and read all the same.',
        '1 column is hidden in the workbook and read all the same: euro.',
        '2 cells hold errors such as #DIV/0!, read as missing.',
        'Percentages are read as fractions: 45 % is 0.45.',
      ].join('\n'),
    );
  });

  it('that counts from 1904 has the days that it shows', async () => {
    expect((await openFile('from-1904.xlsx')).data).toEqual([
      ['2026-06-30', '1'],
      ['1904-01-02', '2'],
    ]);
  });

  it('with a title, merged names, a total, a note and a second table is the table in the middle', async () => {
    const table = await openFile('report.xlsx');
    expect(table.names).toEqual([
      'Region',
      'Manager',
      '2025 Units',
      '2025 Revenue',
      '2026 Units',
      '2026 Revenue',
    ]);
    expect(table.data).toEqual([
      ['North', 'Ada', '10', '100.5', '12', '120'],
      ['South', 'Bob', '20', '200.25', '21', '210'],
      ['', 'Cid', '5', '50', '6', '60'],
      ['West', 'Dan', '7', '70', '8', '80'],
    ]);
    const said = texts(table.notes);
    expect(said).toContain('1 row above the table left out: "Revenue by region, June 2026" (line 2).');
    expect(said).toContain(
      '2 rows below the table left out: "Total 42 420.75 47 470" (line 10), "Source: ledger of 30',
    );
    expect(said).toContain('Another table of 3 rows begins in line 15');
    expect(said).toContain('1 merged cell spans several rows of the data');
  });

  it('gives the range that was chosen, and gives it again by what it says was chosen', async () => {
    const table = await openFile('report.xlsx', { range: 'D15:D17' });
    expect(table).toMatchObject({
      names: ['Rate'],
      data: [['1'], ['1.1']],
      chosen: { sheet: 'Report', range: 'D15:D17' },
    });
    expect((await openFile('report.xlsx', table.chosen)).data).toEqual(table.data);
    const open = await openFile('report.xlsx', { sheet: 'report', range: '$B$15:D' });
    expect(open.data).toEqual([
      ['EUR', '', '1'],
      ['USD', '', '1.1'],
    ]);
  });

  it('without names has none, and says which formulas have no value', async () => {
    const bare = await openFile('formulas.xlsx');
    expect(bare).toMatchObject({
      names: [],
      data: [
        ['1', '2.5'],
        ['3', '4.5'],
        ['5', '6.5'],
      ],
    });
    expect(texts(bare.notes)).toContain('3 formulas have no stored value');
    const computed = await openFile('libreoffice-formulas.xlsx');
    expect(computed.data).toEqual([
      ['1', '2.5', '2.5'],
      ['3', '4.5', '13.5'],
      ['5', '6.5', '32.5'],
    ]);
    expect(computed.notes).toEqual([]);
  });

  it('is told from other zip archives, and those from it', () => {
    for (const name of ['nested.zip', 'zip64.zip']) expect(kindOfFile(fileBytes(name), name)).toBeNull();
    expect(kindOfFile(fileBytes('report.xlsx'), 'report.zip')?.id).toBe('excel');
    expect(archiveOf(fileBytes('report.xlsx'), 'report.xlsx')?.id).toBe('zip');
    expect(kindOfFile(new TextEncoder().encode('a;b\n1;2\n'), 'old.xls')).toBeNull();
  });
});

describe('what is no readable workbook says why', () => {
  const locked = new Uint8Array(2000);
  locked.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  locked.set(Buffer.from('EncryptedPackage', 'utf16le'), 1200);
  const page = new TextEncoder().encode('<html><table><tr><td>1</td></tr></table></html>');
  it.each([
    ['libreoffice-formulas.xls', fileBytes('libreoffice-formulas.xls'), 'Excel 97 to 2003'],
    ['libreoffice-formulas.ods', fileBytes('libreoffice-formulas.ods'), 'OpenDocument'],
    ['empty.xlsx', fileBytes('empty.xlsx'), 'The sheet "Sheet" of `empty.xlsx` is empty.'],
    ['cut.xlsx', fileBytes('report.xlsx').subarray(0, 3000), 'damaged or cut off'],
    ['locked.xlsx', locked, 'locked by a password'],
    ['page.xls', page, 'a web page under the name of a workbook'],
  ])('%s', async (name, bytes, sentence) => {
    await expect(openTable(bytes, name)).rejects.toThrow(sentence);
  });

  it('names the sheets there are, and what a range looks like', async () => {
    const unknown = openFile('kinds.xlsx', { sheet: 'Daten' });
    await expect(unknown).rejects.toMatchObject({ problem: { hint: 'It has "Cover", "Data", "Secret".' } });
    await expect(openFile('kinds.xlsx', { range: 'first rows' })).rejects.toThrow('is not a range of cells');
    await expect(openFile('kinds.xlsx', { range: 'A90:B99' })).rejects.toThrow('There is nothing in A90:B99');
  });
});

describe('number formats', () => {
  it.each([
    ['yyyy-mm-dd', true, false],
    ['dd.mm.yyyy hh:mm', true, true],
    ['[$-F800]dddd\\, mmmm dd\\, yyyy', true, false],
    ['mmm-yy;@', true, false],
    ['h:mm AM/PM', false, true],
    ['mm:ss.0', false, true],
    ['[h]:mm', false, true],
    ['ggge"年"m"月"d"日"', true, false],
  ])('%s is a date', (code, day, time) => {
    expect(numberMeaning(170, code)).toMatchObject({ kind: 'date', day, time });
  });

  it.each([
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0 "days"', 'number'],
    ['[Red]0.0', 'number'],
    ['#,##0.00\\ [$USD]', 'number'],
    ['0%', 'percent'],
    ['00000', 'digits'],
  ])('%s is a %s', (code, kind) => {
    expect(numberMeaning(170, code).kind).toBe(kind);
  });

  const day = { kind: 'date', day: true, time: false, elapsed: false } as const;

  it('count days as Excel does, with the leap day of 1900 that never was', () => {
    expect([1, 59, 61, 46_203].map((days) => dateText(days, day, false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2026-06-30',
    ]);
    expect(dateText(0, day, true)).toBe('1904-01-01');
    expect([-1, 2_958_466, Number.NaN].map((days) => dateText(days, day, false))).toEqual([null, null, null]);
  });

  it('give any second back exactly, though its day is a binary fraction', () => {
    const seconds = fc.integer({ min: 5_200_000, max: 255_000_000_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const iso = new Date((second - 25_569 * 86_400) * 1000).toISOString();
        const meaning = { kind: 'date', day: true, time: true, elapsed: false } as const;
        expect(dateText(second / 86_400, meaning, false)).toBe(iso.slice(0, 19).replace('T', ' '));
      }),
    );
  });
});

describe('XML', () => {
  const parts = fc.array(
    fc.constantFrom(
      '<a x="1 > 0">',
      '<b:c/>',
      '</a>',
      'text &amp; &#x41;',
      '<!-- <a> -->',
      '<![CDATA[<x>&]]>',
      '<?pi <?>',
      "<d y='\"' >",
      ' ',
    ),
    { maxLength: 12 },
  );
  const heard = (pieces: readonly string[]): string => {
    let said = '';
    const reader = new XmlReader({
      open: (name, attributes) => (said += `(${name}${attributes.trim()})`),
      close: (name) => (said += `/${name}/`),
      text: (text) => (said += text),
    });
    for (const piece of pieces) reader.write(piece);
    return said;
  };

  it('is heard the same however it is cut', () => {
    fc.assert(
      fc.property(parts, fc.array(fc.nat(60), { maxLength: 5 }), (xml, cuts) => {
        const text = `${xml.join('')}<end/>`;
        const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((place, i) => text.slice(places[i], place));
        expect(heard(pieces)).toBe(heard([text]));
      }),
    );
  });

  it('gives names, attributes and text as they are meant', () => {
    expect(heard(['<a x="1 > 0"><b:c/>text &amp; &#x41;<![CDATA[<x>&]]></a>'])).toBe(
      '(ax="1 > 0")(c)/c/text & A<x>&/a/',
    );
    expect(attribute(' r="A1" s=\'a &lt; "b"\'', 's')).toBe('a < "b"');
    expect(attribute(' r="A1"', 's')).toBeNull();
    expect(unescaped('a_x000D_\nb_x005F_x0041_')).toBe('a\nb_x0041_');
  });
});

describe('rows', () => {
  it('come back as they were packed, without empty ones', () => {
    const cell = fc.string({ maxLength: 4 }).map((text) => text.replaceAll('\0', ''));
    const cells = fc.array(cell, { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(cells, { maxLength: 30 }), (rows) => {
        const packed = new PackedRows();
        rows.forEach((row, i) => packed.push({ line: i + 1, cells: row }));
        const filled = rows.flatMap((row, i) =>
          row.some((text) => text !== '') ? [{ line: i + 1, row }] : [],
        );
        const back = packed.rows(0, packed.length);
        expect(back.map(({ line }) => line)).toEqual(filled.map(({ line }) => line));
        back.forEach((row, i) =>
          expect(row.cells.join('\0').replace(/\0*$/, '')).toBe(
            filled[i]?.row.join('\0').replace(/\0*$/, ''),
          ),
        );
      }),
    );
  });

  it('of a range are named by columns and lines', () => {
    expect(parseRange('C5:A3')).toEqual({ firstColumn: 0, lastColumn: 2, firstLine: 3, lastLine: 5 });
    expect(parseRange("'My sheet'!$B:$D")).toMatchObject({
      firstColumn: 1,
      lastColumn: 3,
      firstLine: 1,
      lastLine: Infinity,
    });
    expect(parseRange('AA10')).toEqual({
      firstColumn: 26,
      lastColumn: Infinity,
      firstLine: 10,
      lastLine: Infinity,
    });
    expect(parseRange('A3:F200 and more')).toBeNull();
  });
});
