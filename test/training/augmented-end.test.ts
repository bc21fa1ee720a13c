import { describe, expect, it } from 'vitest';
import type { Augmentation } from '../../src/elimination/data/empirical.ts';
import { decideAugmentedEnd } from '../../src/training/augmented-end.ts';
import { verifyTraining } from '../../src/verify/training.ts';
import { layer, network, problemOf, type Rows } from './problems.ts';

const OUTPUT: Augmentation = { kind: 'output' };
const line = (w: number | string, b: number | string) => network(layer([[w]], [b]));
const EXACT: Rows = [
  [1, 3],
  [2, 5],
  [-1, -1],
];
const NOISY: Rows = [...EXACT, [3, 0]];

function end(
  rows: Rows,
  [w, b]: readonly [number | string, number | string],
  added: { a: number; b: number; w: number },
  { loss = 'squared', lambda = '0.5', augmentation = OUTPUT } = {},
) {
  const decided = verifyTraining(problemOf(line(w, b), rows, loss));
  const point = { a: [added.a], b: [added.b], w: [[added.w]] };
  return decideAugmentedEnd(decided.problem, augmentation, lambda, [w, b], point, decided);
}

describe('ends of descents on the augmented objective, in all variables', () => {
  it('r = 0 exactly at θ: a global minimum for these b and W, as near as a is small', () => {
    expect(end(EXACT, [2, 1], { a: 0, b: 0.5, w: -2 })).toMatchObject({
      verdict: 'global-minimum',
      radius: { text: '0' },
    });
    const near = end(EXACT, [2, 1], { a: 0.003, b: 0.5, w: -2 });
    expect(near.verdict).toBe('global-minimum');
    expect(Number(near.radius!.text)).toBeGreaterThanOrEqual(0.003);
    expect(Number(near.radius!.text)).toBeLessThan(0.0030000001);
    // Too far to be what the end is about.
    expect(end(EXACT, [2, 1], { a: 0.9, b: 0, w: 0 }).verdict).toBe('inconclusive');
  });

  it('a residual that stays away from 0 for all θ near by: no local minimum within r0', () => {
    const found = end(NOISY, [2, 1], { a: 0, b: 0, w: 0 });
    expect(found.verdict).toBe('no-local-minimum');
    expect(found.reason).toMatch(/input 3 /);
    expect(Number(found.radius!.text)).toBeCloseTo(1e-3 * Math.sqrt(5), 12);
    // r = 2(f − y) at x = 3 changes by 2(3 dw + db): within r0 of this θ it is 0 somewhere, and so it is at the other inputs.
    const small: Rows = [[1, '0.0001']];
    expect(end(small, [0, 0], { a: 0.5, b: 0, w: 0 }).verdict).toBe('inconclusive');
    expect(end([[1, '0.01']], [0, 0], { a: 0, b: 0, w: 0 }).verdict).toBe('no-local-minimum');
  });

  it('no function attains the infimum: no local minimum at all', () => {
    const found = end([[1, 1]], [2, 1], { a: 0, b: 0, w: 0 }, { loss: 'logistic' });
    expect(found).toMatchObject({ verdict: 'no-local-minimum', radius: null });
  });

  it('where the argument does not apply nothing is claimed', () => {
    const at = (options: object) => end(NOISY, [2, 1], { a: 0, b: 0, w: 0 }, options).verdict;
    expect(at({ lambda: '0' })).toBe('inconclusive');
    expect(at({ loss: 'abs(q - y)' })).toBe('inconclusive');
    expect(at({ augmentation: { kind: 'layer' } })).toBe('inconclusive');
  });
});
