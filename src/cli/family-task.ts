import { type Family, memberCandidate } from '../symmetry/family.ts';
import { Branch } from '../symmetry/member-proposal.ts';
import verifyTask, { type VerifyOutcome, type VerifyTask } from './verify-task.ts';

/** Members of one family at neighbouring k. */
export interface FamilyTask {
  readonly family: Family;
  readonly ks: readonly number[];
  readonly options: VerifyTask['options'];
  readonly certificate: boolean;
}

/** What was proved about the member at k, or why none was found; the milliseconds of the finding are apart. */
export interface MemberOutcome {
  readonly k: number;
  readonly outcome: VerifyOutcome | null;
  readonly reason: string | null;
  readonly finding: number;
}

/** Decimal digits of a proposed member. */
const DIGITS = 30;

/** Finds the members and verifies each. */
export default function familyTask({ family, ks, options, certificate }: FamilyTask): MemberOutcome[] {
  const branch = Branch.of(family);
  return ks.map((k) => {
    const start = performance.now();
    const unknowns = branch?.member(k, DIGITS) ?? null;
    const finding = performance.now() - start;
    if (unknowns !== null) {
      const candidate = memberCandidate(family, k, unknowns);
      return { k, outcome: verifyTask({ candidate, options, certificate }), reason: null, finding };
    }
    const reason =
      branch === null
        ? 'no member found: the limit energy has no minimum with such extras'
        : `no member found: the family cannot be followed to k = ${k}`;
    return { k, outcome: null, reason, finding };
  });
}
