import { logarithm } from '../arithmetic/logarithm.ts';
import { outward, ROUNDOFF } from '../arithmetic/rounding.ts';

/** A start in doubles, and how far the exactly Gaussian start that goes with it is from it. */
export interface GaussianStart {
  /** n x k, row = neuron. */
  readonly weights: Float64Array;
  /** ‖W_0 − weights‖ ≤ for W_0 ~ N(0, I/k), whatever the bits are that `uniform` left out; null where nothing is known. */
  readonly errorUpper: number | null;
}

/** Pairs whose square radius is nearer to 1 or to 0 might be accepted by one of the two methods only. */
const NEAR_ONE: number = 2 ** -40;
const NEAR_ZERO = 1e-12;

/**
 * The start of a search from a source of 53-bit uniform variates u, by Marsaglia's polar method, as search makes it, and its
 * distance from the start that the same method gives, in real arithmetic, for u + 2^−53 V with any V in [0, 1). With u and V
 * uniform that start is exactly Gaussian (trajectories.md 5).
 *
 * With s the square radius of a pair, l = −ln s and R = √(2l), the pair of variates moves by at most
 * √2·2^−52·1.01·max(R/√s, 2/(R√s)), the singular values of the polar map, and is rounded by at most 16u(1 + 1/l)R.
 */
export function gaussianStart(uniform: () => number, n: number, k: number): GaussianStart {
  const weights = new Float64Array(n * k);
  const scale = Math.sqrt(1 / k);
  let decided = true;
  let squares = 0;
  for (let at = 0; at < weights.length; ) {
    const x = 2 * uniform() - 1;
    const y = 2 * uniform() - 1;
    const s = x * x + y * y;
    if (Math.abs(s - 1) < NEAR_ONE || s < NEAR_ZERO) decided = false;
    if (s >= 1 || s === 0) continue;
    const l = -logarithm(s);
    const factor = Math.sqrt((2 * l) / s);
    weights[at++] = x * factor * scale;
    if (at < weights.length) weights[at++] = y * factor * scale;
    const radius = Math.sqrt(2 * l);
    const root = Math.sqrt(s);
    const moved = Math.SQRT2 * 2 * ROUNDOFF * 1.01 * Math.max(radius / root, 2 / (radius * root));
    const rounded = 16 * ROUNDOFF * (1 + 1 / l) * radius;
    squares += (moved + rounded) * (moved + rounded);
  }
  // l, s, R of the formula are here computed ones, off by less than 1 % (trajectories.md 5.2).
  return { weights, errorUpper: decided ? outward(1.02 * Math.sqrt(squares / k)) : null };
}
