import { compareRationals, type Rational, rationalOf } from '../arithmetic/exact.ts';
import { bitLength } from '../arithmetic/integer.ts';
import type { Algebra } from './algebra.ts';
import type { Sided } from './balls.ts';
import type { FunctionName } from './tree.ts';

/**
 * A rational number in lowest terms. 'unknown': not one, or not known to be, or there may be no value. 'bounded': not known, but
 * some finite number, as the slope at a kink, which is one of two; 0 times it is 0.
 */
export type Exactly = Rational | 'bounded' | 'unknown';

/** Is the number known? */
export function isKnown(x: Exactly): x is Rational {
  return typeof x !== 'string';
}

const UNKNOWN = 'unknown';
const BOUNDED = 'bounded';

const ZERO: Rational = { numerator: 0n, denominator: 1n };
const ONE: Rational = { numerator: 1n, denominator: 1n };
const HALF: Rational = { numerator: 1n, denominator: 2n };

/** Bits of a number that is still followed. */
const MOST_BITS = 200_000;
/** Kept: each takes 25 kB. */
const GREATEST = 1n << BigInt(MOST_BITS);
const LEAST = -GREATEST;

/** Of two numbers ≥ 0. */
function commonDivisor(x: bigint, y: bigint): bigint {
  let a = x;
  let b = y;
  while (b !== 0n) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/** A rational number in lowest terms; unknown where it has grown beyond what is followed. */
export function reduced({ numerator, denominator }: Rational): Exactly {
  if (numerator === 0n) return ZERO;
  let result = { numerator, denominator };
  if (denominator !== 1n) {
    const common = commonDivisor(numerator < 0n ? -numerator : numerator, denominator);
    result = { numerator: numerator / common, denominator: denominator / common };
  }
  const small = result.denominator < GREATEST && result.numerator < GREATEST && result.numerator > LEAST;
  return small ? result : UNKNOWN;
}

function both(a: Exactly, b: Exactly, f: (a: Rational, b: Rational) => Exactly): Exactly {
  if (isKnown(a) && isKnown(b)) return f(a, b);
  return a === UNKNOWN || b === UNKNOWN ? UNKNOWN : BOUNDED;
}

const isZero = (a: Exactly): boolean => isKnown(a) && a.numerator === 0n;

/**
 * Exact rational numbers. Functions have values in it at few points (exp 0 = 1); where a formula has no value, or a kink, the
 * answer is unknown, too: what is known is true, what is not known is left to enclosures.
 */
export const exactAlgebra: Algebra<Exactly> & Sided<Exactly> = {
  pi: UNKNOWN,
  decimal: (x) => reduced(rationalOf(x)),
  add: (a, b) =>
    both(a, b, (x, y) =>
      reduced({
        numerator: x.numerator * y.denominator + y.numerator * x.denominator,
        denominator: x.denominator * y.denominator,
      }),
    ),
  sub: (a, b) => exactAlgebra.add(a, exactAlgebra.neg(b)),
  neg: (a) => (isKnown(a) ? { ...a, numerator: -a.numerator } : a),
  // 0 times what is unknown is unknown: it may have no value.
  mul: (a, b) => {
    if ((isZero(a) && b === BOUNDED) || (isZero(b) && a === BOUNDED)) return ZERO;
    return both(a, b, (x, y) =>
      reduced({ numerator: x.numerator * y.numerator, denominator: x.denominator * y.denominator }),
    );
  },
  div(a, b) {
    // What is bounded may be 0.
    if (!isKnown(b) || b.numerator === 0n) return UNKNOWN;
    return both(a, b, (x, y) => {
      const sign = y.numerator < 0n ? -1n : 1n;
      return reduced({
        numerator: sign * x.numerator * y.denominator,
        denominator: sign * x.denominator * y.numerator,
      });
    });
  },
  integerPower(a, n) {
    // What is unknown may have no value, and then its power 0 has none.
    if (a === UNKNOWN) return UNKNOWN;
    if (n === 0) return ONE;
    if (n < 0) return exactAlgebra.div(ONE, exactAlgebra.integerPower(a, -n));
    if (a === BOUNDED) return BOUNDED;
    const { numerator, denominator } = a;
    const size = Math.max(bitLength(numerator < 0n ? -numerator : numerator), bitLength(denominator));
    if (size * n > MOST_BITS) return UNKNOWN;
    // Powers of numbers without a common factor have none.
    return { numerator: numerator ** BigInt(n), denominator: denominator ** BigInt(n) };
  },
  power: () => UNKNOWN,
  apply(name: FunctionName, args: readonly Exactly[]): Exactly {
    const [a] = args as readonly [Exactly];
    switch (name) {
      case 'max':
        return args.reduce((x, y) => both(x, y, (p, q) => (compareRationals(p, q) < 0 ? q : p)));
      case 'min':
        return args.reduce((x, y) => both(x, y, (p, q) => (compareRationals(p, q) > 0 ? q : p)));
      case 'abs':
        return isKnown(a) && a.numerator < 0n ? { ...a, numerator: -a.numerator } : a;
      case 'exp':
      case 'cos':
        return isZero(a) ? ONE : UNKNOWN;
      case 'sigmoid':
        return isZero(a) ? HALF : UNKNOWN;
      case 'log':
        return isKnown(a) && compareRationals(a, ONE) === 0 ? ZERO : UNKNOWN;
      case 'logsumexp':
        return args.length === 1 ? a : UNKNOWN;
      case 'softplus':
        return UNKNOWN;
      case 'sqrt':
        return isZero(a) || (isKnown(a) && compareRationals(a, ONE) === 0) ? a : UNKNOWN;
      default:
        // tanh, sin, atan, erf
        return isZero(a) ? ZERO : UNKNOWN;
    }
  },
  softmax(args) {
    const equal = args.every((x) => isZero(exactAlgebra.sub(x, args[0]!)));
    const share: Exactly = equal ? { numerator: 1n, denominator: BigInt(args.length) } : UNKNOWN;
    return args.map(() => share);
  },
  step(a) {
    if (!isKnown(a)) return UNKNOWN;
    if (a.numerator === 0n) return BOUNDED;
    return a.numerator > 0n ? ONE : ZERO;
  },
};
