/** Published points and constants, compared with what is proved. */

export type { Claim, FamilyOutcome, FamilyTask } from '../audit/index.ts';
export { auditFamily } from '../audit/index.ts';
