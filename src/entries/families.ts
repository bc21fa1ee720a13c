/** Families of symmetric points: their members, where they turn, and theorems for every k. */

export type { UniformCertificate, UniformSplitCertificate } from '../certificate/index.ts';
export type { Family } from '../symmetry/families/family.ts';
export type { MemberFinder } from '../verify/family.ts';
export { familyMembers } from '../verify/family.ts';
export type { Turn } from '../verify/threshold.ts';
export { encloseTurn } from '../verify/threshold.ts';
export type { ProveOptions, ProveResult } from '../verify/uniform.ts';
export { proveForAll } from '../verify/uniform.ts';
export type { SplitForAllOptions, UniformSplits } from '../verify/uniform-split.ts';
export { splitForAll } from '../verify/uniform-split.ts';
