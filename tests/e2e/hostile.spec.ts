import {
  addData,
  cell,
  expect,
  fileOf,
  openNotebook,
  test,
  waitForCell,
  waitForIdle,
  type Page,
} from './fixture';
import { notebookOf, openEmpty, openOn, rowsOf, source, sqlCell } from './journey';

// What HTML in prose, titles, labels and cells may do is in bad-input.spec.ts; here are the other ways in.

const REMOTE = 'https://elsewhere.example';
const OWN = 'document.documentElement.dataset.owned = 1';
const titleOf = (page: Page) => page.getByLabel('Title of the notebook');

async function expectUsable(page: Page): Promise<void> {
  await openNotebook(page, notebookOf([sqlCell('after', 'SELECT 6 * 7 AS answer')]));
  await waitForCell(page, 'after', 'done');
  expect(await rowsOf(page, 'after')).toEqual([['42']]);
  await expect(page.locator('html')).not.toHaveAttribute('data-owned');
}

test('SQL that reaches out, reads the machine or changes the engine gets a sentence, in any spelling', async ({
  page,
}) => {
  const hostile: Record<string, string> = {
    http_list: `SELECT * FROM read_csv(['${REMOTE}/a.csv', '${REMOTE}/b.csv'])`,
    http_text: `SELECT content FROM read_text('${REMOTE}/x')`,
    http_blob: `SELECT content FROM read_blob('http://192.0.2.1/x')`,
    http_glob: `SELECT * FROM glob('${REMOTE}/*')`,
    in_subquery: `SELECT 1 WHERE EXISTS (SELECT 1 FROM '${REMOTE}/data.csv')`,
    s3: `FROM read_parquet('s3://bucket/x.parquet')`,
    attach_memory: `ATTACH ':memory:' AS other`,
    load: 'LOAD httpfs',
    install_from: `INSTALL spatial FROM '${REMOTE}'`,
    copy_local: `COPY (SELECT 1) TO 'anywhere.csv'`,
    pragma: `PRAGMA enable_profiling='json'`,
    set_home: `SET home_directory='/tmp'`,
    environment: `SELECT getenv('HOME') AS home`,
    secrets: `CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')`,
    exported: `EXPORT DATABASE 'out/all'`,
    semicolon: `SELECT 1; ATTACH '${REMOTE}/x.db'`,
    commented: `/* SELECT 1 */ INSTALL /* now */ httpfs`,
  };
  const cells = Object.entries(hostile).map(([name, sql]) => sqlCell(name, sql));
  await openOn(page, notebookOf(cells));
  for (const name of Object.keys(hostile)) {
    await waitForCell(page, name, 'failed');
    await expect(cell(page, name).getByRole('alert')).toContainText(/\w+ \w+.*\./);
  }
  await expectUsable(page);
});

test('styles, pictures and links that would call home are shown without calling', async ({ page }) => {
  const prose = [
    '# Calling home',
    `<style>body { background: url(${REMOTE}/a.png) } @import '${REMOTE}/b.css';</style>`,
    `<svg><use href="${REMOTE}/s.svg#x"></use><style>@font-face { src: url(${REMOTE}/f.woff) }</style></svg>`,
    `<math><mtext><img src=x onerror="${OWN}"></mtext></math><video poster="${REMOTE}/p.png" src="${REMOTE}/v.mp4"></video>`,
    `<p style="background-image:url('${REMOTE}/s.png')" onmouseover="${OWN}">styled</p><base href="${REMOTE}/"><form action="${REMOTE}"><button>go</button></form>`,
    `<meta http-equiv="refresh" content="0;url=${REMOTE}"><img srcset="${REMOTE}/1.png 1x" alt="set">`,
    `[link](${REMOTE}/page) [script](JaVaScRiPt:${OWN}) [data](data:text/html,<script>${OWN}</script>)`,
  ].join('\n\n');
  await openOn(page, notebookOf([prose]));
  const shown = cell(page, 'Calling home');
  await expect(
    shown.locator('style, svg, math, video, base, form, meta, img, [style], [srcset]'),
  ).toHaveCount(0);
  const links = await shown
    .locator('a')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  expect(links.filter((href) => !href.startsWith(REMOTE) && href !== '')).toEqual([]);
  await expectUsable(page);
});

test('bombs of YAML, names that every object has, and choices that mean nothing get a sentence each', async ({
  page,
}) => {
  await openEmpty(page);
  const layers = Array.from({ length: 9 }, (_, at) => {
    const [name, before] = [String.fromCharCode(98 + at), String.fromCharCode(97 + at)];
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  });
  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]', ...layers];
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const files = [
    ['---', 'soundings: 1', 'title: Bomb', ...bomb, '---', '', 'Hello', ''].join('\n'),
    notebookOf([`\`\`\`drivers name=bomb\n${bomb.join('\n')}\ndrivers: *j\n\`\`\``]),
    ['---', 'soundings: 1', 'title: Deep', `extra: ${deep}`, '---', '', 'Hello', ''].join('\n'),
    notebookOf([`\`\`\`chart name=deep\nfrom: ${deep}\n\`\`\``]),
    notebookOf(
      [
        '```drivers name=polluted\n__proto__: { polluted: yes }\nconstructor: { prototype: { polluted: yes } }\nfrom: toString\n```',
        sqlCell('constructor', 'SELECT 1 AS "__proto__"'),
      ],
      [
        'sources:',
        '  __proto__: { file: a.csv }',
        '  constructor: { file: b.csv, columns: { __proto__: { label: x } } }',
      ],
    ),
    notebookOf(
      ['Hello'],
      [
        'sources:',
        '  broken: { file: 7, sha256: [1], rows: many, import: [no], columns: 3 }',
        "  odd: { file: o.csv, import: { delimiter: long, quote: '', encoding: klingon, header: -9e99, decimal: [] }, columns: { a: 1 } }",
        '  none:',
      ],
    ),
  ];
  for (const text of files) {
    await openNotebook(page, text);
    await waitForIdle(page, 20_000);
    await addData(page, fileOf('o.csv', 'a,b\n1,2\n'));
    await waitForIdle(page, 20_000);
  }
  await expect(source(page, 'odd')).toContainText(/1 row|cannot|not/);
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
  await expectUsable(page);
});

test('200 declared sources open, and the page stays usable', async ({ page }) => {
  const sources = Array.from({ length: 200 }, (_, at) => `  s${at}: { file: s${at}.csv }`);
  await openOn(page, notebookOf(['# Many sources'], ['sources:', ...sources]));
  await expect(source(page, 's199')).toContainText('s199.csv');
  await expectUsable(page);
});

/** A notebook made in the page: the test's own way of giving files ends at 50 MB. */
const openMade = (page: Page, before: string, megabytes: number, after: string) =>
  page.getByLabel('Notebook file to open').evaluate(
    (input, [start, size, end]) => {
      const files = new DataTransfer();
      files.items.add(new File([start, 'x'.repeat(size * 1_000_000), end], 'big.soundings.md'));
      (input as HTMLInputElement).files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    [before, megabytes, after] as const,
    { timeout: 60_000 }, // a page that takes in the one before is slow to answer
  );

test('a cell of 50 MB is refused or shown in part, and the page stays usable', async ({ page }) => {
  await openEmpty(page);
  const head = '---\nsoundings: 1\ntitle: Big\n---\n\n';
  await openMade(page, `${head}\`\`\`sql name=huge\nSELECT '`, 51, "' AS long\n```\n");
  await expect(page.locator('.notice', { hasText: '50 MB' })).toBeVisible();
  await openMade(page, `${head}\`\`\`sql name=huge\nSELECT '`, 49, "' AS long\n```\n");
  await expect(titleOf(page)).toHaveValue('Big', { timeout: 60_000 });
  await openMade(page, `${head}# Long\n\n`, 20, '\n');
  await expect(cell(page, 'Long')).toBeVisible({ timeout: 60_000 });
  await expectUsable(page);
});

test('10,000 cells open, scroll and take typing', async ({ page }) => {
  const cells = Array.from({ length: 10_000 }, (_, at) =>
    at % 100 === 99 ? sqlCell(`c${at}`, `SELECT ${at} AS n`) : `Paragraph ${at}`,
  );
  await openEmpty(page);
  await openNotebook(page, notebookOf(cells));
  // By selectors: to ask by role looks at every element of the page each time.
  const last = page.locator('section[aria-label=c9999]');
  await expect(last).toHaveAttribute('data-status', 'done', { timeout: 80_000 });
  await waitForIdle(page);
  expect(await page.locator('main *').count()).toBeLessThan(60_000);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const editor = last.locator('[aria-label="SQL of c9999"]');
  await expect(editor).toBeVisible();
  await editor.click();
  const began = Date.now();
  await page.keyboard.insertText(' -- still quick');
  await expect(editor).toContainText('still quick');
  expect(Date.now() - began).toBeLessThan(5000);
});
