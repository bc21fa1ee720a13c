/** Rows of `width` features in doubles. */
export interface RoughFeatures {
  readonly count: number;
  readonly width: number;
  rough(j: number): readonly number[];
}

/** Untrusted guesses that a decision begins with; whatever rests on one is proved of what was guessed. */
export interface Guesses {
  /** Directions in which a moment may be seen not to vanish, for rows of features. */
  directions(features: RoughFeatures, generic: number): number[][];
  /** Directions (b̂, ŵ) of norm at most 1 and a size ε for the gradient basis. */
  basis(features: readonly (readonly number[])[], count: number): { directions: number[][]; size: number };
  /** α with Σ weight_j (Σ_t α_t A_jt − y_j)² about least. */
  leastSquares(
    rows: readonly (readonly number[])[],
    targets: readonly number[],
    weights: readonly number[],
  ): number[];
  /** Rows of which a positive combination of sign·row may be 0; none where there seems to be no such. */
  farkas(features: readonly (readonly number[])[], signs: readonly number[]): number[];
  /** Coefficients that may separate rows of features by their signs. */
  separation(features: readonly (readonly number[])[], signs: readonly number[]): number[];
}
