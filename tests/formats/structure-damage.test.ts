import { describe, expect, it } from 'vitest';
import { readStructure } from './read-structure';

const NAMES = ['order_id', 'date', 'time', 'amount', 'product', 'remark', 'score'];
const PRODUCTS = ['Wool hat', 'Trail shoes, men', 'Lamp 10" round', 'Tea', 'Rug', 'Low table'];
const REMARKS = ['quick, and friendly', 'It came late', 'would buy again', 'no answer, twice', 'fine'];

/** A clean table of forty orders. */
const clean = Array.from({ length: 40 }, (_, i) => [
  `A-${1000 + i * 7}`,
  `${String((i % 28) + 1).padStart(2, '0')}/0${(i % 9) + 1}/2026`,
  `${String(i % 24).padStart(2, '0')}:${String((i * 15) % 60).padStart(2, '0')}`,
  `$${(i * 3.37 + 5).toFixed(2)}`,
  PRODUCTS[i % PRODUCTS.length] ?? '',
  REMARKS[i % REMARKS.length] ?? '',
  String(i % 11),
]);

interface Writing {
  delimiter?: string;
  quote?: string;
  escape?: string;
  lineEnd?: string;
}

/** Products and remarks are quoted throughout, the rest never. */
function line(
  fields: readonly string[],
  { delimiter = ',', quote = '"', escape = quote }: Writing = {},
): string {
  return fields
    .map((field, i) => (i === 4 || i === 5 ? quote + field.replaceAll(quote, escape + quote) + quote : field))
    .join(delimiter);
}
const written = (writing: Writing = {}, table = clean): string[] =>
  [NAMES, ...table].map((fields) => line(fields, writing));
const text = (lines: readonly string[], lineEnd = '\r\n'): string => lines.join(lineEnd) + lineEnd;

/** The clean file with one line changed; line 0 is the header. */
function withLine(at: number, change: (line: string) => string): string {
  const lines = written();
  return text(lines.map((each, i) => (i === at ? change(each) : each)));
}

/** Removes or doubles the delimiter before a field, outside quotes. */
function atDelimiter(each: string, column: number, replacement: string): string {
  let [seen, quoted] = [0, false];
  for (let i = 0; i < each.length; i++) {
    if (each[i] === '"') quoted = !quoted;
    if (each[i] === ',' && !quoted && ++seen === column)
      return each.slice(0, i) + replacement + each.slice(i + 1);
  }
  throw new Error('no such delimiter');
}

async function expectClean(input: string | Uint8Array): Promise<Awaited<ReturnType<typeof readStructure>>> {
  const read = await readStructure(input);
  expect(read.names).toEqual(NAMES);
  expect(read.records).toEqual(clean);
  return read;
}

describe('a whole file written another way reads the same', () => {
  it.each([',', ';', '\t', '|', ', ', '; ', '||', '~', '\u001f', '|~|'])(
    'delimiter %j',
    async (delimiter) => {
      const { report, found } = await expectClean(text(written({ delimiter })));
      expect(found.structure.delimiter).toBe(delimiter);
      expect(report.repairedCount + report.rejectedCount).toBe(0);
    },
  );

  it('spaces, which also stand in quoted cells', async () => {
    await expectClean(text(written({ delimiter: ' ' })));
  });

  it.each(['\n', '\r', '\r\n'])('line end %j', async (lineEnd) => {
    await expectClean(text(written(), lineEnd));
  });

  it('every kind of line end in one file', async () => {
    const ends = ['\n', '\r\n', '\r', '\n'];
    await expectClean(
      written()
        .map((each, i) => each + (ends[i % 4] ?? ''))
        .join(''),
    );
  });

  it('apostrophes for quotes', async () => {
    const { found } = await expectClean(text(written({ quote: "'" })));
    expect(found.structure.quote).toBe("'");
  });

  it('backslashes before quotes', async () => {
    const { found } = await expectClean(text(written({ escape: '\\' })));
    expect(found.structure.escape).toBe('\\');
  });

  it('quotes inside quotes that nothing escapes', async () => {
    const { report } = await expectClean(text(written({ escape: '' })));
    expect(report.rejectedCount).toBe(0);
  });

  it('no line end at the end, and several', async () => {
    await expectClean(text(written()).trimEnd());
    await expectClean(`${text(written())}\r\n\r\n`);
  });
});

describe('encodings are found', () => {
  const accented = clean.map((fields, i) =>
    fields.map((field, c) => (c === 5 && i % 3 === 0 ? 'Größe gefällt, très bien – café “señor”' : field)),
  );
  const file = text([NAMES, ...accented].map((fields) => line(fields)));
  const bytesOf = (codes: Record<string, number>): Uint8Array =>
    Uint8Array.from(Array.from(file, (sign) => codes[sign] ?? sign.charCodeAt(0)));
  const windows = { '–': 0x96, '“': 0x93, '”': 0x94 };
  const mac = { ß: 0xa7, ö: 0x9a, ä: 0x8a, è: 0x8f, é: 0x8e, ñ: 0x96, '–': 0xd0, '“': 0xd2, '”': 0xd3 };

  it.each([
    ['windows-1252', bytesOf(windows)],
    ['macintosh', bytesOf(mac)],
    ['utf-8', new TextEncoder().encode(`\ufeff${file}`)],
    ['utf-8', new TextEncoder().encode(file)],
    ['utf-16le', Uint8Array.from(Buffer.from(file, 'utf16le'))],
    ['utf-16le', Uint8Array.from(Buffer.from(`\ufeff${file}`, 'utf16le'))],
    ['utf-16be', Uint8Array.from(Buffer.from(file, 'utf16le').swap16())],
  ])('%s', async (encoding, bytes) => {
    const { found, names, records } = await readStructure(bytes, { pieceLength: 1000 });
    expect(found.structure.encoding).toBe(encoding);
    expect(names).toEqual(NAMES);
    expect(records).toEqual(accented);
  });

  it('Shift-JIS and GB18030', async () => {
    // 名前,金額 / 東京のカフェ,100 and 客户,金额 / 北京的公司,100, byte by byte.
    const japanese = [0x96, 0xbc, 0x91, 0x4f, 0x2c, 0x8b, 0xe0, 0x8a, 0x7a, 0x0a];
    const cafe = [
      0x93, 0x8c, 0x8b, 0x9e, 0x82, 0xcc, 0x83, 0x4a, 0x83, 0x74, 0x83, 0x46, 0x2c, 0x31, 0x30, 0x30, 0x0a,
    ];
    const shiftJis = await readStructure(Uint8Array.from([...japanese, ...cafe, ...cafe, ...cafe]));
    expect(shiftJis.found.structure.encoding).toBe('shift_jis');
    expect(shiftJis.names).toEqual(['名前', '金額']);
    expect(shiftJis.records[0]).toEqual(['東京のカフェ', '100']);
    const chinese = [0xbf, 0xcd, 0xbb, 0xa7, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x0a];
    const company = [
      0xb1, 0xb1, 0xbe, 0xa9, 0xb5, 0xc4, 0xb9, 0xab, 0xcb, 0xbe, 0x2c, 0x31, 0x30, 0x30, 0x0a,
    ];
    const gb = await readStructure(Uint8Array.from([...chinese, ...company, ...company, ...company]));
    expect(gb.found.structure.encoding).toBe('gb18030');
    expect(gb.names).toEqual(['客户', '金额']);
    expect(gb.records[2]).toEqual(['北京的公司', '100']);
  });
});

describe('one damaged line is mended and reported', () => {
  const rows = [1, 3, 17, 39, 40];

  it.each(rows)('a delimiter too many in line %i, wherever', async (row) => {
    for (let column = 1; column < NAMES.length; column++) {
      const { report } = await expectClean(withLine(row, (each) => atDelimiter(each, column, ',,')));
      expect(report.repaired).toEqual([
        { line: row + 1, reason: 'extra delimiter left out', text: expect.stringContaining(',,') as string },
      ]);
    }
  });

  it.each(rows)('a delimiter missing in line %i, wherever the cells tell', async (row) => {
    for (let column = 1; column < NAMES.length; column++) {
      const { report } = await expectClean(withLine(row, (each) => atDelimiter(each, column, '')));
      expect(report.repaired.map(({ line: at }) => at)).toEqual([row + 1]);
    }
  });

  it.each(rows)('another delimiter throughout line %i', async (row) => {
    for (const delimiter of [' ', ';', '\t']) {
      const lines = written();
      lines[row] = line(clean[row - 1] ?? [], { delimiter });
      const { report } = await expectClean(text(lines));
      expect(report.repaired.map(({ line: at }) => at)).toEqual([row + 1]);
    }
  });

  it.each(rows)('a stray quote before a cell of line %i stays as text there', async (row) => {
    for (let column = 0; column < NAMES.length; column++) {
      const input = withLine(row, (each) => (column === 0 ? `"${each}` : atDelimiter(each, column, ',"')));
      const { records } = await readStructure(input);
      const fields = clean[row - 1] ?? [];
      expect(records[row - 1]).toEqual(fields.map((field, i) => (i === column ? `"${field}` : field)));
      expect(records.filter((_, i) => i !== row - 1)).toEqual(clean.filter((_, i) => i !== row - 1));
    }
  });

  it('in the header too', async () => {
    await expectClean(withLine(0, (each) => atDelimiter(each, 3, ',,')));
    await expectClean(withLine(0, () => NAMES.join(' ')));
    await expectClean(withLine(0, (each) => atDelimiter(each, 5, '')));
  });

  it('fields missing at the end are left empty', async () => {
    const sparse = clean.map((fields, i) => [...fields, i % 2 ? 'x' : '']);
    const lines = [[...NAMES, 'mark'], ...sparse].map((fields) => line(fields));
    lines[5] = (lines[5] ?? '').replace(/,[^,]*$/, '');
    const { records, report } = await readStructure(text(lines));
    expect(records).toEqual(sparse);
    expect(report.repaired).toMatchObject([{ line: 6, reason: 'missing fields left empty' }]);
  });

  it('a good line after a rejected one and a blank one is kept', async () => {
    const lines = written();
    lines.splice(20, 0, 'see the other sheet', '');
    const { report } = await expectClean(text(lines));
    expect(report).toMatchObject({ rejectedCount: 1, blankLines: 1 });
  });

  it.each([
    ['whole numbers', ['1,2,3', '2,3,4', '3,4,5', '4,5,6', '5,6,7']],
    ['decimals', ['1,2,3.5', '2,3,4.5', '3,4,5.5', '4,5,6.25', '5,6,7.5']],
  ])('a field too many among %s makes no decimal comma: the line is rejected', async (_, rows) => {
    const { records, report } = await readStructure(text(['a,b,c', ...rows, '6,7,8,9', ...rows]));
    expect(records).toEqual([...rows, ...rows].map((row) => row.split(',')));
    expect(report).toMatchObject({
      repairedCount: 0,
      rejected: [{ line: 7, reason: 'too many fields: 4 instead of 3', text: '6,7,8,9' }],
    });
  });

  it('a decimal comma that lost its quotes is mended where the other lines have quoted ones', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${i + 10},x${i},"${i + 1},5"`);
    const { records, report } = await readStructure(text(['a,b,c', ...rows, '99,x9,8,5', ...rows]));
    expect(records[12]).toEqual(['99', 'x9', '8,5']);
    expect(report.repaired).toMatchObject([{ line: 14, reason: 'delimiter kept as text' }]);
  });

  it('what fits nowhere is rejected with its line, and nothing else is lost', async () => {
    const lines = written();
    lines.splice(20, 0, 'see the other sheet');
    const { report } = await expectClean(text(lines));
    expect(report.rejected).toEqual([
      { line: 21, reason: 'too few fields: 1 instead of 7', text: 'see the other sheet' },
    ]);
  });
});

describe('what stands around the table', () => {
  it('lines before it', async () => {
    const { found } = await expectClean(text(['Orders of the shop,,,,,,', ',,,,,,', ...written()]));
    expect(found.structure.preambleLines).toBe(2);
    await expectClean(text(['Orders of the shop', 'Made on 1 May 2026, by hand', '', ...written()]));
  });

  it('lines after it', async () => {
    const { report } = await expectClean(text([...written(), '', 'Source: the shop', 'Confidential']));
    expect(report.footer.map(({ text: each }) => each)).toEqual(['Source: the shop', 'Confidential']);
  });

  it('no header', async () => {
    const { names, records } = await readStructure(text(written().slice(1)));
    expect(names).toEqual([]);
    expect(records).toEqual(clean);
  });

  it('nothing but a header, and one row', async () => {
    expect(await readStructure(text(written().slice(0, 1)))).toMatchObject({ names: NAMES, records: [] });
    expect(await readStructure(text(written().slice(0, 2)))).toMatchObject({
      names: NAMES,
      records: [clean[0]],
    });
  });

  it('several header rows: groups over names, and names said again', async () => {
    const groups = 'order,,,,what,,';
    const { names, records } = await readStructure(text([groups, ...written()]));
    expect(names).toEqual([
      ...NAMES.slice(0, 4).map((name) => `order ${name}`),
      ...NAMES.slice(4).map((name) => `what ${name}`),
    ]);
    expect(records).toEqual(clean);
    await expectClean(text([line(NAMES), ...written()]));
  });

  it.each([
    'region,2024,,2025,\n,Q1,Q2,Q1,Q2',
    'region,2024,2024,2025,2025\nregion,Q1,Q2,Q1,Q2',
    ',2024,,2025,\nregion,Q1,Q2,Q1,Q2',
    ',2024,2024,2025,2025\nregion,Q1,Q2,Q1,Q2',
    'Sales by quarter\n\n,2024,,2025,\nregion,Q1,Q2,Q1,Q2',
  ])('names that repeat under years: %j', async (header) => {
    const rows = ['North,1,2,3,4', 'South,5,6,7,8', 'East,9,10,11,12', 'West,13,14,15,16'];
    const { names, records } = await readStructure(text([...header.split('\n'), ...rows]));
    expect(names).toEqual(['region', '2024 Q1', '2024 Q2', '2025 Q1', '2025 Q2']);
    expect(records).toEqual(rows.map((row) => row.split(',')));
  });

  it('years in the first record of a table without names are no names', async () => {
    const rows = [
      'North,2024,2025,2024',
      'South,2025,2025,2024',
      'East,2023,2024,2025',
      'West,2020,2021,2025',
    ];
    expect(await readStructure(text(rows))).toMatchObject({
      names: [],
      records: rows.map((row) => row.split(',')),
    });
  });

  it('parts of some names in a second row', async () => {
    const under = ',,,net,,,of 10';
    const { names, records } = await readStructure(
      text([...written().slice(0, 1), under, ...written().slice(1, 6)]),
    );
    expect(names).toEqual(
      NAMES.map((name) => ({ amount: 'amount net', score: 'score of 10' })[name] ?? name),
    );
    expect(records).toEqual(clean.slice(0, 5));
  });

  it('comments and blank lines', async () => {
    const lines = written();
    lines.splice(12, 0, '# checked until here', '');
    const { report } = await expectClean(text(['# orders', ...lines]));
    expect(report).toMatchObject({ commentLines: 1, blankLines: 1, rejectedCount: 0 });
  });

  it('the same header again: one table', async () => {
    const [header = '', ...rows] = written();
    const { report } = await expectClean(text([header, ...rows.slice(0, 20), header, ...rows.slice(20)]));
    expect(report.repeatedHeaders).toEqual([22]);
  });

  it('another table below: the first is read, the other reported', async () => {
    const other = ['city,visits', 'Bern,12', 'Ulm,31', 'Graz,7', 'Linz,8'];
    const { report } = await expectClean(text([...written(), '', ...other]));
    expect(report.otherTables).toEqual([{ line: 43, rows: 4, columns: 2 }]);
    const wider = await expectClean(
      text([
        ...written(),
        `${line(NAMES)},more`,
        ...written()
          .slice(1, 9)
          .map((each) => `${each},1`),
      ]),
    );
    expect(wider.report.otherTables).toEqual([{ line: 42, rows: 8, columns: 8 }]);
  });

  const people = Array.from({ length: 12 }, (_, i) => `${i + 1},P${i},${i * 3 + 0.5},2026-01-${10 + i}`);
  const first = ['id,name,amount,day', ...people];
  const read = people.map((each) => each.split(','));

  it.each<[string, string[], { line: number; rows: number; columns: number }]>([
    [
      'one column less',
      ['', 'product,price,stock', 'tea,2.5,10', 'rug,90,3', 'hat,12,5'],
      { line: 15, rows: 3, columns: 3 },
    ],
    [
      'one column less, no blank line',
      ['product,price,stock', 'tea,2.5,10', 'rug,90,3', 'hat,12,5'],
      { line: 14, rows: 3, columns: 3 },
    ],
    ['one column more', ['', 'a,b,c,d,e', 'x,1,2,3,4', 'y,5,6,7,8'], { line: 15, rows: 2, columns: 5 }],
    [
      'as many columns',
      ['', 'shop,city,owner,size', 'A,Bern,Ann,10', 'B,Ulm,Bob,12'],
      { line: 15, rows: 2, columns: 4 },
    ],
  ])('another table of %s is not laid over the columns of the first', async (_, other, said) => {
    const { records, report } = await readStructure(text([...first, ...other]));
    expect(records).toEqual(read);
    expect(report.otherTables).toEqual([said]);
    expect(report.repairedCount + report.rejectedCount + report.footer.length).toBe(0);
  });

  it('the first table goes on after another one where its records come again', async () => {
    const other = ['', 'product,price,stock', 'tea,2.5,10', 'rug,90,3', ''];
    const { records, report } = await readStructure(text([...first, ...other, ...people]));
    expect(records).toEqual([...read, ...read]);
    expect(report.otherTables).toEqual([{ line: 15, rows: 2, columns: 3 }]);
  });

  it('one line of words that is too short is no table', async () => {
    const { records, report } = await readStructure(text([...first, 'see,other,sheet', ...people]));
    expect(records).toEqual([...read, ...read]);
    expect(report).toMatchObject({ otherTables: [], repairedCount: 0, rejectedCount: 1 });
  });
});
