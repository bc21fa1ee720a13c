export { BLOCK_LIMITS, type BlockCertificate, type BlockNeurons, type BlockProblem } from './block.ts';
export { canonicalBytes, canonicalForm, canonicalText, hashOf, type Json, serialise } from './canonical.ts';
export {
  CHARTS,
  type CircleSlab,
  COMPLETE_LIMITS,
  type CompleteCertificate,
  type CompleteChart,
  type CompleteClaim,
  type CompletePoint,
  type CompleteProblem,
  type CompleteWitness,
  type CompleteZero,
  type Symmetry,
} from './complete.ts';
export {
  DATA_LIMITS,
  type DataCertificate,
  type DataClaim,
  type DataCriticalPoint,
  type DataFile,
  type DataLayer,
  type DataProblem,
  type DataRows,
  dataSize,
  type HeldEntry,
  type LoadedProblem,
  outputsOf,
  parameterCount,
} from './data.ts';
export { dataFileOf, dataFileText, rowsOfFile } from './data-file.ts';
export {
  type AddedNeuron,
  DECIDED_THEOREMS,
  DECISION_LIMITS,
  type DecidedTheorem,
  type DecisionCertificate,
  type DecisionClaim,
  decisionShape,
  type Fraction,
} from './decision.ts';
export { decodeDoubles, doublesLength, encodeDoubles } from './doubles.ts';
export type {
  EliminationCertificate,
  EliminationClaim,
  EliminationWitness,
  Enclosure,
} from './elimination.ts';
export { CertificateError } from './error.ts';
export type { Certificate } from './kinds.ts';
export { LIMITS } from './limits.ts';
export { excessOf, parseDocument } from './parse.ts';
export { certificateOf, readCertificate } from './read.ts';
export { claimId, sha256 } from './sha256.ts';
export {
  hasFurtherCoordinates,
  MAX_SPLITS,
  type NeuronSplit,
  type SplitCertificate,
  type SplitClaim,
  type SplitSubject,
  type SplitWitness,
} from './split.ts';
export { statementOf } from './statement.ts';
export type { PointCertificate } from './subject.ts';
export type * from './types.ts';
export {
  neuronCount,
  UNIFORM_LIMITS,
  type UniformCertificate,
  type UniformClaim,
  type UniformInterval,
  type UniformProblem,
  type UniformWitness,
  unknownsOf,
} from './uniform.ts';
export {
  type FamilySplit,
  type SplitMove,
  splitPower,
  type UniformSplitCertificate,
  type UniformSplitClaim,
} from './uniform-split.ts';
export { rowNumbers, WIDE_LIMITS } from './wide.ts';
export { type CertificateParts, makeCertificate } from './write.ts';
