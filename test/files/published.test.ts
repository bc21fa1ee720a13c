import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCandidates, readMatVariables } from '../../src/files/index.ts';
import { naiveGradient, refusal } from './fixtures.ts';

const SHARED = join(process.env['SPURIOUS_SHARED'] ?? '../shared', 'published');
const present = existsSync(SHARED);
if (!present) console.warn(`published files not at ${SHARED}: their tests are skipped (SPURIOUS_SHARED)`);
const names = present ? readdirSync(SHARED).filter((name) => /^newExp-\d+-\d+\.mat$/.test(name)) : [];
const OPAQUE = ['r', 'lambdaMin', 'objVals', 'deviations', 'maxFroDiff'];

function denseOf(entry: { candidate: { form: string } }): number[][] {
  return (entry.candidate as unknown as { weights: number[][] }).weights;
}

describe.skipIf(!present)('the published files', () => {
  test('20 files, 124 families', () => {
    expect(names).toHaveLength(20);
    const counts = names.map((name) => readCandidates(join(SHARED, name)).candidates.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(124);
  });

  test.each(names)('%s', (name) => {
    const [k, n] = /(\d+)-(\d+)/.exec(name)!.slice(1).map(Number);
    const { candidates, magnitude, notes } = readCandidates(join(SHARED, name));
    expect(magnitude).toHaveLength(candidates.length);
    expect(notes).toEqual(OPAQUE.map((variable) => `variable ${variable} (opaque object) is skipped`));
    for (const [i, entry] of candidates.entries()) {
      expect(entry.family).toBe(candidates.length === 1 ? null : i);
      expect(entry.candidate).toMatchObject({ form: 'dense', k, n, d: k, targets: null });
      const weights = denseOf(entry);
      // Read with rows for columns, the gradient of a point that is not symmetric would be of size 0.1.
      expect(naiveGradient(weights), `family ${i}`).toBeLessThan(1e-9);
      const norms = weights.map((w) => Math.hypot(...w));
      expect(Math.min(...norms)).toBeGreaterThan(0.272);
      expect(Math.max(...norms)).toBeLessThan(1.0534);
    }
  });

  test('(6,6): the point of the table, by its entries', () => {
    const [entry] = readCandidates(join(SHARED, 'newExp-6-6.mat')).candidates;
    const weights = denseOf(entry!);
    // k = 6: a = .9867, b = −.0504, c = .3080 five times, and the bad neuron d = .2245, e = −.6015.
    const sorted = weights.flat().sort((x, y) => x - y);
    const expected = [
      ...Array(1).fill(-0.601511923561),
      ...Array(20).fill(-0.0504134032168),
      ...Array(5).fill(0.224515807599),
      ...Array(5).fill(0.308010991479),
      ...Array(5).fill(0.986703818889),
    ];
    for (const [i, x] of sorted.entries()) expect(x).toBeCloseTo(expected[i], 7);
    const norms = weights.map((w) => Math.hypot(...w)).sort((x, y) => x - y);
    expect(norms[0]).toBeCloseTo(Math.sqrt(5 * 0.224515807599 ** 2 + 0.601511923561 ** 2), 7);
  });

  test('runs as published', () => {
    const runs = (name: string) => readCandidates(join(SHARED, name)).magnitude;
    expect(runs('newExp-6-6.mat')).toEqual([3]);
    expect(runs('newExp-10-10.mat')).toEqual([312, 34]);
    expect(runs('newExp-15-16.mat')).toEqual([52, 24, 2, 1, 13, 7, 1, 2]);
  });

  test('a family that is not there, a variable that is opaque', () => {
    const path = join(SHARED, 'newExp-20-20.mat');
    expect(readCandidates(path, { family: 20 }).candidates).toHaveLength(1);
    refusal(() => readCandidates(path, { family: 21 }), 'there are 21 families; expected 0 to 20');
    refusal(() => readCandidates(path, { variable: 'lambdaMin' }), 'opaque object', '"WbadNew"');
  });

  test('the raw arrays', () => {
    const path = join(SHARED, 'newExp-9-9.mat');
    const { variables } = readMatVariables(readFileSync(path), path);
    expect([...variables.keys()]).toEqual(['WbadNew', 'magnitude']);
    expect(variables.get('WbadNew')).toMatchObject({ shape: [9, 9, 2], strides: [1, 9, 81] });
    expect(Array.from(variables.get('magnitude')!.values)).toEqual([213, 5]);
  });
});
