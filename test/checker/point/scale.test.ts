import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { type DenseCertificate, serialise } from '../../../src/certificate/index.ts';
import { checkCertificate } from '../../../src/checker/index.ts';
import { normalisingPower, scaledClaim } from '../../../src/checker/point/scale.ts';
import type { DenseCandidate } from '../../../src/model/candidate.ts';
import { scaledClaim as shiftedBack } from '../../../src/proof/scale.ts';
import { projectCandidate, verified } from '../../points.ts';
import { altered, leaves, refused, STRONGER, sample, samples, valueAt } from '../samples.ts';

const Exact = Decimal.clone({ precision: 400 });

/** Weights and standard basis times c. */
function certified(weights: readonly (readonly number[])[], c: number): DenseCertificate {
  const k = weights[0]!.length;
  const candidate: DenseCandidate = {
    form: 'dense',
    k,
    n: weights.length,
    d: k,
    targets: Array.from({ length: k }, (_, j) => Array.from({ length: k }, (_, a) => (a === j ? c : 0))),
    weights: weights.map((row) => row.map((x) => x * c)),
  };
  const { certificate } = verified(candidate);
  if (certificate === null) throw new Error('inconclusive');
  return certificate;
}

const SCALED: readonly (readonly [string, DenseCertificate])[] = [
  ['minimum', certified(projectCandidate('6-6').weights as number[][], 3 ** -40)],
  [
    'saddle',
    certified(
      [
        [0.7227321612243935, 0.1932403411871052, 0.7227321612243924],
        [0.2826096634146562, -0.3446425292619367, 0.282609663414655],
        [0.019280121953849826, 1.170183731270281, 0.019280121953851842],
      ],
      1e14,
    ),
  ],
  [
    'global minimum',
    certified(
      [
        [1, 1e-5],
        [-1e-6, 1],
      ],
      2 ** 70,
    ),
  ],
  [
    'no critical point',
    certified(
      [
        [1.5, 0.25],
        [-0.5, 2],
      ],
      1e-60,
    ),
  ],
];

describe.each(SCALED)('a scaled %s', (_, certificate) => {
  it('is accepted', () => expect(checkCertificate(serialise(certificate)).accepted).toBe(true));

  // A claim scaled with a wrong power of 2^e would be far off on one of the two sides.
  it('every number a little stronger is refused, a little weaker not for its own sake', () => {
    const accepted: string[] = [];
    const blamed: string[] = [];
    for (const path of leaves(certificate.claim, ['claim'])) {
      const name = String(path[path.length - 1]);
      const value = valueAt(certificate, path);
      const saddle = certificate.claim.verdict === 'saddle' && name === 'lambdaMin';
      const direction = saddle ? -1 : STRONGER[name]?.[0];
      if (typeof value !== 'string' || direction === undefined || new Exact(value).isZero()) continue;
      // A choice of the producer, with no right size of its own.
      if (name === 'lipschitzRadius') continue;
      if (new Exact(value).abs().lt(new Exact(certificate.claim.lipschitz).pow(-1).times('1e-25'))) continue;
      // Eigenvalues are claimed below what is proved, and the robustness radius is one of many.
      // ‖∇²F‖ is claimed from norms alone, far above what is so.
      const rough = name === 'robustnessRadius' ? '1e-4' : name === 'hessianNorm' ? '0.99' : null;
      const relative = rough ?? (/lambda|monoto/i.test(name) ? '2e-5' : '2e-6');
      const step = new Exact(value).abs().times(relative).times(direction);
      const stronger = new Exact(value).plus(step).toString();
      if (!refused(altered(certificate, path, stronger))) accepted.push(`${path.join('.')} = ${stronger}`);
      if (certificate.problem.n > 3) continue;
      const weaker = altered(certificate, path, new Exact(value).minus(step).toString());
      const answer = checkCertificate(weaker);
      if (!answer.accepted && answer.reason.startsWith(`not confirmed: ${name} `)) blamed.push(answer.reason);
    }
    expect(accepted).toEqual([]);
    expect(blamed).toEqual([]);
  });
});

describe('the scale of a claim', () => {
  it('the checker and the engine have the same powers', () => {
    for (const { name, certificate } of samples()) {
      const text = (claim: unknown): string =>
        JSON.stringify(claim, (_key, value) =>
          typeof value === 'string' && /^-?\d/.test(value) ? new Exact(value).toString() : value,
        );
      for (const e of [1, 37, -52])
        expect(text(scaledClaim(certificate.claim, e)), name).toBe(text(shiftedBack(certificate.claim, e)));
    }
  });

  it('is the same claim for the standard basis', () => {
    const { claim } = sample('minimum');
    expect(scaledClaim(claim, 0)).toBe(claim);
  });

  it('is decided on integers', () => {
    expect(normalisingPower([[0n], [0n]], 5)).toBeUndefined();
    expect(normalisingPower([[1n]], 0)).toBe(0);
    expect(normalisingPower([[2n]], 0)).toBe(-1);
    expect(normalisingPower([[3n, 4n]], 1)).toBe(1);
    expect(normalisingPower([[10n ** 400n - 1n]], 400)).toBe(1);
    expect(normalisingPower([[10n ** 400n]], 400)).toBe(0);
    expect(normalisingPower([[1n]], 4000)).toBe(13288);
    expect(normalisingPower([[10n ** 4000n]], 0)).toBe(-13287);
  });
});
