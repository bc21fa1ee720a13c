import { type Ball, type BallField, DomainError } from './ball.ts';
import { bitLength } from './integer.ts';

/** Working bits beyond those of the result; each function below counts its errors against them. */
const GUARD = 40;
/** exp is refused above this argument: e^65536 has 94 548 bits before the point. */
const GREATEST_EXPONENT = 65536n;
/** Bits before the point beyond which the result is known relatively only: the others are of no use and cost much time. */
const MOST_BITS_BEFORE = 256;

/** e^x, increasing in x. DomainError for arguments above 65 536. */
export function exp(field: BallField, a: Ball): Ball {
  const low = expOfUnits(field, field.lower(a).mid);
  return a.rad === 0n ? low : field.hull(low, expOfUnits(field, a.mid + a.rad));
}

/** log x, increasing in x. DomainError unless the ball is certainly positive. */
export function log(field: BallField, a: Ball): Ball {
  if (field.positive(a) !== 'yes') throw new DomainError('logarithm of an enclosure that is not positive');
  const low = logOfUnits(field, field.lower(a).mid);
  return a.rad === 0n ? low : field.hull(low, logOfUnits(field, a.mid + a.rad));
}

/**
 * exp of m·2^−bits = k·log 2 + r, |r| < 0.36, as 2^k·(e^y)^(2^h), y = r/2^h, e^y summed as a series.
 *
 * Errors in units of 2^−working, |k| < 2^17: r is off by at most 2|k| < 2^18, y by 2^18/2^h + 1, which e^y takes
 * up 1.5-fold. A term of the series is off by at most 2 (by induction: half of the one before it and one for the
 * floor, divided by n ≥ 2, and one for that division), and there are fewer than working + 2 of them, since
 * |y| < 1/2; the first term that is 0 stands for at most 2, the tail for at most 4. A square doubles the error,
 * times e^(…) of which the product is below 1.5, and adds one. In all less than 3·(2^h·(2·working + 12) + 2^19),
 * which is below 2^(h + 24), since working < 2^18. As working = bits + min(max(k, 0), 256) + h + 40, this times 2^k is below
 * 2^−16 units of 2^−bits, or for k > 256 below 2^−16 times 2^(k − 256) of them.
 */
function expOfUnits(field: BallField, m: bigint): Ball {
  const bits = BigInt(field.bits);
  if (m === 0n) return field.one;
  if (m > GREATEST_EXPONENT << bits)
    throw new DomainError(`exponential of a number above ${GREATEST_EXPONENT}`);
  // e^−bits < 2^−bits
  if (m < -(bits << bits)) return field.ofUnits(0n, 1n);
  const k = Math.round(Number((m << 32n) >> bits) / 2 ** 32 / Math.LN2);
  const before = Math.min(Math.max(k, 0), MOST_BITS_BEFORE);
  const precision = field.bits + before;
  const halvings = Math.round(0.7 * Math.sqrt(precision));
  const working = BigInt(precision + halvings + GUARD);
  const rest = (m << (working - bits)) - BigInt(k) * logTwo(Number(working));
  const y = rest >> BigInt(halvings);
  let term = 1n << working;
  let sum = term;
  for (let n = 1n; term !== 0n; n++) {
    term = ((term * y) >> working) / n;
    sum += term;
  }
  for (let i = 0; i < halvings; i++) sum = (sum * sum) >> working;
  // The errors above and the floor are below 2 units.
  const beyond = BigInt(Math.max(k - before, 0));
  return field.ofUnits((sum >> (working - bits - BigInt(Math.min(k, before)))) << beyond, 2n << beyond);
}

/**
 * log of m·2^−bits = f·2^n, 2/3 ≤ f < 4/3, as n·log 2 + 2 artanh t, t = (f − 1)/(f + 1), |t| ≤ 1/5.
 *
 * Errors in units of 2^−working, working = bits + 40: 2|n| < 2^32 from log 2 (no BigInt has 2^31 bits); t is off
 * by less than one, which artanh takes up 1.05-fold; powers of t by less than 1.3 (their floor and that of t²,
 * damped by t² ≤ 1/25), a quotient by one more, in at most working/4 + 2 terms; the tail is below one. In all less
 * than 2^32 + 2·working + 40, that is below 2^−7 units of 2^−bits.
 */
function logOfUnits(field: BallField, m: bigint): Ball {
  const bits = field.bits;
  const length = bitLength(m);
  const power = 3n * m < 1n << BigInt(length + 1) ? length - 1 : length;
  const one = 1n << BigInt(power);
  if (m === one && power === bits) return field.zero;
  const working = BigInt(bits + GUARD);
  const t = ((m < one ? one - m : m - one) << working) / (m + one);
  const square = (t * t) >> working;
  let sum = t;
  let term = t;
  for (let odd = 3n; term !== 0n; odd += 2n) {
    term = (term * square) >> working;
    sum += term / odd;
  }
  const total = (m < one ? -2n : 2n) * sum + BigInt(power - bits) * logTwo(Number(working));
  return field.ofUnits(total >> BigInt(GUARD), 2n);
}

/** log 2 in units of 2^−bits of the most accurate value needed so far, off by less than 1.5 units. */
let known: { readonly bits: number; readonly units: bigint } = { bits: 0, units: 0n };

/**
 * log 2 in units of 2^−bits, off by at most 2: 18 artanh(1/26) − 2 artanh(1/4801) + 8 artanh(1/8749), computed
 * with 32 more bits, of which the errors, 28·(2·terms + 2) units with terms < bits/9 + 4, touch fewer than 24.
 */
function logTwo(bits: number): bigint {
  if (known.bits < bits) {
    const rounded = Math.ceil(bits / 256) * 256;
    const finer = BigInt(rounded + 32);
    const sum =
      18n * inverseArtanh(26n, finer) - 2n * inverseArtanh(4801n, finer) + 8n * inverseArtanh(8749n, finer);
    known = { bits: rounded, units: sum >> 32n };
  }
  return known.units >> BigInt(known.bits - bits);
}

/** artanh(1/q) = Σ 1/((2i+1) q^(2i+1)) in units of 2^−bits; every term is off by less than 2, the tail below 1. */
function inverseArtanh(q: bigint, bits: bigint): bigint {
  let term = (1n << bits) / q;
  let sum = term;
  for (let odd = 3n; term !== 0n; odd += 2n) {
    term /= q * q;
    sum += term / odd;
  }
  return sum;
}
