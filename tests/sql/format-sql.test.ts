import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSql, saysTheSame } from '../../src/sql/format-sql';
import { InputProblem } from '../../src/values/problem';

/** SQL as people write it here: FROM first, casts, lambdas, structs, inputs, comments, odd names. */
const texts = [
  'select a.plan, count(*) as n, count(s.account_id) / count(*) share from accounts a left join survey s using (account_id) group by all order by n desc',
  'FROM survey SELECT overall, q1::INTEGER AS "Q 1" WHERE recommend >= $min_score AND overall <> 3',
  "WITH t AS (SELECT date_trunc('month', ordered_on) AS month, sum(amount) AS money FROM orders GROUP BY 1) FROM t -- by month\nORDER BY month",
  "SELECT list_transform([1, 2, 3], lambda x: x + 1) AS l, {'a': 1, 'b': [2]} AS s, MAP {'k': 'v'} AS m, s.a",
  "SELECT * EXCLUDE (q1) REPLACE (q2 * 2 AS q2), COLUMNS('q.*') FROM survey QUALIFY row_number() OVER (PARTITION BY plan ORDER BY overall) = 1",
  'PIVOT orders ON channel USING sum(amount) GROUP BY account_id',
  'UNPIVOT (SELECT overall, q1 FROM survey) ON q1 INTO NAME rating VALUE score',
  "SELECT /* why\n   so */ value, Value AS \"Value\", name, e'a\\'b', $$it's$$, x'00' FROM t /* end */",
  'SELECT a ->> 1, b // 2, c ** 3, d !~~ e, f ^@ g, -h, a||b, arr[1:2], x IS DISTINCT FROM y FROM t',
  'SELECT CASE WHEN overall >= 9 THEN 1 WHEN overall IN (7, 8) THEN 0 ELSE -1 END AS kind FROM survey WHERE q1 BETWEEN 1 AND 5',
  'SELECT count(*) FILTER (WHERE overall > 3) FROM survey TABLESAMPLE 10% ASOF JOIN orders ON a >= b',
  'SUMMARIZE survey',
  'SELECT 1e3, .5, 1_000, 0x1F AS h; ',
];

async function formatted(sql: string): Promise<string | null> {
  try {
    return await formatSql(sql);
  } catch (error) {
    expect(error).toBeInstanceOf(InputProblem);
    return null;
  }
}

describe('formatting SQL', () => {
  it('changes white space and the case of reserved words alone', async () => {
    for (const sql of texts) {
      const result = await formatted(sql);
      if (result !== null) expect([sql, saysTheSame(sql, result)]).toEqual([sql, true]);
    }
  });

  it('formats ordinary queries, and again to the same', async () => {
    for (const sql of texts.slice(0, 3)) {
      const once = await formatSql(sql);
      expect(once.split('\n').length).toBeGreaterThan(3);
      expect(await formatSql(once)).toBe(once);
    }
  });

  it('writes reserved words in capitals and keeps names, inputs, strings and comments', async () => {
    expect(
      await formatSql("select value, Name from t where x = 'from' and y > $Least -- select\nlimit 3"),
    ).toBe(
      "SELECT\n  value,\n  Name\nFROM\n  t\nWHERE\n  x = 'from'\n  AND y > $Least -- select\nLIMIT\n  3",
    );
  });

  it('refuses what it cannot lay out, with a way out', async () => {
    await expect(formatSql('SELECT (1')).rejects.toThrow('left as it is');
    await expect(formatSql("SELECT 'never closed")).rejects.toThrow('left as it is');
  });

  it('an empty text stays as it is', async () => {
    expect(await formatSql(' \n')).toBe(' \n');
  });

  it('never changes what tokens thrown together say: it refuses or keeps them', async () => {
    const piece = fc.constantFrom(
      ...[
        'SELECT',
        'from',
        'a',
        '"B"',
        ',',
        '(',
        ')',
        '::',
        '>=',
        '- ',
        '-',
        '--c\n',
        '/*d*/',
        "'e'",
        '$f',
        '1.5',
      ],
      ...['.', '*', '[', ']', '{', '}', ':', '||', '->', 'case', 'END', 'with', 'AS', 'pivot', ';', '\n'],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
        const sql = pieces.join(' ');
        const result = await formatted(sql);
        if (result !== null) expect(saysTheSame(sql, result)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the comparison behind it', () => {
  it('tells operators that are pulled apart or joined, and other words', () => {
    expect(saysTheSame('a >= b', 'a  >=\nb')).toBe(true);
    expect(saysTheSame('a >= b', 'a > = b')).toBe(false);
    expect(saysTheSame('a - -b', 'a --b')).toBe(false);
    expect(saysTheSame('a', 'b')).toBe(false);
    expect(saysTheSame("'a'", "'A'")).toBe(false);
  });
});
