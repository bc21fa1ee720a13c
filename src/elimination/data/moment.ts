import type { Ball } from '../../arithmetic/ball.ts';
import { approximately } from '../../arithmetic/exact.ts';
import { type Augmented, type BallPoint, featuresOf, neuronValue } from './augmented.ts';
import { power } from './elementary.ts';
import type { Evaluated } from './empirical.ts';
import type { Guesses } from './guesses.ts';
import { excludesZero } from './residual.ts';

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

/** A double near the midpoint of a ball. */
export function doubleOf({ mid, bits }: Ball): number {
  return mid === 0n ? 0 : approximately({ numerator: mid, denominator: 1n << BigInt(bits) });
}

/** The moment of least order that is certainly not 0, among the directions that were proposed; null if none is seen. */
export function findMoment(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  guesses: Guesses,
): Moment | null {
  const features = featuresOf(augmented, evaluated);
  const rough = features.map((row) => row.map(doubleOf));
  const directions = guesses.directions(rough, GENERIC_DIRECTIONS).filter((u) => u.every(Number.isFinite));
  let best: Moment | null = null;
  for (let k = 0; k < point.a.length; k++) {
    const residual = evaluated.residuals.map((row) => row[k]!);
    const found =
      augmented.augmentation.kind === 'monomial'
        ? monomialMoment(augmented, evaluated, point, k, residual, directions)
        : exponentialMoment(augmented, evaluated, point, k, residual, directions);
    if (found !== null && (best === null || better(found, best))) best = found;
  }
  return best;
}

function better(a: Moment, b: Moment): boolean {
  if (a.order !== b.order) return a.order < b.order;
  return Math.abs(doubleOf(a.value)) > Math.abs(doubleOf(b.value));
}

function exponentialMoment(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  k: number,
  residual: readonly Ball[],
  directions: readonly (readonly number[])[],
): Moment | null {
  const { field, net } = evaluated;
  const features = featuresOf(augmented, evaluated);
  const weights = residual.map((r, j) =>
    field.mul(r, neuronValue(augmented, evaluated, point, k, features[j]!)),
  );
  let best: Moment | null = null;
  for (const direction of directions) {
    const u = direction.map((x) => net.ring.of(x));
    const positions = features.map((row) => net.ring.dot(u, row));
    let terms = weights;
    const last = Math.min(residual.length - 1, MAX_ORDER, best === null ? MAX_ORDER : best.order);
    for (let order = 0; order <= last; order++) {
      if (order > 0) terms = terms.map((x, j) => field.mul(x, positions[j]!));
      const value = terms.reduce((sum, x) => field.add(sum, x), field.zero);
      if (!excludesZero(value)) continue;
      const moment = { output: k, order, direction, offset: 0, value };
      if (best === null || better(moment, best)) best = moment;
      break;
    }
    // Order 0 is the same in every direction.
    if (best?.order === 0) return best;
  }
  return best;
}

function monomialMoment(
  augmented: Augmented,
  evaluated: Evaluated,
  point: BallPoint,
  k: number,
  residual: readonly Ball[],
  directions: readonly (readonly number[])[],
): Moment | null {
  const { field, net } = evaluated;
  const features = featuresOf(augmented, evaluated);
  const { augmentation } = augmented;
  const order = augmentation.kind === 'monomial' ? augmentation.power : 0;
  const here = net.ring.dot(
    residual,
    features.map((row) => neuronValue(augmented, evaluated, point, k, row)),
  );
  if (excludesZero(here)) return { output: k, order: 0, direction: directions[0]!, offset: 0, value: here };
  let best: Moment | null = null;
  for (const [i, direction] of directions.entries())
    for (const offset of [1, -0.5, (i + 1) / 16]) {
      const u = direction.map((x) => net.ring.of(x));
      const c = net.ring.of(offset);
      const terms = features.map((row) => power(field, field.add(net.ring.dot(u, row), c), order));
      const value = net.ring.dot(residual, terms);
      if (!excludesZero(value)) continue;
      const moment = { output: k, order, direction, offset, value };
      if (best === null || better(moment, best)) best = moment;
    }
  return best;
}
