import { describe, expect, it } from 'vitest';
import type { BlockCandidate, DenseCandidate } from '../../src/model/candidate.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import { settingsOf } from '../../src/proof/options.ts';
import { type DetectedSymmetry, detectSymmetry } from '../../src/proposals/symmetric/detect.ts';
import { polishSymmetric } from '../../src/proposals/symmetric/newton.ts';
import { verifyNearSymmetric } from '../../src/verify/near-symmetric.ts';
import { verify } from '../../src/verify/verify.ts';
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
  blocks: [91, 1],
  neurons: [
    { attached: 0, diagonal: 1.000242, values: [-0.0001615, 0.021274] },
    { attached: null, diagonal: null, values: [0.014324, -0.947371] },
  ],
};

describe('dense candidates with a symmetry', () => {
  it.each(['type II, k = 6', 'type A, k = 6', 'two bad, k = 7'] as const)('%s: found', (name) => {
    const dense = shuffled(POINTS[name], 1e-9);
    const found = detectSymmetry(dense)!;
    expect([...found.candidate.blocks].sort()).toEqual([...POINTS[name].blocks].sort());
    const { weights } = expandBlocks(found.candidate);
    dense.weights.forEach((row, i) => {
      row.forEach((x, a) => {
        expect(Math.abs(Number(weights[found.rows[i]!]![found.columns[a]!]) - Number(x))).toBeLessThan(1e-8);
      });
    });
  });

  it('a point without one has none', () => {
    const dense = shuffled(POINTS['type II, k = 6'], 0.1);
    const found = detectSymmetry(dense);
    expect(found === null || found.candidate.blocks.every((m) => m === 1)).toBe(true);
  });

  /** The detector is asked on every call; what it says is changed before it is heard. */
  function near(dense: DenseCandidate, said: (found: DetectedSymmetry) => DetectedSymmetry) {
    const detect = (x: DenseCandidate) => said(detectSymmetry(x)!);
    return verifyNearSymmetric(dense, settingsOf({}, dense.d), detect, polishSymmetric);
  }

  it('the distance is that of the written-out candidate, whatever the detector says', () => {
    const size = 1e-7;
    const dense = shuffled(POINTS['type II, k = 6'], size);
    const honest = near(dense, (found) => found)!;
    expect(honest.verdict).toBe('spurious-local-minimum');
    // A point with 1e-5 more in 30 of its entries: that far away, whatever entries the detector had in mind.
    const moved = near(dense, (found) => {
      const neurons = found.candidate.neurons.map((type) => ({
        ...type,
        values: type.values.map((x) => Number(x) + 1e-5),
      }));
      return { ...found, candidate: { ...found.candidate, neurons } };
    })!;
    expect(Number(moved.radius)).toBeGreaterThan(Number(honest.radius) + 5e-5);
    expect(Number(moved.basinRadius)).toBeLessThan(Number(honest.basinRadius) - 5e-5);
  });

  it('an order that is none, or not that of the point, proves nothing', () => {
    const dense = shuffled(POINTS['type II, k = 6'], 1e-9);
    const swapped = ([first, second, ...rest]: readonly number[]): number[] => [second!, first!, ...rest];
    const lies: ((found: DetectedSymmetry) => DetectedSymmetry)[] = [
      (found) => ({ ...found, rows: found.rows.map(() => 0) }),
      (found) => ({ ...found, columns: found.columns.map(() => found.columns[0]!) }),
      (found) => ({ ...found, rows: found.rows.map((x) => x + 1) }),
      (found) => ({ ...found, rows: found.rows.slice(1) }),
      (found) => ({ ...found, rows: swapped(found.rows) }),
      (found) => ({ ...found, columns: swapped(found.columns) }),
      (found) => ({ ...found, candidate: { ...found.candidate, neurons: found.candidate.neurons.slice(1) } }),
      () => ({ ...detectSymmetry(shuffled(LARGE, 0))! }),
    ];
    for (const lie of lies) expect(near(dense, lie)).toBeNull();
  });

  it('only for the standard basis as targets', () => {
    const { targets, ...rest } = shuffled(POINTS['type II, k = 6'], 1e-9);
    const other = rest.weights.map((_, j) => rest.weights.map((_row, a) => (a === j ? 2 : 0)));
    const found = detectSymmetry({ ...rest, targets })!;
    expect(near({ ...rest, targets: other }, () => found)).toBeNull();
  });

  it('too large for a dense proof: proved near the symmetric point', () => {
    const candidate = shuffled(LARGE, 1e-10);
    const verification = verify(candidate);
    expect(verification.verdict, verification.reason ?? '').toBe('spurious-local-minimum');
    expect(verification.certify()?.kind).toBe('block');
    expect(Number(verification.radius)).toBeGreaterThan(1e-9);
    expect(Number(verification.gradientNorm)).toBeGreaterThan(0);
    // Neuron 5 moved by 4e-4 in each of 92 entries: further away than r0.
    const weights = candidate.weights.map((row, i) => (i === 5 ? row.map((x) => Number(x) + 4e-4) : row));
    const far = verify({ ...candidate, weights });
    expect(far.verdict).toBe('inconclusive');
  });
});
