import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindParameters, findParameters } from '../../src/sql/parameters';
import { problemOf } from '../../src/values/problem';

const known = new Set(['min_score', 'region']);

describe('$name', () => {
  it('becomes getvariable outside strings, comments and names, and its case does not matter', () => {
    expect(
      bindParameters(`SELECT '$region', "$region" -- $region\nWHERE a >= $Min_Score AND b = $region`, known)
        .sql,
    ).toBe(
      `SELECT '$region', "$region" -- $region\nWHERE a >= getvariable('min_score') AND b = getvariable('region')`,
    );
    expect(findParameters("$region, '$x', $MIN_SCORE, $region, $1")).toEqual(['region', 'min_score']);
  });

  it('maps every offset outside a replacement back to the same character', () => {
    const piece = fc.constantFrom('$region', ' $min_score ', 'a', ' é🙂 ', "'$region'", '\n', ' 1 ');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join(' ');
        const { sql, toOriginal } = bindParameters(text, known);
        for (let i = 0; i <= sql.length; i++) {
          const original = toOriginal(i);
          const isReplaced = text[original] === '$' && sql[i] !== '$';
          if (!isReplaced) expect(text[original]).toBe(sql[i]);
        }
      }),
    );
  });

  it.each([
    ['SELECT $regoin', '$regoin', 'no input cell named `regoin`', 'Did you mean `$region`?'],
    ['SELECT $zzzzzzz', '$zzzzzzz', 'no input cell named `zzzzzzz`', 'Add an input cell named `zzzzzzz`.'],
    ['SELECT $1', '$1', 'parameter by number', 'Add an input cell and write $ with its name.'],
    ['SELECT ?', '?', 'parameter by number', 'Add an input cell and write $ with its name.'],
  ])('%s is refused with its place and a way out', (sql, at, message, hint) => {
    try {
      bindParameters(sql, known);
      expect.unreachable();
    } catch (error) {
      const problem = problemOf(error);
      expect(problem.message).toContain(message);
      expect(problem.hint).toBe(hint);
      expect(sql.slice(problem.position?.from, problem.position?.to)).toBe(at);
    }
  });
});
