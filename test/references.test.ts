import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** "mathematics.md 4.1 and 4.7", "docs/elimination.md, section 2", "[mathematics.md](mathematics.md), sections 1 to 9". */
const REFERENCE =
  /\b([a-z][a-z-]*\.md)\b`?\)?(?:,? sections?)?((?:(?: |, | and | to | through |; )\d+(?:\.\d+)?[a-z]?(?![\w/%°-]))+)/gi;
const NUMBER = /\d+(?:\.\d+)?[a-z]?/g;
/** How lines of comments are continued. */
const CONTINUED = /[ \t]*\r?\n[ \t]*(?:\*|\/\/|#)?[ \t]*/g;

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const list = (folder: string, ending: RegExp): string[] =>
  readdirSync(new URL(`../${folder}/`, import.meta.url), { recursive: true })
    .map(String)
    .filter((name) => ending.test(name) && !name.includes('.generated.'))
    .map((name) => `${folder}/${name}`);

const pages = new Map([
  ...list('docs', /\.md$/).map((path) => [path.slice('docs/'.length), read(path)] as const),
  ...readdirSync(new URL('../', import.meta.url))
    .filter((name) => name.endsWith('.md'))
    .map((name) => [name, read(name)] as const),
]);
const texts = new Map(
  [
    ...list('src', /\.ts$/),
    ...list('test', /\.ts$/),
    ...list('formal', /\.v$/),
    ...list('docs', /\.md$/),
    'README.md',
  ].map((path) => [path, read(path)] as const),
);

/** What was made of a text before. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    if (!made.has(text)) made.set(text, make(text));
    return made.get(text)!;
  };
}

/** The numbers of the headings of a page: "## 4. Title", "### 4.1 Title". */
const headings = remembered(
  (page) => new Set([...page.matchAll(/^#+ (\d+(?:\.\d+)*)\.? /gm)].map(([, number]) => number!)),
);

/** The words of a source, letters, digits and underscores in a row. */
const wordsOf = remembered((text) => new Set(text.match(/\w+/g)));

const referencesOf = remembered((text): readonly RegExpMatchArray[] => [
  ...text.replace(CONTINUED, ' ').matchAll(REFERENCE),
]);

/** The references of a text that no page or no heading answers. */
function unresolved(text: string, all: ReadonlyMap<string, string>): string[] {
  return referencesOf(text).flatMap(([, name, numbers]) => {
    const page = all.get(name!);
    if (page === undefined) return [`${name}: no such page`];
    const known = headings(page);
    return [...numbers!.matchAll(NUMBER)]
      .filter(([number]) => !known.has(number))
      .map(([number]) => `${name} ${number}`);
  });
}

/** Files that a head or a cell of the glossary names, and rooms of the engine. */
const FILES = /[\w-]+(?:\/[\w-]+)*\.ts|symmetry\/(?:uniform|point)/g;

/**
 * How many identifiers the columns of engine and checker have, and those that do not stand where the page says: in the files
 * named in the same part of the cell, else in those at the head of the column, else anywhere on that side.
 */
function identifiers(page: string): { readonly checked: number; readonly absent: string[] } {
  const sources = [...texts].filter(([path]) => path.startsWith('src/'));
  const absent: string[] = [];
  let checked = 0;
  let heads: readonly string[] | null = null;
  for (const line of page.split('\n')) {
    const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).slice(1, -1) : null;
    if (cells === null || heads === null) {
      heads = cells;
      continue;
    }
    for (const [column, cell] of cells.entries()) {
      const head = heads[column]!;
      const checker = head.includes('checker');
      if (!checker && !head.includes('engine')) continue;
      for (const part of cell.split(';')) {
        const own = part.match(FILES) ?? head.match(FILES) ?? [''];
        const words = [...part.matchAll(/`([^`]+)`/g)].flatMap(
          ([, code]) => code!.match(/[A-Za-z]\w*/g) ?? [],
        );
        const named = sources
          .filter(([path]) => path.startsWith('src/checker/') === checker)
          .filter(([path]) => own.some((name) => path.startsWith(`src/${checker ? 'checker/' : ''}${name}`)));
        checked += words.length;
        absent.push(...words.filter((word) => !named.some(([, content]) => wordsOf(content).has(word))));
      }
    }
  }
  return { checked, absent };
}

describe('references to sections', () => {
  it.each([...texts.keys()].filter((path) => referencesOf(texts.get(path)!).length > 0))('%s', (path) =>
    expect(unresolved(texts.get(path)!, pages)).toEqual([]));

  it('the columns of the glossary name sections and equations of mathematics.md', () => {
    const known = headings(pages.get('mathematics.md')!);
    const equations = new Set(
      [...pages.get('mathematics.md')!.matchAll(/\((S?\d+|A\.2)\)/g)].map(([x]) => x),
    );
    const cells = [...pages.get('glossary.md')!.matchAll(/^\|.*\| ([^|]+) \|$/gm)]
      .map(([, cell]) => cell!)
      .filter((cell) => /^[\d(]/.test(cell));
    expect(cells.length).toBeGreaterThan(50);
    for (const cell of cells)
      for (const part of cell.split(', '))
        expect(part.startsWith('(') ? equations.has(part) : known.has(part), `${part} of ${cell}`).toBe(true);
  });

  it('the identifiers of the glossary stand in the files that it names', () => {
    const { checked, absent } = identifiers(pages.get('glossary.md')!);
    expect(checked).toBeGreaterThan(150);
    expect(absent).toEqual([]);
  });

  it('another identifier of the glossary, or another file, is found', () => {
    const page = pages.get('glossary.md')!;
    expect(identifiers(page.replace('`cotangent` in', '`tangent` in')).absent).toEqual(['tangent']);
    expect(
      identifiers(page.replace('engine: landscape/pairs.ts', 'engine: landscape/problem.ts')).absent,
    ).toEqual(['inner', 'area', 'supplement']);
  });

  it('what is wrong is found: another number, another page, a heading that went', () => {
    const text = texts.get('src/landscape/lipschitz.ts')!;
    const reference = 'mathematics.md 3.2';
    const to = (page: string, number: string): string => [page, number].join(' ');
    expect(text).toContain(reference);
    const changed = (other: string): string[] => unresolved(text.replace(reference, other), pages);
    expect(changed(to('mathematics.md', '3.99'))).toEqual([to('mathematics.md', '3.99')]);
    expect(changed(to('landscape.md', '3'))).toEqual(['landscape.md: no such page']);
    expect(changed(`${to('mathematics.md', '3.2')}\n * and 77;`)).toEqual([to('mathematics.md', '77')]);
    expect(changed(to('docs/elimination.md, section', '8'))).toEqual([to('elimination.md', '8')]);
    const without = pages.get('mathematics.md')!.replace(/^### 3\.2 .*$/m, '');
    expect(unresolved(text, new Map([...pages, ['mathematics.md', without]]))).toContain(reference);
  });
});
