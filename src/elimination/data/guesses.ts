/** Rows of `width` features in doubles. */
export interface RoughFeatures {
  readonly count: number;
  readonly width: number;
  rough(j: number): readonly number[];
}

/** Σ_j ℓ_j(q_j + Σ_t α_kt A_kjt) in doubles, as a function of α. */
export interface ConvexFit {
  /** A: for each output k and input j a row over t. */
  readonly columns: readonly (readonly (readonly number[])[])[];
  /** q. */
  readonly start: readonly (readonly number[])[];
  value(j: number, q: readonly number[]): number;
  /** The first two derivatives of ℓ_j by output k. */
  derivatives(j: number, q: readonly number[], k: number): RoughDerivatives;
}

export interface RoughDerivatives {
  readonly first: number;
  readonly second: number;
}

/** Untrusted guesses that a decision begins with; whatever rests on one is proved of what was guessed. */
export interface Guesses {
  /** Directions in which a moment may be seen not to vanish, for rows of features. */
  directions(features: RoughFeatures, generic: number): number[][];
  /** Directions (b̂, ŵ) of norm at most 1 and a size ε for the gradient basis. */
  basis(features: readonly (readonly number[])[], count: number): { directions: number[][]; size: number };
  /** α for which a convex sum is about least, a row an output. */
  fit(problem: ConvexFit): number[][];
  /** Rows of which a positive combination of sign·row may be 0; none where there seems to be no such. */
  farkas(features: readonly (readonly number[])[], signs: readonly number[]): number[];
  /** Coefficients that may separate rows of features by their signs. */
  separation(features: readonly (readonly number[])[], signs: readonly number[]): number[];
}
