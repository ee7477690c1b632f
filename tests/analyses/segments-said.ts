import { expect } from 'vitest';
import type { OptionValue } from '../../src/analyses/options';
import type { Cell } from '../../src/values/table';
import { rowsOf } from '../sql/duckdb';
import type { TestRunResult } from '../sql/run-analysis';

/** The option that asks for one number of segments. */
export const exactly = (k: number): OptionValue => ({ from: k, to: k });

/** All findings in one text. */
export const texts = ({ report }: TestRunResult): string =>
  report.findings.map(({ text }) => text).join('\n');

export const table = ({ tables }: TestRunResult, suffix: string): Record<string, Cell>[] =>
  rowsOf(tables[suffix] ?? expect.fail(`no table ${suffix}`));

/** A criterion of the choice of k, for one number of segments; NaN where there is none. */
export const criterion = (result: TestRunResult, name: string, k: number): number =>
  Number(table(result, 'choice').find((row) => row['criterion'] === name && row['k'] === k)?.['value']);
