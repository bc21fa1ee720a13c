/** The library: candidates in, theorems out. Nothing here needs Node. */

export type { Ball } from './arithmetic/ball.ts';
export { BallField } from './arithmetic/ball.ts';
export type { ExactNumber } from './arithmetic/exact.ts';
export type { Elimination, EliminationOptions } from './elimination/population/eliminate.ts';
export { eliminate } from './elimination/population/eliminate.ts';
export type { BlockCandidate, Candidate, DenseCandidate, NeuronType } from './model/candidate.ts';
export { expandBlocks } from './model/expand.ts';
export type { Verdict, Verification, VerifyOptions } from './proof/verify.ts';
export { DEFAULT_DIGITS, MAX_DIGITS, verify } from './proof/verify.ts';
export { negativeDirections } from './proposals/dense/negative-directions.ts';
export { polish } from './proposals/dense/newton.ts';
export { proposeDirection } from './proposals/elimination/direction.ts';
export { polishSymmetric } from './proposals/symmetric/newton.ts';
export type { SymmetricOptions } from './verify/symmetric.ts';
export { verifySymmetric } from './verify/symmetric.ts';
export type { ProveOptions, ProveResult } from './verify/uniform.ts';
export { proveForAll } from './verify/uniform.ts';
