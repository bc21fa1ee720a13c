import { BallField } from '../arithmetic/ball.ts';
import type { DefiniteMethod } from '../arithmetic/definite.ts';
import { decimalOfDyadic, exactDecimal, rationalOf } from '../arithmetic/exact.ts';
import { makeCertificate } from '../certificate/index.ts';
import type { DenseCertificate, Problem } from '../certificate/types.ts';
import { BallLandscape, type BallVector } from '../landscape/ball-field.ts';
import { Evaluation } from '../landscape/evaluation.ts';
import { pointOf, targetVectors } from '../landscape/problem.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import { upperBound } from './bounds.ts';
import type { Propose } from './constants.ts';
import {
  type Attempt,
  type Centre,
  type Decision,
  decide,
  verificationOf,
  withRisingDigits,
} from './decide.ts';
import { DenseSpectrum, type NegativeDirections } from './dense-spectrum.ts';
import { inconclusive, type Verification } from './figures.ts';
import { nearestTargets } from './global-minimum.ts';

export type { Verdict, Verification } from './figures.ts';

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
  return withRisingDigits(options.digits, cap, (digits) => attempt(candidate, options, digits));
}

/** Rows of exact decimals. */
type Rows = readonly (readonly string[])[];

function attempt(
  candidate: DenseCandidate,
  options: VerifyOptions,
  digits: number,
): Attempt<DenseCertificate> {
  const field = new BallLandscape(BallField.ofDigits(digits));
  const { balls } = field;
  const neurons = candidate.weights.map((row) => field.vector(row));
  const targets = targetVectors(field, candidate);
  const point = new Evaluation(
    field,
    pointOf(field, candidate.d, neurons, targets, candidate.targets === null),
  );
  const zero = point.zeroNeuron();
  if (zero >= 0) {
    const reason = `neuron ${zero} (counted from 0) is zero or not certainly nonzero: F has no Hessian there`;
    return { verification: inconclusive(reason, digits), precision: true };
  }
  const gradientNorm = upperBound(balls, point.gradientNorm()).text;
  if (candidate.n * candidate.d > MAX_DENSE_SIZE) {
    const reason = `n·d = ${candidate.n * candidate.d} is above ${MAX_DENSE_SIZE}, the largest dense Hessian that is tested`;
    return { verification: inconclusive(reason, digits, gradientNorm), precision: false };
  }
  const method: DefiniteMethod = options.exact ? 'big-integers' : 'cholesky';
  const centreAt = (
    centre: Evaluation,
    written: () => Rows,
    lowestDirection: Float64Array | null = null,
  ): Centre<Rows> => ({
    point: centre,
    distance: centre === point ? balls.zero : point.distanceTo(centre),
    spectrum: new DenseSpectrum(centre, method, options.negativeDirections, lowestDirection),
    written,
  });
  const given = centreAt(point, () => candidateRows(candidate));
  const decision = decide<Rows>({
    candidate: given,
    k: candidate.k,
    dimension: options.dimension,
    lipschitzConstants: options.sharp ? ['sharp'] : ['plain', 'sharp'],
    permutedTargets() {
      const permutation = nearestTargets(point);
      if (permutation === null) return null;
      const centre = point.at(permutation.map((j) => targets[j]!));
      const rows = (): Rows => permutation.map((j) => targetRow(candidate, j));
      return { ...centreAt(centre, rows), witness: { permutation } };
    },
    propose() {
      if (options.propose === null) return given;
      const proposal = options.propose(point);
      if (proposal === null) return null;
      const centre = point.at(proposal.neurons);
      return centreAt(centre, () => exactRows(centre), proposal.lowestDirection);
    },
  });
  if (!('claim' in decision))
    return {
      verification: inconclusive(decision.reason, digits, gradientNorm),
      precision: decision.precision,
    };
  return verificationOf(decision, digits, (made) => certify(candidate, options, digits, made));
}

function certify(
  candidate: DenseCandidate,
  options: VerifyOptions,
  digits: number,
  { claim, centre, witness }: Decision<Rows>,
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
    point: { candidate: candidateRows(candidate), centre: centre.written() },
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

/** The entries of a point whose coordinates are exact (multiples of 2^−bits). */
function exactRows(evaluation: Evaluation): string[][] {
  const { bits } = evaluation.balls;
  return evaluation.point.neurons.map((x: BallVector) => {
    if (x.rad !== 0n) throw new RangeError('a centre must be exact');
    return x.mids.map((mid) => decimalOfDyadic(mid, -bits));
  });
}
