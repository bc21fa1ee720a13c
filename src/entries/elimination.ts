/** What one added exponential neuron does to a spurious local minimum. */

export type { EliminationCertificate, EliminationClaim } from '../certificate/index.ts';
export type { Elimination } from '../elimination/population/eliminate.ts';
export type { EliminateOptions } from '../verify/eliminate.ts';
export { eliminate } from '../verify/eliminate.ts';
