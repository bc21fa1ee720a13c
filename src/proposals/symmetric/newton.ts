import { checkThat } from '../../arithmetic/argument.ts';
import { approximate, type Ball } from '../../arithmetic/ball.ts';
import { solveLinear } from '../../numerics/matrix.ts';
import { SymmetricEvaluation } from '../../symmetry/point/evaluation.ts';
import { trivialBlock } from '../../symmetry/point/summed-blocks.ts';

/** Fractional bits of a proposed centre: short decimals, and far below every radius. */
const CENTRE_BITS = 80;
const SPARE_BITS = 32;
const MAX_STEPS = 14;
/** After a step this short, relative to r0, the trivial block of before does as well: what is left shrinks by about as much. */
const NEAR = 2 ** -16;

/**
 * Untrusted: Newton's iteration in the fixed space of the group, from the reduced gradient in balls and the trivial
 * block of the Hessian, solved in doubles. Returns the entries of a better centre, or null where the iteration leads
 * away by more than r0 or does not settle.
 */
export function polishSymmetric(candidate: SymmetricEvaluation): SymmetricEvaluation | null {
  checkThat(
    candidate instanceof SymmetricEvaluation,
    'candidate',
    candidate,
    'a SymmetricEvaluation, as verifySymmetric gives it',
  );
  const { balls } = candidate;
  const bits = Math.max(Math.min(CENTRE_BITS, balls.bits), balls.bits - SPARE_BITS);
  const drop = BigInt(balls.bits - bits);
  const reach = approximate(candidate.ballRadius());
  const target = 2 ** -bits;
  let current = candidate;
  let slope = slopeAt(candidate);
  let previous = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_STEPS; round++) {
    const step = newtonStep(current, slope);
    if (step === null) return null;
    const next = current.at(
      current.point.neurons.map((entries, a) =>
        entries.map((x, s) => balls.ofUnits(((x.mid - step[a]![s]!.mid) >> drop) << drop, 0n)),
      ),
    );
    const length = approximate(next.distanceTo(current));
    if (!(approximate(candidate.distanceTo(next)) <= reach)) return null;
    current = next;
    // The last steps only move the rounding of the centre.
    const settled = length <= 4 * target * Math.sqrt(candidate.n * candidate.k);
    if (settled || (round > 1 && length > 0.5 * previous))
      return settled || length < reach * 1e-6 ? current : null;
    if (!(length <= NEAR * reach)) slope = slopeAt(current);
    previous = length;
  }
  return null;
}

/** The trivial block in doubles, and what its unknowns are measured in: √Gram, so that all are of one size. */
interface Slope {
  readonly matrix: readonly (readonly number[])[];
  readonly scales: readonly number[];
}

function slopeAt({ reduced }: SymmetricEvaluation): Slope {
  const { entries, gram } = trivialBlock(reduced);
  const scales = gram.map((row, i) => Math.sqrt(approximate(row[i]!)));
  const matrix = entries.map((row, i) => row.map((x, j) => approximate(x) / (scales[i]! * scales[j]!)));
  return { matrix, scales };
}

/** The solution of (trivial block)·x = gradient, by the entries of the types; null for a singular matrix. */
function newtonStep(point: SymmetricEvaluation, { matrix, scales }: Slope): Ball[][] | null {
  const { balls, gradient } = point;
  const weights = gradient.map((row, a) => row.map((_, s) => Math.sqrt(Number(point.occurrences(a, s)))));
  const right = gradient.flatMap((row, a) => row.map((x, s) => weights[a]![s]! * approximate(x)));
  const solution = solveLinear(matrix, right);
  if (solution === null || !solution.every(Number.isFinite)) return null;
  let at = 0;
  return gradient.map((row) => row.map(() => balls.exact(solution[at]! / scales[at++]!)));
}
