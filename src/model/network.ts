import type { ExactNumber } from '../arithmetic/exact.ts';

/** What a layer applies to each of its sums. */
export type Activation = 'linear' | 'relu' | 'leaky-relu' | 'tanh' | 'softplus';

/** One fully connected layer, x ↦ σ(Wx + b). */
export interface Layer {
  /** A row for each neuron of the layer, with an entry for each neuron of the layer before. */
  readonly weights: readonly (readonly ExactNumber[])[];
  /** One entry for each neuron. */
  readonly bias: readonly ExactNumber[];
  readonly activation: Activation;
  /** Slope left of 0 of a leaky ReLU; 0 for every other activation. */
  readonly slope: ExactNumber;
}

/** The parameters (a, b, W) of added neurons, one entry (one row of w) for each. */
export interface AddedNeurons {
  readonly a: readonly ExactNumber[];
  readonly b: readonly ExactNumber[];
  readonly w: readonly (readonly ExactNumber[])[];
}

/** A fully connected network at a point θ: at least one layer, with matching widths. */
export interface Network {
  /** Number of features d_x. */
  readonly inputs: number;
  /** Number of outputs d_y. */
  readonly outputs: number;
  readonly layers: readonly Layer[];
  /** The added neurons at this point, or null for a = 0, b = 0, W = 0. */
  readonly added: AddedNeurons | null;
}

/** Examples (x_i, y_i): m rows of features, m rows of d_y labels. */
export interface Examples {
  readonly inputs: readonly (readonly ExactNumber[])[];
  readonly labels: readonly (readonly ExactNumber[])[];
}
