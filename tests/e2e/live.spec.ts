import { cell, expect, test, waitForCell, waitForIdle, type Page } from './fixture';
import { notebookOf, openOn, rowsOf, sqlCell, typeInto } from './journey';
import { expectWithin, resultsOf, resultsOfCell, type CellResults } from './results';

/** 1,200 answers of 600 customers in two regions; what matters differs between them. */
const ANSWERS = `SELECT 'c' || (range % 600) AS customer, CASE WHEN range % 600 < 250 THEN 'North' ELSE 'South' END AS region,
  'Q' || (1 + range % 3) AS wave, 1 + floor(hash(range, 1) % 1000 / 100) AS ease, 1 + floor(hash(range, 2) % 1000 / 100) AS staff,
  1 + floor((hash(range, 2) % 500 + hash(range, 3) % 500) / 100) AS price,
  CASE WHEN region = 'North' THEN 0.7 ELSE 0.1 END * ease + 0.4 * staff + hash(range, 4) % 1000 / 300 AS overall FROM range(1200)`;
const drivers = (name: string, from: string, more: readonly string[]): string =>
  [
    `\`\`\`drivers name=${name}`,
    ...[`from: ${from}`, 'outcome: overall', 'drivers: [ease, staff, price]', 'key: customer', ...more],
    '```',
  ].join('\n');
const NOTEBOOK = notebookOf([
  sqlCell('answers', ANSWERS),
  sqlCell('north', "FROM answers WHERE region = 'North'"),
  drivers('live', 'answers', ['filterBy: [region, wave]']),
  drivers('whole', 'answers', []),
  drivers('part', 'north', []),
  sqlCell('follows', "SELECT value AS n FROM live_model WHERE statistic = 'n'"),
]);

const chip = (page: Page, column: string, level: string) =>
  cell(page, 'live')
    .getByRole('group', { name: column, exact: true })
    .getByRole('button', { name: level, exact: true });

/** Numbers to 9 digits: sums of blocks may differ in the last ones from sums of rows. */
const rounded = ({ tables }: CellResults, suffix: string) =>
  (tables[suffix] ?? []).map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([column]) => !column.startsWith('p_'))
        .map(([column, value]) => [column, typeof value === 'number' ? Number(value.toPrecision(9)) : value]),
    ),
  );

/** Where the marks of a cell's pictures stand in their frames, to half a pixel. */
const marksOf = (page: Page, name: string): Promise<string[]> =>
  cell(page, name)
    .locator('figure svg :is(circle, rect, path)')
    .evaluateAll((marks) =>
      marks.map((mark) => {
        const { x, y, width, height } = mark.getBoundingClientRect();
        const frame = mark.closest('figure')?.getBoundingClientRect();
        return [x - (frame?.x ?? 0), y - (frame?.y ?? 0), width, height]
          .map((length) => Math.round(2 * length) / 2)
          .join();
      }),
    );

async function expectAlike(page: Page, one: string, other: string): Promise<void> {
  await waitForIdle(page);
  const results = await resultsOf(page);
  for (const suffix of ['', 'moves', 'dominance']) {
    const expected = rounded(resultsOfCell(results, other), suffix);
    expect(expected.length).toBeGreaterThan(0);
    expect(rounded(resultsOfCell(results, one), suffix)).toEqual(expected);
  }
  const marks = await marksOf(page, other);
  expect(marks.length).toBeGreaterThan(5);
  expect(await marksOf(page, one)).toEqual(marks);
}
const follows = async (page: Page): Promise<string | undefined> => {
  await waitForIdle(page);
  return (await rowsOf(page, 'follows'))[0]?.at(-1);
};

test('a chip filters as WHERE does; undo, the last of quick clicks and All go where they say', async ({
  page,
}) => {
  await openOn(page, NOTEBOOK);
  await waitForCell(page, 'live', 'done');
  await expectAlike(page, 'live', 'whole');

  await chip(page, 'region', 'North').click();
  await expect(chip(page, 'region', 'North')).toHaveAttribute('aria-pressed', 'true');
  await expectAlike(page, 'live', 'part');
  expect(await follows(page)).toBe('500');
  await expect(cell(page, 'live')).toContainText('Filtered to region North');

  await cell(page, 'live').focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(chip(page, 'region', 'All')).toHaveAttribute('aria-pressed', 'true');
  await expectAlike(page, 'live', 'whole');

  for (const level of ['Q1', 'Q2', 'Q1', 'Q3', 'Q2']) await chip(page, 'wave', level).click();
  expect(await follows(page)).toBe('400');
  await expect(cell(page, 'live')).toContainText('Filtered to wave Q3');
  await chip(page, 'wave', 'All').click();
  expect(await follows(page)).toBe('1,200');
  await expectAlike(page, 'live', 'whole');
});

test('steps and targets move the picture at once, on the tables as they are now', async ({ page }) => {
  await openOn(page, NOTEBOOK);
  await waitForCell(page, 'live', 'done');
  const form = cell(page, 'live');
  await form.getByRole('button', { name: 'Edit', exact: true }).click();
  await form.getByText('More settings').click();
  const set = async (group: string, column: string, value: string): Promise<CellResults> => {
    const field = form
      .getByRole('group', { name: group })
      .getByRole('spinbutton', { name: column, exact: true });
    await field.fill(value);
    await field.press('Tab');
    await waitForIdle(page);
    return resultsOfCell(await resultsOf(page), 'live');
  };
  const firstMove = ({ tables }: CellResults, driver: string): number => {
    const move = tables['moves']?.find((row) => row['driver'] === driver);
    return (move?.['to'] as number) - (move?.['from'] as number);
  };
  const stepped = await set('Step of a move', 'staff', '0.5');
  expectWithin(firstMove(stepped, 'staff'), 0.5, 1e-12);
  expectWithin(firstMove(stepped, 'ease'), 1, 1e-12);

  const place = ({ tables }: CellResults): unknown =>
    tables['']?.find((row) => row['driver'] === 'staff')?.['p_quadrant_fix'];
  expect(place(await set('Targets', 'For all', '9.9'))).toBe(1);
  expect(place(await set('Targets', 'For all', '1.1'))).toBe(0);

  await typeInto(page, 'SQL of answers', ANSWERS.replace('range(1200)', 'range(600)'));
  await page.keyboard.press('ControlOrMeta+Enter');
  expect(await follows(page)).toBe('600');
  const halved = await set('Step of a move', 'staff', '0.25');
  expectWithin(firstMove(halved, 'staff'), 0.25, 1e-12);
  expect(await follows(page)).toBe('600');
});
