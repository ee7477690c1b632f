import { describe, expect, it } from 'vitest';
import { AnalysisCache } from '../../src/engine/analysis-cache';
import type { AnalysisRequest } from '../../src/engine/api';
import { request, levels } from './made-analyses';

describe('the cache of rows', () => {
  const analysis = levels(false);
  const rows = (count: number) => ({
    ...{ columns: [], prepared: {}, statements: [], tables: [] },
    rows: { rows: { n: new Float64Array(count) } },
  });
  const named = (name: string): AnalysisRequest => request({ id: 'levels', name });

  it('holds at most its limit and lets the least recently used go', () => {
    const cache = new AnalysisCache(3000);
    for (const name of ['a', 'b', 'c']) cache.put(analysis, named(name), rows(125));
    expect(cache.bytes).toBe(3000);
    cache.get(analysis, named('a'));
    cache.put(analysis, named('d'), rows(125));
    expect(cache.bytes).toBe(3000);
    expect(['a', 'b', 'c', 'd'].map((name) => cache.get(analysis, named(name)) !== undefined)).toEqual([
      ...[true, false, true, true],
    ]);
    cache.put(analysis, named('a'), rows(10));
    expect(cache.bytes).toBe(2080);
  });

  it('does not keep what is larger than all may be, nor gives up the rest for it', () => {
    const cache = new AnalysisCache(3000);
    cache.put(analysis, named('a'), rows(125));
    cache.put(analysis, named('huge'), { ...rows(1000), tables: ['x'] });
    expect(cache.bytes).toBe(1000);
    expect(cache.takeDropped()).toEqual(['x']);
  });
});
