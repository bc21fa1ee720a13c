/** What one added neuron does to a spurious local minimum. */

export type { EliminationCertificate, EliminationClaim, SplitCertificate } from '../certificate/index.ts';
export type { Elimination } from '../elimination/population/eliminate.ts';
export type { Splits } from '../elimination/split/split.ts';
export type { EliminateOptions } from '../verify/eliminate.ts';
export { eliminate } from '../verify/eliminate.ts';
export type { SplitOptions } from '../verify/split.ts';
export { split } from '../verify/split.ts';
