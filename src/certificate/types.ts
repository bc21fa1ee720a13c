/**
 * The certificate document. Numbers are decimal strings that mean exactly what they say; every bound is on its
 * safe side. docs/format.md is the specification, schema/certificate.schema.json its JSON Schema.
 *
 * Notation of the comments: W the candidate, W_p the centre, W* the critical point, D the dimension of the
 * statement (a number, or every D ≥ d), r0 = 10⁻³·max_i ‖w_i‖ of the candidate.
 */

import type { Decimal } from './fields.ts';
import type { CertificateHead } from './head.ts';
import type { CentreConstants, LipschitzConstant, MinimumTheorem, Point, Problem } from './minimum.ts';

export type { Decimal } from './fields.ts';
export type { CertificateHead, Producer } from './head.ts';
export type { CentreConstants, LipschitzConstant, MinimumTheorem, Point, Problem } from './minimum.ts';

/** A statement about one point given by all its coordinates. */
export interface DenseCertificate extends CertificateHead {
  readonly kind: 'dense';
  readonly problem: Problem;
  readonly point: Point;
  readonly claim: Claim;
  readonly witness: Witness | null;
}

/** A vector of R^d: d decimals; or d doubles as one text (doubles.ts). */
export type WideRow = string | readonly Decimal[];

export interface WideProblem {
  readonly k: number;
  readonly n: number;
  /** Width in which candidate and targets are given. */
  readonly d: number;
  /** 'all': the statement holds in every dimension ≥ d; else in this one dimension ≥ d. */
  readonly dimension: 'all' | number;
  readonly targets: 'standard-basis' | readonly WideRow[];
}

/** There is Q with k orthonormal columns and V = (S + Δ)Qᵀ, ‖cΔ‖ ≤ defect·‖cS‖ for every row c. */
export interface Reduction {
  /** S, lower triangular with a diagonal above 0: k rows, of 1, 2, …, k decimals. */
  readonly coordinates: readonly (readonly Decimal[])[];
  /** ‖S⁻¹VVᵀS⁻ᵀ − I‖ ≤ */
  readonly defect: Decimal;
  /** Σ‖Δ_j‖ ≤ defect·Σ‖s_j‖ ≤ */
  readonly moved: Decimal;
}

export interface WideCertificate extends CertificateHead {
  readonly kind: 'wide';
  readonly problem: WideProblem;
  readonly point: {
    readonly candidate: readonly WideRow[];
    /** W_p: n rows of k decimals, the point W_pQᵀ; null where the centre is the permuted targets, or none is needed. */
    readonly centre: readonly (readonly Decimal[])[] | null;
  };
  /** Null for "no-critical-point", which needs inner products alone. */
  readonly reduction: Reduction | null;
  /** About the targets as given; `published.lambdaMin` is min(centreLambdaMin, centreLambdaMinTransverse) − L·centreDistance. */
  readonly claim: Claim;
  readonly witness: Witness | null;
}

export type Claim = MinimumClaim | SaddleClaim | GlobalMinimumClaim | NoCriticalPointClaim;

/** The theorem, and what else is known about the minimum. */
export interface MinimumClaim extends MinimumTheorem {
  /** A D for which the conditions of mathematics.md 7.2 hold (plain constant on B(W_p, R)); null if none was found or n < k. */
  readonly robustnessRadius: Decimal | null;
  /** max(40k², k((k+1)/2 + √(2 ln 100))²/D²) ≤; integer; null unless targets are the basis and dimension is 'all' */
  readonly gaussianDimension: Decimal | null;
  readonly published: PublishedFigures;
}

/** Lemmas 1 and 2 of Safran & Shamir (2018) with their constants at the candidate as given (mathematics.md 8). */
export interface PublishedFigures {
  /** λ_c ≤ λ_min(∇²F(W)): centreLambdaMin − L·centreDistance ≥, where centreDistance ≤ R; null otherwise. Kind "wide": wide.ts */
  readonly lambdaMin: Decimal | null;
  readonly lemma1: {
    /** The bound (A.2) on third derivatives ≤ B; null if min ‖w_i‖ ≤ r0 */
    readonly B: Decimal | null;
    /** 9 max(0, λ_c)² − 25 B gradientNorm ≥ */
    readonly discriminant: Decimal | null;
    /** r₁ = (3λ_c − √discriminant)/2B ≤, = 25·gradientNorm/(2(3λ_c + √discriminant)); null if discriminant < 0 */
    readonly radius: Decimal | null;
    /** discriminant ≥ 0, λ_c > 0 and radius ≤ r0 */
    readonly holds: boolean;
  };
  readonly lemma2: {
    /** The right side of Lemma 2 (as coded: r₁ε outside the factor r₁²(…)) ≤; null if there is no radius or min ‖w_i‖ ≤ r₁ */
    readonly threshold: Decimal | null;
    /** F(W) > threshold, and Lemma 1 holds */
    readonly holds: boolean;
  };
}

/**
 * A critical point whose Hessian has exactly `index` negative eigenvalues in R^{nd} and index + (D−d)·transverseIndex
 * in R^{nD}, and is nonsingular. With S = I − 2QQᵀ (Q = witness.reflection, N x index) and T likewise for M:
 * λ = min(monotonicity, transverseMonotonicity), κ bounds ‖S‖ and ‖T‖.
 */
export interface SaddleClaim extends CentreConstants {
  readonly verdict: 'saddle';
  readonly index: number;
  /** index of M(W_p); null for dimension = d */
  readonly transverseIndex: number | null;
  /** 1 + 2 max‖QᵀQ − I‖ ≤ κ, the norms below ½ */
  readonly reflectionNorm: Decimal;
  /** λ_min(½(SH + HS)) ≥ */
  readonly monotonicity: Decimal;
  /** λ_min(½(TM + MT)) ≥; null for dimension = d */
  readonly transverseMonotonicity: Decimal | null;
  /** λ_min(∇²F(W*)) in R^{nd} ≤ xᵀH(W_p)x/‖x‖² + L r < 0, x the first column of Q; null when index is 0 */
  readonly lambdaMin: Decimal | null;
  /** Λ ≥ ‖∇²F(W_p)‖ in every dimension, from norms of blocks */
  readonly hessianNorm: Decimal;
  /** F(W_p) ± r(ε + (Λ + L r) r) */
  readonly objective: { readonly lower: Decimal; readonly upper: Decimal };
}

/** The critical point is a permutation of the targets that are not 0, n of them: centre = permuted targets. */
export interface GlobalMinimumClaim extends Omit<CentreConstants, 'centreGradientNorm' | 'centreRadius'> {
  readonly verdict: 'not-spurious';
  readonly index: 0;
  readonly centreLambdaMin: Decimal;
  readonly centreLambdaMinTransverse: Decimal | null;
  readonly lambdaMin: Decimal;
  readonly lambdaMinAllDimensions: Decimal | null;
  readonly basinRadius: Decimal;
}

/** No critical point of F in the closed ball of radius r0 about the candidate; centre = candidate. */
export interface NoCriticalPointClaim {
  readonly verdict: 'no-critical-point';
  /** ‖∇F(W)‖ ≤ */
  readonly gradientNorm: Decimal;
  /** ‖∇F(W)‖ ≥ gradientNormLower > R(Λ + L R/2) */
  readonly gradientNormLower: Decimal;
  readonly hessianNorm: Decimal;
  readonly lipschitzConstant: LipschitzConstant;
  /** R ≥ r0 */
  readonly lipschitzRadius: Decimal;
  readonly lipschitz: Decimal;
}

export type Witness = ReflectionWitness | PermutationWitness;

/** For a saddle. Row i·d + a of `reflection` belongs to coordinate a of neuron i. */
export interface ReflectionWitness {
  readonly reflection: readonly (readonly Decimal[])[];
  /** n rows; null for dimension = d; rows are empty when transverseIndex is 0 */
  readonly transverseReflection: readonly (readonly Decimal[])[] | null;
}

/** For not-spurious: neuron i of the centre is target permutation[i] (from 0). */
export interface PermutationWitness {
  readonly permutation: readonly number[];
}
