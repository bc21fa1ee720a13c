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

/** A decimal number as digits·10^exponent. */
export function parsed(decimal: string): { digits: bigint; exponent: number } {
  const [mantissa = '', power = '0'] = decimal.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
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
  return numbers.reduce((most, number) => Math.max(most, -parsed(number).exponent), 0);
}

/** A unit of length 2^−twos·5^−fives. */
export interface Unit {
  readonly twos: number;
  readonly fives: number;
}

/**
 * Lists of rows as integers in one unit that all entries are multiples of: a power of two where that does, since doubles are short then,
 * else of ten.
 */
export function inOneUnit(lists: readonly (readonly (readonly string[])[])[]): {
  readonly unit: Unit;
  readonly lists: readonly bigint[][][];
} {
  const read = lists.map((rows) => rows.map((row) => row.map(parsed)));
  const twos = read.flat(2).reduce((most, { exponent }) => Math.max(most, -exponent), 0);
  let dyadic = true;
  const units = ({ digits, exponent }: ReturnType<typeof parsed>): bigint => {
    const power = fives(Math.abs(exponent));
    const odd = exponent < 0 ? digits / power : digits * power;
    dyadic &&= exponent >= 0 || odd * power === digits;
    return odd << BigInt(twos + exponent);
  };
  const inTwos = read.map((rows) => rows.map((row) => row.map(units)));
  if (dyadic) return { unit: { twos, fives: 0 }, lists: inTwos };
  return { unit: { twos, fives: twos }, lists: lists.map((rows) => integerRows(rows, twos)) };
}

export function unitsInOne(unit: Unit): bigint {
  return fives(unit.fives) << BigInt(unit.twos);
}

/** Rows of decimals as integers in units of 10^−places; exact where all are multiples of it. */
export function integerRows(rows: readonly (readonly string[])[], places: number): bigint[][] {
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

/**
 * ⌊√x⌋ for x ≥ 0. Newton's iteration from above decreases until the square is no more than x. The first guess is above: three roundings
 * cost a share of 2^−53 each at most, and 2^−51 is added; beyond the doubles it is from the upper hundred bits, and one more.
 */
export function floorRoot(x: bigint): bigint {
  if (x < 2n) return x;
  const half = Number(x) < Infinity ? 0n : BigInt(Math.floor(bitsOf(x) / 2) - 50);
  const near = Math.sqrt(Number(half === 0n ? x : x >> (2n * half)));
  let root = (BigInt(Math.ceil(near * (1 + 2 ** -51))) + (half === 0n ? 0n : 1n)) << half;
  while (root * root > x) root = (root + x / root) >> 1n;
  return root;
}
