import type { Ball } from '../../arithmetic/ball.ts';
import { exp } from '../../arithmetic/exponential.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import {
  type Augmented,
  augmentedValue,
  type BallPoint,
  divisorOf,
  featuresOf,
  neuronValues,
} from './augmented.ts';
import type { Evaluated } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { valueAt } from './loss.ts';
import { doubleOf } from './ring.ts';

/**
 * The inequality of the perturbable gradient basis (K Theorem 3) at z = (a, b, W), a = 0, for the squared loss
 * (mathematics.md 13.6).
 */
export interface GradientBasis {
  /** Number of directions in S; their a-part is 0. */
  readonly directions: number;
  /** ε. */
  readonly size: number;
  /** Q(z) = L̃(z). */
  readonly left: Ball;
  /** Q̃_ε,z(α, S) for the α that was found: at least the infimum over α. */
  readonly right: Ball;
  /** Is Q(z) ≤ inf_α Q̃(α, S) possible? no: z is no local minimum of L̃|_θ. */
  readonly consistent: Ternary;
}

const MOST_DIRECTIONS = 32;
/** Products beyond which the inequality, which decides nothing that the moments do not, is left out. */
const MOST_PRODUCTS = 2e7;

/**
 * Q(z) ≤ inf_α Q̃(α, S) at every local minimum; ρ = 1/2 and the last term of the theorem is −μ‖a‖² = 0. With zero a-parts
 * φ_i^z(α, S)_k = Σ_t α_kt e^(w_k·φ_i + b_k) e^(ε(ŵ_t·φ_i + b̂_t)), and ∂a² = 0 at a = 0, so the right side is linear least
 * squares. Any α gives an upper bound of the infimum: the α is guessed in floating point, its value is enclosed.
 *
 * Why every ε may be used: a local minimum has r ≡ 0, hence by convexity no Q̃(α, S), whatever ε, is below Q(z).
 */
export function gradientBasis(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  guesses: Guesses,
): GradientBasis | null {
  const { field, ring } = evaluated;
  const { problem, augmentation } = augmented;
  if (problem.loss.kind !== 'squared' || augmentation.kind === 'monomial' || augmentation.kind === 'layer')
    return null;
  const features = featuresOf(augmented, evaluated);
  const count = Math.min(problem.groups.length, MOST_DIRECTIONS);
  if (features.count * features.width * count > MOST_PRODUCTS) return null;
  const { directions, size } = guesses.basis(
    problem.groups.map((_, j) => features.rough(j)),
    count,
  );
  if (!Number.isFinite(size)) return null;
  // e^(ε(ŵ_t·φ_j + b̂_t)), the same for every output.
  const epsilon = ring.of(size);
  const balls = directions.map((v) => v.map((x) => ring.of(x)));
  const perturbed = problem.groups.map((_, j) => {
    const row = features.row(j);
    return balls.map(([bias, ...w]) => exp(field, field.mul(epsilon, field.add(bias!, ring.dot(w, row)))));
  });
  const weights = problem.groups.map((group) => group.count);
  const outputs: Ball[][] = evaluated.outputs.map((row) => [...row]);
  for (let k = 0; k < point.a.length; k++) {
    const own = neuronValues(augmented, evaluated, point, k, features);
    const columns = perturbed.map((row, j) => row.map((x) => field.mul(own[j]!, x)));
    const targets = problem.groups.map(({ labels, count: total }, j) => {
      const mean = labels.reduce((sum, { label, count: times }) => sum + Number(label[k]) * times, 0) / total;
      return mean - doubleOf(evaluated.outputs[j]![k]!);
    });
    const alpha = guesses.leastSquares(
      columns.map((row) => row.map(doubleOf)),
      targets,
      weights,
    );
    if (!alpha.every(Number.isFinite)) return null;
    const exact = alpha.map((x) => ring.of(x));
    for (const [j, row] of columns.entries())
      outputs[j]![k] = field.add(outputs[j]![k]!, ring.dot(exact, row));
  }
  const total = problem.groups.reduce(
    (sum, { labels }, j) => field.add(sum, valueAt(field, problem.loss, outputs[j]!, labels)),
    field.zero,
  );
  const left = augmentedValue(augmented, evaluated, point);
  const right = field.divideByInteger(total, divisorOf(augmented));
  const below = field.less(right, left);
  return {
    directions: count,
    size,
    left,
    right,
    consistent: below === 'yes' ? 'no' : below === 'no' ? 'yes' : 'undecided',
  };
}
