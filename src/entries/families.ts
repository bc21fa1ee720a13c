/** Families of symmetric points: their members, where they turn, theorems for every k, and complete lists. */

export type {
  CompleteCertificate,
  UniformCertificate,
  UniformSplitCertificate,
} from '../certificate/index.ts';
export type { ChartResult } from '../complete/subdivision.ts';
export type { Family } from '../symmetry/families/family.ts';
export type { CompleteOptions, CompleteResult } from '../verify/complete.ts';
export { completeOneBad, completeSymmetric } from '../verify/complete.ts';
export type { MemberFinder } from '../verify/family.ts';
export { familyMembers } from '../verify/family.ts';
export type { Turn } from '../verify/threshold.ts';
export { encloseTurn } from '../verify/threshold.ts';
export type { ProveOptions, ProveResult } from '../verify/uniform.ts';
export { proveForAll } from '../verify/uniform.ts';
export type { SplitForAllOptions, UniformSplits } from '../verify/uniform-split.ts';
export { splitForAll } from '../verify/uniform-split.ts';
export type { Departure } from '../verify/vanishing.ts';
export { encloseDeparture } from '../verify/vanishing.ts';
