import type { ExactNumber } from '../arithmetic/exact.ts';

export type { ExactNumber } from '../arithmetic/exact.ts';

/** A point of R^{nd}: n neurons and k targets in R^d, one row each. */
export interface DenseCandidate {
  readonly form: 'dense';
  readonly k: number;
  readonly n: number;
  readonly d: number;
  /** k rows of d numbers, or null for the first k standard basis vectors. */
  readonly targets: readonly (readonly ExactNumber[])[] | null;
  /** n rows of d numbers, row = neuron. */
  readonly weights: readonly (readonly ExactNumber[])[];
}

/** One type of neuron of a symmetric point: one neuron per coordinate of block `attached`, or a single one. */
export interface NeuronType {
  readonly attached: number | null;
  /** Entry at the neuron's own coordinate; only for attached neurons. */
  readonly diagonal: ExactNumber | null;
  /** Entry on (the other coordinates of) each block. */
  readonly values: readonly ExactNumber[];
}

/** A point fixed by S_{m_0} x S_{m_1} x …, targets = standard basis of R^k, k = m_0 + m_1 + …. */
export interface BlockCandidate {
  readonly form: 'block';
  readonly blocks: readonly number[];
  readonly neurons: readonly NeuronType[];
}

export type Candidate = DenseCandidate | BlockCandidate;
