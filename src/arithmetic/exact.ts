/**
 * A real number as it was read and as it is meant: a JSON or binary number stands for exactly that double,
 * a decimal string for exactly that decimal.
 */
export type ExactNumber = number | string;

/** numerator / denominator, denominator > 0; not necessarily in lowest terms. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** Decimals as certificates hold them: no sign +, no zeros in front, digits after a point. */
const PLAIN = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d{1,4})?$/;
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
/** Digits of a number that is to be read. */
const BRIEF = 15;
const view: DataView = new DataView(new ArrayBuffer(8));

/** The integer m and exponent e with x = m·2^e exactly. Throws RangeError on NaN and infinities. */
export function decomposeDouble(x: number): { mantissa: bigint; exponent: number } {
  if (!Number.isFinite(x)) throw new RangeError(`not a finite number: ${x}`);
  if (x === 0) return { mantissa: 0n, exponent: 0 };
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: bits >> 63n ? -magnitude : magnitude, exponent: (biased || 1) - 1075 };
}

/** The rational number that an exact number means. Throws RangeError when it is no number. */
export function rationalOf(x: ExactNumber): Rational {
  if (typeof x === 'number') {
    const { mantissa, exponent } = decomposeDouble(x);
    return exponent >= 0
      ? { numerator: mantissa << BigInt(exponent), denominator: 1n }
      : { numerator: mantissa, denominator: 1n << BigInt(-exponent) };
  }
  const { mantissa, exponent } = decomposeDecimal(x);
  return exponent >= 0
    ? { numerator: mantissa * 10n ** BigInt(exponent), denominator: 1n }
    : { numerator: mantissa, denominator: 10n ** BigInt(-exponent) };
}

/** The integer m and exponent p with x = m·10^p exactly. Throws RangeError when x is no number. */
export function decomposeDecimal(x: ExactNumber): { mantissa: bigint; exponent: number } {
  if (typeof x === 'number') {
    const { mantissa, exponent } = decomposeDouble(x);
    return exponent >= 0
      ? { mantissa: mantissa << BigInt(exponent), exponent: 0 }
      : { mantissa: mantissa * powerOfFive(-exponent), exponent };
  }
  const match = DECIMAL.exec(x);
  if (match === null) throw notDecimal(x);
  const [, sign, whole, fraction = '', power = '0'] = match;
  const magnitude = BigInt(whole! + fraction);
  return { mantissa: sign === '-' ? -magnitude : magnitude, exponent: Number(power) - fraction.length };
}

/** x·2^e, exactly: a double where one holds it, else a decimal (2^−e = 5^e·10^−e). */
export function timesPowerOfTwo(x: ExactNumber, e: number): ExactNumber {
  if (e === 0 || x === 0) return x;
  if (typeof x === 'number') {
    // A product with a power of two is rounded only where it leaves the normal doubles.
    const product = x * 2 ** e;
    if (Math.abs(product) >= 2 ** -1022 && product / 2 ** e === x) return product;
  }
  const { mantissa, exponent } = decomposeDecimal(x);
  return e > 0
    ? formatDecimal(mantissa << BigInt(e), exponent)
    : formatDecimal(mantissa * powerOfFive(-e), exponent + e);
}

/**
 * A decimal as people read it: as it is, or where it has more digits than bounds are claimed with, rounded to so many on
 * its safe side.
 */
export function briefDecimal(x: string, side: 'down' | 'up'): string {
  return x.length <= BRIEF + 10 ? x : decimalOf(rationalOf(x), side, BRIEF);
}

function notDecimal(x: string): RangeError {
  return new RangeError(`not a decimal number: ${JSON.stringify(x.slice(0, 40))}`);
}

/** Is this what rationalOf takes: a finite double, or a decimal string? */
export function isExactNumber(x: unknown): x is ExactNumber {
  return typeof x === 'number' ? Number.isFinite(x) : typeof x === 'string' && DECIMAL.test(x);
}

/** ⌊a/b⌋ for b > 0 (BigInt division truncates toward zero). */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

/** ⌈a/b⌉ for b > 0. */
export function ceilDivide(a: bigint, b: bigint): bigint {
  return -floorDivide(-a, b);
}

/** −1, 0 or 1: the sign of a − b, decided exactly. */
export function compareRationals(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/**
 * A decimal string that is at most (side 'down') or at least (side 'up') the given number, with the given
 * count of significant digits; the nearest such string on that side.
 */
export function decimalOf(x: Rational, side: 'down' | 'up', significantDigits: number): string {
  const { mantissa, exponent } = roundedDecimal(x, side, significantDigits);
  return formatDecimal(mantissa, exponent);
}

/** The same as m·10^e. */
export function roundedDecimal(
  x: Rational,
  side: 'down' | 'up',
  significantDigits: number,
): { mantissa: bigint; exponent: number } {
  if (!(significantDigits >= 1)) throw new RangeError(`at least one digit, got ${significantDigits}`);
  if (x.numerator === 0n) return { mantissa: 0n, exponent: 0 };
  const divide = side === 'down' ? floorDivide : ceilDivide;
  // The leading digit of |x| has the place value 10^place or 10^(place+1): digits differ by at most one.
  const place = digitCount(x.numerator) - denominatorDigits(x.denominator) - 1;
  for (let exponent = place - significantDigits + 1; ; exponent++) {
    // 10^n = 5^n·2^n.
    const mantissa =
      exponent >= 0
        ? divide(x.numerator, x.denominator * 10n ** BigInt(exponent))
        : divide((x.numerator * powerOfFive(-exponent)) << BigInt(-exponent), x.denominator);
    if (digitCount(mantissa) <= significantDigits) return { mantissa, exponent };
  }
}

let lastDenominator = 1n;
let lastDigits = 1;

/** Its number of digits: the bounds of a proof have one denominator, a power of 2. */
function denominatorDigits(denominator: bigint): number {
  if (denominator !== lastDenominator) {
    lastDigits = digitCount(denominator);
    lastDenominator = denominator;
  }
  return lastDigits;
}

const fives: bigint[] = [];

/** 5^n, n ≥ 0; those that doubles and points of proofs need are made once. */
function powerOfFive(n: number): bigint {
  if (n >= 2048) return 5n ** BigInt(n);
  for (let i = fives.length; i <= n; i++) fives.push(i === 0 ? 1n : 5n * fives[i - 1]!);
  return fives[n]!;
}

/** The exact decimal expansion of m·2^e. */
export function decimalOfDyadic(mantissa: bigint, exponent: number): string {
  if (exponent >= 0) return formatDecimal(mantissa << BigInt(exponent), 0);
  return formatDecimal(mantissa * powerOfFive(-exponent), exponent);
}

/** What an exact number means, exactly, as a decimal that a certificate may hold: a string in plain form as it is. */
export function exactDecimal(x: ExactNumber): string {
  if (typeof x === 'string') {
    const match = DECIMAL.exec(x);
    if (match === null) throw notDecimal(x);
    if (PLAIN.test(x)) return x;
    const [, sign, whole, fraction = '', exponent = '0'] = match;
    const magnitude = BigInt(whole! + fraction);
    return formatDecimal(sign === '-' ? -magnitude : magnitude, Number(exponent) - fraction.length);
  }
  const { mantissa, exponent } = decomposeDouble(x);
  return decimalOfDyadic(mantissa, exponent);
}

function digitCount(x: bigint): number {
  return (x < 0n ? -x : x).toString().length;
}

const ZERO = '0'.charCodeAt(0);

/** mantissa·10^exponent in plain notation, or with an exponent when that is much shorter; no trailing zeros. */
export function formatDecimal(mantissa: bigint, exponent: number): string {
  if (mantissa === 0n) return '0';
  const sign = mantissa < 0n ? '-' : '';
  let digits = (mantissa < 0n ? -mantissa : mantissa).toString();
  let power = exponent;
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === ZERO) end--;
  power += digits.length - end;
  digits = digits.slice(0, end);
  const point = digits.length + power;
  if (point > 21 || point < -5) {
    const tail = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${tail}e${point - 1 < 0 ? '-' : '+'}${Math.abs(point - 1)}`;
  }
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** The double nearest to a rational number within a few units in the last place; for proposals and display only. */
export function approximately(x: Rational): number {
  const shift =
    x.denominator.toString(2).length -
    (x.numerator < 0n ? -x.numerator : x.numerator).toString(2).length +
    64;
  const scaled =
    shift >= 0
      ? (x.numerator << BigInt(shift)) / x.denominator
      : x.numerator / (x.denominator << BigInt(-shift));
  // Two steps, since 2^-shift alone may overflow or underflow.
  const half = Math.trunc(shift / 2);
  return Number(scaled) * 2 ** -half * 2 ** -(shift - half);
}
