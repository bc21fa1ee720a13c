import type { BlockCertificate, Certificate, DenseCertificate } from '../certificate/index.ts';
import type { Candidate } from '../model/candidate.ts';
import { expandBlocks, expandedSize } from '../model/expand.ts';
import { MAX_DENSE_SIZE, type Verification, type VerifyOptions, verify } from '../proof/verify.ts';
import { negativeDirections } from '../proposals/dense/negative-directions.ts';
import { polish } from '../proposals/dense/newton.ts';
import { polishSymmetric } from '../proposals/symmetric/newton.ts';
import { verifyNearSymmetric } from '../verify/near-symmetric.ts';
import { isReducible, verifySymmetric } from '../verify/symmetric.ts';
import { milliseconds as now } from './clock.ts';

/** One candidate and how to verify it, in a form that can be sent to a worker. */
export interface VerifyTask {
  readonly candidate: Candidate;
  readonly options: Omit<VerifyOptions, 'propose' | 'negativeDirections'> & { readonly polish: boolean };
  /** Whether the certificate is wanted; it is made only then. */
  readonly certificate: boolean;
}

/** A verification of a point of either form. */
export type AnyVerification = Verification<DenseCertificate | BlockCertificate>;

export interface VerifyOutcome {
  readonly verification: AnyVerification;
  readonly milliseconds: number;
}

/** Verifies one candidate. Throws RangeError when the options do not fit it. */
export default function verifyTask(task: VerifyTask): VerifyOutcome {
  const start = now();
  const verification = verificationOf(task);
  const written = task.certificate ? verification.certificate : null;
  return {
    verification: { ...withoutCertificate(verification), certificate: written },
    milliseconds: now() - start,
  };
}

/**
 * Symmetric points are proved in reduced form, unless the sharp constant is asked for, which takes all neurons one by
 * one, or the point has so many types and blocks that its symmetry saves nothing. A dense candidate that is too large for
 * a dense proof is proved by a symmetric point near it.
 */
function verificationOf({ candidate, options }: VerifyTask): AnyVerification {
  const { polish: polished, ...rest } = options;
  const dense = { ...rest, propose: polished ? polish : null, negativeDirections };
  const symmetric = { ...rest, propose: polished ? polishSymmetric : null };
  if (candidate.form === 'dense') {
    const result = verify(candidate, dense);
    if (candidate.n * candidate.d <= MAX_DENSE_SIZE) return result;
    const near = verifyNearSymmetric(candidate, symmetric);
    return near === null ? result : { ...near, gradientNorm: result.gradientNorm };
  }
  if (takesNeuronsOneByOne(candidate, options)) return verify(expandBlocks(candidate), dense);
  return verifySymmetric(candidate, symmetric);
}

/** Only such a proof knows --exact and --sharp. */
export function takesNeuronsOneByOne(candidate: Candidate, { sharp }: Pick<VerifyOptions, 'sharp'>): boolean {
  if (candidate.form === 'dense') return candidate.n * candidate.d <= MAX_DENSE_SIZE;
  return expandedSize(candidate) <= MAX_DENSE_SIZE && (sharp || !isReducible(candidate));
}

/** All figures of a verification; its certificate is not made by looking at them. */
export function withoutCertificate<C extends Certificate>(
  verification: Verification<C>,
): Omit<Verification<C>, 'certificate'> {
  const entries = Object.keys(verification)
    .filter((key) => key !== 'certificate')
    .map((key) => [key, verification[key as keyof Verification<C>]]);
  return Object.fromEntries(entries) as Omit<Verification<C>, 'certificate'>;
}
