import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TableLook } from '../../src/state/table-looks.svelte';
import { columnFormat, formatsFor } from '../../src/ui/result/column-format';
import { htmlTable, markdownTable, tabSeparated } from '../../src/ui/result/table-text';
import { sqlOfLook } from '../../src/ui/result/table-actions';
import { pageRule } from '../../src/ui/print/print-options';
import { splitColumns } from '../../src/ui/print/split-columns';
import type { ColumnInfo } from '../../src/values/table';

const columns: ColumnInfo[] = [
  { name: 'id|no', type: 'VARCHAR', kind: 'text' },
  { name: 'amount', type: 'DOUBLE', kind: 'number' },
];

describe('copied cells', () => {
  it('come back from tab-separated text as they were', () => {
    const cells = fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
      maxLength: 5,
    });
    const read = (text: string): string[][] => {
      const rows: string[][] = [[]];
      for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n"]*))(\t|\n|$)/g)) {
        rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
        if (end === '\n') rows.push([]);
        if (end === '') break;
      }
      return rows;
    };
    fc.assert(
      fc.property(cells, (rows) => {
        expect(read(tabSeparated(rows))).toEqual(rows);
      }),
    );
  });

  it('are text in a document where they are text, and never mark-up', () => {
    const html = htmlTable(
      columns,
      [
        ['=1+1', '5'],
        ['<b onclick="x">\n7', ''],
      ],
      true,
    );
    expect(html).toContain(
      `<td style='mso-number-format:"\\@"'>=1+1</td><td style="text-align:right">5</td>`,
    );
    expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;<br>7');
    expect(html.match(/<(?!\/?(meta|table|thead|tbody|tr|th|td|br)\b)/)).toBeNull();
  });

  it('stay in their cells of a Markdown table', () => {
    expect(
      markdownTable(columns, [
        ['a|b\nc', '1.5'],
        ['<img>*x*`', ''],
      ]),
    ).toBe(
      [
        '| id\\|no | amount |',
        '| --- | --: |',
        '| a\\|b<br>c | 1.5 |',
        '| \\<img\\>\\*x\\*\\` |  |',
        '',
      ].join('\n'),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        const line = markdownTable(columns, [[text, '1']]).split('\n')[2] ?? '';
        expect(line.replace(/\\./g, '').split('|').length).toBe(4);
      }),
    );
  });
});

describe('how a table is looked at', () => {
  const names = ['a', 'b', 'c', 'd'];
  const shown = (look: TableLook): string =>
    look
      .arranged(names)
      .map(({ name, pinned }) => (pinned ? name.toUpperCase() : name))
      .join('');

  it('sorts up, down and not at all, by one column or by several', () => {
    const look = new TableLook();
    const sort = (): string =>
      look.sort.map(({ column, descending }) => column + (descending ? '-' : '+')).join(' ');
    const seen = [
      ['a', false],
      ['a', false],
      ['b', true],
      ['b', true],
      ['a', true],
      ['c', false],
      ['c', false],
      ['c', false],
    ] as const;
    expect(seen.map(([column, also]) => (look.sortBy(column, also), sort()))).toEqual([
      'a+',
      'a-',
      'a- b+',
      'a- b-',
      'b-',
      'c+',
      'c-',
      '',
    ]);
  });

  it('pins, hides, moves, and shows every column but the hidden ones once', () => {
    const look = new TableLook();
    look.pin('c');
    look.hide('b');
    look.move(names, 'd', 'a');
    expect(shown(look)).toBe('Cda');
    look.pin('c');
    look.show('b');
    expect(shown(look)).toBe('dabc');
    look.move(names, 'd', null);
    expect(shown(look)).toBe('abcd');
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom('pin', 'hide', 'move'),
            fc.constantFrom(...names),
            fc.option(fc.constantFrom(...names)),
          ),
        ),
        (steps) => {
          const other = new TableLook();
          for (const [step, name, before] of steps)
            if (step === 'pin') other.pin(name);
            else if (step === 'hide') other.hide(name);
            else other.move(names, name, before);
          const all = [...other.arranged(names).map(({ name }) => name), ...new Set(other.hidden)];
          expect(all.toSorted()).toEqual(names);
        },
      ),
    );
  });

  it('can be kept as SQL', () => {
    const look = new TableLook();
    expect(sqlOfLook(look, 'my table', columns)).toBe('SELECT *\nFROM "my table"');
    look.filter = [
      { test: 'compare', column: 'amount', operator: '>', value: '5' },
      { test: 'contains', column: 'id|no', text: `'x` },
    ];
    look.sortBy('amount', false);
    look.hide('id|no');
    expect(sqlOfLook(look, 't', columns)).toBe(
      [
        `SELECT "amount"`,
        'FROM "t"',
        'WHERE (isfinite("amount") AND "amount" > 5)',
        `  AND contains(lower("id|no"), '''x')`,
        'ORDER BY "amount" NULLS LAST',
      ]
        .join('\n')
        .replace('WHERE (', 'WHERE ((')
        .replace('> 5)', '> 5))')
        .replace('AND contains', 'AND (contains')
        .replace("'''x')", "'''x'))"),
    );
  });

  it('writes numbers and dates as chosen, nulls always as a dash', () => {
    const number: ColumnInfo = { name: 'n', type: 'DOUBLE', kind: 'number' };
    const day: ColumnInfo = { name: 'd', type: 'DATE', kind: 'date' };
    const written = (info: ColumnInfo, value: number) =>
      formatsFor(info).map(({ format }) => columnFormat(info, undefined, format).write(value));
    expect(written(number, 12_345.678)).toEqual([
      '12,346',
      '12345.678',
      '12345.678',
      '12,346',
      '12,345.7',
      '12,345.68',
      '12,345.678',
      '12,345.6780',
      '1,234,567.8 %',
      '12.3k',
    ]);
    expect(written(day, Date.UTC(2026, 5, 30))).toEqual([
      '2026-06-30',
      '2026-06-30 00:00:00',
      '2026-06-30',
      '30 Jun 2026',
      'Jun 2026',
    ]);
    for (const info of [number, day])
      for (const { format } of formatsFor(info))
        expect(columnFormat(info, undefined, format).write(null)).toBe('–');
  });
});

describe('columns on paper', () => {
  it('stand in blocks no wider than the page, each of them somewhere, in their order', () => {
    const widths = fc.array(fc.integer({ min: 10, max: 400 }), { minLength: 1, maxLength: 90 });
    fc.assert(
      fc.property(widths, (all) => {
        const { blocks, leftOut } = splitColumns(all, 600);
        const width = (block: number[]): number => block.reduce((sum, place) => sum + (all[place] ?? 0), 0);
        for (const block of blocks)
          expect(width(block) <= 600 || block.filter((place) => place > 0).length <= 1).toBe(true);
        const printed = blocks.flatMap((block, index) =>
          index > 0 ? block.filter((place) => place > 0) : block,
        );
        expect([...printed, ...leftOut]).toEqual(all.map((_, place) => place));
      }),
    );
  });

  it('repeat the first one where it leaves room', () => {
    expect(splitColumns([50, 300, 300, 300], 400).blocks).toEqual([
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
    expect(splitColumns([250, 200, 200], 400).blocks).toEqual([[0], [1, 2]]);
  });
});

it('a title cannot leave its place in the page rule', () => {
  const rule = pageRule('A4', 'x"; } </style> \\ \n body { display: none }');
  expect(rule).toContain('content: "x\\22 ; } \\3c /style> \\5c  \\a  body');
  expect(rule.match(/(?<!\\)"/g)?.length).toBe(4);
});
