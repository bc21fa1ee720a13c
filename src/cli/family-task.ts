import { Branch } from '../proposals/families/branch.ts';
import { type Family, memberCandidate } from '../symmetry/families/family.ts';
import { milliseconds as now } from './clock.ts';
import verifyTask, { type AnyVerification, type VerifyTask } from './verify-task.ts';

/** Members of one family at neighbouring k. */
export interface FamilyTask {
  readonly family: Family;
  readonly ks: readonly number[];
  readonly options: VerifyTask['options'];
  readonly certificate: boolean;
}

/** What was proved about the member at k, or why none was found. */
export interface MemberOutcome {
  readonly k: number;
  readonly verification: AnyVerification | null;
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
    const start = now();
    const unknowns = branch?.member(k, DIGITS) ?? null;
    const found = now();
    if (unknowns !== null) {
      const candidate = memberCandidate(family, k, unknowns);
      const outcome = verifyTask({ candidate, options, certificate });
      return { k, ...outcome, reason: null };
    }
    const reason =
      branch === null
        ? 'no member found: the limit energy has no minimum with such extras'
        : `no member found: the family cannot be followed to k = ${k}`;
    return { k, verification: null, reason, milliseconds: found - start };
  });
}
