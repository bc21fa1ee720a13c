import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCandidates } from '../../src/files/index.ts';
import type { DenseCandidate } from '../../src/model/candidate.ts';
import { detectSymmetry } from '../../src/proposals/symmetric/detect.ts';
import { isReducible } from '../../src/verify/symmetric.ts';
import { verify } from '../../src/verify/verify.ts';

/** Committed candidates with the standard targets. */
const candidates = ['', 'saddles/']
  .flatMap((folder) => readdirSync(`candidates/${folder}`).map((name) => folder + name))
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) =>
    readCandidates(`candidates/${name}`).candidates.map(({ candidate }) => ({ name, candidate })),
  )
  .filter((entry): entry is { name: string; candidate: DenseCandidate } => {
    const { candidate } = entry;
    return candidate.form === 'dense' && candidate.targets === null && candidate.d === candidate.k;
  });

describe('dense and reduced verification of the committed candidates', () => {
  it('sees them', () => expect(candidates.length).toBeGreaterThan(170));

  it.each(candidates)('$name: the same verdict, eigenvalue and objective', ({ candidate }) => {
    const symmetry = detectSymmetry(candidate);
    if (symmetry === null) throw new Error('no symmetry is found');
    const reduced = verify(symmetry.candidate);
    expect(isReducible(symmetry.candidate)).toBe(true);
    const dense = verify(candidate);
    expect([reduced.verdict, reduced.index]).toEqual([dense.verdict, dense.index]);
    expect(Number(reduced.objective?.lower)).toBeLessThanOrEqual(Number(dense.objective?.upper));
    expect(Number(dense.objective?.lower)).toBeLessThanOrEqual(Number(reduced.objective?.upper));
    // λ of a saddle is an upper bound of no prescribed sharpness.
    if (dense.verdict === 'spurious-local-minimum') {
      expect(Math.abs(Number(reduced.lambdaMin) - Number(dense.lambdaMin))).toBeLessThan(1e-10);
      expect(
        Math.abs(Number(reduced.lambdaMinAllDimensions) - Number(dense.lambdaMinAllDimensions)),
      ).toBeLessThan(1e-10);
    }
  });
});
