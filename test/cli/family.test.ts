import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spuriousHere as spurious } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-family-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Member {
  readonly k: number;
  readonly n: number;
  readonly verdict: string;
  readonly index: number | null;
  readonly lambdaMin: string | null;
  readonly certificate: string | null;
  readonly blocks: number[];
  readonly reason: string | null;
}

async function members(...args: string[]): Promise<{ code: number | null; results: Member[] }> {
  const { code, out } = await spurious('family', '--json', ...args);
  return { code, results: (JSON.parse(out) as { results: Member[] }).results };
}

describe('spurious family', () => {
  it('certifies members; the checker confirms their certificates', async () => {
    const { code, results } = await members('--k', '6..7', '--out', folder, '--recheck');
    expect(code).toBe(0);
    expect(results.map(({ k, n, verdict, blocks }) => ({ k, n, verdict, blocks }))).toEqual([
      { k: 6, n: 6, verdict: 'spurious-local-minimum', blocks: [5, 1] },
      { k: 7, n: 7, verdict: 'spurious-local-minimum', blocks: [6, 1] },
    ]);
    expect(Number(results[0]!.lambdaMin)).toBeCloseTo(0.0047003547, 8);
    expect(readdirSync(folder).sort()).toEqual(['bad-1-k-6.certificate.json', 'bad-1-k-7.certificate.json']);
    expect(results[0]!.certificate).toBe(join(folder, 'bad-1-k-6.certificate.json'));
    expect((await spurious('check', results[0]!.certificate!)).out).toMatch(/^accepted /);
  });

  it('types A and I are minima at k = 6 and 7', async () => {
    expect((await members('--k', '6', '--type', 'A')).results[0]!.verdict).toBe('spurious-local-minimum');
    expect((await members('--k', '7', '--type', 'I')).results[0]!.verdict).toBe('spurious-local-minimum');
  });

  it.each([
    ['2', '7,8'],
    ['3', '9,10'],
  ])('%s bad coordinates: at k = %s a saddle and a minimum; both are answers', async (bad, ks) => {
    const { code, results } = await members('--k', ks, '--bad', bad);
    expect(results.map(({ verdict }) => verdict)).toEqual(['saddle', 'spurious-local-minimum']);
    expect(code).toBe(0);
  });

  it('the committed certificates of members are accepted, and rejected with a digit changed', async () => {
    const files = readdirSync('certificates/families').map((name) => join('certificates/families', name));
    expect(files.length).toBeGreaterThan(20);
    const few = files.filter((name) => /families\/(type-A|bad-1-k-1000)/.test(name));
    const { code, out } = await spurious('check', ...few);
    expect(
      out
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('accepted')),
    ).toBe(true);
    expect(code).toBe(0);
    const text = readFileSync(few[0]!, 'utf8');
    const spoiled = join(folder, 'spoiled.json');
    writeFileSync(spoiled, text.replace(/("lambdaMin": ?"0\.\d\d)\d/, '$19'));
    expect((await spurious('check', spoiled)).out).toMatch(/^rejected /);
  });

  it('members of any size: k = 10⁶ and 10⁹', async () => {
    const { code, results } = await members('--k', '1000000,1000000000');
    expect(code).toBe(0);
    expect(results.map(({ verdict }) => verdict)).toEqual([
      'spurious-local-minimum',
      'spurious-local-minimum',
    ]);
    expect(Number(results[0]!.lambdaMin)).toBeCloseTo(0.0907434626, 9);
  });

  it('two extras {1}, {2}: a minimum at k = 100, a saddle of index 98 at k = 101', async () => {
    const { results } = await members('--k', '100,101', '--bad', '2', '--extra', '1', '--extra', '2');
    expect(results.map(({ verdict, index }) => [verdict, index])).toEqual([
      ['spurious-local-minimum', 0],
      ['saddle', 98],
    ]);
  });

  it('more neurons than targets: (7,8)', async () => {
    const { results } = await members('--k', '7', '--extra', '1');
    expect(results[0]).toMatchObject({ k: 7, n: 8, verdict: 'spurious-local-minimum', blocks: [6, 1] });
    expect(Number(results[0]!.lambdaMin)).toBeCloseTo(0.0026085, 6);
  });

  it('members that are not found are said to be so, exit code 1', async () => {
    const { code, results } = await members('--k', '9', '--bad', '2', '--extra', '1');
    expect(code).toBe(1);
    expect(results[0]).toMatchObject({ verdict: 'inconclusive', lambdaMin: null, certificate: null });
    expect(results[0]!.reason).toContain('no minimum with such extras');
  });

  it('at very small k: type A meets the targets at k = 2, and is a saddle at k = 3', async () => {
    const { code, results } = await members('--k', '2..3', '--type', 'A');
    expect(code).toBe(0);
    expect(results.map(({ verdict }) => verdict)).toEqual(['not-spurious', 'saddle']);
  });

  it('encloses a threshold', async () => {
    const { code, out } = await spurious('family', '--type', 'A', '--threshold', '--json');
    expect(code).toBe(0);
    const { results, threshold } = JSON.parse(out);
    expect(results).toEqual([]);
    expect(threshold).toMatchObject({ block: 'alternating', below: 'saddle', above: 'minimum' });
    expect(threshold.lower).toMatch(/^5\.76381273491957/);
    expect(Number(threshold.upper) - Number(threshold.lower)).toBeLessThan(1e-6);
  });

  it('says where no threshold is seen', async () => {
    const { code, err } = await spurious('family', '--type', 'A', '--threshold', '--k', '6,7');
    expect(code).toBe(1);
    expect(err).toContain('no block is seen to turn (between k = 6 and k = 7)');
  });

  it('searches by the limit energy, and says what that is worth', async () => {
    const { code, out } = await spurious('family', '--search', '--bad', '1', '--max-extras', '1', '--json');
    expect(code).toBe(0);
    const { note, families } = JSON.parse(out);
    expect(note).toContain('untrusted');
    expect(families).toMatchObject([
      { bad: 1, extras: 0, n: 'k', minimum: true, options: '--bad 1' },
      { bad: 1, extras: 1, n: 'k+1', minimum: true, options: '--bad 1 --extra 1' },
    ]);
    expect((await spurious('family', '--search', '--bad', '1', '--max-extras', '0')).out).toContain(
      'minimum',
    );
  });

  it.each([
    ['--k 6 --extra 2', 'coordinate 2 is not bad'],
    ['--k 6 --extra x', '"x" is no bad coordinate'],
    ['--k 6 --bad 2 --extra 1,1', 'named twice'],
    ['--k 6 --type A --bad 1', '--bad goes with --type II'],
    ['--k 6 --type I --extra 1', '--extra goes with --type II'],
    ['--k 6 --type B', 'type'],
    ['--k 6 --bad 0', '--bad takes'],
    ['--k 6 --bad 1.5', '--bad takes'],
    ['--k 2', 'begins at k = 3'],
    ['--k 4 --bad 3', 'begins at k = 5'],
    ['--k 7..6', 'ends before it begins'],
    ['--k 6..9:0', 'step'],
    ['--k six', '--k takes'],
    ['--k 1000000001', 'at most 1000000000'],
    ['--k 6..1000000', 'at most 100000 members'],
    ['--k 6 --digits 3', '--digits takes'],
    ['--k 6 --threshold', 'two different k'],
    ['--k 6 --max-extras 1', '--max-extras goes with --search'],
    ['--search --k 6', '--k does not go with --search'],
    ['--search --bad 99', '--bad takes'],
    ['', 'needs --k'],
  ])('refuses %s: exit code 2 with the place', async (line, word) => {
    const { code, err, out } = await spurious('family', ...line.split(' ').filter((x) => x !== ''));
    expect(code).toBe(2);
    expect(err).toContain(word);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toBe('');
  });
});
