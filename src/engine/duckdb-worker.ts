/** The one place in DuckDB-WASM 1.32.0 that would need 'unsafe-eval': calling JavaScript back, as progress does. */
const EVALUATED = 'var m=newFunc(Function,_)(...d),g="methodCaller<("';
const CALLED = 'var m=callWithoutEval(r,a,n,emval_returnValue),g="methodCaller<("';

/** What the evaluated text would do: reads the arguments one after another, calls, and hands back what came. */
const callWithoutEval = `
var callWithoutEval = (kind, returned, types, giveBack) => (object, method, destructors, from) => {
  let at = from;
  const given = types.map((type) => {
    const value = type.readValueFromPointer(at);
    at += type.argPackAdvance;
    return value;
  });
  const value = kind === 1 ? new method(...given) : method.call(object, ...given);
  return returned.isVoid ? undefined : giveBack(returned, destructors, value);
};
`;

/** Every error in a user's SQL would be logged; the page shows it already. */
const quiet = 'console.log = () => undefined;\n';

/** The text of DuckDB's worker made fit for the page's policy, which allows no evaluation of text. */
export function withoutEval(workerText: string): string {
  const parts = workerText.split(EVALUATED);
  if (parts.length !== 2) throw new Error('DuckDB-WASM has changed: look at duckdb-worker.ts');
  return quiet + callWithoutEval + parts.join(CALLED);
}
