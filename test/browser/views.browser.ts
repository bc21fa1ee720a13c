import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeQuiet, openPage, scratch, settled, startBrowser, violations } from './browser.ts';

/** Screenshots go into docs/ where SCREENSHOTS=docs asks for it. */
const SHOTS = process.env['SCREENSHOTS'] ?? scratch;
const LARGEST = 200_000;

/** Each view with something in it. */
const VIEWS: Readonly<Record<string, string>> = {
  verify: '#verify?example=6-6',
  check: '#check?example=bad-1-from-6',
  descend: '#descend?k=10&n=10&seed=1&runs=40&step=0.1',
  'descend-targets': '#descend?k=5&n=5&seed=1&runs=20&step=0.1&targets=plane',
  families: '#families?family=bad-2&k=1000000',
  neuron: '#neuron?example=6-6&how=split&neuron=6',
  'neuron-exponential': '#neuron?example=8-9&how=exponential',
};

let browser: Browser;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  browser = await startBrowser();
});
afterAll(() => browser.close());

/** Waits for the last thing that a view shows. */
async function shown(page: Page, name: string): Promise<void> {
  const view = name.replace(/-.*$/, '');
  const last = {
    verify: 'figure:nth-of-type(7) svg',
    check: '.verdict.global',
    descend: '[data-ends] tbody tr:nth-child(2)',
    families: '[data-curve][data-complete] svg',
    neuron: '[data-pictures] figure:nth-of-type(7) svg',
  }[view]!;
  await page.waitForSelector(`#${view} ${last}`, { timeout: 120_000 });
  await settled(page);
}

describe.each(Object.entries(VIEWS))('the view %s', (name, hash) => {
  it.each(['light', 'dark'] as const)('is accessible and fits every width, %s', async (scheme) => {
    const opened = await openPage(browser, { hash, scheme });
    const { page } = opened;
    await shown(page, name);
    expect(await violations(page)).toEqual([]);
    const folder = scheme === 'light' && !name.includes('-') ? SHOTS : scratch;
    const path = join(folder, `page-${name}.png`);
    await page.screenshot({ path });
    expect(statSync(path).size, path).toBeLessThan(LARGEST);
    if (name === 'verify') {
      // What the README shows: the first pictures of a minimum.
      const pictures = join(scheme === 'light' ? SHOTS : scratch, 'page-pictures.png');
      const box = (await page.locator('#verify .pictures').boundingBox())!;
      const clip = { x: box.x - 24, y: box.y - 16, width: box.width + 48, height: 745 };
      await page.screenshot({ path: pictures, clip, fullPage: true });
      expect(statSync(pictures).size, pictures).toBeLessThan(LARGEST);
    }
    for (const width of [360, 390, 768, 3840]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, `${width} px`).toBeLessThanOrEqual(0);
      await page.screenshot({
        path: join(scratch, `${name}-${scheme}-${width}.png`),
        fullPage: width < 1000,
      });
    }
    await closeQuiet(opened);
  });
});

it.each([
  'verify',
  'descend-targets',
  'families',
  'neuron',
])('%s writes its state into the address, and shows the same from it', async (name) => {
  const words = async (hash: string): Promise<{ readonly text: string; readonly hash: string }> => {
    const opened = await openPage(browser, { hash });
    await shown(opened.page, name);
    const text = await opened.page.evaluate(
      (view) => document.getElementById(view)!.innerText,
      name.replace(/-.*$/, ''),
    );
    const address = new URL(opened.page.url()).hash;
    await closeQuiet(opened);
    // Times differ.
    return { text: text.replaceAll(/\d+(\.\d+)? ms/g, '… ms'), hash: address };
  };
  const first = await words(VIEWS[name]!);
  expect(await words(first.hash)).toEqual(first);
});

describe('Descend to targets of a file', () => {
  const lengths = (last: number): string => `1,0,0\n0,1,0\n0,0,${last}\n`;
  const give = (page: Page, name: string, text: string): Promise<void> =>
    page.setInputFiles('#descend [name=file]', { name, mimeType: 'text/plain', buffer: Buffer.from(text) });

  it('says what it read, descends, and leaves the file out of the address', async () => {
    const opened = await openPage(browser, { hash: '#descend' });
    const { page } = opened;
    await give(page, 'lengths <b>.csv', lengths(2));
    await page.waitForSelector('#descend .results .source');
    expect(await page.innerText('#descend .results')).toContain('lengths <b>.csv: 3 targets in R^3');
    expect(await page.inputValue('#descend [name=k]')).toBe('3');
    expect(await page.isDisabled('#descend [name=k]')).toBe(true);
    await page.fill('#descend [name=runs]', '5');
    await page.click('#descend [type=submit]');
    await page.waitForFunction(() =>
      document.querySelector('#descend [data-ends] .lead')?.textContent?.includes('of 5 runs'),
    );
    await settled(page);
    expect(await page.innerText('#descend [data-curves]')).toContain('(3, 3, 3)');
    // √½ ≤ 2/2 < √2: F is measured in the square of 2.
    expect(await page.innerText('#descend [data-ends]')).toContain('fell below F = 0.004');
    expect(new URL(page.url()).hash).toBe('#descend');

    await page.selectOption('#descend [name=targets]', '');
    expect(await page.isDisabled('#descend [name=k]')).toBe(false);
    await page.click('#descend [type=submit]');
    await page.waitForFunction(() =>
      document.querySelector('#descend [data-ends] .lead')?.textContent?.includes('of 5 runs'),
    );
    expect(await page.innerText('#descend [data-curves]')).toContain('(3, 3)');
    await settled(page);
    await closeQuiet(opened);
  });

  it('refuses what a search cannot take, in a line, and goes on', async () => {
    const opened = await openPage(browser, { hash: '#descend' });
    const { page } = opened;
    for (const [text, line] of [
      [lengths(0), 'zero'],
      ['1,0\n2,0\n', 'span'],
      ['no numbers', 'bad.csv'],
    ] as const) {
      await give(page, 'bad.csv', text);
      await page.waitForSelector(`#descend .results [role=alert]:has-text(${JSON.stringify(line)})`);
      expect(await page.locator('#descend [role=alert]').count()).toBe(1);
      expect(await page.isDisabled('#descend [name=k]')).toBe(false);
    }
    await give(page, 'good.csv', lengths(1));
    await page.waitForSelector('#descend .results .source');
    await settled(page);
    await closeQuiet(opened);
  });
});
