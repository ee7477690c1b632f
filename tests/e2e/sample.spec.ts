import { readFile } from 'node:fs/promises';
import { cell, expect, openApp, test, waitForCell, waitForIdle } from './fixture';
import { exported, source } from './journey';

interface ResultTable {
  columns: { name: string; type: string }[];
  rows: (string | number | boolean | null)[][];
  row_count: number;
  truncated?: boolean;
}
interface Results {
  soundings: number;
  notebook: string;
  engine: string;
  asOf: string | null;
  sources: { name: string; file: string; sha256: string | null; rows: number; rejected: number }[];
  cells: {
    name: string;
    kind: string;
    status: string;
    error: string | null;
    findings: string[];
    tables: Record<string, ResultTable>;
  }[];
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

test('the first visit opens the sample and runs it to the end; its files say what it says', async ({
  page,
}) => {
  await openApp(page);
  await waitForIdle(page);
  const cells = page.locator('[data-cell]');
  expect(await cells.count()).toBeGreaterThan(15);
  expect(await page.locator('[data-cell]:not([data-status=done])').count()).toBe(0);

  await test.step('findings and charts stand, the rail says what was read', async () => {
    for (const name of ['what_matters', 'value', 'standing', 'habits']) {
      await expect(cell(page, name).getByRole('listitem').first()).toContainText(/\p{L}{3}/u);
      await expect(cell(page, name).getByRole('img').first()).toBeVisible();
    }
    await expect(cell(page, 'what_matters')).toContainText('Machine reliability');
    expect(await page.locator('main').innerText()).not.toMatch(/\bNaN\b|undefined|\[object/);
    for (const name of ['survey', 'orders', 'accounts', 'tickets', 'deals'])
      await expect(source(page, name)).toContainText(/[\d,]+ rows/);
    await expect(source(page, 'tickets')).toContainText('1 line rejected');
    await expect(source(page, 'tickets')).toContainText('2 lines mended');
  });

  await test.step('opening wrote nothing into the notebook', async () => {
    const original = await readFile('sample-data/renewals.soundings.md', 'utf8');
    const saved = await exported(page, 'Notebook file');
    expect(saved.name).toMatch(/\.soundings\.md$/);
    expect(saved.text).toBe(original);
  });

  await test.step('the results file holds what was computed', async () => {
    const saved = await exported(page, 'Results (JSON)');
    const results = JSON.parse(saved.text) as Results;
    expect(Object.keys(results)).toEqual(['soundings', 'notebook', 'engine', 'asOf', 'sources', 'cells']);
    expect(results).toMatchObject({
      soundings: 1,
      notebook: 'Who renews, and what is it worth?',
      engine: 'DuckDB v1.4.3',
      asOf: '2026-06-30',
    });
    expect(results.sources.map(({ name }) => name)).toEqual([
      'survey',
      'orders',
      'accounts',
      'tickets',
      'deals',
    ]);
    expect(results.sources.find(({ name }) => name === 'tickets')?.rejected).toBe(1);
    for (const one of results.cells) {
      expect(Object.keys(one)).toEqual(['name', 'kind', 'status', 'error', 'findings', 'tables']);
      expect(one).toMatchObject({ status: 'done', error: null });
      for (const [relation, table] of Object.entries(one.tables)) {
        expect(table.rows.length, relation).toBe(table.row_count);
        expect(table.truncated, relation).toBeUndefined();
        table.columns.forEach(({ type }, index) => {
          if (type !== 'DATE') return;
          for (const row of table.rows) if (row[index] !== null) expect(String(row[index])).toMatch(ISO_DAY);
        });
      }
    }
    const drivers = results.cells.find(({ name }) => name === 'what_matters');
    expect(drivers?.findings.length).toBeGreaterThan(1);
    expect(Object.keys(drivers?.tables ?? {})).toEqual(
      expect.arrayContaining([
        'what_matters',
        'what_matters_model',
        'what_matters_ranks',
        'what_matters_moves',
      ]),
    );
    const table = drivers?.tables['what_matters'];
    const names = table?.columns.map(({ name }) => name) ?? [];
    expect(names).toEqual(
      expect.arrayContaining([
        ...['driver', 'importance', 'importance_low', 'importance_high', 'share'],
        ...['performance', 'coefficient', 'correlation'],
      ]),
    );
    const share = table?.rows.reduce((sum, row) => sum + Number(row[names.indexOf('share')]), 0) ?? 0;
    expect(Math.abs(share - 1)).toBeLessThan(1e-9);
    expect(table?.rows.some((row) => row[names.indexOf('driver')] === 'q1')).toBe(true);
    expect(results.cells.find(({ name }) => name === 'value')?.tables['value']?.row_count).toBe(5000);
  });

  await test.step('Run all runs every cell again', async () => {
    await page.getByRole('button', { name: 'Run all', exact: true }).click();
    await expect(page.locator('main')).toHaveAttribute('data-run', 'running');
    await waitForIdle(page);
    expect(await page.locator('[data-cell]:not([data-status=done])').count()).toBe(0);
    await waitForCell(page, 'call_list', 'done');
  });
});
