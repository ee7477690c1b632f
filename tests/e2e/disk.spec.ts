import { addData, cell, expect, fileOf, openApp, test, waitForCell, waitForIdle, type Page } from './fixture';
import { addCell, notebookText, openEmpty, rowsOf, runSql, source } from './journey';

async function expectWorking(page: Page): Promise<void> {
  await addData(page, fileOf('sales.csv', 'region,amount\nnorth,1\nsouth,2\n'));
  await expect(source(page, 'sales')).toContainText('2 rows');
  await addCell(page, /^SQL/);
  await runSql(page, 'sql', 'SELECT sum(amount) AS total FROM sales');
  await waitForCell(page, 'sql', 'done');
  expect(await rowsOf(page, 'sql')).toEqual([['3']]);
  expect(await notebookText(page)).toContain('SELECT sum(amount) AS total FROM sales');
}

test('where the browser keeps nothing, the app says so and works on in memory', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('storage is switched off', 'SecurityError');
    };
    const refuse = () => Promise.reject(new DOMException('storage is switched off', 'SecurityError'));
    for (const name of ['getDirectory', 'estimate', 'persist', 'persisted'] as const)
      StorageManager.prototype[name] = refuse;
    // Over plain http there are neither locks, nor caches, nor ids made by the browser.
    for (const [where, name] of [
      [Navigator.prototype, 'locks'],
      [Navigator.prototype, 'serviceWorker'],
      [Navigator.prototype, 'clipboard'],
      [Crypto.prototype, 'randomUUID'],
      [Crypto.prototype, 'subtle'],
      [window, 'caches'],
    ] as const)
      Reflect.deleteProperty(where, name);
  });
  await openApp(page);
  await waitForIdle(page);
  await waitForCell(page, 'call_list', 'done');
  await openEmpty(page);
  await expectWorking(page);
  await expect(source(page, 'sales')).toContainText('Not kept on this device');
  await expect(page.getByRole('banner').getByRole('status')).toContainText('not saved on this device');
  await cell(page, 'sql').focus();
  await page.keyboard.press('c');
  await expect(page.getByText('Copied sql as text.')).toBeVisible();
});

test('a disk that fills up is said, nothing is lost on the page, and room again heals it', async ({
  page,
}) => {
  await openEmpty(page);
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    const full = { now: true };
    Object.assign(window, { full });
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
      if (full.now && ['texts', 'results', 'sources'].includes(this.name))
        throw new DOMException('the disk is full', 'QuotaExceededError');
      return put.apply(this, given);
    };
  });
  await expectWorking(page);
  const state = page.getByRole('banner').getByRole('status');
  await expect(state).toContainText('not saved on this device');
  await expect(source(page, 'sales')).toContainText('Not kept on this device');

  await page.evaluate(() => Object.assign((window as unknown as { full: object }).full, { now: false }));
  await runSql(page, 'sql', 'SELECT max(amount) AS most FROM sales');
  expect(await rowsOf(page, 'sql')).toEqual([['2']]);
  await expect(state).toHaveText('saved on this device');
});
