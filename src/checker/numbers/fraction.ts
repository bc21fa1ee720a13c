/** Rational numbers in lowest terms. */
import { magnitude, parsed } from './exact.ts';

export interface Fraction {
  readonly over: bigint;
  /** > 0 */
  readonly under: bigint;
}

export const ZERO: Fraction = { over: 0n, under: 1n };
export const ONE: Fraction = { over: 1n, under: 1n };

function commonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** over/under, under ≠ 0. */
export function fraction(over: bigint, under: bigint): Fraction {
  const divisor = under < 0n ? -commonDivisor(over, under) : commonDivisor(over, under);
  return { over: over / divisor, under: under / divisor };
}

export function fractionOf(decimal: string): Fraction {
  const { digits, exponent } = parsed(decimal);
  const power = 10n ** BigInt(Math.abs(exponent));
  return exponent < 0 ? fraction(digits, power) : { over: digits * power, under: 1n };
}

export function isZero(a: Fraction): boolean {
  return a.over === 0n;
}

export function negative({ over, under }: Fraction): Fraction {
  return { over: -over, under };
}

export function plus(a: Fraction, b: Fraction): Fraction {
  if (a.under === b.under) return fraction(a.over + b.over, a.under);
  return fraction(a.over * b.under + b.over * a.under, a.under * b.under);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.over, a.under * b.under);
}

/** a/b for b ≠ 0. */
export function divided(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under, a.under * b.over);
}

/** −1, 0 or 1. */
export function signOf({ over }: Fraction): -1 | 0 | 1 {
  return over > 0n ? 1 : over < 0n ? -1 : 0;
}

export function isEqual(a: Fraction, b: Fraction): boolean {
  return a.over === b.over && a.under === b.under;
}

export function greater(a: Fraction, b: Fraction): Fraction {
  return a.over * b.under >= b.over * a.under ? a : b;
}
