import { type Ball, BallField, DomainError } from './ball.ts';
import { floorDivide } from './exact.ts';
import { bitLength } from './integer.ts';

/** Working bits beyond those of the result. */
const GUARD = 32;
/** Bits before the point of an argument, at most. */
const MOST_BITS = 4096;

/** sin x; its slope is at most 1. */
export function sin(field: BallField, a: Ball): Ball {
  return aroundMidpoint(field, a, 0);
}

/** cos x = sin(x + π/2). */
export function cos(field: BallField, a: Ball): Ball {
  return aroundMidpoint(field, a, 1);
}

/** sin(x + quarters·π/2): the value at the midpoint, with the radius added since |sin'| ≤ 1; never beyond [−1, 1]. */
function aroundMidpoint(field: BallField, a: Ball, quarters: 0 | 1): Ball {
  if (a.rad >= field.one.mid << 1n) return field.hull(field.neg(field.one), field.one);
  const centre = ofExact(field, a.mid, quarters);
  const one = field.one;
  return field.min(one, field.max(field.neg(one), field.ofUnits(centre.mid, centre.rad + a.rad)));
}

/**
 * sin(m·2^−bits + quarters·π/2). With k = round(2x/π) and r = x − kπ/2, |r| < 0.8: ± sin r or ± cos r, as k + quarters says.
 * The series runs in balls of more bits, so that k·π/2 keeps the bits of the result; after the last term t the tail of either
 * alternating series is at most |t|, since |r| < 1 makes the terms decrease.
 */
function ofExact(field: BallField, m: bigint, quarters: 0 | 1): Ball {
  if (m === 0n) return quarters === 0 ? field.zero : field.one;
  const whole = Math.max(0, bitLength(m < 0n ? -m : m) - field.bits);
  if (whole > MOST_BITS) throw new DomainError(`sine of a number above 2^${MOST_BITS}`);
  const fine = fieldOf(Math.ceil((field.bits + whole + GUARD) / 64) * 64);
  const x = fine.from(field.ofUnits(m, 0n));
  const halfPi = fine.halfPi;
  const k = floorDivide(2n * x.mid + halfPi.mid, 2n * halfPi.mid);
  const r = fine.sub(x, fine.scale(halfPi, k));
  const turn = Number((((k + BigInt(quarters)) % 4n) + 4n) % 4n);
  const square = fine.square(r);
  let term = turn % 2 === 0 ? r : fine.one;
  let sum = term;
  for (let n = turn % 2 === 0 ? 2 : 1; bound(term) > 16n; n += 2) {
    term = fine.neg(fine.divideByInteger(fine.mul(term, square), n * (n + 1)));
    sum = fine.add(sum, term);
  }
  sum = fine.add(sum, fine.ofUnits(0n, bound(term)));
  return field.from(turn >= 2 ? fine.neg(sum) : sum);
}

function bound({ mid, rad }: Ball): bigint {
  return (mid < 0n ? -mid : mid) + rad;
}

const fields = new Map<number, BallField>();

function fieldOf(bits: number): BallField {
  const known = fields.get(bits);
  if (known !== undefined) return known;
  const field = new BallField(bits);
  fields.set(bits, field);
  return field;
}
