import { BallField, DomainError } from '../../arithmetic/ball.ts';
import { compareRationals, decimalOf, type Rational } from '../../arithmetic/exact.ts';
import type { Ternary } from '../../arithmetic/ternary.ts';
import { wholeExponent } from '../../expression/algebra.ts';
import { BallAlgebra } from '../../expression/balls.ts';
import { type Exactly, exactAlgebra, isKnown } from '../../expression/exact.ts';
import { polynomialOf } from '../../expression/polynomial.ts';
import { type Tree, textOf } from '../../expression/tree.ts';
import { Univariate } from '../../expression/univariate.ts';

/**
 * A neuron σ(z) of the two kinds that satisfy σ = (c₁z + c₀)σ' (L 5.2): C e^(γz + δ), with c₁ = 0, c₀ = 1/γ; or C(z + δ)^p, with
 * c₁ = 1/p, c₀ = δ/p (γ = 1). There are no others on the whole line: where σ ≠ 0, σ'/σ = 1/(c₁z + c₀).
 */
export interface NeuronShape {
  /** The exponent p, or null for the exponential. */
  readonly power: number | null;
  readonly scale: Rational;
  readonly rate: Rational;
  readonly offset: Rational;
}

/** Is σ = (c₁z + c₀)σ' for some c₁, c₀? */
export interface NeuronCondition {
  readonly expression: string;
  readonly holds: Ternary;
  /** The constants, as fractions; null unless it holds. */
  readonly c1: string | null;
  readonly c0: string | null;
  readonly reason: string;
  readonly shape: NeuronShape | null;
}

const ONE: Rational = { numerator: 1n, denominator: 1n };
const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** Decides the condition for a formula in z. */
export function neuronCondition(tree: Tree): NeuronCondition {
  const expression = textOf(tree);
  const none = { expression, c1: null, c0: null, shape: null };
  const shape = exponentialShape(tree) ?? powerShape(tree);
  if (shape !== null) {
    const { power, rate, offset } = shape;
    const [c1, c0] =
      power === null
        ? [ZERO, inverse(rate)]
        : [inverse({ numerator: BigInt(power), denominator: 1n }), over(offset, power)];
    return {
      expression,
      holds: 'yes',
      c1: fraction(c1),
      c0: fraction(c0),
      reason: power === null ? 'an exponential' : `the power ${power} of a linear function`,
      shape,
    };
  }
  const refuted = refutation(tree);
  if (refuted !== null) return { ...none, holds: 'no', reason: refuted };
  return { ...none, holds: 'undecided', reason: 'neither an exponential nor a power was recognised' };
}

function inverse({ numerator, denominator }: Rational): Rational {
  return numerator < 0n
    ? { numerator: -denominator, denominator: -numerator }
    : { numerator: denominator, denominator: numerator };
}

function over({ numerator, denominator }: Rational, n: number): Rational {
  return exactAlgebra.div({ numerator, denominator }, { numerator: BigInt(n), denominator: 1n }) as Rational;
}

function fraction({ numerator, denominator }: Rational): string {
  return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;
}

/** C e^(γz + δ) with rational C ≠ 0, γ ≠ 0, δ, from products, quotients and powers of such; null where it is none. */
function exponentialShape(tree: Tree): NeuronShape | null {
  const product = (a: Shape | null, b: Shape | null, sign: '1' | '-1'): Shape | null => {
    if (a === null || b === null) return null;
    const s = sign === '1' ? ONE : { numerator: -1n, denominator: 1n };
    const scale = sign === '1' ? exactAlgebra.mul(a.scale, b.scale) : exactAlgebra.div(a.scale, b.scale);
    const rate = exactAlgebra.add(a.rate, exactAlgebra.mul(s, b.rate));
    const offset = exactAlgebra.add(a.offset, exactAlgebra.mul(s, b.offset));
    return known({ scale, rate, offset });
  };
  const of = (part: Tree): Shape | null => {
    const constant = polynomialOf(part, 'z');
    if (constant !== null)
      return constant.length === 1 && constant[0]!.numerator !== 0n
        ? { scale: constant[0]!, rate: ZERO, offset: ZERO }
        : null;
    switch (part.kind) {
      case 'neg':
        return product(
          { scale: { numerator: -1n, denominator: 1n }, rate: ZERO, offset: ZERO },
          of(part.of),
          '1',
        );
      case 'mul':
        return product(of(part.left), of(part.right), '1');
      case 'div':
        return product(of(part.left), of(part.right), '-1');
      case 'power': {
        const n = wholeExponent(part.right);
        const base = of(part.left);
        if (n === null || base === null || Math.abs(n) > 64) return null;
        let result: Shape | null = { scale: ONE, rate: ZERO, offset: ZERO };
        for (let i = 0; i < Math.abs(n); i++) result = product(result, base, n > 0 ? '1' : '-1');
        return result;
      }
      case 'call': {
        if (part.name !== 'exp') return null;
        const exponent = polynomialOf(part.args[0]!, 'z');
        if (exponent === null || exponent.length > 2) return null;
        return { scale: ONE, rate: exponent[1] ?? ZERO, offset: exponent[0]! };
      }
      default:
        return null;
    }
  };
  const found = of(tree);
  return found === null || found.rate.numerator === 0n ? null : { power: null, ...found };
}

interface Shape {
  readonly scale: Rational;
  readonly rate: Rational;
  readonly offset: Rational;
}

function known({ scale, rate, offset }: Record<keyof Shape, Exactly>): Shape | null {
  return isKnown(scale) && isKnown(rate) && isKnown(offset) ? { scale, rate, offset } : null;
}

/** C(z + s)^p, p ≥ 1: s from the two highest coefficients, then every coefficient is compared. */
function powerShape(tree: Tree): NeuronShape | null {
  const p = polynomialOf(tree, 'z');
  if (p === null || p.length < 2) return null;
  const power = p.length - 1;
  const scale = p[power]!;
  const shift = exactAlgebra.div(p[power - 1]!, exactAlgebra.mul(scale, exactAlgebra.decimal(String(power))));
  if (!isKnown(shift)) return null;
  // C Σ binomial(p, i) s^(p − i) z^i
  let binomial = 1n;
  for (let i = power; i >= 0; i--) {
    const expected = exactAlgebra.mul(
      exactAlgebra.mul(scale, { numerator: binomial, denominator: 1n }),
      exactAlgebra.integerPower(shift, power - i),
    );
    if (!isKnown(expected) || compareRationals(expected, p[i]!) !== 0) return null;
    binomial = (binomial * BigInt(i)) / BigInt(power - i + 1);
  }
  return { power, scale, rate: ONE, offset: shift };
}

/** σ/σ' is linear where the condition holds: three equally spaced points at which it certainly is not. */
function refutation(tree: Tree): string | null {
  const field = BallField.ofDigits(30);
  const function_ = new Univariate(new BallAlgebra(field), tree, 'z');
  const constant = polynomialOf(tree, 'z');
  if (constant !== null && constant.length === 1) return 'it is constant';
  for (const [start, step] of [
    ['-1', '1'],
    ['0.25', '0.5'],
    ['-2', '0.75'],
    ['1', '1'],
  ] as const)
    try {
      const [a, b, c] = [0, 1, 2].map((i) => {
        const z = field.add(field.exact(start), field.scale(field.exact(step), i));
        if (function_.smoothAt(z) < 1) throw new DomainError('a kink');
        const { value, first } = function_.at(z);
        return field.div(value, first);
      });
      const bend = field.sub(field.add(a!, c!), field.scale(b!, 2));
      if (field.positive(field.abs(bend)) === 'yes') {
        const at = [0, 1, 2].map((i) =>
          decimalOf(
            field.lowerRational(field.add(field.exact(start), field.scale(field.exact(step), i))),
            'down',
            4,
          ),
        );
        return `σ/σ' is not linear: seen at z = ${at.join(', ')}`;
      }
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  return null;
}
