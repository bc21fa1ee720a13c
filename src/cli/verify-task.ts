import type { Certificate } from '../certificate/index.ts';
import type { Candidate } from '../landscape/candidate.ts';
import { expandBlocks, expandedSize } from '../landscape/expand.ts';
import { negativeDirections } from '../polish/negative-directions.ts';
import { polish } from '../polish/newton.ts';
import { MAX_DENSE_SIZE, type Verification, type VerifyOptions, verify } from '../proof/verify.ts';

/** One candidate and how to verify it, in a form that can be sent to a worker. */
export interface VerifyTask {
  readonly candidate: Candidate;
  readonly options: Omit<VerifyOptions, 'propose' | 'negativeDirections'> & { readonly polish: boolean };
  /** Whether the certificate is wanted; it is made only then. */
  readonly certificate: boolean;
}

export interface VerifyOutcome {
  readonly verification: Verification;
  readonly milliseconds: number;
}

/** Verifies one candidate. Throws RangeError when the options do not fit it. */
export default function verifyTask({ candidate, options, certificate }: VerifyTask): VerifyOutcome {
  const start = performance.now();
  const { polish: polished, ...rest } = options;
  if (candidate.form === 'block' && expandedSize(candidate) > MAX_DENSE_SIZE)
    throw new RangeError(
      `a symmetric point with n·k above ${MAX_DENSE_SIZE} is beyond the dense verification`,
    );
  const dense = candidate.form === 'block' ? expandBlocks(candidate) : candidate;
  const verification = verify(dense, { ...rest, propose: polished ? polish : null, negativeDirections });
  const written = certificate ? verification.certificate : null;
  return {
    verification: { ...withoutCertificate(verification), certificate: written },
    milliseconds: performance.now() - start,
  };
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
