import { checkThat } from '../arithmetic/argument.ts';
import { type Ball, BallField } from '../arithmetic/ball.ts';
import { approximately, decimalOfDyadic, exactDecimal, rationalOf } from '../arithmetic/exact.ts';
import {
  BLOCK_LIMITS,
  type BlockCertificate,
  type BlockNeurons,
  makeCertificate,
} from '../certificate/index.ts';
import type { BlockCandidate, ExactNumber } from '../model/candidate.ts';
import { checkBlock } from '../model/check-candidate.ts';
import { upperBound } from '../proof/bounds.ts';
import {
  type Attempt,
  type Centre,
  type Decision,
  decide,
  verificationOf,
  withRisingDigits,
} from '../proof/decide.ts';
import { inconclusive, type Verification } from '../proof/figures.ts';
import { checkCommonOptions, MAX_DIGITS, type VerifyOptions } from '../proof/options.ts';
import { SymmetricEvaluation } from '../symmetry/point/evaluation.ts';
import { countsOf, type ExactPoint, exactPoint } from '../symmetry/point/shape.ts';
import { BlockSpectrum } from '../symmetry/point/spectrum.ts';

/** Untrusted: a better centre of the same structure within r0, or null. */
export type ProposeSymmetric = (candidate: SymmetricEvaluation) => SymmetricEvaluation | null;

export interface SymmetricOptions extends Pick<VerifyOptions, 'digits' | 'dimension' | 'producer'> {
  /** null: the candidate itself is the centre. */
  readonly propose: ProposeSymmetric | null;
}

/** Most unknowns of a reduced problem. */
export const MAX_UNKNOWNS = 400;

/** Whether a symmetric point is small enough, by its structure, to be proved in reduced form. */
export function isReducible(candidate: BlockCandidate): boolean {
  checkBlock(candidate);
  const { blocks, neurons } = candidate;
  return (
    blocks.length <= BLOCK_LIMITS.blocks &&
    neurons.length <= BLOCK_LIMITS.types &&
    neurons.length * (blocks.length + 1) <= MAX_UNKNOWNS &&
    countsOf(exactPoint(candidate)).k <= BLOCK_LIMITS.size
  );
}

/**
 * Decides about a symmetric candidate as `verify` does about a dense one: the statement is about R^{nd} and the same,
 * the cost does not depend on k. About 2 log₁₀ k digits are spent on sums over k² pairs.
 */
export function verifySymmetric(
  candidate: BlockCandidate,
  options: SymmetricOptions,
): Verification<BlockCertificate> {
  checkBlock(candidate);
  const point = exactPoint(candidate);
  const { k } = countsOf(point);
  checkCommonOptions(options, k);
  if (!isReducible(candidate)) {
    const reason = `a symmetric point of ${candidate.neurons.length} types of neurons on ${candidate.blocks.length} blocks, k = ${k}, is beyond this proof`;
    return inconclusive(reason, options.digits);
  }
  const zero = point.neurons.findIndex((entries) => entries.every((x) => rationalOf(x).numerator === 0n));
  if (zero >= 0)
    return inconclusive(
      `neuron type ${zero} (counted from 0) is zero: F has no Hessian there`,
      options.digits,
    );
  const first = Math.min(MAX_DIGITS, options.digits + Math.ceil(2 * Math.log10(k)));
  const cap = Math.min(MAX_DIGITS, 4 * first);
  return withRisingDigits(first, cap, (digits) => attempt(point, options, digits));
}

function attempt(point: ExactPoint, options: SymmetricOptions, digits: number): Attempt<BlockCertificate> {
  const balls = BallField.ofDigits(digits);
  const evaluation = evaluate(balls, point, point.neurons);
  const centreAt = (
    centre: SymmetricEvaluation,
    written: () => readonly BlockNeurons[],
  ): Centre<readonly BlockNeurons[]> => ({
    point: centre,
    distance: centre === evaluation ? balls.zero : evaluation.distanceTo(centre),
    spectrum: new BlockSpectrum(centre),
    written,
  });
  const given = centreAt(evaluation, () => typesOf(point, point.neurons));
  const decision = decide<readonly BlockNeurons[]>({
    candidate: given,
    k: evaluation.k,
    // The targets are different basis vectors.
    targetsCanBeCopied: evaluation.n >= evaluation.k,
    dimension: options.dimension,
    lipschitzConstants: ['plain'],
    permutedTargets() {
      const entries = nearestTargets(point);
      if (entries === null) return null;
      const centre = evaluate(balls, point, entries);
      return { ...centreAt(centre, () => typesOf(point, entries)), witness: null };
    },
    propose() {
      if (options.propose === null) return given;
      const centre = options.propose(evaluation);
      if (centre !== null) checkProposal(centre, evaluation);
      return centre && centreAt(centre, () => typesOf(point, exactEntries(centre)));
    },
  });
  if (!('claim' in decision)) {
    const gradientNorm = upperBound(balls, evaluation.gradientNorm()).text;
    return {
      verification: inconclusive(decision.reason, digits, gradientNorm),
      precision: decision.precision,
    };
  }
  return verificationOf(decision, digits, (made) => certify(point, options, digits, made));
}

/** The landscape at a point of given structure and entries. */
export function evaluate(
  balls: BallField,
  { shape, sizes }: ExactPoint,
  neurons: readonly (readonly ExactNumber[])[],
): SymmetricEvaluation {
  return new SymmetricEvaluation(balls, {
    shape,
    sizes: sizes.map((m) => balls.integer(m)),
    blockSizes: sizes,
    neurons: neurons.map((entries) => entries.map((x) => balls.exact(x))),
  });
}

/**
 * Entries of the permutation of the targets that the neurons are nearest to, or null where that is none: on every
 * block of size at least 2 one attached type, with 1 at the own coordinate or, for a block of two, at the other one;
 * on every block of size one a single neuron. A proposal; the distance is bounded afterwards.
 */
function nearestTargets({ shape, sizes, neurons }: ExactPoint): number[][] | null {
  const own = sizes.length;
  const taken = new Set<number>();
  const rounded = neurons.map((entries) => entries.map((x) => Math.round(approximately(rationalOf(x))) + 0));
  const fits = rounded.every((entries, a) => {
    const r = shape.attached[a]!;
    const ones = entries.flatMap((x, s) => (x === 1 ? [s] : []));
    if (ones.length !== 1 || entries.some((x) => x !== 0 && x !== 1)) return false;
    const at = ones[0]!;
    const block = at === own ? r! : at;
    const whole =
      r === null ? shape.classes[block] === 1 : at === own || (at === r && shape.classes[r] === 2);
    if (!whole || taken.has(block)) return false;
    taken.add(block);
    return true;
  });
  return fits && taken.size === own ? rounded.map((entries) => entries.map((x) => (x === 1 ? 1 : 0))) : null;
}

/** A proposal is trusted for nothing but has to have the structure of the candidate. */
function checkProposal(centre: unknown, { balls, point }: SymmetricEvaluation): void {
  const structure = ({ shape, blockSizes, neurons }: SymmetricEvaluation['point']): string =>
    JSON.stringify([shape.attached, blockSizes, neurons.map((entries) => entries.length)]);
  const fits =
    centre instanceof SymmetricEvaluation &&
    centre.balls.bits === balls.bits &&
    structure(centre.point) === structure(point);
  checkThat(fits, 'options.propose: the point', centre, 'one of the same structure and precision');
}

/** Entries of a point whose coordinates are exact (multiples of 2^−bits). */
function exactEntries({ balls, point }: SymmetricEvaluation): string[][] {
  return point.neurons.map((entries) =>
    entries.map(({ mid, rad }: Ball) => {
      if (rad !== 0n) throw new RangeError('a centre must be exact');
      return decimalOfDyadic(mid, -balls.bits);
    }),
  );
}

function typesOf(
  { shape, sizes }: ExactPoint,
  neurons: readonly (readonly ExactNumber[])[],
): readonly BlockNeurons[] {
  return neurons.map((entries, a) => ({
    attached: shape.attached[a]!,
    diagonal: shape.attached[a] === null ? null : exactDecimal(entries[sizes.length]!),
    values: entries.slice(0, sizes.length).map(exactDecimal),
  }));
}

function certify(
  point: ExactPoint,
  options: SymmetricOptions,
  digits: number,
  { claim, centre }: Decision<readonly BlockNeurons[]>,
): BlockCertificate {
  const { k, n } = countsOf(point);
  return makeCertificate<BlockCertificate>({
    format: 'spurious-certificate',
    version: 1,
    kind: 'block',
    producer: { ...options.producer, digits },
    problem: { k, n, d: k, dimension: options.dimension, targets: 'standard-basis', blocks: point.sizes },
    point: { candidate: typesOf(point, point.neurons), centre: centre.written() },
    claim,
    witness: null,
  });
}
