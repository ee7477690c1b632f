import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNotebook } from '../../src/notebook/parse';
import { fingerprint } from '../../src/state/fingerprint';
import { fingerprints, planOf } from '../../src/state/plan';

const notebook = (...cells: string[]): ReturnType<typeof parseNotebook> =>
  parseNotebook(
    `---\nsoundings: 1\ntitle: T\nsources:\n  survey:\n    file: survey.csv\n---\n\n${cells.join('\n\n')}\n`,
  );
const sql = (name: string, body: string): string => `\`\`\`sql name=${name}\n${body}\n\`\`\``;
const outside = { source: () => 'ready 1', asOf: null, labels: () => '{}' };

/** Fingerprints by the cells' names. */
function named(document: ReturnType<typeof parseNotebook>, given = outside): Map<string, string> {
  const plan = planOf(document, null);
  const prints = fingerprints(plan, given);
  return new Map([...plan.cells.values()].map((cell) => [cell.name, prints.get(cell.id) ?? '']));
}
const changed = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...after.keys()].filter((name) => before.get(name) !== after.get(name)).sort();

const a = sql('a', 'FROM survey');
const b = sql('b', 'FROM a');
const c = sql('c', 'FROM b');
const lone = sql('lone', 'SELECT 1 AS one');

describe('fingerprints of results', () => {
  it('change with a text for the cell and all that read it, and for no other', () => {
    const before = named(notebook(a, b, c, lone));
    const after = named(notebook(a, sql('b', 'FROM a WHERE true'), c, lone));
    expect(changed(before, after)).toEqual(['b', 'c']);
  });

  it('do not depend on the order of the page', () => {
    expect(changed(named(notebook(a, b, c, lone)), named(notebook(lone, c, a, b)))).toEqual([]);
  });

  it('change for all readers when a source is read again', () => {
    const document = notebook(a, b, c, lone);
    const after = named(document, { ...outside, source: () => 'ready 2' });
    expect(changed(named(document), after)).toEqual(['a', 'b', 'c']);
  });

  it('change with the value of an input for the cells that read it', () => {
    const input = (value: number): string => `\`\`\`input name=least\ntype: number\nvalue: ${value}\n\`\`\``;
    const reader = sql('reader', 'SELECT $least AS least');
    const before = named(notebook(input(1), reader, lone));
    expect(changed(before, named(notebook(input(2), reader, lone)))).toEqual(['least', 'reader']);
  });

  it('keep counting the text before the typing while a cell is typed in', () => {
    const document = notebook(a, b);
    const typed = notebook(sql('a', 'FROM surv'), b);
    const cell = [...planOf(typed, null).cells.values()].find(({ name }) => name === 'a');
    const plan = planOf(typed, { id: cell?.id ?? '', body: 'FROM survey' });
    const prints = fingerprints(plan, outside);
    const counted = new Map([...plan.cells.values()].map(({ id, name }) => [name, prints.get(id) ?? '']));
    expect(changed(named(document), counted)).toEqual([]);
  });

  it('exist for cells in a cycle too, which are told so', () => {
    const plan = planOf(notebook(sql('x', 'FROM y'), sql('y', 'FROM x')), null);
    expect(plan.cycles.size).toBe(2);
    expect(fingerprints(plan, outside).size).toBe(2);
  });
});

describe('the hash of texts', () => {
  it('tells apart how the same characters are cut into parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (parts) => {
        const joined = [parts.join('')];
        fc.pre(parts.length > 1);
        expect(fingerprint(...parts)).not.toBe(fingerprint(...joined));
        expect(fingerprint(...parts)).toBe(fingerprint(...parts));
      }),
      { seed: 7 },
    );
  });
});
