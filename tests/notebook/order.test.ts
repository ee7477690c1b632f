import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf, namesOf } from '../../src/notebook/order';
import { cellsOf, parseNotebook } from '../../src/notebook/parse';

const notebook = (...cells: string[]) =>
  parseNotebook(`---\nsoundings: 1\nsources:\n  survey: { file: a.csv }\n---\n${cells.join('\n')}\n`);
const sql = (name: string, body: string): string => `\`\`\`sql name=${name}\n${body}\n\`\`\``;

/** The graph with names instead of ids. */
function named(document: ReturnType<typeof notebook>) {
  const graph = graphOf(document);
  const cells = cellsOf(document);
  const idOf = (name: string): string => cells.find((cell) => cell.name === name)?.id ?? '';
  const nameOf = (id: string): string => cells.find((cell) => cell.id === id)?.name ?? '';
  return { graph, idOf, names: (ids: readonly string[]) => ids.map(nameOf) };
}

describe('the order of running', () => {
  it('puts every cell after all it reads, and else keeps the page', () => {
    const arbitrary = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(arbitrary, fc.nat(), (edges, turn) => {
        // Cell i reads cells before it in this list only, so there is no circle; the page may have any order.
        const cells = edges.map((reads, i) =>
          sql(`c${i}`, ['FROM (SELECT 1) x', ...reads.filter((j) => j < i).map((j) => `c${j}`)].join(', ')),
        );
        const shift = turn % cells.length;
        const { graph, names, idOf } = named(notebook(...cells.slice(shift), ...cells.slice(0, shift)));
        const order = names(graph.order);
        edges.forEach((reads, i) => {
          for (const j of reads.filter((one) => one < i)) {
            expect(order.indexOf(`c${j}`)).toBeLessThan(order.indexOf(`c${i}`));
            expect(names(graph.ancestors(idOf(`c${i}`)))).toContain(`c${j}`);
            expect(names(graph.descendants(idOf(`c${j}`)))).toContain(`c${i}`);
          }
        });
        expect(new Set(order).size).toBe(edges.length);
        expect(graph.cycles).toEqual([]);
      }),
    );
  });

  it('is the page where nothing reads anything', () => {
    const { graph, names } = named(
      notebook(sql('b', 'SELECT 1'), sql('a', 'SELECT 1'), sql('c', 'SELECT 1')),
    );
    expect(names(graph.order)).toEqual(['b', 'a', 'c']);
  });

  it('follows tables that analyses publish, inputs, charts and sources', () => {
    const { graph, names, idOf } = named(
      notebook(
        sql('last', 'SELECT * FROM v JOIN picked ON true'),
        '```chart name=picture\nfrom: last\nmark: bar\nx: a\n```',
        '```rfm name=v\nfrom: survey\n```',
        sql('picked', 'FROM Survey WHERE a > $Low'),
        '```input name=low\ntype: number\nvalue: 1\n```',
        sql('waiting', 'FROM later_file JOIN survey ON true'),
      ),
    );
    expect(names(graph.order)).toEqual(['v', 'low', 'picked', 'last', 'picture', 'waiting']);
    expect(names(graph.ancestors(idOf('picture')))).toEqual(['v', 'low', 'picked', 'last']);
    expect(names(graph.descendants(idOf('low')))).toEqual(['picked', 'last', 'picture']);
    expect(names(graph.readersOf('survey'))).toEqual(['v', 'picked', 'last', 'picture', 'waiting']);
    expect(graph.missing(idOf('waiting'))).toEqual(['later_file']);
    expect(graph.sources(idOf('picked'))).toEqual(['survey']);
  });

  it('reports a circle by the names of its cells, and runs the rest', () => {
    const { graph, names, idOf } = named(
      notebook(
        sql('a', 'FROM b'),
        sql('b', 'FROM a'),
        sql('self', 'FROM self'),
        sql('after', 'FROM a'),
        sql('free', 'SELECT 1'),
      ),
    );
    expect(graph.cycles.map((problem) => [problem.cellId, problem.message])).toEqual([
      [idOf('a'), 'The cells `a` and `b` read each other in a circle, so none of them can run.'],
      [idOf('b'), 'The cells `a` and `b` read each other in a circle, so none of them can run.'],
      [idOf('self'), 'The cell `self` reads itself.'],
    ]);
    expect(names(graph.order)[0]).toBe('free');
    expect(names(graph.ancestors(idOf('after')))).toEqual(['a', 'b']);
  });

  it('knows sources and published tables as relations, inputs as variables', () => {
    const names = namesOf(
      notebook(sql('a', 'SELECT 1'), '```input name=low\ntype: number\n```', '```chart name=c\nx: 1\n```'),
    );
    expect([...names.relations]).toEqual(['survey', 'a']);
    expect([...names.variables]).toEqual(['low']);
  });
});
