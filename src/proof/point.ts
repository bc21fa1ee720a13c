import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { NormData } from '../landscape/lipschitz.ts';
import type { Bound } from './bounds.ts';
import type { Failure } from './existence.ts';

/**
 * A point as the theorems see it: constants of the landscape there, enclosed. The theorems are about the point of
 * R^{nd} that is meant, in whatever form it is given; Evaluation and the symmetric points of src/symmetry are two.
 */
export interface ProofPoint {
  readonly balls: BallField;
  readonly k: number;
  readonly n: number;
  readonly d: number;
  /** Targets are the first k standard basis vectors. */
  readonly orthonormalTargets: boolean;
  readonly norms: NormData<Ball>;
  /** max ‖v_j‖ */
  readonly longestTarget: Ball;
  readonly objective: Ball;
  gradientNorm(): Ball;
  /** ‖∇F‖ to six digits at least, wherever that is quicker. */
  quickGradientNorm(): Ball;
  largestNorm(): Ball;
  smallestNorm(): Ball;
  /** r0 = 10⁻³ max ‖w_i‖, the radius of the ball that every verdict is about. */
  ballRadius(): Ball;
  /** For each neuron of `norms` its value of the sharp L₂ on B(W, radius), or null where there is none. */
  sharpParts(radius: Ball): readonly Ball[] | null;
}

/** The Hessian in R^{nd}, or the n x n matrix M of further coordinates (mathematics.md 6.2). */
export type Matrix = 'hessian' | 'transverse';

/** The index of a matrix A, with S, ‖S‖ ≤ κ, such that λ_min(½(SA + AS)) ≥ monotonicity > 0 and In(S) = In(A). */
export interface Inertia {
  readonly index: number;
  readonly monotonicity: Bound;
  /** κ */
  readonly reflectionNormUpper: number;
  /** λ_min(A) from above; null when the index is 0. */
  readonly leastUpper: Ball | null;
  /** Q with S = I − 2QQᵀ, a row a coordinate; null where S is the spectral reflection of A and needs no witness. */
  readonly witness: readonly (readonly string[])[] | null;
}

/** What is proved about the second derivatives at a point. */
export interface Spectrum {
  /** A positive lower bound on the smallest eigenvalue, or null. */
  leastEigenvalue(matrix: Matrix): Bound | null;
  inertia(matrix: Matrix): Inertia | Failure;
  /** Λ ≥ ‖∇²F‖ in R^{nd} for every d. */
  hessianNorm(): Ball;
}
