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
import { sizesOf } from '../model/sizes.ts';
import type { Centre, PointForm } from '../proof/form.ts';
import type { VerifySettings } from '../proof/options.ts';
import { SymmetricEvaluation } from '../symmetry/point/evaluation.ts';
import { type ExactPoint, exactPoint } from '../symmetry/point/shape.ts';
import { BlockSpectrum } from '../symmetry/point/spectrum.ts';

/** Untrusted: a better centre of the same structure within r0, or null. */
export type ProposeSymmetric = (candidate: SymmetricEvaluation) => SymmetricEvaluation | null;

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
    sizesOf(candidate).k <= BLOCK_LIMITS.size
  );
}

/** A point as a certificate holds it. */
type Types = readonly BlockNeurons[];

/**
 * A symmetric point, to be proved in reduced form: the statement is about R^{nd} and the same as of a dense point, the cost
 * does not depend on k. About 2 log₁₀ k digits are spent on sums over k² pairs. polish null: the candidate is the centre.
 */
export function blockForm(
  candidate: BlockCandidate,
  { dimension }: VerifySettings,
  polish: ProposeSymmetric | null,
): PointForm<SymmetricEvaluation, Types> {
  const point = exactPoint(candidate);
  const { k, n } = sizesOf(candidate);
  const zero = point.neurons.findIndex((entries) => entries.every((x) => rationalOf(x).numerator === 0n));
  return {
    obstacle: !isReducible(candidate)
      ? `a symmetric point of ${candidate.neurons.length} types of neurons on ${candidate.blocks.length} blocks, k = ${k}, is beyond this proof`
      : zero >= 0
        ? `neuron type ${zero} (counted from 0) is zero: F has no Hessian there`
        : null,
    tooLarge: null,
    lostDigits: Math.ceil(2 * Math.log10(k)),
    exponent: 0,
    k,
    // The targets are different basis vectors.
    targetsCanBeCopied: () => n >= k,
    lipschitzConstants: ['plain'],
    at(digits) {
      const balls = BallField.ofDigits(digits);
      const evaluation = evaluate(balls, point, point.neurons);
      const given = centreAt(evaluation, () => typesOf(point, point.neurons));
      return {
        candidate: given,
        permutedTargets() {
          const entries = nearestTargets(point);
          return entries && centreAt(evaluate(balls, point, entries), () => typesOf(point, entries));
        },
        propose() {
          if (polish === null) return given;
          const centre = polish(evaluation);
          if (centre !== null) checkProposal(centre, evaluation);
          return centre && centreAt(centre, () => typesOf(point, exactEntries(centre)));
        },
      };
    },
    certificate(proven) {
      const { sizes: blocks } = point;
      const problem = { k, n, d: k, dimension, targets: 'standard-basis', blocks } as const;
      return makeCertificate<BlockCertificate>({ ...proven, kind: 'block', problem, witness: null });
    },
  };
}

function centreAt(point: SymmetricEvaluation, written: () => Types): Centre<SymmetricEvaluation, Types> {
  return { point, spectrum: new BlockSpectrum(point), written };
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
  checkThat(fits, 'proposers.polishSymmetric: the point', centre, 'one of the same structure and precision');
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
