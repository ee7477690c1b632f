/** First words of a query, which a bracket may hold. */
export const startsQuery = new Set([
  ...['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'summarize', 'show'],
  ...['pivot', 'pivot_wider', 'unpivot', 'pivot_longer'],
]);
/** Words that one relation follows; commas after it bring columns. */
export const readsOne = new Set([
  ...['table', 'describe', 'desc', 'summarize', 'show', 'pivot', 'pivot_wider', 'unpivot', 'pivot_longer'],
]);
/** Words after which no more relations come. */
export const endsFrom = new Set([
  ...['select', 'where', 'group', 'having', 'window', 'qualify', 'order', 'limit', 'offset', 'fetch'],
]);
/** Words between two queries. */
export const combines = new Set(['union', 'except', 'intersect']);
/** Words after a relation that are not its alias. */
export const neverAlias = new Set([
  ...[
    'join',
    'inner',
    'left',
    'right',
    'full',
    'cross',
    'natural',
    'asof',
    'semi',
    'anti',
    'positional',
    'on',
  ],
  ...['using', 'tablesample', 'pivot', 'unpivot', 'pivot_wider', 'pivot_longer', 'at', 'into', 'for', 'as'],
  ...['lateral', 'with', ...endsFrom, ...combines],
]);
/** Functions that are written with FROM inside. */
export const fromInside = new Set(['extract', 'substring', 'substr', 'trim', 'overlay', 'position']);
