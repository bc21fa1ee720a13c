import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeQuiet, openPage, settled, startBrowser } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** Walks with the tabulator until the element is in focus, which must be seen there. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const [there, ringed] = await page.evaluate((wanted) => {
      const focused = document.activeElement!;
      return [focused.matches(wanted), getComputedStyle(focused).outlineStyle !== 'none'] as const;
    }, selector);
    if (!there) continue;
    expect(ringed, `${selector} shows that it is in focus`).toBe(true);
    return;
  }
  throw new Error(`${selector} is not reached with the tabulator`);
}

it('each view is reached, used and left with the keyboard alone', async () => {
  const opened = await openPage(browser);
  const { page } = opened;

  await tabTo(page, '#verify [name=example]');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('#verify .verdict.minimum');
  await settled(page);
  await tabTo(page, '#verify [data-check]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#verify output.accepted');

  await page.reload();
  await tabTo(page, 'nav a[href="#check"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '#check [name=example]');
  await page.keyboard.press('ArrowDown');
  await page.waitForSelector('#check .verdict.global');

  await page.reload();
  await tabTo(page, 'nav a[href="#descend"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '#descend [name=runs]');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#descend [data-ends] tbody tr:nth-child(2)');
  await settled(page);
  await tabTo(page, '#descend [data-end]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#descend [data-point] .verdict');
  await settled(page);

  await page.reload();
  await tabTo(page, 'nav a[href="#families"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '#families [name=slider]');
  await page.keyboard.press('End');
  await page.waitForFunction(() =>
    document.querySelector('#families .source')?.textContent?.includes('k = 1\u202f000\u202f000\u202f000'),
  );
  await settled(page);

  await page.reload();
  await tabTo(page, 'nav a[href="#neuron"]');
  await page.keyboard.press('Enter');
  await tabTo(page, '#neuron [type=submit]');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#neuron .verdict.saddle');
  await settled(page);
  await closeQuiet(opened);
});

it('Stop is reached with the keyboard', async () => {
  const opened = await openPage(browser, { hash: '#descend?k=30&n=30&runs=2000&seed=1&step=0.05' });
  const { page } = opened;
  await page.waitForSelector('#work:not([hidden])');
  await tabTo(page, '#work button');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#descend .problem');
  await closeQuiet(opened);
});
