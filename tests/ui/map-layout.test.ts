import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutMap, type MapNode } from '../../src/ui/runs/map-layout';

const anyGraph = fc
  .array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 })
  .map((lists) => lists.map((reads, i): MapNode => ({ id: `${i}`, reads: reads.map(String) })));
const acyclic = anyGraph.map((nodes) =>
  nodes.map(({ id, reads }) => ({ id, reads: reads.filter((one) => Number(one) < Number(id)) })),
);

describe('the map of cells', () => {
  it('places every node once, each in a place of its own', () => {
    fc.assert(
      fc.property(anyGraph, (nodes) => {
        const { nodes: placed, alone } = layoutMap(nodes);
        expect([...placed.map(({ id }) => id), ...alone].sort()).toEqual(nodes.map(({ id }) => id).sort());
        expect(new Set(placed.map(({ column, row }) => `${column} ${row}`)).size).toBe(placed.length);
      }),
    );
  });

  it('puts what reads right of all that it reads', () => {
    fc.assert(
      fc.property(acyclic, (nodes) => {
        const { nodes: placed, edges } = layoutMap(nodes);
        const columns = new Map(placed.map(({ id, column }) => [id, column]));
        for (const { from, to } of edges) expect(columns.get(from)).toBeLessThan(columns.get(to) ?? -1);
      }),
    );
  });

  it('a chain of thousands is a row', () => {
    const chain = Array.from({ length: 5000 }, (_, i) => ({ id: `${i}`, reads: i > 0 ? [`${i - 1}`] : [] }));
    expect(layoutMap(chain.reverse())).toMatchObject({ columns: 5000, rows: 1, alone: [] });
  });

  it('neighbours in reading stand beside one another: two chains do not cross', () => {
    const { nodes } = layoutMap([
      { id: 'a', reads: [] },
      { id: 'b', reads: [] },
      { id: 'of b', reads: ['b'] },
      { id: 'of a', reads: ['a'] },
    ]);
    const row = (id: string): number | undefined => nodes.find((node) => node.id === id)?.row;
    expect([row('of a'), row('of b')]).toEqual([row('a'), row('b')]);
  });

  it('what neither reads nor is read stands apart', () => {
    expect(layoutMap([{ id: 'lone', reads: ['gone'] }])).toMatchObject({ nodes: [], alone: ['lone'] });
  });
});
