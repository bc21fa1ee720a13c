/** Exact numbers: decimals as scaled integers, and roots. */

/** Numbers about matrices are integers in units of 2^−UNIT. */
export const UNIT = 112;

/** floor(a/b) for b > 0; the division of BigInt truncates. */
export function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a < 0n && quotient * b !== a ? quotient - 1n : quotient;
}

export function magnitude(a: bigint): bigint {
  return a < 0n ? -a : a;
}

const FIVES: bigint[] = [];

/** 5^n */
export function fives(n: number): bigint {
  FIVES[n] ??= 5n ** BigInt(n);
  return FIVES[n];
}

/** Where the digits of a decimal end, where its point is, or the end, its digits after the point and its power of ten. */
function partsOf(decimal: string): {
  readonly end: number;
  readonly point: number;
  readonly places: number;
  readonly power: number;
} {
  const e = Math.max(decimal.indexOf('e'), decimal.indexOf('E'));
  const end = e < 0 ? decimal.length : e;
  const found = decimal.indexOf('.');
  const point = found < 0 ? end : found;
  const power = e < 0 ? 0 : Number(decimal.slice(e + 1));
  return { end, point, places: Math.max(end - point - 1, 0), power };
}

/** A decimal number as digits·10^exponent. */
export function parsed(decimal: string): { digits: bigint; exponent: number } {
  const { end, point, places, power } = partsOf(decimal);
  return {
    digits: BigInt(decimal.slice(0, point) + decimal.slice(point + 1, end)),
    exponent: power - places,
  };
}

/** floor(value·factor·10^places) of a decimal number, exactly. */
export function floorTimes(decimal: string, factor: bigint, places = 0): bigint {
  const { digits, exponent } = parsed(decimal);
  const power = fives(Math.abs(exponent + places)) << BigInt(Math.abs(exponent + places));
  return exponent + places >= 0 ? digits * power * factor : floorDivide(digits * factor, power);
}

/** ⌈value·2^UNIT⌉ of a decimal number, exactly. */
export function unitsAbove(decimal: string): bigint {
  return -floorTimes(decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`, 1n << BigInt(UNIT));
}

/** Digits after the point that write every number of these exactly. */
export function decimalsOf(numbers: readonly string[]): number {
  let most = 0;
  for (const number of numbers) {
    const { places, power } = partsOf(number);
    if (places - power > most) most = places - power;
  }
  return most;
}

/** Characters before the point of a decimal that is written without a power of ten, at most, or fewer than one. */
export function wholeCharacters(decimal: string): number {
  const { point, power } = partsOf(decimal);
  return point + power;
}

/** A unit of length 2^−twos·5^−fives. */
export interface Unit {
  readonly twos: number;
  readonly fives: number;
}

/** Lists of rows as integers in a unit that all entries are multiples of: a power of two where that does, since doubles are short then, else of ten. */
export function inOneUnit(lists: readonly (readonly (readonly string[])[])[]): {
  readonly unit: Unit;
  readonly lists: readonly (readonly (readonly bigint[])[])[];
} {
  const twos = lists.reduce((most, rows) => Math.max(most, decimalsOf(rows.flat())), 0);
  let dyadic = true;
  /** 2^twos times a multiple of a power of two, which 5^−exponent divides then. */
  const units = (entry: string): bigint => {
    const { digits, exponent } = parsed(entry);
    if (exponent >= 0) return (digits * fives(exponent)) << BigInt(twos + exponent);
    const quotient = digits / fives(-exponent);
    dyadic &&= quotient * fives(-exponent) === digits;
    return quotient << BigInt(twos + exponent);
  };
  const inTwos = lists.map((rows) => rows.map((row) => row.map(units)));
  if (dyadic) return { unit: { twos, fives: 0 }, lists: inTwos };
  return { unit: { twos, fives: twos }, lists: lists.map((rows) => integerRows(rows, twos)) };
}

export function unitsInOne(unit: Unit): bigint {
  return fives(unit.fives) << BigInt(unit.twos);
}

/** Rows of decimals as integers in units of 10^−places; exact where all are multiples of it. */
export function integerRows(
  rows: readonly (readonly string[])[],
  places: number,
): readonly (readonly bigint[])[] {
  return rows.map((row) => row.map((entry) => floorTimes(entry, 1n, places)));
}

export function dot(x: readonly bigint[], y: readonly bigint[]): bigint {
  let sum = 0n;
  for (let a = 0; a < x.length; a++) {
    if (x[a] !== 0n && y[a] !== 0n) sum += x[a]! * y[a]!;
  }
  return sum;
}

/** log₂|x| to about 14 digits, for very long integers to a few bits: a guess at sizes. */
export function bitsOf(x: bigint): number {
  const size = Math.abs(Number(x));
  return size < Infinity ? Math.log2(size) : 4 * x.toString(16).length;
}

/** ⌊√x⌋ for x ≥ 0: Newton's iteration from above decreases until it is there; the first guess is from the upper hundred bits. */
export function floorRoot(x: bigint): bigint {
  if (x < 2n) return x;
  const half = BigInt(Math.max(0, Math.floor((bitsOf(x) - 100) / 2)));
  let root = (BigInt(Math.ceil(Math.sqrt(Number(x >> (2n * half))))) + 1n) << half;
  for (;;) {
    const next = (root + x / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
