import { PostgreSQL, SQLDialect } from '@codemirror/lang-sql';

const words =
  'asof anti semi positional qualify pivot unpivot exclude replace sample summarize describe ilike try_cast struct map list columns';
const types =
  'hugeint uhugeint ubigint uinteger usmallint utinyint tinyint double float varchar blob timestamptz';

/** PostgreSQL's SQL with DuckDB's own words; `$name` is an input. */
export const duckdbDialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ''} ${words}`,
  types: `${PostgreSQL.spec.types ?? ''} ${types}`,
  specialVar: '$',
  caseInsensitiveIdentifiers: true,
});
