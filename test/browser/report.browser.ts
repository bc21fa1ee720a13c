import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spuriousHere } from '../cli/run.ts';
import { closeQuiet, openFile, scratch, startBrowser, violations } from './browser.ts';

const SIX = 'certificates/6-6.certificate.json';
const SHOTS = process.env['SCREENSHOTS'] ?? scratch;

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

describe('a report', () => {
  const path = join(scratch, 'report.html');
  const evil = join(scratch, `<img src=x onerror=alert(1)>"' \u202e&lt;.json`);

  beforeAll(async () => {
    copyFileSync(SIX, evil);
    const sources = [SIX, 'certificates/elimination/6-6.elimination.certificate.json', evil];
    expect((await spuriousHere('report', ...sources, '--out', path)).code).toBe(0);
  });

  it('checks its certificates itself, and saves them to the byte', async () => {
    const opened = await openFile(browser, path);
    const { page } = opened;
    for (const id of ['certificate-1', 'certificate-2', 'certificate-3']) {
      await page.click(`[data-check="${id}"]`);
      await page.waitForSelector(`[data-answer="${id}"].accepted`);
    }
    const waiting = page.waitForEvent('download');
    await page.click('[data-save="certificate-1"]');
    const saved = await waiting;
    expect(saved.suggestedFilename()).toBe('6-6.certificate.json');
    expect(readFileSync(await saved.path())).toEqual(readFileSync(SIX));
    await closeQuiet(opened);
  });

  it('takes no markup from the name of a file', async () => {
    const opened = await openFile(browser, path);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(await opened.page.locator('article').nth(2).locator('.source').textContent()).toContain(
      '<img src=x',
    );
    await closeQuiet(opened);
  });

  it.each(['light', 'dark'] as const)('has no violation that axe-core knows, %s', async (scheme) => {
    const opened = await openFile(browser, path, { scheme });
    expect(await violations(opened.page)).toEqual([]);
    await closeQuiet(opened);
  });

  it('stands in a picture', async () => {
    const plain = join(scratch, 'plain.html');
    const sources = [SIX, 'certificates/elimination/6-6.elimination.certificate.json'];
    expect((await spuriousHere('report', ...sources, '--out', plain)).code).toBe(0);
    const opened = await openFile(browser, plain);
    await opened.page.screenshot({ path: join(SHOTS, 'report.png') });
    await closeQuiet(opened);
  });

  it('rejects a certificate that was changed in it', async () => {
    const text = readFileSync(path, 'utf8');
    const changed = text.replace(/(id="certificate-1">".*?lambdaMin\\": \\"0\.0047)/s, '$19');
    expect(changed.length).toBe(text.length + 1);
    const tampered = join(scratch, 'tampered.html');
    writeFileSync(tampered, changed);
    const opened = await openFile(browser, tampered);
    await opened.page.click('[data-check="certificate-1"]');
    await opened.page.waitForSelector('[data-answer="certificate-1"].rejected');
    await opened.page.click('[data-check="certificate-2"]');
    await opened.page.waitForSelector('[data-answer="certificate-2"].accepted');
    await closeQuiet(opened);
  });

  it('runs no script but its own', async () => {
    const injected = join(scratch, 'injected.html');
    writeFileSync(
      injected,
      readFileSync(path, 'utf8').replace('<main>', '<main><script>document.title="owned"</script>'),
    );
    const opened = await openFile(browser, injected);
    expect(await opened.page.title()).not.toBe('owned');
    await opened.page.context().close();
  });
});
