import { BallField, DomainError } from '../arithmetic/ball.ts';
import type { DefiniteMethod } from '../arithmetic/definite.ts';
import { decimalOfDyadic, exactDecimal, rationalOf } from '../arithmetic/exact.ts';
import { makeCertificate } from '../certificate/index.ts';
import type {
  Claim,
  DenseCertificate,
  LipschitzConstant,
  Problem,
  PublishedFigures,
  Witness,
} from '../certificate/types.ts';
import { BallLandscape, type BallVector } from '../landscape/ball-field.ts';
import type { DenseCandidate } from '../landscape/candidate.ts';
import { Evaluation } from '../landscape/evaluation.ts';
import { pointOf, targetVectors } from '../landscape/problem.ts';
import { upperBound } from './bounds.ts';
import type { NegativeDirections, ProofSetting, Propose } from './constants.ts';
import type { Failure } from './existence.ts';
import { nearestTargets, proveGlobalMinimum } from './global-minimum.ts';
import { proveMinimum } from './minimum.ts';
import { proveNoCriticalPoint } from './no-critical-point.ts';
import { proveSaddle } from './saddle.ts';

export type Verdict =
  | 'spurious-local-minimum'
  | 'saddle'
  | 'not-spurious'
  | 'no-critical-point'
  | 'inconclusive';

export interface VerifyOptions {
  /** Decimal digits to begin with; doubled up to four times that (at most 250) while more may help. */
  readonly digits: number;
  /** The definiteness test in BigInt instead of exact integers in doubles. */
  readonly exact: boolean;
  /** The sharper Lipschitz constant from the start. */
  readonly sharp: boolean;
  /** Statement for every dimension from that of the candidate on, or for one dimension at least as large. */
  readonly dimension: 'all' | number;
  /** Untrusted proposals; null: the candidate itself is the centre. */
  readonly propose: Propose | null;
  readonly negativeDirections: NegativeDirections;
  /** Named in the certificate as its producer. */
  readonly producer: { readonly name: string; readonly version: string };
}

/** What was proved about a candidate. Bounds are decimals on their safe side; what does not apply is null. */
export interface Verification {
  readonly verdict: Verdict;
  /** The inequality that held or failed, with both sides; null for not-spurious. */
  readonly reason: string | null;
  readonly index: number | null;
  readonly gradientNorm: string | null;
  readonly lambdaMin: string | null;
  readonly lambdaMinAllDimensions: string | null;
  readonly lipschitz: string | null;
  readonly radius: string | null;
  readonly basinRadius: string | null;
  readonly objective: { readonly lower: string; readonly upper: string } | null;
  readonly robustnessRadius: string | null;
  readonly gaussianDimension: string | null;
  readonly published: Pick<PublishedFigures, 'lemma1' | 'lemma2'> | null;
  readonly digits: number;
  /** Written out when first asked for; null for inconclusive. */
  readonly certificate: DenseCertificate | null;
}

export const DEFAULT_DIGITS = 32;
export const MAX_DIGITS = 250;
/** The largest Hessian, n·d, that is put together and tested as one dense matrix. */
export const MAX_DENSE_SIZE = 4096;

/**
 * Decides about a candidate in the closed ball of radius r0 = 10⁻³·max‖w_i‖ about it, in the order not-spurious,
 * spurious-local-minimum, saddle, no-critical-point, inconclusive. Digits are doubled while a proof fails for want
 * of precision.
 */
export function verify(candidate: DenseCandidate, options: VerifyOptions): Verification {
  if (options.dimension !== 'all' && options.dimension < candidate.d)
    throw new RangeError(`dimension ${options.dimension} is below the width ${candidate.d} of the candidate`);
  const cap = Math.min(MAX_DIGITS, 4 * options.digits);
  let digits = options.digits;
  for (;;) {
    const { verification, precision } = guarded(candidate, options, digits);
    if (verification.verdict !== 'inconclusive' || !precision || digits >= cap) return verification;
    digits = Math.min(cap, 2 * digits);
  }
}

/** An enclosure too wide for an operation (a quotient by what may be 0) is a want of digits, not an error. */
function guarded(
  candidate: DenseCandidate,
  options: VerifyOptions,
  digits: number,
): { verification: Verification; precision: boolean } {
  try {
    return attempt(candidate, options, digits);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const reason = `not decided with ${digits} digits: ${error.message}`;
    return { verification: { ...nothing, verdict: 'inconclusive', reason, digits }, precision: true };
  }
}

function attempt(
  candidate: DenseCandidate,
  options: VerifyOptions,
  digits: number,
): { verification: Verification; precision: boolean } {
  const field = new BallLandscape(BallField.ofDigits(digits));
  const { balls } = field;
  const neurons = candidate.weights.map((row) => field.vector(row));
  const targets = targetVectors(field, candidate);
  const point = new Evaluation(
    field,
    pointOf(field, candidate.d, neurons, targets, candidate.targets === null),
  );
  const inconclusive = (reason: string, precision: boolean, gradientNorm: string | null = null) => ({
    verification: { ...nothing, verdict: 'inconclusive' as const, reason, gradientNorm, digits },
    precision,
  });

  const zero = point.zeroNeuron();
  if (zero >= 0)
    return inconclusive(
      `neuron ${zero} (counted from 0) is zero or not certainly nonzero: F has no Hessian there`,
      true,
    );
  const gradientNorm = upperBound(balls, point.gradientNorm()).text;
  if (candidate.n * candidate.d > MAX_DENSE_SIZE)
    return inconclusive(
      `n·d = ${candidate.n * candidate.d} is above ${MAX_DENSE_SIZE}, the largest dense Hessian that is tested`,
      false,
      gradientNorm,
    );

  const finish = (
    claim: Claim,
    centre: readonly (readonly string[])[] | Evaluation,
    witness: Witness | null,
    reason: string | null,
  ) => {
    let made: DenseCertificate | null = null;
    const verification: Verification = {
      ...figuresOf(claim),
      reason,
      digits,
      get certificate() {
        const rows = 'point' in centre ? exactRows(centre) : centre;
        made ??= certify(candidate, options, digits, claim, rows, witness);
        return made;
      },
    };
    return { verification, precision: false };
  };

  const failures: string[] = [];
  let precision = false;
  const fail = (what: string, failure: Failure): void => {
    failures.push(`${what}: ${failure.reason}`);
    precision ||= failure.precision;
  };

  const method: DefiniteMethod = options.exact ? 'big-integers' : 'cholesky';
  const extra = options.dimension !== 'all' && options.dimension > candidate.d;
  const transverse = options.dimension === 'all' || extra;
  const constants: LipschitzConstant[] = options.sharp ? ['sharp'] : ['plain', 'sharp'];
  const setting: ProofSetting = {
    candidate: point,
    centre: point,
    everyDimension: options.dimension === 'all',
    transverse,
    method,
    lipschitzConstants: constants,
    negativeDirections: options.negativeDirections,
    lowestDirection: null,
  };

  if (candidate.n < candidate.k) {
    failures.push(
      `n = ${candidate.n} < k = ${candidate.k}: the global minimum is not known, so nothing is claimed about minima`,
    );
  } else {
    const permutation = nearestTargets(point);
    if (permutation !== null) {
      const centre = point.at(permutation.map((j) => targets[j]!));
      const claim = proveGlobalMinimum({ ...setting, centre });
      if (!('reason' in claim)) {
        const rows = permutation.map((j) => targetRow(candidate, j));
        return finish(claim, rows, { permutation }, null);
      }
      fail('global minimum', claim);
    }
    const proposal = options.propose === null ? null : options.propose(point);
    const centre = proposal === null ? point : point.at(proposal.neurons);
    const polished = { ...setting, centre, lowestDirection: proposal?.lowestDirection ?? null };
    // With many neurons and no critical point in sight the proofs below need not be tried.
    if (proposal !== null || options.propose === null) {
      const minimum = proveMinimum(polished);
      if (!('reason' in minimum))
        return finish(minimum, centreRows(candidate, point, centre), null, minimumReason(minimum));
      fail('minimum', minimum);
      const saddle = proveSaddle(polished, extra);
      if (!('reason' in saddle))
        return finish(
          saddle.claim,
          centreRows(candidate, point, centre),
          saddle.witness,
          saddleReason(saddle.claim),
        );
      fail('saddle', saddle);
    } else failures.push('Newton’s iteration finds no critical point within r0');
  }
  const none = proveNoCriticalPoint(point);
  if (!('reason' in none)) return finish(none, candidateRows(candidate), null, noneReason(none));
  fail('no critical point', none);
  return inconclusive(failures.join('; '), precision, gradientNorm);
}

const nothing: Omit<Verification, 'verdict' | 'reason' | 'digits'> = {
  index: null,
  gradientNorm: null,
  lambdaMin: null,
  lambdaMinAllDimensions: null,
  lipschitz: null,
  radius: null,
  basinRadius: null,
  objective: null,
  robustnessRadius: null,
  gaussianDimension: null,
  published: null,
  certificate: null,
};

function figuresOf(claim: Claim): Omit<Verification, 'reason' | 'digits' | 'certificate'> {
  const base = {
    ...nothing,
    verdict: claim.verdict,
    gradientNorm: claim.gradientNorm,
    lipschitz: claim.lipschitz,
  };
  switch (claim.verdict) {
    case 'no-critical-point':
      return base;
    case 'saddle':
      return {
        ...base,
        index: claim.index,
        lambdaMin: claim.lambdaMin,
        radius: claim.radius,
        objective: claim.objective,
      };
    case 'not-spurious':
      return {
        ...base,
        index: 0,
        lambdaMin: claim.lambdaMin,
        lambdaMinAllDimensions: claim.lambdaMinAllDimensions,
        radius: claim.radius,
        basinRadius: claim.basinRadius,
        objective: { lower: '0', upper: '0' },
      };
    default:
      return {
        ...base,
        index: 0,
        lambdaMin: claim.lambdaMin,
        lambdaMinAllDimensions: claim.lambdaMinAllDimensions,
        radius: claim.radius,
        basinRadius: claim.basinRadius,
        objective: claim.objective,
        robustnessRadius: claim.robustnessRadius,
        gaussianDimension: claim.gaussianDimension,
        published: { lemma1: claim.published.lemma1, lemma2: claim.published.lemma2 },
      };
  }
}

function minimumReason(claim: Extract<Claim, { verdict: 'spurious-local-minimum' }>): string {
  return `2Lε < λ² with ε = ${claim.centreGradientNorm}, λ = ${claim.lambdaMinAllDimensions ?? claim.centreLambdaMin}, L = ${claim.lipschitz}; F ≥ ${claim.objective.lower} > 0`;
}

function saddleReason(claim: Extract<Claim, { verdict: 'saddle' }>): string {
  return `λ_min ≤ ${claim.lambdaMin ?? 'λ_min(M)'} < 0 at a critical point; index ${claim.index}${claim.transverseIndex === null ? '' : ` + ${claim.transverseIndex}·(D − d) in dimension D`}`;
}

function noneReason(claim: Extract<Claim, { verdict: 'no-critical-point' }>): string {
  return `‖∇F‖ ≥ ${claim.gradientNormLower} > R(Λ + LR/2) with R = ${claim.lipschitzRadius}, Λ = ${claim.hessianNorm}, L = ${claim.lipschitz}`;
}

function certify(
  candidate: DenseCandidate,
  options: VerifyOptions,
  digits: number,
  claim: Claim,
  centre: readonly (readonly string[])[],
  witness: Witness | null,
): DenseCertificate {
  const problem: Problem = {
    k: candidate.k,
    n: candidate.n,
    d: candidate.d,
    dimension: options.dimension,
    targets:
      candidate.targets === null ? 'standard-basis' : candidate.targets.map((row) => row.map(exactDecimal)),
  };
  return makeCertificate({
    format: 'spurious-certificate',
    version: 1,
    kind: 'dense',
    producer: { ...options.producer, digits },
    problem,
    point: { candidate: candidateRows(candidate), centre },
    claim,
    witness,
  });
}

function candidateRows(candidate: DenseCandidate): string[][] {
  return candidate.weights.map((row) => row.map(exactDecimal));
}

/** Target j among those that are not zero, as exact decimals. */
function targetRow(candidate: DenseCandidate, j: number): string[] {
  if (candidate.targets === null) return Array.from({ length: candidate.d }, (_, a) => (a === j ? '1' : '0'));
  const rows = candidate.targets.filter((row) => row.some((x) => rationalOf(x).numerator !== 0n));
  return rows[j]!.map(exactDecimal);
}

function centreRows(candidate: DenseCandidate, point: Evaluation, centre: Evaluation): string[][] {
  return centre === point ? candidateRows(candidate) : exactRows(centre);
}

/** The entries of a point whose coordinates are exact (multiples of 2^−bits). */
function exactRows(evaluation: Evaluation): string[][] {
  const { bits } = evaluation.balls;
  return evaluation.point.neurons.map((x: BallVector) => {
    if (x.rad !== 0n) throw new RangeError('a centre must be exact');
    return x.mids.map((mid) => decimalOfDyadic(mid, -bits));
  });
}
