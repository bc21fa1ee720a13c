import type { BlockCertificate } from './block.ts';
import type { CompleteCertificate } from './complete.ts';
import type { DataCertificate } from './data.ts';
import type { DecisionCertificate } from './decision.ts';
import type { EliminationCertificate } from './elimination.ts';
import type { SplitCertificate } from './split.ts';
import type { DenseCertificate, WideCertificate } from './types.ts';
import type { UniformCertificate } from './uniform.ts';
import type { UniformSplitCertificate } from './uniform-split.ts';

/** A certificate of any kind. */
export type Certificate =
  | DenseCertificate
  | BlockCertificate
  | EliminationCertificate
  | UniformCertificate
  | SplitCertificate
  | UniformSplitCertificate
  | WideCertificate
  | DataCertificate
  | DecisionCertificate
  | CompleteCertificate;
