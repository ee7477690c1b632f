import fc from 'fast-check';

/** Lines that a notebook's grammar cares about, in any order, among lines it does not. */
const line = fc.oneof(
  fc.constantFrom('', '  ', '# Heading', 'Prose.', '    indented', '<!-- cell -->', '<!-- a', 'b -->', '---'),
  fc.constantFrom('```', '````', '~~~', '  ```', '```  ', '```sql', '```python', '``````', '~~~~'),
  fc.constantFrom(
    '```sql name=a',
    '```sql name=b title="A \\"b\\"" fold',
    '````chart name=c',
    '~~~input name=d',
  ),
  fc.constantFrom(
    '```text name=x',
    '```new-kind name=e extra=1',
    '```drivers name=v',
    'from: a',
    'SELECT 1',
    '\t',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !/[\r\n\0]/.test(text)),
);
const lineEnd = fc.constantFrom('\n', '\r\n');
const head = fc.constantFrom(
  ['---', 'soundings: 1', '---'],
  ['---', 'soundings: 1 # one', 'title: "T"', 'asOf: 2026-06-30', 'unknown: [1, 2]', '---'],
  ['---', '# c', 'soundings: 1', 'sources:', '  survey: { file: a.csv }', '---  '],
);

/** Any notebook: BOM or not, either line end or both mixed, final line end or not. */
export const arbitraryNotebook: fc.Arbitrary<string> = fc
  .tuple(
    fc.boolean(),
    head,
    fc.array(line, { maxLength: 14 }),
    fc.array(lineEnd, { minLength: 1 }),
    fc.boolean(),
  )
  .map(([bom, headLines, lines, ends, isEnded]) => {
    const all = [...headLines, ...lines].map((text, i) => [text, ends[i % ends.length] ?? '\n']).flat();
    if (!isEnded && lines.length > 0) all.pop();
    return (bom ? '\uFEFF' : '') + all.join('');
  });
