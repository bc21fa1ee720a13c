import type { Ball, BallField } from '../../arithmetic/ball.ts';
import {
  approximately,
  decomposeDouble,
  type ExactNumber,
  type Rational,
  rationalOf,
} from '../../arithmetic/exact.ts';
import { evaluateTree } from '../../expression/algebra.ts';
import { BallAlgebra } from '../../expression/balls.ts';
import { differentiated } from '../../expression/duals.ts';
import { type Exactly, exactAlgebra, isKnown, reduced } from '../../expression/exact.ts';
import { smoothness } from '../../expression/smoothness.ts';
import type { Layer } from '../../model/network.ts';
import { activationOf } from './activation.ts';

/** σ(z) and σ'(z); the slope is null where σ has a kink, or may have one. */
export interface Activated<S> {
  readonly value: S;
  readonly slope: S | null;
}

/** The arithmetic that a network is evaluated over: balls, or exact numbers. */
export interface Ring<S> {
  readonly zero: S;
  of(x: ExactNumber): S;
  add(a: S, b: S): S;
  mul(a: S, b: S): S;
  /** Σ x_i y_i. */
  dot(x: readonly S[], y: readonly S[]): S;
  /** The activation of a layer at z; null when its value is no number of the ring. */
  activate(layer: Layer, z: S): Activated<S> | null;
}

/** A double near the midpoint of a ball. */
export function doubleOf({ mid, bits }: Ball): number {
  return mid === 0n ? 0 : approximately({ numerator: mid, denominator: 1n << BigInt(bits) });
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** Balls: every result contains the true value for all numbers of the arguments. */
export class BallRing implements Ring<Ball> {
  readonly field: BallField;
  readonly zero: Ball;
  readonly algebra: BallAlgebra;
  constructor(field: BallField) {
    this.field = field;
    this.algebra = new BallAlgebra(field);
    this.zero = field.zero;
  }
  of(x: ExactNumber): Ball {
    return this.field.exact(x);
  }
  add(a: Ball, b: Ball): Ball {
    return this.field.add(a, b);
  }
  mul(a: Ball, b: Ball): Ball {
    return this.field.mul(a, b);
  }

  /** Midpoints are multiplied and summed exactly and shifted once: the floor is off by less than one unit. */
  dot(x: readonly Ball[], y: readonly Ball[]): Ball {
    let sum = 0n;
    let spread = 0n;
    for (let i = 0; i < x.length; i++) {
      const a = x[i]!;
      const b = y[i]!;
      sum += a.mid * b.mid;
      if (a.rad !== 0n) spread += a.rad * (magnitude(b.mid) + b.rad);
      if (b.rad !== 0n) spread += b.rad * magnitude(a.mid);
    }
    const shift = BigInt(this.field.bits);
    const mid = sum >> shift;
    if (spread === 0n) return this.field.ofUnits(mid, mid << shift === sum ? 0n : 1n);
    return this.field.ofUnits(mid, (spread >> shift) + 2n);
  }

  activate(layer: Layer, z: Ball): Activated<Ball> {
    if (layer.activation === 'linear') return { value: z, slope: this.field.one };
    const tree = activationOf(layer);
    // At a kink the value of the tree is there, the slope is not.
    if (smoothness(this.algebra, tree, { z }) < 1)
      return { value: evaluateTree(this.algebra, tree, { z }), slope: null };
    const { value, gradient } = differentiated(this.algebra, tree, { z }, ['z']);
    return { value, slope: gradient[0]! };
  }
}

/** n·2^−twos·5^−fives: every double and every finite decimal, and closed under + and ·, without any gcd. */
export interface Terminating {
  readonly n: bigint;
  readonly twos: number;
  readonly fives: number;
}

/** Exact numbers. Activations that are no piecewise polynomials have values in it at 0 only, if at all. */
export const terminating: Ring<Terminating> & {
  integer(n: number | bigint): Terminating;
  negative(a: Terminating): Terminating;
  compare(a: Terminating, b: Terminating): number;
  rational(a: Terminating): Rational;
} = {
  zero: { n: 0n, twos: 0, fives: 0 },
  integer: (n) => ({ n: BigInt(n), twos: 0, fives: 0 }),
  of(x) {
    if (typeof x === 'number') {
      const { mantissa, exponent } = decomposeDouble(x);
      if (mantissa === 0n) return terminating.zero;
      let n = mantissa;
      let e = exponent;
      while (e < 0 && (n & 0xffffn) === 0n && e <= -16) {
        n >>= 16n;
        e += 16;
      }
      while (e < 0 && (n & 1n) === 0n) {
        n >>= 1n;
        e += 1;
      }
      return e >= 0 ? { n: n << BigInt(e), twos: 0, fives: 0 } : { n, twos: -e, fives: 0 };
    }
    // A decimal string has a power of ten as denominator.
    const { numerator, denominator } = rationalOf(x);
    const places = denominator.toString().length - 1;
    return { n: numerator, twos: places, fives: places };
  },
  add(a, b) {
    if (a.n === 0n) return b;
    if (b.n === 0n) return a;
    const twos = Math.max(a.twos, b.twos);
    const fives = Math.max(a.fives, b.fives);
    return { n: lifted(a, twos, fives) + lifted(b, twos, fives), twos, fives };
  },
  mul: (a, b) => ({ n: a.n * b.n, twos: a.twos + b.twos, fives: a.fives + b.fives }),
  dot(x, y) {
    let sum = terminating.zero;
    for (let i = 0; i < x.length; i++)
      if (x[i]!.n !== 0n && y[i]!.n !== 0n) sum = terminating.add(sum, terminating.mul(x[i]!, y[i]!));
    return sum;
  },
  negative: (a) => ({ ...a, n: -a.n }),
  compare(a, b) {
    const { n } = terminating.add(a, terminating.negative(b));
    return n > 0n ? 1 : n < 0n ? -1 : 0;
  },
  rational: ({ n, twos, fives }) => ({
    numerator: n,
    denominator: (1n << BigInt(twos)) * 5n ** BigInt(fives),
  }),
  activate(layer, z) {
    const { activation, slope } = layer;
    const one = terminating.integer(1);
    if (activation === 'linear') return { value: z, slope: one };
    if (activation === 'tanh') return z.n === 0n ? { value: z, slope: one } : null;
    if (activation === 'softplus') return null;
    if (activation === 'expression') return activatedExactly(layer, z);
    if (z.n > 0n) return { value: z, slope: one };
    const left = terminating.of(slope);
    if (z.n < 0n) return { value: terminating.mul(left, z), slope: left };
    return { value: z, slope: null };
  },
};

/** A formula at an exact number, where its value and its slope are finite decimals. */
function activatedExactly(layer: Layer, z: Terminating): Activated<Terminating> | null {
  const at = reduced(terminating.rational(z));
  const { value, gradient } = differentiated<Exactly>(exactAlgebra, activationOf(layer), { z: at }, ['z']);
  const exact = terminatingOf(value);
  return exact && { value: exact, slope: terminatingOf(gradient[0]!) };
}

/** A rational number in lowest terms as a finite decimal; null where it is none. */
export function terminatingOf(x: Exactly): Terminating | null {
  if (!isKnown(x)) return null;
  let rest = x.denominator;
  let twos = 0;
  let fives = 0;
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  return rest === 1n ? { n: x.numerator, twos, fives } : null;
}

function lifted({ n, twos, fives }: Terminating, toTwos: number, toFives: number): bigint {
  const up = n << BigInt(toTwos - twos);
  return toFives === fives ? up : up * 5n ** BigInt(toFives - fives);
}
