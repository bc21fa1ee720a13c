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
export { RUNS_PER_ROW } from './printed-tables.ts';
export { jsonOf } from './report/json.ts';
export { markdownOf } from './report/markdown.ts';
export { textOf } from './report/text.ts';
export type { Architecture, Audit, Claim, FamilyOutcome, PublishedFamily, Unreadable } from './types.ts';
