import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is, or null. */
export function chromiumPath(): string | null {
  const named = process.env['CHROMIUM'];
  const places = named === undefined ? PLACES : [named];
  return places.find((path) => existsSync(path)) ?? null;
}

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath()!, args: ['--no-sandbox'] });

export const scratch: string = mkdtempSync(join(tmpdir(), 'spurious-browser-'));

/** A page of its own, and what it did that it should not: messages in the console, requests. */
export interface Opened {
  readonly page: Page;
  readonly complaints: string[];
}

export async function openFile(
  browser: Browser,
  file: string,
  { hash = '', scheme = 'light', width = 1280, height = 900 }: Partial<OpenOptions> = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  const address = pathToFileURL(resolve(file)).href;
  page.on('request', (request) => {
    const url = request.url();
    if (url.split('#')[0] !== address && !/^(blob:|data:)/.test(url)) complaints.push(`request: ${url}`);
  });
  await page.goto(`${address}${hash}`);
  return { page, complaints };
}

export interface OpenOptions {
  readonly hash: string;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

export const PAGE = 'dist/page/index.html';
export const openPage = (browser: Browser, options: Partial<OpenOptions> = {}): Promise<Opened> =>
  openFile(browser, PAGE, options);

/** Closes a page that complained of nothing. */
export async function closeQuiet({ page, complaints }: Opened): Promise<void> {
  await page.context().close();
  expect(complaints).toEqual([]);
}

/** Waits until nothing is under way. */
export async function settled(page: Page): Promise<void> {
  // Work shows itself after 300 ms.
  await page.waitForTimeout(400);
  await page.waitForSelector('#work', { state: 'hidden', timeout: 120_000 });
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe-core finds wrong, a line each. */
export async function violations(page: Page): Promise<string[]> {
  // The policy of the page allows no script of others: it goes around it, as a browser's tools do.
  const session = await page.context().newCDPSession(page);
  const { readFileSync } = await import('node:fs');
  await session.send('Runtime.evaluate', { expression: readFileSync(axe, 'utf8') });
  const { result } = await session.send('Runtime.evaluate', {
    expression: `axe.run(document).then(({ violations }) => JSON.stringify(violations.map(
      ({ id, help, nodes }) => id + ': ' + help + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value as string) as string[];
}

/** A file that is dropped onto the page. */
export const drop = (page: Page, name: string, contents: string | Uint8Array): Promise<void> =>
  dropAll(page, [[name, contents]]);

/** Files that are dropped together. */
export async function dropAll(
  page: Page,
  files: readonly (readonly [name: string, contents: string | Uint8Array])[],
): Promise<void> {
  const encoded = files.map(([name, contents]) => ({
    name,
    text: Buffer.from(contents as string).toString('base64'),
  }));
  await page.evaluate((given) => {
    const data = new DataTransfer();
    for (const { name, text } of given)
      data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  }, encoded);
}
