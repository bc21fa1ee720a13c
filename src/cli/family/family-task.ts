import type { Family } from '../../symmetry/families/family.ts';
import { familyMembers } from '../../verify/family.ts';
import { milliseconds as now } from '../shared/clock.ts';
import { type VerifyOutcome, type VerifyTask, verifyOne } from '../verify/verify-one.ts';

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
  readonly figures: VerifyOutcome['figures'] | null;
  readonly text: VerifyOutcome['text'];
  readonly reason: string | null;
  /** Of the proof; where no member was found, of the looking. */
  readonly milliseconds: number;
}

/** Finds the members and verifies each. */
export default function familyTask({ family, ks, options, certificate }: FamilyTask): MemberOutcome[] {
  const memberAt = familyMembers(family);
  return ks.map((k) => {
    const start = now();
    const candidate = memberAt(k);
    if ('form' in candidate) return { k, ...verifyOne({ candidate, options, certificate }), reason: null };
    const { reason } = candidate;
    return { k, figures: null, text: null, reason, milliseconds: now() - start };
  });
}
