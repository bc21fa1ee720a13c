import type { Rational } from '../arithmetic/exact.ts';
import { wholeExponent } from './algebra.ts';
import { type Exactly, exactAlgebra, isKnown } from './exact.ts';
import type { Tree } from './tree.ts';

const MAX_DEGREE = 128;

type Coefficients = readonly Rational[];

/**
 * The coefficients, from that of 1 upward and without zeros at the end, of a tree that is a polynomial in one variable with
 * rational coefficients; null where it is not seen to be one of degree at most 128.
 */
export function polynomialOf(tree: Tree, name: string): Coefficients | null {
  const of = (part: Tree): readonly Exactly[] | null => {
    switch (part.kind) {
      case 'number':
        return [exactAlgebra.decimal(part.value)];
      case 'variable':
        return part.name === name ? [exactAlgebra.decimal('0'), exactAlgebra.decimal('1')] : null;
      case 'neg':
        return mapped(of(part.of), (a) => exactAlgebra.neg(a));
      case 'add':
        return sum(of(part.left), of(part.right));
      case 'sub':
        return sum(
          of(part.left),
          mapped(of(part.right), (a) => exactAlgebra.neg(a)),
        );
      case 'mul':
        return product(of(part.left), of(part.right));
      case 'div': {
        const divisor = of(part.right);
        if (divisor === null || trimmed(divisor).length !== 1) return null;
        return mapped(of(part.left), (a) => exactAlgebra.div(a, divisor[0]!));
      }
      case 'power': {
        const n = wholeExponent(part.right);
        const base = of(part.left);
        if (n === null || n < 0 || base === null || (base.length - 1) * n > MAX_DEGREE) return null;
        if (base.length === 1) return [exactAlgebra.integerPower(base[0]!, n)];
        // A base without a value has no power 0 either.
        if (!base.every(isKnown)) return null;
        let result: readonly Exactly[] | null = [exactAlgebra.decimal('1')];
        for (let i = 0; i < n; i++) result = product(result, base);
        return result;
      }
      default:
        return null;
    }
  };
  const found = of(tree);
  if (found === null || !found.every(isKnown)) return null;
  return trimmed(found) as Coefficients;
}

/** The derivative. */
export function derivativeOf(p: Coefficients): Coefficients {
  return p.slice(1).map(({ numerator, denominator }, i) => ({
    numerator: numerator * BigInt(i + 1),
    denominator,
  }));
}

/** An integer R with p(x) ≠ 0 for |x| ≥ R (Cauchy: 1 + max |c_i/c_n|), for p not constant. */
export function rootBound(p: Coefficients): bigint {
  const lead = p.at(-1)!;
  let greatest = 0n;
  for (const { numerator, denominator } of p.slice(0, -1)) {
    const size = numerator * lead.denominator;
    const quotient =
      (size < 0n ? -size : size) / (denominator * (lead.numerator < 0n ? -lead.numerator : lead.numerator));
    if (quotient >= greatest) greatest = quotient + 1n;
  }
  return greatest + 2n;
}

function isZero(x: Exactly): boolean {
  return isKnown(x) && x.numerator === 0n;
}

function trimmed(p: readonly Exactly[]): readonly Exactly[] {
  let length = p.length;
  while (length > 1 && isZero(p[length - 1]!)) length -= 1;
  return p.slice(0, length);
}

function mapped(p: readonly Exactly[] | null, f: (a: Exactly) => Exactly): readonly Exactly[] | null {
  return p?.map(f) ?? null;
}

function sum(p: readonly Exactly[] | null, q: readonly Exactly[] | null): readonly Exactly[] | null {
  if (p === null || q === null) return null;
  const zero = exactAlgebra.decimal('0');
  return Array.from({ length: Math.max(p.length, q.length) }, (_, i) =>
    exactAlgebra.add(p[i] ?? zero, q[i] ?? zero),
  );
}

function product(p: readonly Exactly[] | null, q: readonly Exactly[] | null): readonly Exactly[] | null {
  if (p === null || q === null || p.length + q.length - 2 > MAX_DEGREE) return null;
  const result: Exactly[] = new Array(p.length + q.length - 1).fill(exactAlgebra.decimal('0'));
  for (const [i, a] of p.entries())
    for (const [j, b] of q.entries())
      result[i + j] = exactAlgebra.add(result[i + j]!, exactAlgebra.mul(a, b));
  return result;
}
