/** The library: candidates in, theorems out. Nothing here needs Node. */

export type { Ball } from './arithmetic/ball.ts';
export { BallField } from './arithmetic/ball.ts';
export type { ExactNumber } from './arithmetic/exact.ts';
export type {
  BlockCertificate,
  Certificate,
  DenseCertificate,
  WideCertificate,
} from './certificate/index.ts';
export { FileError } from './files/errors.ts';
export type { ReadCandidateOptions } from './files/parse.ts';
export { readCandidate } from './files/parse.ts';
export type { BlockCandidate, Candidate, DenseCandidate, NeuronType } from './model/candidate.ts';
export { expandBlocks } from './model/expand.ts';
export type { Figures, PointCertificate, Verdict, Verification } from './proof/figures.ts';
export type { RobustMinimum } from './proof/gaussian.ts';
export { gaussianDimensionFor, gaussianProbability } from './proof/gaussian.ts';
export type { VerifyOptions } from './proof/options.ts';
export { DEFAULT_DIGITS, MAX_DIGITS, MIN_DIGITS } from './proof/options.ts';
export type { Proposers } from './verify/verify.ts';
export { verify } from './verify/verify.ts';
export { writeCertificate } from './verify/write-certificate.ts';
