import { describe, expect, it } from 'vitest';
import verifyTask from '../../src/cli/verify-task.ts';
import type { BlockCandidate, DenseCandidate } from '../../src/model/candidate.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import { detectSymmetry } from '../../src/proposals/symmetric/detect.ts';
import { POINTS } from './points.ts';

/** Coordinates and neurons in another order, entries moved by up to `size`. */
function shuffled(candidate: BlockCandidate, size: number): DenseCandidate {
  const { weights, ...rest } = expandBlocks(candidate);
  const noise = (i: number, a: number): number => size * Math.sin(17 * i + 5 * a + 1);
  const turned = weights
    .map((row, i) => row.map((x, a) => Number(x) + noise(i, a)))
    .map((row) => [...row.slice(1), row[0]!])
    .reverse();
  return { ...rest, weights: turned };
}

/** The type II point at k = 70, to ten digits. */
const LARGE: BlockCandidate = {
  form: 'block',
  blocks: [69, 1],
  neurons: [
    { attached: 0, diagonal: 1.000402, values: [-0.000281, 0.02779] },
    { attached: null, diagonal: null, values: [0.01876, -0.93285] },
  ],
};

describe('dense candidates with a symmetry', () => {
  it.each(['type II, k = 6', 'type A, k = 6', 'two bad, k = 7'] as const)('%s: found', (name) => {
    const dense = shuffled(POINTS[name], 1e-9);
    const found = detectSymmetry(dense)!;
    expect([...found.candidate.blocks].sort()).toEqual([...POINTS[name].blocks].sort());
    dense.weights.forEach((row, i) => {
      row.forEach((x, a) => {
        expect(Math.abs(found.entry(i, a) - Number(x))).toBeLessThan(1e-8);
      });
    });
  });

  it('a point without one has none', () => {
    const dense = shuffled(POINTS['type II, k = 6'], 0.1);
    const found = detectSymmetry(dense);
    expect(found === null || found.candidate.blocks.every((m) => m === 1)).toBe(true);
  });

  it('too large for a dense proof: proved near the symmetric point', () => {
    const options = {
      digits: 32,
      exact: false,
      sharp: false,
      dimension: 'all',
      polish: true,
      producer: { name: 'test', version: '1' },
    } as const;
    const task = { candidate: shuffled(LARGE, 1e-10), options, certificate: true };
    const { verification } = verifyTask(task);
    expect(verification.verdict, verification.reason ?? '').toBe('spurious-local-minimum');
    expect(verification.certificate?.kind).toBe('block');
    expect(Number(verification.radius)).toBeGreaterThan(1e-9);
    expect(Number(verification.gradientNorm)).toBeGreaterThan(0);
    // Neuron 5 moved by 4e-4 in each of 70 entries: further away than r0.
    const weights = task.candidate.weights.map((row, i) =>
      i === 5 ? row.map((x) => Number(x) + 4e-4) : row,
    );
    const far = verifyTask({ ...task, candidate: { ...task.candidate, weights } }).verification;
    expect(far.verdict).toBe('inconclusive');
  });
});
