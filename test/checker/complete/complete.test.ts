import { describe, expect, it } from 'vitest';
import {
  type CertificateParts,
  type CompleteCertificate,
  type CompleteWitness,
  makeCertificate,
  serialise,
} from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { completeSymmetric } from '../../../src/verify/complete.ts';

function proved(kFrom: number, kTo: number | null): CompleteCertificate {
  const result = completeSymmetric(kFrom, kTo);
  if (!result.proved) throw new Error(result.reason);
  return result.certificate;
}

/** What the checker says about other parts, with statement and hash made anew. */
function answerTo(
  certificate: CompleteCertificate,
  changes: Partial<CertificateParts<CompleteCertificate>>,
): string {
  const { statement: _, sha256: __, ...parts } = certificate;
  const result = checkCertificate(serialise(makeCertificate<CompleteCertificate>({ ...parts, ...changes })));
  return result.accepted ? 'accepted' : result.reason;
}

function withSlabs(
  certificate: CompleteCertificate,
  change: (slabs: CompleteWitness['slabs']) => CompleteWitness['slabs'],
): string {
  const { witness } = certificate;
  return answerTo(certificate, { witness: { ...witness, slabs: change(witness.slabs) } });
}

describe('all neurons alike', () => {
  const all = proved(3, null);
  const six = proved(6, 6);

  it('four critical points for every k ≥ 3, in a small certificate', () => {
    expect(all.statement).toContain('For every integer k >= 3 let F(W)');
    expect(all.statement).toContain('has exactly four critical points');
    expect(all.claim.points).toEqual([]);
    expect(serialise(all).length).toBeLessThan(10_000);
    expect(answerTo(all, {})).toBe('accepted');
    expect(answerTo(proved(10, 20), {})).toBe('accepted');
  });

  it('for one k with the two points of more than one direction', () => {
    expect(answerTo(six, {})).toBe('accepted');
    expect(six.claim.points.map(({ certificate }) => certificate?.claim.verdict)).toEqual([
      'not-spurious',
      'spurious-local-minimum',
    ]);
  });

  it('rejects slabs that do not cover, and another range of k', () => {
    expect(withSlabs(all, (slabs) => slabs.slice(1))).toMatch(/the first slab begins at s = 0/);
    expect(withSlabs(all, (slabs) => slabs.slice(0, -1))).toMatch(/the last slab ends/);
    expect(withSlabs(all, (slabs) => slabs.filter((_, i) => i !== 3))).toMatch(
      /each slab begins in the one before/,
    );
    const problem = (kFrom: number, kTo: number | null) => ({ symmetry: 'Sk' as const, kFrom, kTo });
    expect(answerTo(proved(10, 20), { problem: problem(10, 21) })).toMatch(/the first slab begins/);
    expect(answerTo(proved(10, 20), { problem: problem(9, 20) })).toMatch(/the last slab ends/);
    expect(answerTo(proved(10, null), { problem: problem(9, null) })).toMatch(/the last slab ends/);
  });

  it('rejects letters that are exchanged, left out or too many', () => {
    const first = (change: (right: string) => string): string =>
      withSlabs(all, (slabs) =>
        slabs.map((slab, i) => (i === 0 ? { ...slab, right: change(slab.right) } : slab)),
      );
    for (const [from, to] of ['+-', '-+', '<>', '><', '+<', '<+'].map(
      (pair) => [pair[0]!, pair[1]!] as const,
    ))
      expect(
        first((right) => right.replace(from, to)),
        `${from} for ${to}`,
      ).toMatch(/^not confirmed/);
    expect(first((right) => right.slice(0, -1))).toMatch(/accounts for the whole half/);
    expect(first((right) => `${right}+`)).toMatch(/ends with its last part/);
  });

  it('rejects a slab on which E is not seen to have four zeros', () => {
    // One slab for all s: the parts of the first slab do not hold for the others.
    const wide = withSlabs(all, (slabs) => [{ ...slabs[0]!, to: slabs[slabs.length - 1]!.to }]);
    expect(wide).toMatch(/slab 1\.(right|left)/);
  });

  it('rejects points that are exchanged, or of another k', () => {
    const [identity, other] = six.claim.points;
    const withPoints = (points: readonly (typeof identity)[]): string =>
      answerTo(six, { claim: { ...six.claim, points: points.map((point) => point!) } });
    expect(withPoints([other, identity])).toMatch(/the first point is the identity/);
    expect(withPoints([identity, identity])).toMatch(/the second point has a < 0 < b/);
    expect(() => withPoints([identity])).toThrow(/certificate.claim.points: expected 2/);
    const seven = proved(7, 7).claim.points;
    expect(() => withPoints([identity, seven[1]])).toThrow(/problem.blocks/);
  });
});
