import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { withoutEval } from '../../src/engine/duckdb-worker';

const original = readFileSync(
  createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js'),
  'utf8',
);

it('the worker that ships has the one place that is rewritten', () => {
  const text = withoutEval(original);
  expect(text).not.toContain('newFunc(Function,_)(...d),g="methodCaller<("');
  expect(text.split('callWithoutEval(r,a,n,emval_returnValue)').length).toBe(2);
});

it('the rewritten call reads its arguments in order and hands back what came', () => {
  const source = /var callWithoutEval[^]*?\n};\n/.exec(withoutEval(original))?.[0] ?? '';
  const call = new Function(`${source} return callWithoutEval;`)() as (
    ...given: unknown[]
  ) => (...given: unknown[]) => unknown;
  const type = (size: number) => ({ argPackAdvance: size, readValueFromPointer: (at: number) => `@${at}` });
  const given: unknown[] = [];
  const method = (...values: unknown[]): number => given.push(...values);
  const back = call(
    0,
    {},
    [type(8), type(16), type(8)],
    (_type: unknown, _destructors: unknown, value: unknown) => value,
  );
  expect(back(null, method, null, 100)).toBe(3);
  expect(given).toEqual(['@100', '@108', '@124']);
});

it('another version of the worker is refused, not run unpatched', () => {
  expect(() => withoutEval('var a = 1;')).toThrow(/has changed/);
});
