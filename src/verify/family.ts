import { checkList, checkObject, checkOneOf, checkWhole } from '../arithmetic/argument.ts';
import type { BlockCandidate } from '../model/candidate.ts';
import { Branch } from '../proposals/families/branch.ts';
import { type Family, LARGEST_K, memberCandidate, smallestK } from '../symmetry/families/family.ts';
import { checkFamily as checkExtras } from '../symmetry/uniform/scaled-family.ts';

/** Decimal digits of a proposed member. */
const DIGITS = 30;

/** Finds members of one family: a candidate for each k, or why there is none. */
export type MemberFinder = (k: number) => BlockCandidate | { readonly reason: string };

/**
 * The members of a family as candidates, to be verified. Members at neighbouring k are found one after the other the
 * quickest.
 *
 * @example
 * const member = familyMembers({ type: 'II', bad: 1, extras: [] })(1000);
 * if ('form' in member) console.log(verify(member).verdict);
 */
export function familyMembers(family: Family): MemberFinder {
  checkFamily(family);
  const branch = Branch.of(family);
  return (k) => {
    checkWhole('k', k, smallestK(family), LARGEST_K);
    if (branch === null)
      return { reason: 'no member found: the limit energy has no minimum with such extras' };
    const unknowns = branch.member(k, DIGITS);
    if (unknowns !== null) return memberCandidate(family, k, unknowns);
    return { reason: `no member found: the family cannot be followed to k = ${k}` };
  };
}

/** Throws a RangeError unless this is a family that may have members. */
export function checkFamily(family: Family): void {
  checkObject('family', family);
  const { type, bad, extras } = family;
  checkOneOf('family.type', type, ['II', 'A', 'I']);
  if (type === 'II') checkExtras('family', bad, extras);
  else {
    checkWhole('family.bad', bad, type === 'A' ? 0 : 1, type === 'A' ? 0 : 1);
    checkList('family.extras', extras, 0);
  }
}
