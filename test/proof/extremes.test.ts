import { describe, expect, it } from 'vitest';
import { EXTREME_KINDS, extremeOf } from '../../scripts/extreme-candidates.mjs';
import { serialise } from '../../src/certificate/index.ts';
import { checkCertificate } from '../../src/checker/index.ts';
import type { PointCertificate } from '../../src/proof/figures.ts';
import { expectTrue } from '../equal.ts';
import { projectCandidate, type Verified, verified } from '../points.ts';

const COUNT = 216;
const SEED = 2024 * EXTREME_KINDS.length;
const six = projectCandidate('6-6').weights as readonly (readonly number[])[];

// More of them, from other seeds: node scripts/recheck-extremes.mjs
describe('whatever verify writes, check accepts', () => {
  const verdicts = new Map<string, number>();

  it.each(EXTREME_KINDS)('%s', (kind) => {
    for (let seed = SEED; seed < SEED + COUNT; seed++) {
      if (EXTREME_KINDS[seed % EXTREME_KINDS.length] !== kind) continue;
      const { candidate, options } = extremeOf(seed, six);
      const input = (): string => `seed ${seed}: ${JSON.stringify({ candidate, options }).slice(0, 4000)}`;
      let outcome: Verified<PointCertificate>;
      try {
        outcome = verified(candidate, options);
      } catch (error) {
        throw new Error(`${input()}: ${error}`);
      }
      const { verdict, certificate } = outcome;
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      expectTrue((certificate === null) === (verdict === 'inconclusive'), input);
      if (certificate === null) continue;
      const answer = checkCertificate(serialise(certificate));
      if (answer.accepted !== true) expect(answer, input()).toMatchObject({ accepted: true });
    }
  });

  it('of every verdict some', () => {
    for (const verdict of [
      'spurious-local-minimum',
      'saddle',
      'not-spurious',
      'no-critical-point',
      'inconclusive',
    ])
      expect(verdicts.get(verdict) ?? 0, verdict).toBeGreaterThan(2);
  });
});
