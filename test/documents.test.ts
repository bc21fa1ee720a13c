import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SLOW } from '../vitest.config.ts';

const inFolder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', ...inFolder('docs')];

/** Where the links of a page lead, those into the web and within the page left out. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1]!.replace(/#.*$/, ''))
    .filter((link) => link !== '' && !/^[a-z]+:/.test(link))
    .map((link) => normalize(join(dirname(page), link)));
}

describe('the documents', () => {
  it.each(PAGES)('%s: its links lead somewhere', (page) => {
    expect(linksOf(page).filter((link) => !existsSync(link))).toEqual([]);
  });

  it('docs/README.md names every page, once', () => {
    const named = linksOf('docs/README.md');
    expect(named.filter((page, i) => named.indexOf(page) < i)).toEqual([]);
    const pages = inFolder('docs').filter((page) => !page.startsWith(join('docs', 'api')));
    expect(pages.filter((page) => page !== join('docs', 'README.md') && !named.includes(page))).toEqual([]);
  });

  it('README.md stays on a screen', () => {
    expect(readFileSync('README.md', 'utf8').split('\n').length).toBeLessThan(65);
  });

  it('docs/ARCHITECTURE.md has a row for every room', () => {
    const page = readFileSync('docs/ARCHITECTURE.md', 'utf8');
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map(({ name }) => name).filter((name) => !page.includes(`\`src/${name}\``))).toEqual([]);
  });

  it('files of src, test and scripts that are named exist', () => {
    for (const page of ['CONTRIBUTING.md', 'SECURITY.md', 'docs/ARCHITECTURE.md', 'docs/candidates.md']) {
      const text = readFileSync(page, 'utf8');
      const named = [...text.matchAll(/\b(?:src|test|scripts|docs)\/[\w./-]*\.(?:ts|mjs|md|json)\b/g)];
      expect(
        named.map(([path]) => path).filter((path) => !existsSync(path)),
        page,
      ).toEqual([]);
    }
  });

  it('the list of slow tests in vitest.config.ts is of files that exist', () => {
    expect(SLOW.filter((path) => !existsSync(path))).toEqual([]);
  });
});
