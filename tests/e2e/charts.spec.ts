import { cell, expect, expectAccessible, test, waitForIdle } from './fixture';
import { notebookOf, notebookText, openOn, savedBy, sqlCell } from './journey';

const orders = sqlCell(
  'orders',
  `SELECT i AS order_id, ['North', 'South', 'East'][1 + i % 3] AS region, DATE '2025-01-01' + (i % 365)::INTEGER AS ordered, (i % 365)::DOUBLE + i % 7 AS amount FROM range(3000) AS t (i)`,
);

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('any table is charted at one click; the guess can be changed, heard, copied and taken along', async ({
  page,
}) => {
  await openOn(page, notebookOf([orders]));
  await page.getByRole('button', { name: 'Chart orders' }).click();
  const chart = cell(page, 'orders_chart');
  const picture = chart.locator('.picture[role=img]');

  await test.step('the first guess is the sum over time', async () => {
    await expect(picture).toHaveAccessibleName(/^Line chart of sum of amount by ordered.* It rises from /);
    await expect(
      chart.getByRole('button', { name: 'sum of amount over ordered', exact: true }),
    ).toHaveAttribute('aria-pressed', 'true');
    await expectAccessible(page);
  });

  await test.step('another suggestion is drawn at once, and one undo brings the first back', async () => {
    await chart.getByRole('button', { name: 'sum of amount over ordered by region' }).click();
    await expect(picture).toHaveAccessibleName(/coloured by region/);
    const legend = picture.locator('[aria-label=legend]');
    await expect(legend).toContainText('North');
    expect(
      new Set(
        await legend
          .locator('line')
          .evaluateAll((lines) => lines.map((line) => line.getAttribute('stroke-dasharray'))),
      ).size,
    ).toBe(3);
    await chart.getByRole('combobox', { name: 'Summarise' }).selectOption('mean');
    await waitForIdle(page);
    expect(await notebookText(page)).toMatch(
      /mark: line\nx: ordered\ny: amount\n(aggregate: mean\ncolor: region|color: region\naggregate: mean)/,
    );
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('ControlOrMeta+z');
    await expect(picture).toHaveAccessibleName(/^Line chart of sum of amount by ordered\. /);
  });

  const choose = async (item: string) => {
    await chart.hover();
    await chart.getByRole('button', { name: /^What to do with the chart/ }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await test.step('the picture goes to the clipboard and to files, with everything it needs inside', async () => {
    await choose('Copy picture');
    await expect(chart.getByText('Picture copied.')).toBeVisible();
    const size = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const { width, height } = await createImageBitmap(await item!.getType('image/png'));
      return [width, height];
    });
    expect(size[0]).toBeGreaterThan(2 * ((await picture.boundingBox())?.width ?? Infinity));
    const { text } = await savedBy(page, () => choose('Save SVG'));
    expect(text).toContain('<title>Line chart of sum of amount by ordered');
    expect(text).toContain('font-family');
    expect(text).not.toMatch(/var\(--|https?:\/\/(?!www\.w3\.org)/);
  });

  await test.step('the data stand behind it', async () => {
    await choose('Show data');
    await expect(
      chart.getByRole('region', { name: 'Data of the chart' }).getByRole('columnheader'),
    ).toHaveText(['ordered', 'to', 'sum of amount']);
  });
});
