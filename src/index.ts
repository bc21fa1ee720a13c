/** The library: candidates in, theorems out. Nothing here needs Node. */

export type { Ball } from './arithmetic/ball.ts';
export { BallField } from './arithmetic/ball.ts';
export type { ExactNumber } from './arithmetic/exact.ts';
export type { Elimination, EliminationOptions } from './elimination/population-proof.ts';
export { eliminate } from './elimination/population-proof.ts';
export { proposeDirection } from './elimination/population-proposal.ts';
export type { BlockCandidate, Candidate, DenseCandidate, NeuronType } from './landscape/candidate.ts';
export { expandBlocks } from './landscape/expand.ts';
export { negativeDirections } from './polish/negative-directions.ts';
export { polish } from './polish/newton.ts';
export type { Verdict, Verification, VerifyOptions } from './proof/verify.ts';
export { DEFAULT_DIGITS, MAX_DIGITS, verify } from './proof/verify.ts';
export { polishSymmetric } from './symmetry/newton-proposal.ts';
export type { ProveOptions, ProveResult } from './symmetry/uniform/prove.ts';
export { proveForAll } from './symmetry/uniform/prove.ts';
export type { SymmetricOptions } from './symmetry/verify.ts';
export { verifySymmetric } from './symmetry/verify.ts';
