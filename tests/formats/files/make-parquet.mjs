// Makes the Parquet files beside it by DuckDB (the development dependency), once with each compression.
import { DuckDBInstance } from '@duckdb/node-api';
import path from 'node:path';

const here = import.meta.dirname;
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const write = (sql, name, options = '') =>
  connection.run(`COPY (${sql}) TO '${path.join(here, name)}' (FORMAT parquet${options})`);

const values = `SELECT * FROM (VALUES
  (1::BIGINT, 9007199254740993::BIGINT, 18446744073709551615::UBIGINT, -1::TINYINT, 0.1::DOUBLE, 0.1::FLOAT, true,
   'Ünï, "quoted"', DATE '2026-06-30', TIMESTAMP '2026-06-30 14:05:00.123456', TIMESTAMP_MS '2026-06-30 14:05:00.5',
   TIMESTAMP_NS '2026-06-30 14:05:00.123456789', TIME '14:05:00.25', 123.45::DECIMAL(9,2), -0.001::DECIMAL(38,3),
   99999999999999.9999::DECIMAL(18,4), [1, NULL, 3], {'a': 1, 'b': ['x', 'y']}, MAP {'k': 2}, '{"j":1}'::JSON,
   '123e4567-e89b-12d3-a456-426614174000'::UUID, 'small'::ENUM('small', 'large'), '\\x00\\xFF'::BLOB, INTERVAL 1 DAY),
  (2, -9007199254740993, 0, 127, 'nan'::DOUBLE, 3.4e38::FLOAT, false, '', DATE '0001-01-01', TIMESTAMP '1969-12-31 23:59:59.999999',
   NULL, NULL, TIME '00:00:00', -1.5, 12345678901234567890123456789012345.678, -0.0001, [], NULL, MAP {}, NULL, NULL, 'large', NULL, NULL),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
) AS t (id, big, unsigned, tiny, double, float, flag, text, day, time, millis, nanos, clock, money, fine, large, list,
  struct, map, json, uuid, enum, blob, span)`;
await write(values, 'values.parquet');

const rows = `SELECT range::INT AS n, 'name ' || (range % 50) AS name, IF(range % 3 = 0, NULL, range::INT) AS gaps FROM range(2500)`;
for (const codec of ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'])
  await write(rows, `${codec}.parquet`, `, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048`);
await write(rows, 'v2.parquet', ', PARQUET_VERSION v2');
await write('SELECT 1 AS a WHERE false', 'none.parquet');
