import { expect, expectAccessible, openApp, openNotebook, test, waitForCell, waitForIdle } from './fixture';

const ELSEWHERE = 'https://elsewhere.example/collect';

test('the built page states the policy before anything that it must govern', async ({ page }) => {
  // As served: once it runs, the page puts styles of its editors in front.
  const response = await page.goto('./');
  const html = (await response?.text()) ?? '';
  const first = await page.evaluate((text) => {
    const element = new DOMParser().parseFromString(text, 'text/html').head.firstElementChild;
    return [element?.getAttribute('http-equiv'), element?.getAttribute('content')];
  }, html);
  expect(first[0]).toBe('Content-Security-Policy');
  expect(first[1]).toMatch(/default-src 'self'.*connect-src 'self' blob: data:/);
});

test('every worker but the service worker starts from a blob', async ({ page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  await openApp(page);
  await waitForIdle(page);
  expect(workers.length).toBeGreaterThan(0);
  expect(workers.filter((url) => !url.startsWith('blob:'))).toEqual([]);
});

test('a worker from a blob may not fetch from another origin either', async ({ page, watch }) => {
  watch.allowConsole(/Content Security Policy|elsewhere\.example/);
  watch.allowRequest(/elsewhere\.example/);
  await openApp(page);
  const answer = await page.evaluate(async (address) => {
    const text = `fetch('${address}').then(() => postMessage('sent'), (error) => postMessage(error.name))`;
    const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
    return new Promise((done) => (worker.onmessage = (event) => done(event.data)));
  }, ELSEWHERE);
  expect(answer).toBe('TypeError');
});

test('the page can neither fetch from another origin, nor load a picture, nor open a socket', async ({
  page,
  watch,
}) => {
  watch.allowConsole(/Content Security Policy|elsewhere\.example/);
  watch.allowRequest(/elsewhere\.example/);
  await openApp(page);
  const answers = await page.evaluate(async (address) => {
    const outcome = (work: Promise<unknown>) =>
      work.then(
        () => 'went out',
        () => 'refused',
      );
    const picture = new Promise((done, failed) => {
      const image = new Image();
      image.onload = done;
      image.onerror = failed;
      image.src = `${address}.png`;
    });
    const socket = new Promise((done, failed) => {
      const opened = new WebSocket(address.replace('https', 'wss'));
      opened.onopen = done;
      opened.onerror = failed;
    });
    return Promise.all([fetch(address, { mode: 'no-cors' }), picture, socket].map(outcome));
  }, ELSEWHERE);
  expect(answers).toEqual(['refused', 'refused', 'refused']);
});

test('SQL can read neither an address nor another file, nor undo the lock', async ({ page }) => {
  await openApp(page);
  await waitForIdle(page);
  const body = (name: string, sql: string) => `\`\`\`sql name=${name}\n${sql}\n\`\`\`\n`;
  await openNotebook(
    page,
    `---\nsoundings: 1\ntitle: Ways out\n---\n\n${[
      body('over_http', `SELECT * FROM read_csv('${ELSEWHERE}.csv')`),
      body('by_name', `FROM '${ELSEWHERE}.parquet'`),
      body('other_file', "SELECT * FROM read_text('/etc/passwd')"),
      body('unlock', 'SET enable_external_access = true'),
      body('attach', `ATTACH '${ELSEWHERE}.db'`),
      body('fine', 'SELECT 42 AS answer'),
    ].join('\n')}`,
  );
  await waitForCell(page, 'fine', 'done');
  await waitForIdle(page);
  for (const name of ['over_http', 'by_name', 'other_file', 'unlock', 'attach'])
    await waitForCell(page, name, 'failed');
});

test('the panel tries every way out in front of the user, counts what was refused, and hashes the build', async ({
  page,
  watch,
}) => {
  watch.allowConsole(/Content Security Policy|example\.invalid/);
  watch.allowRequest(/^(https|wss):\/\/\w+\.example\.invalid\/$/);
  await openApp(page);
  await page.getByRole('button', { name: 'Nothing leaves this device' }).click();
  const panel = page.getByRole('dialog', { name: 'Nothing leaves this device' });
  await expect(panel).toContainText('nothing to refuse since this page opened');
  await panel.getByRole('button', { name: 'Try to get out' }).click();
  await expect(panel).toContainText('All 8 were blocked.', { timeout: 40_000 });
  for (const id of ['fetch', 'image', 'worker', 'sql', 'socket', 'events', 'beacon', 'script'])
    await expect(panel.locator(`[data-attempt=${id}]`)).toHaveAttribute('data-ended', 'blocked');
  await expect(panel).toContainText('refused 7 attempts');
  await panel.getByRole('button', { name: 'Hash the files now' }).click();
  await expect(panel).toContainText(/\d\d files hashed in this page just now: all as listed/);
  await expectAccessible(page);
});

test.describe('without the service worker, whose copy the page would get', () => {
  test.use({ serviceWorkers: 'block' });

  test('a file that is not the one of the build is told', async ({ page }) => {
    await page.route('**/favicon.svg', (route) =>
      route.fulfill({ body: '<svg/>', contentType: 'image/svg+xml' }),
    );
    await openApp(page);
    await page.getByRole('button', { name: 'Nothing leaves this device' }).click();
    await page.getByRole('button', { name: 'Hash the files now' }).click();
    await expect(page.getByRole('dialog')).toContainText('1 file is not as listed', { timeout: 40_000 });
  });
});
