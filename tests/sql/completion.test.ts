import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callAt, completionAt, type CompletionContext } from '../../src/sql/completion/completion-context';

const known: Record<string, string[]> = {
  survey: ['customer_id', 'nps', 'region'],
  orders: ['order_id', 'customer_id', 'amount'],
};
const columnsOf = (name: string): string[] | undefined => known[name.toLowerCase()];

/** The context where `|` stands. */
function contextOf(marked: string): CompletionContext {
  const offset = marked.indexOf('|');
  return completionAt(marked.replace('|', ''), offset, columnsOf);
}
/** Names before a dot with their columns, of an expression. */
function itemsOf(marked: string): Record<string, readonly string[]> {
  const context = contextOf(marked);
  if (context.at !== 'expression') throw new Error(`not an expression but ${context.at}`);
  return Object.fromEntries(context.items.map(({ name, columns }) => [name, columns]));
}
const membersOf = (marked: string): readonly string[] | null | string => {
  const context = contextOf(marked);
  return context.at === 'member' ? context.columns : context.at;
};

describe('after a dot', () => {
  it('an alias gives the columns of its relation', () => {
    expect(membersOf('SELECT s.| FROM survey AS s')).toEqual(known.survey);
    expect(membersOf('SELECT s.np| FROM survey s')).toEqual(known.survey);
    expect(membersOf('SELECT s.| FROM s: survey')).toEqual(known.survey);
    expect(membersOf('SELECT "S x".| FROM survey AS "S x"')).toEqual(known.survey);
    expect(membersOf('SELECT 1 FROM orders o JOIN survey s ON o.customer_id = s.|')).toEqual(known.survey);
  });

  it('a relation gives its columns, whether or not it is read', () => {
    expect(membersOf('SELECT survey.| FROM survey')).toEqual(known.survey);
    expect(membersOf('SELECT Orders.|')).toEqual(known.orders);
  });

  it('an alias that hides a relation is the alias', () => {
    expect(membersOf('SELECT orders.| FROM survey AS orders')).toEqual(known.survey);
  });

  it('WITH and subqueries give what their select lists name', () => {
    const given = ['customer_id', 'total', 'n'];
    const body = 'SELECT customer_id, sum(amount) AS total, count(*) n FROM orders GROUP BY ALL';
    expect(membersOf(`WITH t AS (${body}) SELECT t.| FROM t`)).toEqual(given);
    expect(membersOf(`WITH t AS (${body}) SELECT x.| FROM t AS x`)).toEqual(given);
    expect(membersOf(`SELECT q.| FROM (${body}) AS q`)).toEqual(given);
    expect(
      membersOf(`WITH a AS (FROM survey), b AS (SELECT a.*, 1 AS one FROM a) SELECT b.| FROM b`),
    ).toEqual([...(known.survey ?? []), 'one']);
  });

  it('a column list after WITH or an alias renames, and EXCLUDE takes out', () => {
    expect(membersOf('WITH t(a, b) AS (SELECT 1, 2) SELECT t.| FROM t')).toEqual(['a', 'b']);
    expect(membersOf('SELECT t.| FROM (SELECT * EXCLUDE (nps) FROM survey) t')).toEqual([
      'customer_id',
      'region',
    ]);
  });

  it('a subquery sees the row of the query around it', () => {
    expect(
      membersOf('SELECT * FROM survey s WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = s.|)'),
    ).toEqual(known.survey);
  });

  it('a name that nobody knows gives null', () => {
    expect(membersOf('SELECT x.| FROM survey')).toBeNull();
  });
});

describe('in an expression', () => {
  it('what FROM reads is visible, though it is written later', () => {
    expect(itemsOf('SELECT | FROM survey s JOIN orders USING (customer_id)')).toEqual({
      s: known.survey,
      orders: known.orders,
    });
    expect(itemsOf('SELECT 1 FROM survey WHERE |')).toEqual({ survey: known.survey });
    expect(itemsOf('FROM survey SELECT n|')).toEqual({ survey: known.survey });
  });

  it('each side of UNION sees its own relations', () => {
    expect(Object.keys(itemsOf('SELECT | FROM survey UNION ALL SELECT 1 FROM orders'))).toEqual(['survey']);
    expect(Object.keys(itemsOf('SELECT 1 FROM survey UNION ALL SELECT | FROM orders'))).toEqual(['orders']);
  });

  it('a subquery in FROM does not see its neighbours, one in WHERE does', () => {
    expect(Object.keys(itemsOf('SELECT * FROM survey, (SELECT | FROM orders) q'))).toEqual(['orders']);
    expect(Object.keys(itemsOf('SELECT * FROM survey WHERE nps > (SELECT | FROM orders)'))).toEqual([
      'orders',
      'survey',
    ]);
  });

  it('later clauses may use the names of the select list', () => {
    const context = contextOf('SELECT sum(amount) AS total FROM orders ORDER BY |');
    expect(context).toMatchObject({ at: 'expression', clause: 'order', outputs: ['total'] });
  });

  it('nothing is offered in strings, comments, numbers and where a name is made up', () => {
    for (const marked of [
      "SELECT 'a|' ",
      'SELECT 1 -- su|',
      'SELECT /* s| */ 1',
      "SELECT 'ab|",
      'SELECT 12|',
      'SELECT 1 AS |',
    ])
      expect(contextOf(marked).at).toBe('nothing');
  });
});

describe('where a relation is wanted', () => {
  it('FROM, JOIN and commas between relations want one', () => {
    for (const marked of [
      'SELECT * FROM |',
      'FROM su|',
      'SELECT * FROM survey JOIN |',
      'SELECT * FROM survey, |',
      'SELECT * FROM (SELECT * FROM |) q',
      'SELECT * FROM survey s LEFT JOIN o|',
    ])
      expect([marked, contextOf(marked).at]).toEqual([marked, 'relation']);
  });

  it('ON, the select list and a call do not', () => {
    for (const marked of [
      'SELECT a, | FROM survey',
      'SELECT * FROM survey JOIN orders ON |',
      'SELECT * FROM range(1, |)',
    ])
      expect([marked, contextOf(marked).at]).toEqual([marked, 'expression']);
  });

  it('the WITH tables written before are offered', () => {
    const context = contextOf('WITH a AS (FROM survey), b AS (SELECT nps FROM |');
    expect(context.at === 'relation' && context.commonTables.map(({ name }) => name)).toEqual(['a']);
  });

  it('USING wants columns that both sides have', () => {
    expect(contextOf('SELECT * FROM survey JOIN orders USING (|')).toMatchObject({
      at: 'shared',
      columns: ['customer_id'],
    });
  });
});

describe('the rest', () => {
  it('$ wants an input, from the $ on', () => {
    expect(contextOf('SELECT $mi|')).toEqual({ at: 'input', from: 7 });
    expect(contextOf('SELECT $|')).toEqual({ at: 'input', from: 7 });
  });

  it('a call is known with its argument', () => {
    const call = (marked: string) => callAt(marked.replace('|', ''), marked.indexOf('|'));
    expect(call('SELECT round(|')).toMatchObject({ name: 'round', argument: 0 });
    expect(call('SELECT round(avg(nps), |)')).toMatchObject({ name: 'round', argument: 1 });
    expect(call('SELECT round(avg(|nps), 2)')).toMatchObject({ name: 'avg', argument: 0 });
    expect(call('SELECT round(1, 2)|')).toBeNull();
    expect(call('SELECT * FROM (|SELECT 1)')).toBeNull();
  });

  it('any text with any place has a context, and the word under way begins at or before it', () => {
    const piece = fc.constantFrom(
      ...[
        'SELECT',
        'FROM',
        'WITH',
        't',
        'AS',
        '(',
        ')',
        ',',
        '.',
        '*',
        'survey',
        "'",
        '"',
        '--',
        '\n',
        'JOIN',
      ],
      ...['UNION', '$', 'EXCLUDE', ';', ':', '/*', 'ORDER', 'BY', '1.', 'é', '[', '}'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), fc.nat(), (pieces, seed) => {
        const sql = pieces.join(seed % 2 ? ' ' : '');
        const offset = seed % (sql.length + 1);
        const context = completionAt(sql, offset, columnsOf);
        if ('from' in context) expect(context.from).toBeLessThanOrEqual(offset);
        callAt(sql, offset);
      }),
    );
  });
});
