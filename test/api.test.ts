import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { entryPoints, stalePages } from '../scripts/api.mjs';

describe('docs/api', () => {
  const entries = entryPoints();

  it('is what scripts/api.mjs makes of today’s doc comments (else: npm run api)', () => {
    expect(stalePages()).toEqual([]);
  });

  it.each(entries)('$specifier: has every name that the module exports', async ({
    specifier,
    entries: all,
  }) => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
    const { default: path } = exports[specifier.replace(/^[^/]+/, '.')];
    const module = await import(pathToFileURL(path).href);
    const values = all.filter(({ kind }) => !['interface', 'type'].includes(kind));
    expect(values.map(({ name }) => name).sort()).toEqual(Object.keys(module).sort());
  });

  it.each(entries)('$specifier: says what each value is, and shows how to use it', ({ entries: all }) => {
    const values = all.filter(({ kind }) => !['interface', 'type'].includes(kind));
    expect(values.filter(({ words }) => words === '').map(({ name }) => name)).toEqual([]);
    const shown = values.filter(({ kind }) => kind !== 'const');
    expect(shown.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
  });
});
