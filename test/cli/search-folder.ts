import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Finished, spuriousHere } from './run.ts';

/** One run of (7,7) is spurious, the other 95 are not. */
export const PLAN = ['-k', '6,7', '-n', 'k', '--runs', '48', '--seed', '7'];

export interface SearchFolder {
  at(...names: string[]): string;
  search(out: string, ...args: string[]): Promise<Finished>;
  /** All files of a folder by their path in it, as text. */
  contents(name: string): Map<string, string>;
  /** Those of a finished search of PLAN, once the tests have begun. */
  readonly whole: Map<string, string>;
}

/** A directory for the searches of a test file, with one of PLAN in it; removed after the tests of the file. */
export function searchFolder(): SearchFolder {
  const folder = mkdtempSync(join(tmpdir(), 'spurious-search-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (...names: string[]): string => join(folder, ...names);
  const search = (out: string, ...args: string[]): Promise<Finished> =>
    spuriousHere('search', '--out', at(out), ...args);
  const contents = (name: string): Map<string, string> => {
    const files = readdirSync(at(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    return new Map(files.sort().map((path) => [path.slice(at(name).length + 1), readFileSync(path, 'utf8')]));
  };
  const whole = new Map<string, string>();
  beforeAll(async () => {
    const out = '6-6: 0 of 48 runs at 0 spurious minima\n7-7: 1 of 48 runs at 1 spurious minimum\n';
    expect(await search('whole', ...PLAN, '--jobs', '1')).toEqual({ code: 0, err: '', out });
    for (const [path, text] of contents('whole')) whole.set(path, text);
  });
  return { at, search, contents, whole };
}
