import { checkThat } from '../../arithmetic/argument.ts';
import { approximate, type Ball } from '../../arithmetic/ball.ts';
import { solveLinear } from '../../numerics/matrix.ts';
import { SymmetricEvaluation } from '../../symmetry/point/evaluation.ts';
import { trivialBlock } from '../../symmetry/point/summed-blocks.ts';

/** Fractional bits of a proposed centre: short decimals, and far below every radius. */
const CENTRE_BITS = 80;
const SPARE_BITS = 32;
const MAX_STEPS = 14;

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
  let previous = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_STEPS; round++) {
    const step = newtonStep(current);
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
    previous = length;
  }
  return null;
}

/** The solution of (trivial block)·x = gradient, by the entries of the types; null for a singular matrix. */
function newtonStep(point: SymmetricEvaluation): Ball[][] | null {
  const { balls, gradient } = point;
  const { entries, gram } = trivialBlock(point.reduced);
  const scales = gram.map((row, i) => Math.sqrt(approximate(row[i]!)));
  // Weighted by √Gram, so that all unknowns are of one size; the largest entry of the gradient becomes 1.
  const weights = gradient.map((row, a) => row.map((_, s) => Math.sqrt(Number(point.occurrences(a, s)))));
  const right = gradient.flatMap((row, a) => row.map((x, s) => weights[a]![s]! * approximate(x)));
  const matrix = entries.map((row, i) => row.map((x, j) => approximate(x) / (scales[i]! * scales[j]!)));
  const solution = solveLinear(matrix, right);
  if (solution === null || !solution.every(Number.isFinite)) return null;
  let at = 0;
  return gradient.map((row) => row.map(() => balls.exact(solution[at]! / scales[at++]!)));
}
