import type { Ball } from '../../arithmetic/ball.ts';
import { type Augmented, type BallPoint, type Features, featuresOf, neuronValues } from './augmented.ts';
import type { Evaluated } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { excludesZero } from './residual.ts';
import { doubleOf } from './ring.ts';

/**
 * A moment of the residuals that is not 0. Exponential neuron: Σ_j r_k(x̄_j) e^(w·φ_j + b) (u·φ_j)^p, p = order; it is
 * p! times the coefficient of ε^p in h(ε) = Σ_j r_k(x̄_j) e^((w + εu)·φ_j + b). Monomial neuron (w·φ + b)^p: h(0) for
 * order 0, else order p and Σ_j r_k(x̄_j)(u·φ_j + c)^p, the coefficient of ε^p in h(ε) with w + εu, b + εc.
 *
 * Either way h is analytic and not identically 0, so there are ε as small as one likes with h(ε) ≠ 0; there
 * ∂L̃/∂a_k = h(ε)/M ≠ 0 at a = 0, while L̃ has the same value as at the point: (0, b, W) is no local minimum of L̃|_θ,
 * nor is (θ, 0, b, W) one of L̃ (mathematics.md 13.3).
 */
export interface Moment {
  /** The output k. */
  readonly output: number;
  readonly order: number;
  readonly direction: readonly number[];
  /** c of a monomial neuron; 0 for exponential ones. */
  readonly offset: number;
  readonly value: Ball;
}

/** Moments of an order beyond this are not looked at: they are seen in lower ones, or at a higher precision. */
const MAX_ORDER = 40;
const GENERIC_DIRECTIONS = 8;
/** Numbers of features up to which every direction is looked at. */
const FEW = 100_000;

/** The moment of least order that is certainly not 0, among the directions that were proposed; null if none is seen. */
export function findMoment(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  guesses: Guesses,
): Moment | null {
  const features = featuresOf(augmented, evaluated);
  const zeroth = momentOfOrderZero(augmented, evaluated, point, features);
  // At a kink of the loss r has two values, and only what is added to both with one sign decides.
  if (zeroth !== null || !evaluated.differentiable) return zeroth;
  const directions = guesses.directions(features, GENERIC_DIRECTIONS).filter((u) => u.every(Number.isFinite));
  let best: Moment | null = null;
  for (let k = 0; k < point.a.length; k++) {
    const residual = evaluated.residuals.map((row) => row[k]!);
    const found =
      augmented.augmentation.kind === 'monomial'
        ? monomialMoment(augmented, evaluated, features, k, residual, directions)
        : exponentialMoment(augmented, evaluated, point, features, k, residual, directions);
    if (found !== null && (best === null || better(found, best))) best = found;
  }
  return best;
}

function better(a: Moment, b: Moment): boolean {
  if (a.order !== b.order) return a.order < b.order;
  return Math.abs(doubleOf(a.value)) > Math.abs(doubleOf(b.value));
}

/** Σ_j r_k(x̄_j) neuron_k(x̄_j), for the output for which it is largest; the same in every direction. */
function momentOfOrderZero(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  features: Features,
): Moment | null {
  let best: Moment | null = null;
  for (let k = 0; k < point.a.length; k++) {
    const value = evaluated.ring.dot(
      evaluated.residuals.map((row) => row[k]!),
      neuronValues(augmented, evaluated, point, k, features),
    );
    if (!excludesZero(value)) continue;
    const direction = Array.from({ length: features.width }, (_, c) => (c === 0 ? 1 : 0));
    const moment = { output: k, order: 0, direction, offset: 0, value };
    if (best === null || better(moment, best)) best = moment;
  }
  return best;
}

function exponentialMoment(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  features: Features,
  k: number,
  residual: readonly Ball[],
  directions: readonly (readonly number[])[],
): Moment | null {
  const { field, ring } = evaluated;
  const values = neuronValues(augmented, evaluated, point, k, features);
  const weights = residual.map((r, j) => field.mul(r, values[j]!));
  let best: Moment | null = null;
  for (const direction of directions) {
    const positions = features.dots(direction.map((x) => ring.of(x)));
    let terms = weights;
    const last = Math.min(residual.length - 1, MAX_ORDER, best === null ? MAX_ORDER : best.order);
    for (let order = 1; order <= last; order++) {
      terms = terms.map((x, j) => field.mul(x, positions[j]!));
      const value = terms.reduce((sum, x) => field.add(sum, x), field.zero);
      if (!excludesZero(value)) continue;
      const moment = { output: k, order, direction, offset: 0, value };
      if (best === null || better(moment, best)) best = moment;
      break;
    }
    // Many data: one direction in which a moment is seen is enough.
    if (best !== null && features.count * features.width > FEW) return best;
  }
  return best;
}

function monomialMoment(
  augmented: Augmented,
  evaluated: Evaluated,
  features: Features,
  k: number,
  residual: readonly Ball[],
  directions: readonly (readonly number[])[],
): Moment | null {
  const { field, ring } = evaluated;
  const { augmentation } = augmented;
  const order = augmentation.kind === 'monomial' ? augmentation.power : 0;
  let best: Moment | null = null;
  for (const [i, direction] of directions.entries()) {
    const dots = features.dots(direction.map((x) => ring.of(x)));
    for (const offset of [1, -0.5, (i + 1) / 16]) {
      const c = ring.of(offset);
      const terms = dots.map((dot) => ring.algebra.integerPower(field.add(dot, c), order));
      const value = ring.dot(residual, terms);
      if (!excludesZero(value)) continue;
      const moment = { output: k, order, direction, offset, value };
      if (best === null || better(moment, best)) best = moment;
    }
  }
  return best;
}
