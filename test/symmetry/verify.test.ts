import { describe, expect, it } from 'vitest';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import { readCandidates } from '../../src/files/index.ts';
import type { BlockCandidate } from '../../src/model/candidate.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import type { Verification } from '../../src/proof/figures.ts';
import { verify } from '../../src/verify/verify.ts';
import { verified } from '../points.ts';
import { shared } from '../shared.ts';
import { POINTS } from './points.ts';

function denseOf(candidate: BlockCandidate): Verification {
  return verify(expandBlocks(candidate));
}

const EXPECTED: Readonly<Record<keyof typeof POINTS, readonly [string, number | null, number | null]>> = {
  'type II, k = 6': ['spurious-local-minimum', 0, 0.0047003547],
  'type II, k = 10^6': ['spurious-local-minimum', 0, 0.0907434625],
  'type A, k = 6': ['spurious-local-minimum', 0, 0.0015036523],
  'type I, k = 6': ['saddle', 6, -0.0058253493],
  'type I, k = 7': ['spurious-local-minimum', 0, 0.001661975],
  'two bad, k = 7': ['saddle', 4, -0.0045882887],
  'identity, k = 7': ['not-spurious', 0, 0.0908450569],
  'a swap': ['not-spurious', 0, 0.0908450569],
  'far from critical': ['no-critical-point', null, null],
};

describe('symmetric points in reduced form', () => {
  it.each(Object.keys(POINTS) as (keyof typeof POINTS)[])('%s', (name) => {
    const result = verified(POINTS[name]);
    const [verdict, index, lambda] = EXPECTED[name];
    expect(result.verdict, result.reason ?? '').toBe(verdict);
    expect(result.index).toBe(index);
    if (lambda !== null) expect(Number(result.lambdaMin)).toBeCloseTo(lambda, 8);
    const text = serialise(result.certificate!);
    expect(checkCertificate(text)).toEqual({ accepted: true, id: result.certificate!.sha256.slice(0, 16) });
    if (name === 'type II, k = 10^6') return;
    const dense = denseOf(POINTS[name]);
    expect(dense.verdict).toBe(verdict);
    expect(dense.index).toBe(index);
    expect(Number(dense.lambdaMin)).toBeCloseTo(Number(result.lambdaMin), 8);
    expect(Number(dense.lambdaMinAllDimensions)).toBeCloseTo(Number(result.lambdaMinAllDimensions), 8);
    if (dense.objective !== null) {
      // Enclosures of one number overlap.
      expect(Number(dense.objective.lower)).toBeLessThanOrEqual(Number(result.objective!.upper));
      expect(Number(result.objective!.lower)).toBeLessThanOrEqual(Number(dense.objective.upper));
    }
    expect(dense.published === null).toBe(result.published === null);
  });

  it('one dimension, and one above the width', () => {
    const point = POINTS['type II, k = 6'];
    for (const dimension of [6, 9]) {
      const result = verified(point, { dimension });
      expect(result.verdict).toBe('spurious-local-minimum');
      expect(result.lambdaMinAllDimensions === null).toBe(dimension === 6);
      expect(checkCertificate(serialise(result.certificate!)).accepted).toBe(true);
    }
    expect(() => verified(point, { dimension: 5 })).toThrow(RangeError);
  });

  it('says why where nothing is proved', () => {
    const zero = verified({
      form: 'block',
      blocks: [3],
      neurons: [{ attached: 0, diagonal: 0, values: [0] }],
    });
    expect(zero).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('type 0') });
    const unpolished = verified(POINTS['type II, k = 6'], { polish: false });
    expect(unpolished.verdict).toBe('spurious-local-minimum');
  });
});

describe('archives of block minima', () => {
  const minima = shared('block-minima', 'minima.json');
  it.skipIf(minima === null)('certifies every tenth point of the archive, and no identity', () => {
    for (const { family, candidate, origin } of readCandidates(minima!).candidates) {
      if (family! % 10 > 1) continue;
      const result = verified(candidate as BlockCandidate);
      const identity = (candidate as BlockCandidate).blocks.length === 1;
      expect(result.verdict, `family ${family}`).toBe(identity ? 'not-spurious' : 'spurious-local-minimum');
      expect(Number(result.lambdaMin)).toBeCloseTo((origin as { minEig: number }).minEig, 7);
    }
  });

  const families = shared('block-minima', 'families.json');
  it.skipIf(families === null)('certifies the families, (1000, 1001) among them', () => {
    for (const { family, candidate, origin } of readCandidates(families!).candidates) {
      const result = verified(candidate as BlockCandidate);
      expect(result.verdict, `family ${family}`).toBe('spurious-local-minimum');
      expect(Number(result.lambdaMin)).toBeCloseTo(Number((origin as { lambda_min: string }).lambda_min), 9);
    }
  });
});
