import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What is checked, and where its check and its reader are; files that end with / are whole rooms. */
const ROWS: readonly (readonly [what: string, check: string, reader: string])[] = [
  ['the theorem of a dense minimum', 'point/minimum.ts', 'minimum.ts'],
  ['`dense`, every verdict', 'point/dense.ts', 'dense.ts'],
  ['`block`', 'point/block.ts', 'block.ts'],
  ['`wide`', 'point/wide.ts', 'wide.ts'],
  ['`elimination`', 'elimination/elimination.ts', 'elimination.ts'],
  ['`split`', 'elimination/split.ts', 'split.ts'],
  ['`uniform`', 'uniform/uniform.ts', 'uniform.ts'],
  ['`uniform-split`', 'uniform/splits.ts', 'uniform-split.ts'],
  ['`data`, points', 'data/data.ts', 'data.ts'],
  ['`data`, decisions', 'data/decision.ts', 'decision.ts'],
  ['`complete`', 'complete/complete.ts', 'complete.ts'],
  ['a run of descent', 'trajectory/run.ts', 'dense.ts'],
];
/** Beside each kind: the entry, what a check may cost, the second arithmetic, and the form of the file. */
const BESIDE = [
  'checker/index.ts',
  'checker/budget.ts',
  'checker/numbers/decimal.ts',
  ...['canonical', 'index', 'kinds', 'parse', 'read', 'sha256', 'statement', 'write'].map(
    (name) => `certificate/${name}.ts`,
  ),
].map((name) => join('src', name));

function closure(entries: readonly string[]): readonly string[] {
  const found = [...entries];
  for (const path of found)
    for (const [, specifier] of readFileSync(path, 'utf8').matchAll(
      /(?:^|\n)(?:import|export)\s[^;]*?from\s+'(\.[^']+)'/g,
    )) {
      const target = normalize(join(dirname(path), specifier!));
      if (!found.includes(target)) found.push(target);
    }
  return found;
}

function sizeOf(paths: readonly string[]): { readonly lines: number; readonly code: number } {
  let [lines, code] = [0, 0];
  for (const path of paths) {
    const text = readFileSync(path, 'utf8');
    lines += text.split('\n').length - 1;
    code += text
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
  }
  return { lines, code };
}

function everything(): readonly string[] {
  return ['src/checker', 'src/certificate'].flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name)),
  );
}

const tens = (x: number): string => String(10 * Math.round(x / 10));

describe('what must be read', () => {
  const line = (what: string, check: string, reader: string, paths: readonly string[]): string => {
    const { lines, code } = sizeOf(paths);
    return `| ${what} | ${check} | ${reader} | ${tens(lines)} | ${tens(code)} |`;
  };
  const table = [
    ...ROWS.map(([what, check, reader]) =>
      line(what, check, reader, closure([join('src/checker', check), join('src/certificate', reader)])),
    ),
    line('beside each kind', 'index.ts, budget.ts', 'form and bytes', BESIDE),
    line('all of it', 'src/checker', 'src/certificate', everything()),
  ];

  it('stands in docs/trust.md as it is', () => {
    const rows = readFileSync('docs/trust.md', 'utf8').split('\n');
    const from = rows.findIndex((row) => row.startsWith('| | check | reader |')) + 2;
    expect(rows.slice(from, from + table.length), 'the rows of the table in docs/trust.md').toEqual(table);
  });

  it('for a dense minimum is about 1 200 lines of code, no library, and no file that the theorem does not need', () => {
    const paths = closure(['src/checker/point/minimum.ts']);
    const { lines, code } = sizeOf(paths);
    expect(code).toBeLessThanOrEqual(1190);
    expect(lines).toBeLessThanOrEqual(1630);
    for (const path of paths) expect(readFileSync(path, 'utf8'), path).not.toMatch(/from '[^.]/);
    for (const path of paths)
      expect(path).not.toMatch(/sharp|published|robustness|symmetric|sha256|sentences|uniform|elimination/);
  });

  it('the kinds and the files beside them are all there is', () => {
    const seen = new Set([
      ...closure(
        ROWS.flatMap(([, check, reader]) => [join('src/checker', check), join('src/certificate', reader)]),
      ),
      ...BESIDE,
    ]);
    expect(everything().filter((path) => !seen.has(path))).toEqual([]);
  });

  it('no room of the checker has more than twenty files', () => {
    const counts = new Map<string, number>();
    for (const path of everything().filter((path) => path.startsWith(join('src', 'checker'))))
      counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
  });
});
