import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { spuriousHere } from '../../cli/run.ts';
import { matDouble } from '../../files/fixtures.ts';
import { double, integer, name, row, stream, symbolicArchive, textOfStream } from '../../files/symbolic.ts';
import { claimOf66, moved, permuted, point66 } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'spurious-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, value: unknown): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};
const candidate = (weights: unknown): object => ({
  format: 'spurious-candidate',
  version: 1,
  k: 6,
  n: 6,
  weights,
});

describe('spurious audit', () => {
  it('a folder of candidates: what is proved about each, exit code 0', async () => {
    write('points/one.json', candidate(point66().weights));
    write('points/two.json', candidate(permuted(point66(), [5, 4, 3, 2, 1, 0], [0, 1, 2, 3, 4, 5]).weights));
    const { code, out } = await spuriousHere('audit', join(folder, 'points'), '--format', 'json');
    expect(code).toBe(0);
    const json = JSON.parse(out);
    expect(json).toMatchObject({ families: 2, minima: 2, inconclusive: 0, distinct: 1, rows: [] });
    expect(json.perFamily[1]).toMatchObject({
      family: null,
      runs: null,
      claims: null,
      duplicateOf: 'one.json',
    });
    expect(json.findings.map(({ id }: { id: string }) => id)).toEqual(['duplicates']);
  });

  it('certificates on demand, which the checker accepts, and which can be audited themselves', async () => {
    const out = join(folder, 'certificates');
    expect((await spuriousHere('audit', 'candidates/6-6.json', '--out', out)).code).toBe(0);
    expect(readdirSync(out)).toEqual(['6-6.certificate.json']);
    expect((await spuriousHere('check', join(out, '6-6.certificate.json'))).out).toMatch(/^accepted /);
    expect((await spuriousHere('audit', out)).out).toContain('1 spurious local minimum');
  });

  it('claims: true ones leave 0, false ones and claims of other families 1', async () => {
    const claims = (name: string, ...families: unknown[]): string => write(name, { families });
    const audit = (path: string) => spuriousHere('audit', 'candidates/6-6.json', '--claims', path);
    expect((await audit(claims('true.json', claimOf66()))).code).toBe(0);
    const refuted = await audit(claims('false.json', claimOf66({ r: 1e-9 })));
    expect(refuted).toMatchObject({ code: 1 });
    expect(refuted.out).toContain('[error] claim-refuted');
    const other = await audit(claims('other.json', claimOf66({ k: 7 })));
    expect(other.code).toBe(1);
    expect(other.out).toContain('[error] claims-mismatch');
    const broken = await audit(write('broken.json', '{"families": [{}]}'));
    expect(broken.code).toBe(1);
    expect(broken.out).toContain('[error] unreadable');
  });

  it('constants in the archive are claims; a file of claims wins; broken ones are reported', async () => {
    const weights = matDouble('WbadNew', [6, 6], point66().weights.flat().map(Number));
    const { lambdaMin, objective, r, deviation } = claimOf66();
    const constants = (eigenvalue: number) => ({
      lambdaMin: textOfStream(stream(double(eigenvalue))),
      objVals: textOfStream(stream(double(objective))),
      r: textOfStream(stream(double(r))),
      deviations: textOfStream(stream(double(deviation))),
      maxFroDiff: textOfStream(stream(integer(0n))),
    });
    const archive = (name: string, texts: ReturnType<typeof constants>): string => {
      const path = join(folder, name);
      writeFileSync(path, symbolicArchive(weights, [3], texts));
      return path;
    };
    const sound = archive('sound.mat', constants(lambdaMin));
    const { code, out, err } = await spuriousHere('audit', sound, '--format', 'json');
    expect(err).toContain('the constants stored in the archive are taken for the claims');
    expect(code).toBe(0);
    const claims = { lambdaMin: 'confirmed', r: 'confirmed', objective: 'confirmed', stopping: 'confirmed' };
    expect(JSON.parse(out).perFamily[0]).toMatchObject({ runs: 3, claims });
    // A candidate beside it has no claim, and needs none.
    expect((await spuriousHere('audit', sound, 'candidates/8-9.json')).code).toBe(0);

    const wrong = archive('wrong.mat', constants(0.01));
    expect((await spuriousHere('audit', wrong)).out).toContain('[error] claim-refuted');
    const file = write('sound-claims.json', { families: [claimOf66()] });
    expect((await spuriousHere('audit', wrong, '--claims', file)).code).toBe(0);

    const odd = archive('odd.mat', { ...constants(lambdaMin), r: textOfStream(stream(name('x'))) });
    const reported = await spuriousHere('audit', odd);
    expect(reported.code).toBe(1);
    expect(reported.out).toContain('[error] unreadable (odd.mat)');
    expect(reported.out).toContain('1 family (3 runs): 1 spurious local minimum');
    const two = archive('two.mat', {
      ...constants(lambdaMin),
      r: textOfStream(stream(row(double(r), double(r)))),
    });
    expect((await spuriousHere('audit', two)).out).toContain('2 numbers in r for 1 families');
  });

  it('a broken file beside a good one is reported, the good one audited: 1; nothing readable: 3', async () => {
    const broken = write('cut.mat', 'MATLAB 5.0 MAT-file');
    const both = await spuriousHere('audit', broken, 'candidates/6-6.json');
    expect(both.code).toBe(1);
    expect(both.out).toContain('[error] unreadable (cut.mat)');
    expect(both.out).toContain('1 family: 1 spurious local minimum');
    expect(both.err).toContain('cut.mat');
    expect((await spuriousHere('audit', broken, join(folder, 'nowhere'))).code).toBe(3);
    expect((await spuriousHere('audit', 'candidates', '--format', 'xml')).code).toBe(2);
  });

  it('an inconclusive family: 1', async () => {
    const zero = point66().weights.map((row, i) => (i === 0 ? row.map(() => 0) : row));
    const { code, out } = await spuriousHere('audit', write('zero.json', candidate(zero)));
    expect(code).toBe(1);
    expect(out).toContain('[error] inconclusive');
  });

  it('an entry moved by 1e-2 is reported as altered', async () => {
    const path = write('altered.json', candidate(moved(point66(), 1, 2, 1e-2).weights));
    const claims = write('claims-of-it.json', { families: [claimOf66()] });
    const { code, out } = await spuriousHere('audit', path, '--claims', claims);
    expect(code).toBe(1);
    expect(out).toContain('[error] altered');
  });

  it('a list of block minima', async () => {
    const minima = [
      { k: 6, blocks: [6], vals: [[1, 0]], multiplicity: 500 },
      {
        k: 7,
        blocks: [1, 6],
        vals: [
          [-0.6327039049152542, 0.2616910758354652, 0],
          [0.18599104632000957, 0.9969227987935689, -0.035080155932389],
        ],
        multiplicity: 27,
      },
    ];
    const { code, out } = await spuriousHere('audit', write('minima.json', minima), '--format', 'json');
    expect(code).toBe(0);
    const json = JSON.parse(out);
    expect(json).toMatchObject({ families: 2, runs: 527, minima: 1, saddles: 0, distinct: 2, rows: [] });
    expect(json.perFamily.map(({ verdict }: { verdict: string }) => verdict)).toEqual([
      'not-spurious',
      'spurious-local-minimum',
    ]);
  });

  it('the results of a search, from its manifest and certificates', async () => {
    const search = join(folder, 'search');
    expect(
      (await spuriousHere('audit', 'candidates/6-6.json', '--out', join(search, 'certificates'))).code,
    ).toBe(0);
    copyFileSync(
      join(search, 'certificates', '6-6.certificate.json'),
      join(search, 'certificates', '6-6-1.certificate.json'),
    );
    const points = [{ id: 1, runs: 3, certificate: 'certificates/6-6-1.certificate.json' }];
    const row = { k: 6, n: 6, results: '6-6.jsonl', runs: 1000, undecided: 1, unresolved: 2, points };
    write('search/manifest.json', { format: 'spurious-search', version: 1, rows: [row] });
    const { code, out } = await spuriousHere('audit', search, '--format', 'json');
    expect(code).toBe(0);
    const json = JSON.parse(out);
    expect(json.rows).toMatchObject([{ k: 6, n: 6, runs: 1000, spurious: 3, percent: 0.3, unresolved: 3 }]);
    expect(json.perFamily[0]).toMatchObject({ family: 0, runs: 3, verdict: 'spurious-local-minimum' });
    write('search/manifest.json', { format: 'spurious-search', version: 1, rows: [{ k: 6 }] });
    expect((await spuriousHere('audit', search)).code).toBe(3);
  });

  it('nothing is written without --out', async () => {
    const before = readFileSync('candidates/6-6.json', 'utf8');
    expect((await spuriousHere('audit', 'candidates/6-6.json', '--format', 'markdown')).out).toContain(
      '## Families',
    );
    expect(readFileSync('candidates/6-6.json', 'utf8')).toBe(before);
  });
});
