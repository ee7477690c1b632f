import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOfFile } from '../../src/formats/kinds';
import { ExactNumber, jsonText } from '../../src/formats/kinds/json/json-text';
import { eachField, parseValue } from '../../src/formats/kinds/json/record';
import { ValueScanner } from '../../src/formats/kinds/json/value-scanner';
import type { PartChoices } from '../../src/formats/kinds/file-kind';
import { openTable } from './open-file';

const open = (text: string, name = 'x.json', choices?: PartChoices) =>
  openTable(new TextEncoder().encode(text), name, choices);
const tableOf = async (text: string): Promise<string[][]> => {
  const { names, data } = await open(text);
  return [names, ...data];
};
const said = async (text: string): Promise<string> =>
  (await open(text)).notes.map((note) => note.text).join('\n');

describe('the records of a JSON file', () => {
  const table = [
    ['id', 'name'],
    ['1', 'Ada'],
    ['2', 'Bob'],
  ];
  it.each([
    ['a list of objects', '[{"id":1,"name":"Ada"},{"id":2,"name":"Bob"}]'],
    ['a list, a record a line', '[\n{"id":1,"name":"Ada"},\n{"id":2,"name":"Bob"}\n]\n'],
    ['lines', '{"id":1,"name":"Ada"}\n\n{"id":2,"name":"Bob"}\n'],
    ['lines after a byte order mark', '\uFEFF{"id":1,"name":"Ada"}\r\n{"id":2,"name":"Bob"}'],
    ['objects one after another', '{\n  "id": 1,\n  "name": "Ada"\n}\n{\n  "id": 2,\n  "name": "Bob"\n}'],
    ['a wrapper', '{"ok":true,"data":[{"id":1,"name":"Ada"},{"id":2,"name":"Bob"}],"next":null}'],
    [
      'the longest list',
      '{"errors":[{"x":1}],"page":{"items":[{"id":1,"name":"Ada"},{"id":2,"name":"Bob"}]}}',
    ],
    ['a list of lists with names', '[["id","name"],[1,"Ada"],[2,"Bob"]]'],
    ['lines of lists with names', '["id","name"]\n[1,"Ada"]\n[2,"Bob"]\n'],
  ])('are found in %s', async (_, text) => {
    expect(await tableOf(text)).toEqual(table);
    const wide = Uint8Array.from(Buffer.from(`\uFEFF${text}`, 'utf16le'));
    expect((await openTable(wide, 'x.json')).data).toEqual(table.slice(1));
  });

  it('have the columns of all of them in the order in which they appear, nested ones with dots', async () => {
    const text = '[{"a":1,"b":{"c":"x","d":{"e":null}}},{"z":[1,"y",[2]],"a":true},{"b":{"f":{}}}]';
    expect(await tableOf(text)).toEqual([
      ['a', 'b.c', 'b.d.e', 'z'],
      ['1', 'x', '', ''],
      ['true', '', '', '[1,"y",[2]]'],
      ['', '', '', ''],
    ]);
  });

  it('may be plain values, lists without names, or one object alone', async () => {
    expect(await tableOf('[1,"two",null,3]')).toEqual([['value'], ['1'], ['two'], [''], ['3']]);
    expect(await tableOf('[[1,2],[3]]')).toEqual([[], ['1', '2'], ['3', '']]);
    expect(await tableOf('{"a":{"b":1},"c":"x"}')).toEqual([
      ['a.b', 'c'],
      ['1', 'x'],
    ]);
  });

  it('keep the digits of long numbers, and leave short ones as they are', async () => {
    const text =
      '[{"id":12345678901234567890,"x":0.1,"y":1e400,"z":-9007199254740993,"s":"12345678901234567890","n":NaN}]';
    expect((await open(text)).data).toEqual([
      ['12345678901234567890', '0.1', '1e400', '-9007199254740993', '12345678901234567890', ''],
    ]);
    expect((await open('[12345678901234567890,\n-12345678901234567891]')).data).toEqual([
      ['12345678901234567890'],
      ['-12345678901234567891'],
    ]);
    expect((await open('[{"list":[9007199254740993,{"a":0.5}]}]')).data).toEqual([
      ['[9007199254740993,{"a":0.5}]'],
    ]);
  });

  it('offer every list to choose from', async () => {
    const text = '{"users":[{"id":1},{"id":2}],"orders":[{"no":7}]}';
    const longest = await open(text);
    expect(longest).toMatchObject({
      chosen: { sheet: 'users' },
      parts: [
        { name: 'users', rows: 2 },
        { name: 'orders', rows: 1 },
      ],
    });
    expect(await said(text)).toBe('The list "users" was read; the file also has "orders".');
    expect((await open(text, 'x.json', { sheet: 'orders' })).data).toEqual([['7']]);
    await expect(open(text, 'x.json', { sheet: 'carts' })).rejects.toMatchObject({
      problem: { hint: 'It has "users", "orders".' },
    });
  });
});

describe('a broken JSON file', () => {
  it('gives what is whole and says what is not', async () => {
    const lines = '{"a":1}\n{"a":2\n{"a":3}\n{"a":';
    expect((await open(lines)).data).toEqual([['1'], ['3']]);
    expect(await said(lines)).toBe(
      '1 record is no valid JSON and left out: line 2.\nThe file ends in the middle of a record, which is left out. It may have been cut off.',
    );
    const list = '[{"a":1},{"a":2},{"a":"x';
    expect((await open(list)).data).toEqual([['1'], ['2']]);
    expect(await said(list)).toContain('ends in the middle of a record');
    expect((await open('[{"a":1},{"a":tru},{"a":3}]')).data).toEqual([['1'], ['3']]);
    expect(await said('[{"a":1},{"a":tru},{"a":3}]')).toContain('left out: number 2.');
  });

  it.each([
    ['[}', 'is no valid JSON'],
    ['{"a":]', 'is no valid JSON'],
    ['[', 'holds no records'],
    ['[]', 'holds no records'],
    ['[{},{}]', 'holds no records'],
    ['{a:1}', 'is no valid JSON'],
  ])('%s is refused', async (text, sentence) => {
    await expect(open(text)).rejects.toThrow(sentence);
  });

  it('whose objects are named by ids instead of listed is refused before it makes a column of each', async () => {
    const users = Array.from({ length: 6000 }, (_, i) => `"u${i}":{"a":1,"b":2}`).join();
    await expect(open(`{${users}}`)).rejects.toThrow('more than 10,000 columns');
  });
});

it('JSON is recognised by what it begins with, and CSV is not taken for it', () => {
  const kindOf = (text: string, name: string): string | undefined =>
    kindOfFile(new TextEncoder().encode(text), name)?.id;
  expect(kindOf('{"a":1}\n', 'log.txt')).toBe('json');
  expect(kindOf(' [ {"a":1}]', 'data')).toBe('json');
  expect(kindOf('[1]', 'x.json')).toBe('json');
  expect(kindOf('a,b\n1,2\n', 'x.json')).toBeUndefined();
  expect(kindOf('[note] a;b\n1;2\n', 'x.csv')).toBeUndefined();
  expect(kindOf('{id};b\n1;2\n', 'x.csv')).toBeUndefined();
});

describe('values', () => {
  const value = fc.jsonValue({ maxDepth: 4 });

  it('of a list are the same however the text is cut', () => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 5 }),
        fc.array(fc.nat(200), { maxLength: 6 }),
        (values, cuts) => {
          const text = JSON.stringify({ other: [{ a: '\\"]' }], deep: { data: values } });
          const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
          const found: unknown[] = [];
          const scanner = new ValueScanner('deep.data', (each) => found.push(JSON.parse(each)));
          places.slice(1).forEach((place, i) => scanner.write(text.slice(places[i], place)));
          expect(found).toEqual(JSON.parse(JSON.stringify(values)));
          expect(scanner.isWhole).toBe(true);
        },
      ),
    );
  });

  it('are parsed and written again as they were', () => {
    fc.assert(
      fc.property(value, (any) => {
        const text = JSON.stringify(any);
        expect(JSON.parse(jsonText(parseValue(text)))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('of any integer keep its digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (integer) => {
        const parsed = parseValue(`{"a":${integer}}`) as { a: number | ExactNumber };
        expect(parsed.a instanceof ExactNumber ? parsed.a.digits : String(parsed.a)).toBe(String(integer));
      }),
    );
  });

  it('nested in objects all come out, once each', () => {
    const record = fc.object({ maxDepth: 3, key: fc.stringMatching(/^[a-z]{1,4}$/), values: [fc.integer()] });
    fc.assert(
      fc.property(record, (any) => {
        const names: string[] = [];
        eachField(any, (name) => names.push(name));
        expect(new Set(names).size).toBe(names.length);
        for (const name of names)
          expect(
            name.split('.').reduce((at: unknown, key) => (at as Record<string, unknown>)[key], any),
          ).toBeDefined();
      }),
    );
  });
});
