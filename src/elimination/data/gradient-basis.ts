import type { Ball } from '../../arithmetic/ball.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { layersOf } from '../../model/network.ts';
import {
  type Augmented,
  augmentedValue,
  type BallPoint,
  divisorOf,
  type Features,
  featuresOf,
  neuronSlopes,
  neuronValues,
  penaltyOf,
} from './augmented.ts';
import type { Evaluated } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { roughDerivatives, roughValue, valueAt } from './loss.ts';
import type { LossFacts } from './loss-facts.ts';
import { doubleOf } from './ring.ts';
import { movedBy } from './step.ts';

/** A necessary condition of local minima: a value against a bound of it. */
export interface NecessaryBound {
  /** The value at the point. */
  readonly left: Ball;
  /** What it is at most at a local minimum, for the α that was found: at least the infimum over α. */
  readonly right: Ball;
  /** no: certainly above, so that the point is no local minimum. */
  readonly consistent: Ternary;
}

/** The inequality of the perturbable gradient basis (K Theorem 3) at z = (a, b, W) (mathematics.md 13.6). */
export interface GradientBasis extends NecessaryBound {
  /** Number of directions in S; their a-part is 0. Where a ≠ 0, S = {0}. */
  readonly directions: number;
  /** ε. */
  readonly size: number;
}

const MOST_DIRECTIONS = 32;
/** Products beyond which an inequality that decides little besides is left out. */
const MOST_PRODUCTS = 2e7;
/** Outputs at data up to which a fit takes about a second. */
const MOST_OUTPUTS = 4000;

/**
 * Q(z) + μ‖a‖² ≤ inf_α Q̃(α, S) at every local minimum z of L̃|_θ, for a convex differentiable loss (ρ = 1/2: R_i is the regulariser μ Σ φ_i,
 * φ_i = (a_k²), of which (ρ − 1)/(ρm)·ΣR_i'φ_i = −μ‖a‖² is left).
 * - a = 0: S has directions of (b, W); ∂_a at z + εv gives φ_i^z(α, S)_k = Σ_t α_kt σ((w_k + εŵ_t)·φ_i + b_k + εb̂_t), and ∂a² = 0.
 * - a ≠ 0: S = {0}; ∂_b and ∂_w give Σ (α₀ + α·φ_i) a_k σ'(w_k·φ_i + b_k), in whose span σ is, and no regulariser.
 * Either way Q̃ is convex in α; any α bounds its infimum from above: it is guessed in floating point, its value is enclosed.
 *
 * Why every ε may be used where a = 0: h(u) = Σ_i r_k(x_i) σ((w_k + u)·φ_i + …) vanishes near u = 0 at a local minimum, is analytic, and
 * so vanishes everywhere; then Q̃(α, S) ≥ Q(z) by convexity.
 */
export function gradientBasis(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  { convex, differentiable }: LossFacts,
  guesses: Guesses,
): GradientBasis | null {
  if (convex.holds !== 'yes' || differentiable.holds !== 'yes') return null;
  const { field } = evaluated;
  const features = featuresOf(augmented, evaluated);
  const still = point.a.every((a) => field.isZero(a));
  const found = still
    ? perturbed(augmented, evaluated, point, features, guesses)
    : tangents(augmented, evaluated, point, features);
  if (found === null) return null;
  const right = leastOver(augmented, evaluated, found.columns, guesses);
  if (right === null) return null;
  const square = point.a.reduce((sum, a) => field.add(sum, field.square(a)), field.zero);
  const left = field.add(
    augmentedValue(augmented, evaluated, point),
    field.mul(penaltyOf(augmented, evaluated), square),
  );
  const mean = field.divideByInteger(right, divisorOf(augmented));
  return { directions: found.directions, size: found.size, ...compared(evaluated, left, mean) };
}

/** columns[k][j][t]: what basis function t gives at output k of input j. */
interface Basis {
  readonly columns: readonly (readonly (readonly Ball[])[])[];
  readonly directions: number;
  readonly size: number;
}

function perturbed(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  features: Features,
  guesses: Guesses,
): Basis | null {
  const count = Math.min(features.count, MOST_DIRECTIONS);
  if (features.count * features.width * count > MOST_PRODUCTS) return null;
  const rough = Array.from({ length: features.count }, (_, j) => features.rough(j));
  const { directions, size } = guesses.basis(rough, count);
  if (!Number.isFinite(size)) return null;
  const columns = point.a.map((_, k) => {
    const values = directions.map((v) => {
      const [bias = 0, ...w] = v.map((x) => size * x);
      const change = { a: point.a.map(() => 0), b: point.b.map(() => bias), w: point.w.map(() => w) };
      return neuronValues(augmented, evaluated, movedBy(evaluated, point, change), k, features);
    });
    return rough.map((_, j) => values.map((own) => own[j]!));
  });
  return { columns, directions: count, size };
}

/** a_k σ'(z)·(1, φ) for a_k ≠ 0, σ(z) for a_k = 0. */
function tangents(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  features: Features,
): Basis | null {
  const { field } = evaluated;
  const width = Math.min(features.width, MOST_DIRECTIONS);
  if (features.count * width ** 2 > MOST_PRODUCTS) return null;
  const columns = point.a.map((a, k) => {
    if (field.isZero(a))
      return neuronValues(augmented, evaluated, point, k, features).map((value) => [value]);
    return neuronSlopes(augmented, evaluated, point, k, features).map((slope, j) => {
      const own = field.mul(a, slope);
      return [
        own,
        ...features
          .row(j)
          .slice(0, width)
          .map((x) => field.mul(own, x)),
      ];
    });
  });
  return { columns, directions: 1, size: 0 };
}

/** Σ ℓ(f + Σ_t α_t column_t) at an α that makes it small; null where none was found. */
function leastOver(
  { problem }: Augmented,
  evaluated: Evaluated,
  columns: Basis['columns'],
  guesses: Guesses,
): Ball | null {
  const { field, ring } = evaluated;
  if (problem.groups.length * columns.length > MOST_OUTPUTS) return null;
  const alpha = guesses.fit({
    columns: columns.map((rows) => rows.map((row) => row.map(doubleOf))),
    start: evaluated.outputs.map((row) => row.map(doubleOf)),
    value: (j, q) => roughValue(problem.loss, q, problem.groups[j]!.labels),
    derivatives: (j, q, k) => roughDerivatives(problem.loss, q, problem.groups[j]!.labels, k),
  });
  if (!alpha.every((row) => row.every(Number.isFinite))) return null;
  const exact = alpha.map((row) => row.map((x) => ring.of(x)));
  return problem.groups.reduce((sum, { labels }, j) => {
    const q = evaluated.outputs[j]!.map((f, k) => {
      const row = columns[k]?.[j];
      return row === undefined ? f : field.add(f, ring.dot(exact[k]!, row));
    });
    return field.add(sum, valueAt(field, problem.loss, q, labels));
  }, field.zero);
}

function compared({ field }: Evaluated, left: Ball, right: Ball): NecessaryBound {
  const below = field.less(right, left);
  return { left, right, consistent: below === 'yes' ? 'no' : below === 'no' ? 'yes' : 'undecided' };
}

/**
 * Deep linear networks (Laurent & von Brecht 2018; a corollary of K Theorem 3, mathematics.md 13.11): layers without activations, none of
 * them narrower than both ends, and a convex differentiable loss: every local minimum θ of L has L(θ) ≤ (1/m)Σ ℓ(Ax_i + c, y_i) for all
 * A, c; with c = 0 where no layer has biases. Null for other models, and where the last layer has none and others do.
 */
export function linearBound(
  augmented: Augmented,
  evaluated: Evaluated,
  { convex, differentiable }: LossFacts,
  guesses: Guesses,
): NecessaryBound | null {
  const { problem } = augmented;
  const { network, groups, examples } = problem;
  const layers = layersOf(network);
  const narrow = Math.min(network.inputs, network.outputs);
  if (
    layers === null ||
    !layers.every(({ activation, weights }) => activation === 'linear' && weights.length >= narrow) ||
    (layers.at(-1)!.unbiased && !layers.every(({ unbiased }) => unbiased)) ||
    convex.holds !== 'yes' ||
    differentiable.holds !== 'yes'
  )
    return null;
  const { field, ring } = evaluated;
  if (groups.length * (network.inputs + 1) ** 2 > MOST_PRODUCTS) return null;
  const constant = layers.at(-1)!.unbiased ? [] : [field.one];
  const rows = groups.map(({ input }) => [...constant, ...Array.from(input, (x) => ring.of(x))]);
  const right = leastOver(
    augmented,
    evaluated,
    Array.from({ length: network.outputs }, () => rows),
    guesses,
  );
  if (right === null) return null;
  return compared(
    evaluated,
    field.divideByInteger(evaluated.total, examples),
    field.divideByInteger(right, examples),
  );
}
