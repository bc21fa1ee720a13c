import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCertificate } from '../../src/certificate/index.ts';
import { spuriousHere } from './run.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spurious-prove-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const KEYS = [
  'statement',
  'n',
  'kFrom',
  'kTo',
  'lambdaMin',
  'intervals',
  'certificate',
  'milliseconds',
  'reason',
];

describe('spurious prove', () => {
  it('proves type II from 6 by default, and check accepts the certificate', async () => {
    const { code, out, err } = await spuriousHere('prove', '--out', folder, '--json');
    expect(code, err).toBe(0);
    const answer = JSON.parse(out);
    expect(Object.keys(answer)).toEqual(KEYS);
    expect(answer).toMatchObject({ n: 'k', kFrom: 6, kTo: null, lambdaMin: '0.0047', reason: null });
    expect(answer.statement).toContain('For every integer k >= 6 and every dimension d >= k');
    expect(readdirSync(folder)).toEqual(['bad-1-from-6.certificate.json']);
    const text = readFileSync(answer.certificate, 'utf8');
    const certificate = readCertificate(text);
    expect(certificate.kind).toBe('uniform');
    expect(certificate.statement).toBe(answer.statement);
    const check = await spuriousHere('check', answer.certificate);
    expect(check.out).toMatch(new RegExp(`^accepted ${certificate.sha256.slice(0, 16)} .*\\n$`));
    expect(check.code).toBe(0);
  });

  it('proves a bounded range, for people, and writes nothing without --out', async () => {
    const { code, out, err } = await spuriousHere('prove', '--bad', '1', '--from', '30', '--to', '40');
    expect(code, err).toBe(0);
    expect(out).toContain('For every integer k with 30 <= k <= 40 and every dimension d >= k');
    expect(out).toMatch(/Proved for every real k in the range: 30 <= k <= 40, on \d+ intervals/);
    expect(out).not.toContain('certificate');
  });

  it('--split: a second certificate, that check accepts; the first is as it is without', async () => {
    const out = join(folder, 'split');
    const range = ['--from', '30', '--to', '40'];
    const alone = await spuriousHere('prove', ...range, '--out', join(folder, 'alone'));
    expect(alone.code, alone.err).toBe(0);
    const { code, out: text, err } = await spuriousHere('prove', ...range, '--split', '--out', out, '--json');
    expect(code, err).toBe(0);
    const { splits, certificate, ...rest } = JSON.parse(text);
    expect(['certificate', ...Object.keys(rest)].sort()).toEqual([...KEYS].sort());
    const name = 'bad-1-from-30-to-40';
    expect(readFileSync(certificate, 'utf8')).toBe(
      readFileSync(join(folder, 'alone', `${name}.certificate.json`), 'utf8'),
    );
    expect(splits.certificate).toBe(join(out, `${name}.split.certificate.json`));
    expect(splits.neurons).toMatchObject([
      { neuron: 0, saddle: true, reason: null, power: 2, move: 'differences', transverseNegative: true },
      { neuron: 1, saddle: true, reason: null, power: 1, move: 'differences', transverseNegative: true },
    ]);
    const check = await spuriousHere('check', certificate, splits.certificate);
    expect(check.out.match(/^accepted [0-9a-f]{16} .*$/gm)).toHaveLength(2);
    const people = await spuriousHere('prove', ...range, '--split');
    expect(people.out).toMatch(/\nSplit in two, 2 of 2 kinds of neurons make a strict saddle, .*:\n/);
    expect(people.out).toMatch(
      /\n {2}coordinates 2 to k: λ_min\(B\) ≤ -0\.\d+\/k, index at least k - 3 \+ 1 /,
    );
    expect(people.out).toMatch(
      /\n {2}matched to 1: λ_min\(B\) ≤ -0\.\d+ k\^\(-1\/2\), index at least k - 2 \+ 1 /,
    );
  });

  it('lists what it can prove', async () => {
    const people = await spuriousHere('prove', '--list');
    expect(people.out).toContain('n = k+1  k >= 7          spurious prove --bad 1 --extra 1\n');
    const { code, out } = await spuriousHere('prove', '--list', '--json');
    expect(code).toBe(0);
    const { families } = JSON.parse(out);
    expect(families).toContainEqual({ bad: 2, extras: [[1], [2]], kFrom: 11, kTo: 100, n: 'k+2' });
    expect(families.length).toBeGreaterThanOrEqual(11);
  });

  it('says why it does not prove type II from 5', async () => {
    const out = join(folder, 'nothing');
    const answer = await spuriousHere('prove', '--from', '5', '--json', '--out', out);
    expect(answer.code).toBe(1);
    const { reason } = JSON.parse(answer.out);
    const split = await spuriousHere('prove', '--from', '5', '--json', '--split');
    expect(split.code).toBe(1);
    expect(JSON.parse(split.out)).toMatchObject({ reason, splits: null });
    expect(reason).toMatch(/block "standard" is -0\.\d+ in doubles at k = 5\./);
    expect(answer.err).toContain(reason);
    expect(existsSync(out)).toBe(false);
  });

  it.each<[string, string[], RegExp]>([
    ['a set outside the bad coordinates', ['--bad', '2', '--extra', '1,3'], /--extra .* from 1 to 2 .*"1,3"/],
    ['a set that repeats a coordinate', ['--bad', '2', '--extra', '1,1'], /--extra/],
    ['a set that is none', ['--extra', 'one'], /--extra/],
    ['no bad coordinate', ['--bad', '0'], /--bad takes a whole number from 1/],
    ['half a bad coordinate', ['--bad', '1.5'], /--bad/],
    ['too few good coordinates', ['--from', '4'], /--from takes a whole number from 5/],
    ['k beyond the limit', ['--from', '2000000000'], /--from/],
    ['an end before the beginning', ['--from', '9', '--to', '8'], /--to takes a whole number from 9/],
    ['a family without a known bound', ['--bad', '5', '--extra', '1'], /--from is needed/],
  ])('refuses %s', async (_, args, message) => {
    const { code, err } = await spuriousHere('prove', ...args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
