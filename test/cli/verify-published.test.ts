import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { shared } from '../shared.ts';
import { spuriousHere } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'spurious-published-'));
afterAll(() => rmSync(folder, { recursive: true }));

const published = shared('published');
describe.skipIf(published === null)('the published files', () => {
  it('20 files, 124 families: 123 minima and one saddle, every certificate accepted', async () => {
    const files = readdirSync(published!)
      .filter((name) => name.endsWith('.mat'))
      .map((name) => join(published!, name));
    expect(files).toHaveLength(20);
    const out = join(folder, 'published');
    const done = await spuriousHere('verify', ...files, '--out', out, '--json');
    expect(done.code).toBe(1);
    const { results } = JSON.parse(done.out) as {
      results: {
        source: string;
        family: number;
        verdict: string;
        index: number;
        certificate: string | null;
      }[];
    };
    expect(results).toHaveLength(124);
    expect(results.filter((x) => x.verdict === 'spurious-local-minimum')).toHaveLength(123);
    const [saddle] = results.filter((x) => x.verdict !== 'spurious-local-minimum');
    expect(saddle).toMatchObject({ verdict: 'saddle', index: 2, family: 6 });
    expect(saddle!.source).toContain('newExp-15-16');
    expect(results.every((x) => x.certificate !== null)).toBe(true);
    // The checker takes about a second for the large ones: all of the small, a part of the others.
    const some = results.filter((x, i) => /-(6|8|9|10)\.mat/.test(x.source) || i % 12 === 0 || x === saddle);
    const checked = await spuriousHere('check', ...some.map((x) => x.certificate!));
    expect(
      checked.out
        .trim()
        .split('\n')
        .filter((line) => !line.startsWith('accepted ')),
    ).toEqual([]);
    expect(checked.code).toBe(0);
  });
});
