/** Published points and constants, compared with what is proved. */

export type { Claim, FamilyOutcome, FamilyTask } from '../papers/safran-shamir/index.ts';
export { auditFamily } from '../papers/safran-shamir/index.ts';
