import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clockText,
  dayText,
  decimalText,
  shortestText,
  timeText,
} from '../../src/formats/kinds/parquet/value-text';
import { fileBytes, openFile, openTable } from './open-file';

describe('a Parquet file', () => {
  it('gives every type as text that reads back the same', async () => {
    const { names, types, data, rows, notes } = await openFile('values.parquet');
    const columns = Object.fromEntries(
      names.map((name, i) => [name, [types[i], ...data.map((row) => row[i])]]),
    );
    expect(rows).toBe(3);
    expect(columns).toEqual({
      id: ['BIGINT', '1', '2', ''],
      big: ['BIGINT', '9007199254740993', '-9007199254740993', ''],
      unsigned: ['UBIGINT', '18446744073709551615', '0', ''],
      tiny: ['BIGINT', '-1', '127', ''],
      double: ['DOUBLE', '0.1', '', ''],
      float: ['DOUBLE', '0.1', '3.4e+38', ''],
      flag: ['BOOLEAN', 'true', 'false', ''],
      text: ['VARCHAR', 'Ünï, "quoted"', '', ''],
      day: ['DATE', '2026-06-30', '0001-01-01', ''],
      time: ['TIMESTAMP', '2026-06-30 14:05:00.123456', '1969-12-31 23:59:59.999999', ''],
      millis: ['TIMESTAMP', '2026-06-30 14:05:00.5', '', ''],
      nanos: ['TIMESTAMP', '2026-06-30 14:05:00.123456', '', ''],
      clock: ['TIME', '14:05:00.25', '00:00:00', ''],
      money: ['DECIMAL(9,2)', '123.45', '-1.50', ''],
      fine: ['DECIMAL(38,3)', '-0.001', '12345678901234567890123456789012345.678', ''],
      large: ['DECIMAL(18,4)', '99999999999999.9999', '-0.0001', ''],
      list: ['VARCHAR', '[1,null,3]', '[]', ''],
      struct: ['VARCHAR', '{"a":1,"b":["x","y"]}', '', ''],
      map: ['VARCHAR', '{"k":2}', '{}', ''],
      json: ['VARCHAR', '{"j":1}', '', ''],
      uuid: ['VARCHAR', '123e4567-e89b-12d3-a456-426614174000', '', ''],
      enum: ['VARCHAR', 'small', 'large', ''],
      blob: ['VARCHAR', '00ff', '', ''],
      span: ['VARCHAR', '000000000100000000000000', '', ''],
    });
    expect(notes.map(({ text }) => text)).toEqual([
      'Lists and structures are kept as JSON text: list, struct, map.',
      'Times in nanoseconds are kept to the microsecond.',
    ]);
  });

  it.each(['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw', 'v2'])(
    'packed by %s is read row group by row group',
    async (codec) => {
      const { data, names, rows } = await openFile(`${codec}.parquet`);
      expect(names).toEqual(['n', 'name', 'gaps']);
      expect(rows).toBe(2500);
      expect(data).toEqual(
        Array.from({ length: 2500 }, (_, n) => [String(n), `name ${n % 50}`, n % 3 === 0 ? '' : String(n)]),
      );
    },
  );

  it('of no rows has its columns', async () => {
    expect(await openFile('none.parquet')).toMatchObject({
      names: ['a'],
      types: ['BIGINT'],
      rows: 0,
      data: [],
    });
  });

  it('that is cut off, damaged or encrypted says so', async () => {
    const bytes = fileBytes('snappy.parquet');
    await expect(openTable(bytes.subarray(0, 9000), 'cut.parquet')).rejects.toThrow('is cut off');
    const damaged = Uint8Array.from(bytes);
    damaged.fill(0xff, 4, 4000);
    await expect(openTable(damaged, 'bad.parquet')).rejects.toThrow('`bad.parquet` is damaged');
    const locked = Uint8Array.from(bytes);
    locked.set(new TextEncoder().encode('PARE'), locked.length - 4);
    await expect(openTable(locked, 'locked.parquet')).rejects.toThrow('is encrypted');
  });

  it('longer than a stretch, in one row group, comes back whole', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parquet-'));
    try {
      const file = path.join(folder, 'long.parquet');
      const connection = await (await DuckDBInstance.create(':memory:')).connect();
      await connection.run(
        `COPY (SELECT range AS n, IF(range % 7 = 0, NULL, 'k' || range % 20000) AS k FROM range(300000)) TO '${file}' (ROW_GROUP_SIZE 400000)`,
      );
      const { data } = await openTable(new Uint8Array(readFileSync(file)), 'long.parquet');
      expect(data.length).toBe(300_000);
      expect(
        data.findIndex(([n, k], i) => n !== String(i) || k !== (i % 7 === 0 ? '' : `k${i % 20_000}`)),
      ).toBe(-1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('values as text', () => {
  it('decimals have all their digits', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }),
        fc.integer({ min: 0, max: 20 }),
        (unscaled, scale) => {
          const text = decimalText(unscaled, scale);
          expect(BigInt(text.replace('.', ''))).toBe(unscaled);
          expect(text.split('.')[1]?.length ?? 0).toBe(scale);
        },
      ),
    );
    expect(decimalText(Uint8Array.of(0xff, 0x85), 2)).toBe('-1.23');
  });

  it('a float is the shortest number that is the same float', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(shortestText(value))) + 0).toBe(value + 0);
      }),
    );
    expect([0.1, 16_777_216, 1 / 3].map(Math.fround).map(shortestText)).toEqual([
      '0.1',
      '16777216',
      '0.33333334',
    ]);
  });

  it('times are those of the calendar to the microsecond', () => {
    const micros = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(
      fc.property(micros, (value) => {
        const text = timeText(value);
        const [day = '', clock = ''] = text.split(' ');
        const [seconds = '', fraction = ''] = clock.split('.');
        const millis = BigInt(Date.parse(`${day}T${seconds}Z`));
        expect(millis * 1000n + BigInt(fraction.padEnd(6, '0'))).toBe(value);
      }),
    );
    expect([dayText(3_000_000), dayText(Number.NaN), timeText(10n ** 18n)]).toEqual(['', '', '']);
    expect(clockText(86_399_999_999_999n, 1e9)).toBe('23:59:59.999999');
  });
});
