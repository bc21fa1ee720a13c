export { auditOf } from './audit.ts';
export {
  ClaimsError,
  claimFor,
  claimsOf,
  claimsOfConstants,
  looksLikeClaims,
  type SourcedClaim,
} from './claims.ts';
export { auditFamily, type FamilyTask } from './family.ts';
export { jsonOf } from './json.ts';
export { markdownOf } from './markdown.ts';
export { RUNS_PER_ROW } from './printed-tables.ts';
export { textOf } from './text.ts';
export type { Architecture, Audit, Claim, Family, FamilyOutcome, Unreadable } from './types.ts';
