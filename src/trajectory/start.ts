import { BallField } from '../arithmetic/ball.ts';
import { log } from '../arithmetic/exponential.ts';
import { logarithm } from '../arithmetic/logarithm.ts';
import { outward, ROUNDOFF } from '../arithmetic/rounding.ts';
import { LEAST_ERROR, PRECISE_BITS, type PrecisePoint } from './precise-shadow.ts';

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

/** A start in units of 2^−PRECISE_BITS. */
export interface PreciseStart {
  readonly point: PrecisePoint;
  /** ‖W_0 − point‖ ≤ for W_0 ~ N(0, I/k), whatever the bits beyond those are; at least LEAST_ERROR. */
  readonly errorUpper: number;
}

/** Bits of the variates of a precise start, and of the arithmetic for it. */
export const VARIATE_BITS = 117 as const;
const START_BITS = 192;

/**
 * The polar method in balls on uniform variates in [u, u + 2^−117], u = 2^−117 `variate()`: the balls contain what real arithmetic gives
 * for all of them. Null where a pair may be accepted or not.
 */
export function preciseStart(variate: () => bigint, n: number, k: number): PreciseStart | null {
  const balls = new BallField(START_BITS);
  const rounded = new BallField(PRECISE_BITS);
  const coordinate = () => {
    // 2U − 1 for U from u to u + 2^−117: the middle is (2u + 2^−117) − 1, the radius 2^−117.
    const half = 1n << BigInt(START_BITS - VARIATE_BITS);
    return balls.ofUnits((2n * variate() + 1n) * half - balls.one.mid, half);
  };
  const entries: bigint[] = [];
  let squares = 0;
  while (entries.length < n * k) {
    const [x, y] = [coordinate(), coordinate()];
    const s = balls.add(balls.square(x), balls.square(y));
    const accepted = balls.less(s, balls.one);
    if (accepted === 'undecided' || balls.positive(s) !== 'yes') return null;
    if (accepted === 'no') continue;
    const radicand = balls.div(balls.scale(log(balls, s), -2), balls.scale(s, k));
    const factor = balls.sqrt(radicand);
    for (const entry of [x, y]) {
      if (entries.length === n * k) break;
      const { mid, rad } = rounded.from(balls.mul(entry, factor));
      entries.push(mid);
      squares += Number(rad) ** 2;
    }
  }
  const errorUpper = Math.max(
    LEAST_ERROR,
    outward(Math.sqrt(squares) * (1 + n * k * ROUNDOFF)) * 2 ** -PRECISE_BITS,
  );
  return { point: Array.from({ length: n }, (_, i) => entries.slice(i * k, i * k + k)), errorUpper };
}
