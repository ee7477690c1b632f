import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renameYamlKey, setYamlValue, type YamlPath } from '../../src/values/yaml-edit';
import { readYaml, type YamlValue } from '../../src/values/yaml-text';
import { inFlow } from '../../src/values/yaml-write';

const valueAt = (text: string, key: string) => readYaml(text).fields.get(key);

describe('reading', () => {
  it('gives names of columns as they are written', () => {
    const text = 'a: 007\nb: null\nc: [q1, 007, null, "x y", ~, true, 1e3]\nd:\ne: ~\nf: "007"';
    expect(valueAt(text, 'a')).toMatchObject({ text: '007', value: 7 });
    expect(valueAt(text, 'b')).toMatchObject({ text: 'null', value: null });
    expect(valueAt(text, 'c')?.texts).toEqual(['q1', '007', 'null', 'x y', null, 'true', '1e3']);
    expect(valueAt(text, 'd')?.text).toBeNull();
    expect(valueAt(text, 'e')?.text).toBeNull();
    expect(valueAt(text, 'f')).toMatchObject({ text: '007', value: '007' });
  });

  it('never throws, and gives fields or a problem', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '-',
      '#',
      '&x',
      '*x',
      '|',
      '!!',
      '?',
      '\t',
      '%',
      '---',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const { fields, problem } = readYaml(pieces.join(''));
        if (problem) expect([fields.size, problem.message.endsWith('.')]).toEqual([0, true]);
      }),
      { numRuns: 500 },
    );
  });

  it('says where a mistake stands', () => {
    expect(readYaml('a: 1\nb: [').problem?.message).toBe('Line 2 cannot be read as YAML.');
    expect(readYaml('a: 1\na: 2').problem?.message).toBe('Line 2 cannot be read as YAML.');
    expect(readYaml('just text').problem?.message).toContain('key: value');
  });
});

describe('writing', () => {
  it('gives text that reads back as the very same text, as a value, an item and a key', () => {
    const text = fc.oneof(
      fc.constantFrom(
        '007',
        'null',
        '~',
        'true',
        'yes',
        '1e3',
        '',
        ' ',
        'a: b',
        '# c',
        '- d',
        '[x',
        'x, y',
        '*a',
        '&b',
        '!c',
        "it's",
      ),
      fc.constantFrom(
        '"q"',
        'a\nb',
        'a\r\nb',
        '\t',
        ';',
        ',',
        ':',
        '\\',
        '|',
        '>',
        '%',
        '@',
        '`',
        '\u2028',
        '\u00a0',
        '\uFEFF',
        '---',
        '...',
      ),
      fc.string({ unit: 'binary' }).filter((value) => !/[\ud800-\udfff]/.test(value)),
    );
    fc.assert(
      fc.property(text, (value) => {
        const { fields, problem } = readYaml(
          `a: ${inFlow(value)}\nb: ${inFlow([value])}\nc: ${inFlow({ [value]: 1 })}`,
        );
        expect(problem).toBeNull();
        expect(fields.get('a')?.value).toBe(value);
        expect(fields.get('b')?.value).toEqual([value]);
        expect(Object.keys(fields.get('c')?.value ?? {})).toEqual([value]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** A field as people write them, in all styles. */
const fieldText = fc.oneof(
  fc.constantFrom(
    '1',
    '"q: 1"',
    "'s'",
    'plain text',
    '',
    '~',
    '[a, b]',
    '[ ]',
    '{ x: 1, y: [2] }',
    '# only a comment',
  ),
  fc.constantFrom(
    '\n  - a\n  - b',
    '\n- a\n- b # c',
    '\n  x: 1\n  y: 2',
    '|\n  block\n  text',
    '>-\n  folded\n  text',
  ),
);
const body = fc
  .tuple(
    fc.uniqueArray(fc.constantFrom('from', 'x', '007', 'drivers', '"a b"', 'null'), { minLength: 1 }),
    fc.array(fieldText, { minLength: 6, maxLength: 6 }),
    fc.array(fc.constantFrom('', ' # note', '   '), { minLength: 6, maxLength: 6 }),
    fc.constantFrom('\n', '\r\n'),
    fc.boolean(),
  )
  .map(([keys, values, notes, eol, isEnded]) => {
    const fields = keys.map((key, i) => {
      const value = values[i] ?? '';
      return `${key}: ${value}${/[\n#]/.test(value) ? '' : (notes[i] ?? '')}`;
    });
    return (fields.join('\n') + (isEnded ? '\n' : '')).replaceAll('\n', eol);
  });
const newValue: fc.Arbitrary<YamlValue | undefined> = fc.constantFrom<(YamlValue | undefined)[]>(
  ...[9, 'text', 'needs: quotes', true, null, ['q1', '007'], [], { a: 1, b: 'x' }, undefined],
);
const key = fc.constantFrom('from', 'x', '007', 'drivers', 'a b', 'null', 'new');

describe('an edit in place', () => {
  it('changes one value and no other byte', () => {
    fc.assert(
      fc.property(body, key, newValue, (text, name, value) => {
        const before = readYaml(text);
        fc.pre(before.problem === null);
        const edited = setYamlValue(text, [name], value);
        const after = readYaml(edited);
        expect(after.problem).toBeNull();
        const others = (fields: typeof before.fields) =>
          [...fields.values()]
            .filter((field) => field.key !== name)
            .map((field) => [field.key, field.value, field.text]);
        expect(others(after.fields)).toEqual(others(before.fields));
        if (value === undefined) expect(after.fields.has(name)).toBe(false);
        else expect(after.fields.get(name)?.value).toEqual(value);
        // Every line that does not belong to the field is still there, in order, with its line end.
        const field = before.fields.get(name);
        const from = field ? field.from : text.length;
        expect(
          edited.startsWith(text.slice(0, text.lastIndexOf('\n', from - 1) + 1).replace(/\r?\n$/, '')),
        ).toBe(true);
        const rest = field ? text.slice(field.to) : '';
        const next = rest.indexOf('\n') < 0 ? '' : rest.slice(rest.indexOf('\n') + 1);
        expect(edited.endsWith(next)).toBe(true);
      }),
      { numRuns: 800 },
    );
  });

  it.each<[string, YamlPath, YamlValue | undefined, string]>([
    ['a: 1 # one\nb: 2', ['a'], 3, 'a: 3 # one\nb: 2'],
    ['a: {x: 1,  y: 2}', ['a', 'y'], 5, 'a: {x: 1,  y: 5}'],
    ['a: {x: 1,  y: 2}', ['a', 'z'], 5, 'a: {x: 1,  y: 2, z: 5}'],
    ['a: {x: 1,  y: 2}', ['a', 'x'], undefined, 'a: {y: 2}'],
    ['a: {x: 1,  y: 2}', ['a', 'y'], undefined, 'a: {x: 1}'],
    ['a: {}', ['a', 'x'], 1, 'a: { x: 1 }'],
    ['a: [q1,q2, q3]', ['a', 1], '007', "a: [q1,'007', q3]"],
    ['a: [q1,q2, q3]', ['a', 2], undefined, 'a: [q1,q2]'],
    ['a:\n  - q1\n  - q2 # two\n  - q3', ['a', 1], undefined, 'a:\n  - q1\n  - q3'],
    ['a:\n  - q1\n  - q2\nb: 1', ['a'], ['q3', 'q4', 'q5'], 'a:\n  - q3\n  - q4\n  - q5\nb: 1'],
    ['a:\nb: 1', ['a'], 2, 'a: 2\nb: 1'],
    ['a:\nb: 1', ['a', 'x', 'y'], 2, 'a:\n  x: { y: 2 }\nb: 1'],
    ['a:\n    x: 1\n\n# end', ['a', 'y'], 2, 'a:\n    x: 1\n    y: 2\n\n# end'],
    ['', ['a', 'b'], 1, 'a: { b: 1 }'],
    ['# note', ['a'], 1, '# note\na: 1'],
    ['a: 1\r\nb: 2\r\n', ['c'], 3, 'a: 1\r\nb: 2\r\nc: 3\r\n'],
    ['a: |\n  text\nb: 1', ['a'], 2, 'a: 2\nb: 1'],
    ['a: 1\nb: 2', ['b'], undefined, 'a: 1'],
    ['a: 1', ['b'], undefined, 'a: 1'],
  ])('%j at %j to %j', (text, path, value, expected) =>
    expect(setYamlValue(text, path, value)).toBe(expected),
  );

  it('is refused where the text is no YAML or has no place for it', () => {
    expect(() => setYamlValue('a: [', ['b'], 1)).toThrow('Line 1');
    expect(() => setYamlValue('- a', ['b'], 1)).toThrow('no place');
  });

  it('renames a key and nothing else', () => {
    expect(renameYamlKey('a: # x\n  b:  1\n  c: 2', ['a', 'b'], '007')).toBe("a: # x\n  '007':  1\n  c: 2");
    expect(renameYamlKey('a: 1', ['b'], 'c')).toBe('a: 1');
  });
});
