import fc from 'fast-check';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { compareRationals, type Rational } from '../../src/arithmetic/exact.ts';

/** The precisions at which everything is tested. */
export const PRECISIONS: readonly number[] = [32, 53, 64, 112, 136, 200, 333, 1000];

/** fast-check prints the seed, the path and the shrunk inputs of a failure; the seed is fixed. */
export const SEED = 20180612;

/** Checks a property on `runs` inputs from the fixed seed. */
export function holds<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  property: (...inputs: T) => void,
  runs = 400,
): void {
  fc.assert(fc.property(...arbitraries, property), { seed: SEED, numRuns: runs });
}

/**
 * As holds, on the same inputs but in the order of their shapes: matrices of one shape share WebAssembly's memory, which takes longer
 * to get than all else. A failure is told as it is, without shrinking.
 */
export function holdsByShape<T>(
  inputs: fc.Arbitrary<T>,
  shapeOf: (input: T) => number,
  property: (input: T) => void,
  runs: number,
): void {
  const drawn: T[] = [];
  holds([inputs], (input) => void drawn.push(input), runs);
  for (const input of drawn.sort((a, b) => shapeOf(a) - shapeOf(b)))
    try {
      property(input);
    } catch (error) {
      throw new Error(`seed ${SEED}: ${fc.stringify(input)}`, { cause: error });
    }
}

const fields = new Map<number, BallField>();

/** One field a precision, so that tables are made once. */
export function fieldOf(bits: number): BallField {
  let field = fields.get(bits);
  if (field === undefined) {
    field = new BallField(bits);
    fields.set(bits, field);
  }
  return field;
}

export const precision: fc.Arbitrary<number> = fc.constantFrom(...PRECISIONS);

/** Integers from 0 to 2^bits − 1, as many short ones as long ones. */
export function natural(bits: number): fc.Arbitrary<bigint> {
  return fc
    .tuple(fc.integer({ min: 0, max: bits }), fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n }))
    .map(([drop, x]) => x >> BigInt(drop));
}

export function signed(magnitude: fc.Arbitrary<bigint>): fc.Arbitrary<bigint> {
  return fc.tuple(fc.boolean(), magnitude).map(([negative, x]) => (negative ? -x : x));
}

/** A ball as numbers, so that a counterexample can be read. */
export interface Units {
  readonly mid: bigint;
  readonly rad: bigint;
}

/** Numbers up to 2^above in size; a third of the balls are single numbers. */
export function units(bits: number, above = 4): fc.Arbitrary<Units> {
  return fc.record({
    mid: signed(natural(bits + above)),
    rad: fc.oneof(fc.constant(0n), natural(bits), natural(bits + above)),
  });
}

/** Some precision and several balls of it. */
export function ballsOf<N extends number>(
  count: N,
  above = 4,
): fc.Arbitrary<{ bits: number; balls: Units[] }> {
  return precision.chain((bits) =>
    fc.record({
      bits: fc.constant(bits),
      balls: fc.array(units(bits, above), { minLength: count, maxLength: count }),
    }),
  );
}

export function ball(field: BallField, x: Units): Ball {
  return field.ofUnits(x.mid, x.rad);
}

export const low = (a: Ball): Rational => ({ numerator: a.mid - a.rad, denominator: 1n << BigInt(a.bits) });
export const high = (a: Ball): Rational => ({ numerator: a.mid + a.rad, denominator: 1n << BigInt(a.bits) });

/** Does a contain x? */
export function contains(a: Ball, x: Rational): boolean {
  return compareRationals(low(a), x) <= 0 && compareRationals(x, high(a)) <= 0;
}

/** Does a contain all of b (of any precision)? */
export function includes(a: Ball, b: Ball): boolean {
  return compareRationals(low(a), low(b)) <= 0 && compareRationals(high(b), high(a)) <= 0;
}

/** Have a and b (of any precision) a number in common? Two enclosures of one number must. */
export function overlap(a: Ball, b: Ball): boolean {
  return compareRationals(low(a), high(b)) <= 0 && compareRationals(low(b), high(a)) <= 0;
}
