/**
 * What a certificate of a spurious local minimum given by all coordinates says that its theorem needs: the fields, how they are
 * read, and what they require of each other. Numbers are decimal strings that mean exactly what they say; every bound is on
 * its safe side. docs/format.md is the specification.
 *
 * Notation of the comments: W the candidate, W_p the centre, W* the critical point, D the dimension of the
 * statement (a number, or every D ≥ d), r0 = 10⁻³·max_i ‖w_i‖ of the candidate.
 */
import { CertificateError } from './error.ts';
import {
  count,
  type Decimal,
  decimal,
  integer,
  literal,
  object,
  optional,
  type Reader,
  type Readers,
  rows,
  shape,
} from './fields.ts';
import { LIMITS } from './limits.ts';

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

export interface Point {
  /** n rows of d decimals: the point that the statement is about. */
  readonly candidate: readonly (readonly Decimal[])[];
  /** n rows of d decimals: the point at which the proof was made. */
  readonly centre: readonly (readonly Decimal[])[];
}

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

/** The theorem of a strict, spurious local minimum. λ = min(λ_min(H), λ_min(M)), M left out for dimension = d. */
export interface MinimumTheorem extends CentreConstants {
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
}

export const dimension: Reader<'all' | number> = (value, place) =>
  value === 'all' ? value : integer(1, Number.MAX_SAFE_INTEGER)(value, place);

export const problem: Reader<Problem> = object<Problem>({
  k: count,
  n: count,
  d: count,
  dimension,
  targets: (value, place) => (value === 'standard-basis' ? value : rows(value, place)),
});

export const point: Reader<Point> = object<Point>({ candidate: rows, centre: rows });

function decimals<K extends string>(...names: readonly K[]): Readers<Record<K, Decimal>> {
  return Object.fromEntries(names.map((name) => [name, decimal])) as Readers<Record<K, Decimal>>;
}

export const centreConstants: Readers<CentreConstants> = {
  ...decimals('gradientNorm', 'centreGradientNorm', 'centreDistance'),
  lipschitzConstant: literal<LipschitzConstant>('plain', 'sharp'),
  ...decimals('lipschitzRadius', 'lipschitz', 'centreRadius', 'uniquenessRadius', 'radius'),
};

export const objective: Reader<MinimumTheorem['objective']> = object(decimals('lower', 'upper'));

export const minimumTheorem: Readers<MinimumTheorem> = {
  verdict: literal('spurious-local-minimum'),
  index: literal(0),
  ...centreConstants,
  centreLambdaMin: decimal,
  centreLambdaMinTransverse: optional(decimal),
  lambdaMin: decimal,
  lambdaMinAllDimensions: optional(decimal),
  basinRadius: decimal,
  objective,
};

/** The parts of a certificate that the theorem is about. */
export interface MinimumParts {
  readonly kind: 'dense';
  readonly problem: Problem;
  readonly point: Point;
  readonly claim: MinimumTheorem;
}

const parts = object<MinimumParts>(
  { kind: literal('dense'), problem, point, claim: object(minimumTheorem, 'passed') },
  'passed',
);

/** The parts of a parsed certificate that the theorem is about; what else the document has is passed over. */
export function minimumParts(document: unknown): MinimumParts {
  const result = parts(document, 'certificate');
  consistentPoint(result.problem, result.point);
  consistentDimension(result.problem, result.claim);
  return result;
}

/** Counts and shapes. */
export function consistentPoint(
  { k, n, d, targets, dimension }: Problem,
  { candidate, centre }: Point,
): void {
  if (n * d > LIMITS.coordinates || k * d > LIMITS.coordinates)
    throw new CertificateError('certificate.problem', `n·d and k·d of at most ${LIMITS.coordinates}`);
  if (targets !== 'standard-basis') shape(targets, k, d, 'certificate.problem.targets');
  else if (k > d) throw new CertificateError('certificate.problem.k', 'at most d standard basis vectors');
  if (dimension !== 'all' && dimension < d)
    throw new CertificateError('certificate.problem.dimension', `"all" or a dimension of at least d = ${d}`);
  shape(candidate, n, d, 'certificate.point.candidate');
  shape(centre, n, d, 'certificate.point.centre');
}

/** Fields of claims about the matrix M, null exactly when the dimension is d: there are no further coordinates. */
const TRANSVERSE: ReadonlySet<string> = new Set([
  'centreLambdaMinTransverse',
  'lambdaMinAllDimensions',
  'transverseIndex',
  'transverseMonotonicity',
]);

export function consistentDimension({ d, dimension }: Pick<Problem, 'd' | 'dimension'>, claim: object): void {
  const transverse = dimension !== d;
  for (const [key, value] of Object.entries(claim)) {
    if (!TRANSVERSE.has(key) || (value !== null) === transverse) continue;
    const expected = transverse ? 'a value, since the dimension is not d' : 'null, since the dimension is d';
    throw new CertificateError(`certificate.claim.${key}`, expected);
  }
}
