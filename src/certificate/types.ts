/**
 * The certificate document. Numbers are decimal strings that mean exactly what they say; every bound is on its
 * safe side. docs/format.md is the specification, schema/certificate.schema.json its JSON Schema.
 *
 * Notation of the comments: W the candidate, W_p the centre, W* the critical point, D the dimension of the
 * statement (a number, or every D ≥ d), r0 = 10⁻³·max_i ‖w_i‖ of the candidate.
 */

/** An exact decimal number. */
export type Decimal = string;

/** Metadata: who made a certificate, and with how many digits; proves nothing. */
export interface Producer {
  readonly name: string;
  readonly version: string;
  readonly digits: number;
}

/** What all kinds have in common. */
export interface CertificateHead {
  readonly format: 'spurious-certificate';
  readonly version: 1;
  readonly producer: Producer;
  /** The claim in words; a function of the other fields (statement.ts). */
  readonly statement: string;
  /** Lower-case hex sha256 of the canonical bytes of the document without this field. */
  readonly sha256: string;
}

/** A statement about one point given by all its coordinates. */
export interface DenseCertificate extends CertificateHead {
  readonly kind: 'dense';
  readonly problem: Problem;
  readonly point: {
    /** n rows of d decimals: the point that the statement is about. */
    readonly candidate: readonly (readonly Decimal[])[];
    /** n rows of d decimals: the point at which the proof was made. */
    readonly centre: readonly (readonly Decimal[])[];
  };
  readonly claim: Claim;
  readonly witness: Witness | null;
}

export interface Problem {
  readonly k: number;
  readonly n: number;
  /** Width in which candidate and targets are given. */
  readonly d: number;
  /** 'all': the statement holds in every dimension ≥ d; else in this one dimension ≥ d. */
  readonly dimension: 'all' | number;
  /** The first k standard basis vectors, or k rows of d decimals. */
  readonly targets: 'standard-basis' | readonly (readonly Decimal[])[];
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

/** Which of the two constants of mathematics.md 3 (plain 3.2, sharp 3.6) the number `lipschitz` is. */
export type LipschitzConstant = 'plain' | 'sharp';

/** Constants at the centre that all statements about a critical point share. */
export interface CentreConstants {
  /** ‖∇F(W)‖ ≤ */
  readonly gradientNorm: Decimal;
  /** ‖∇F(W_p)‖ ≤ ε (absent from a proof that the centre is a permutation of the targets, where it is 0) */
  readonly centreGradientNorm: Decimal;
  /** ‖W − W_p‖ ≤ */
  readonly centreDistance: Decimal;
  readonly lipschitzConstant: LipschitzConstant;
  /** R: the ball about the centre on which the Lipschitz constant of the Hessian is claimed. */
  readonly lipschitzRadius: Decimal;
  /** L ≥ Lipschitz constant of ∇²F on B(W_p, R). */
  readonly lipschitz: Decimal;
  /** r: W* is within r of the centre; 2κε/(λ + √(λ² − 2κ²Lε)) ≤ r (κ = 1 for minima). */
  readonly centreRadius: Decimal;
  /** ρ ≤ min(R, λ/(κL)): the ball about the centre in which W* is the only critical point; r < ρ. */
  readonly uniquenessRadius: Decimal;
  /** ‖W − W*‖ ≤ radius, centreDistance + centreRadius ≤ radius ≤ r0. */
  readonly radius: Decimal;
}

/** A strict, spurious local minimum. λ = min(λ_min(H), λ_min(M)), M left out for dimension = d. */
export interface MinimumClaim extends CentreConstants {
  readonly verdict: 'spurious-local-minimum';
  readonly index: 0;
  /** λ_min(∇²F(W_p)) ≥, in R^{nd} */
  readonly centreLambdaMin: Decimal;
  /** λ_min(M(W_p)) ≥; null for dimension = d */
  readonly centreLambdaMinTransverse: Decimal | null;
  /** λ_min(∇²F(W*)) in R^{nd} ≥ centreLambdaMin − L r */
  readonly lambdaMin: Decimal;
  /** λ_min(∇²F(W*)) in R^{nD} ≥ min(centreLambdaMin, centreLambdaMinTransverse) − L r; null for dimension = d */
  readonly lambdaMinAllDimensions: Decimal | null;
  /** max(0, ρ − centreDistance) ≥: gradient flow from this ball about the candidate stays near and reaches W* */
  readonly basinRadius: Decimal;
  /** lower ≤ F(W*) ≤ upper, 0 < lower; F(W_p) − ε r ≥ lower, F(W_p) ≤ upper */
  readonly objective: { readonly lower: Decimal; readonly upper: Decimal };
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
