import { PostgreSQL, SQLDialect } from '@codemirror/lang-sql';

/** The words of queries, as DuckDB has them; statements that a cell cannot run are left out. */
export const queryWords: readonly string[] = (
  'all and anti any array as asc asof asymmetric at between both by case cast collate columns cross cube current ' +
  'desc describe distinct else end escape except exclude exists extract false fetch filter first following for from ' +
  'full glob group grouping groups having ignore ilike in inner intersect interval into is isnull join lambda last ' +
  'lateral leading left like limit map materialized name natural not notnull null nulls offset on only or order ' +
  'others outer over partition percent pivot positional preceding qualify range recursive replace respect right ' +
  'rollup row rows sample select semi sets similar some struct summarize symmetric table tablesample then ties to ' +
  'trailing true try_cast unbounded union unpivot using values when where window with within without'
).split(' ');
const types =
  'bigint bit blob bool boolean decimal double float hugeint int integer numeric real smallint timestamptz tinyint ' +
  'ubigint uhugeint uinteger usmallint utinyint uuid varchar';

/** Words that are names everywhere but in a part of a clause: offered, not coloured. */
const mostlyNames = new Set(
  'name first last current columns map struct range row percent ties to at only some any sample sets'.split(
    ' ',
  ),
);

/** DuckDB's SQL; `$name` is an input. */
export const duckdbDialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: queryWords.filter((word) => !mostlyNames.has(word)).join(' '),
  types,
  builtin: '',
  specialVar: '$',
  caseInsensitiveIdentifiers: true,
});
