import type { BlockCertificate } from '../certificate/index.ts';
import type { Verification } from '../proof/figures.ts';
import { type Family, memberCandidate } from '../symmetry/family.ts';
import { Branch } from '../symmetry/member-proposal.ts';
import { polishSymmetric } from '../symmetry/newton-proposal.ts';
import { type SymmetricOptions, verifySymmetric } from '../symmetry/verify.ts';
import { withoutCertificate } from './verify-task.ts';

/** Members of one family at neighbouring k. */
export interface FamilyTask {
  readonly family: Family;
  readonly ks: readonly number[];
  readonly options: Omit<SymmetricOptions, 'propose'>;
  readonly certificate: boolean;
}

/** What was proved about the member at k, or why none was found. */
export interface MemberOutcome {
  readonly k: number;
  readonly verification: Verification<BlockCertificate> | null;
  readonly reason: string | null;
  /** Of the proof; where no member was found, of the looking. */
  readonly milliseconds: number;
}

/** Decimal digits of a proposed member. */
const DIGITS = 30;

/** Finds the members and verifies each. */
export default function familyTask({ family, ks, options, certificate }: FamilyTask): MemberOutcome[] {
  const branch = Branch.of(family);
  return ks.map((k) => {
    const start = performance.now();
    const unknowns = branch?.member(k, DIGITS) ?? null;
    const found = performance.now();
    if (unknowns !== null) {
      const candidate = memberCandidate(family, k, unknowns);
      const proved = verifySymmetric(candidate, { ...options, propose: polishSymmetric });
      const verification = {
        ...withoutCertificate(proved),
        certificate: certificate ? proved.certificate : null,
      };
      return { k, verification, reason: null, milliseconds: performance.now() - found };
    }
    const reason =
      branch === null
        ? 'no member found: the limit energy has no minimum with such extras'
        : `no member found: the family cannot be followed to k = ${k}`;
    return { k, verification: null, reason, milliseconds: found - start };
  });
}
