import { checkList, checkThat } from '../arithmetic/argument.ts';
import { BallField } from '../arithmetic/ball.ts';
import type { DefiniteMethod } from '../arithmetic/definite.ts';
import { decimalOfDyadic, exactDecimal } from '../arithmetic/exact.ts';
import { makeCertificate } from '../certificate/index.ts';
import type { DenseCertificate, Problem } from '../certificate/types.ts';
import { BallLandscape, BallVector } from '../landscape/ball-field.ts';
import { Evaluation } from '../landscape/evaluation.ts';
import { canCopyTargets, pointOf, presentTargets, targetVectors } from '../landscape/problem.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import { checkDense } from '../model/check-candidate.ts';
import { upperBound } from './bounds.ts';
import {
  type Attempt,
  type Centre,
  type Decision,
  decide,
  reasonOf,
  verificationOf,
  withRisingDigits,
} from './decide.ts';
import { DenseSpectrum } from './dense-spectrum.ts';
import { inconclusive, type Verification } from './figures.ts';
import { nearestTargets } from './global-minimum.ts';
import { checkVerifyOptions, MAX_DIGITS, type VerifyOptions } from './options.ts';
import { MAX_SCALE_EXPONENT, scaledCandidate, scaledClaim, scaledDecimal, scaleExponent } from './scale.ts';

export type { Verdict, Verification } from './figures.ts';
export { DEFAULT_DIGITS, MAX_DIGITS, type VerifyOptions } from './options.ts';

/** The largest Hessian, n·d, that is put together and tested as one dense matrix. */
export const MAX_DENSE_SIZE = 4096;

/**
 * Decides about a candidate in the closed ball of radius r0 = 10⁻³·max‖w_i‖ about it, in the order not-spurious,
 * spurious-local-minimum, saddle, no-critical-point, inconclusive. Digits are doubled while a proof fails for want
 * of precision.
 */
export function verify(candidate: DenseCandidate, options: VerifyOptions): Verification {
  checkDense(candidate);
  checkVerifyOptions(options, candidate.d);
  const cap = Math.min(MAX_DIGITS, 4 * options.digits);
  // Proved is the problem times a power of two, which leaves every verdict as it is and shifts the figures exactly.
  const exponent = scaleExponent(candidate);
  if (Math.abs(exponent) > MAX_SCALE_EXPONENT) {
    const reason = `the targets are about 2^${-exponent} long: no certificate holds numbers beyond 2^±${MAX_SCALE_EXPONENT}`;
    return inconclusive(reason, options.digits);
  }
  const problem = { given: candidate, scaled: scaledCandidate(candidate, exponent), exponent };
  return withRisingDigits(options.digits, cap, (digits) => attempt(problem, options, digits));
}

/** A candidate, and the same times 2^exponent. */
interface ScaledProblem {
  readonly given: DenseCandidate;
  readonly scaled: DenseCandidate;
  readonly exponent: number;
}

/** Rows of exact decimals. */
type Rows = readonly (readonly string[])[];

function attempt(
  { given: original, scaled: candidate, exponent }: ScaledProblem,
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
  const gradientNorm = scaledDecimal(upperBound(balls, point.gradientNorm()).text, 1, -exponent);
  if (candidate.n * candidate.d > MAX_DENSE_SIZE) {
    const reason = `n·d = ${candidate.n * candidate.d} is above ${MAX_DENSE_SIZE}, the largest dense Hessian that is tested`;
    return { verification: inconclusive(reason, digits, gradientNorm), precision: false };
  }
  if (candidate.k * candidate.d > MAX_DENSE_SIZE) {
    const reason = `k·d = ${candidate.k * candidate.d} is above ${MAX_DENSE_SIZE}, the most that a certificate holds`;
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
  const given = centreAt(point, () => candidateRows(original));
  const decision = decide<Rows>({
    candidate: given,
    k: candidate.k,
    targetsCanBeCopied: canCopyTargets(candidate),
    dimension: options.dimension,
    lipschitzConstants: options.sharp ? ['sharp'] : ['plain', 'sharp'],
    permutedTargets() {
      const permutation = nearestTargets(point);
      if (permutation === null) return null;
      const centre = point.at(permutation.map((j) => targets[j]!));
      const present = presentTargets(original);
      const rows = (): Rows => permutation.map((j) => targetRow(original, present[j]!));
      return { ...centreAt(centre, rows), witness: { permutation: permutation.map((j) => present[j]!) } };
    },
    propose() {
      if (options.propose === null) return given;
      const proposal = options.propose(point);
      if (proposal === null) return null;
      checkProposal(proposal.neurons, candidate);
      const centre = point.at(proposal.neurons);
      return centreAt(centre, () => exactRows(centre, exponent), proposal.lowestDirection);
    },
  });
  if (!('claim' in decision)) {
    const units = exponent === 0 ? '' : ` (numbers of this reason: for the problem times 2^${exponent})`;
    return {
      verification: inconclusive(decision.reason + units, digits, gradientNorm),
      precision: decision.precision,
    };
  }
  const claim = scaledClaim(decision.claim, -exponent);
  const made = exponent === 0 ? decision : { ...decision, claim, reason: reasonOf(claim) };
  return verificationOf(made, digits, (final) => certify(original, options, digits, final));
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

/** A proposal is trusted for nothing but has to be n vectors of R^d, or it would be a point of another landscape. */
function checkProposal(neurons: readonly BallVector[], { n, d }: DenseCandidate): void {
  checkList('options.propose: neurons', neurons, n, (place, x) =>
    checkThat(x instanceof BallVector && x.mids.length === d, place, x, `a vector of R^${d}`),
  );
}

/** Target j as exact decimals. */
function targetRow({ d, targets }: DenseCandidate, j: number): string[] {
  if (targets === null) return Array.from({ length: d }, (_, a) => (a === j ? '1' : '0'));
  return targets[j]!.map(exactDecimal);
}

/** The entries of a point whose coordinates are exact (multiples of 2^−bits), divided by 2^exponent. */
function exactRows(evaluation: Evaluation, exponent: number): string[][] {
  const { bits } = evaluation.balls;
  return evaluation.point.neurons.map((x: BallVector) => {
    if (x.rad !== 0n) throw new RangeError('a centre must be exact');
    return x.mids.map((mid) => decimalOfDyadic(mid, -bits - exponent));
  });
}
