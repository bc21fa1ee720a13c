/**
 * ⌊√x⌋ for x ≥ 0. Newton's iteration from a double-precision start, which need not be trusted: what is
 * returned satisfies the definition r² ≤ x < (r+1)².
 */
export function integerSquareRoot(x: bigint): bigint {
  if (x < 0n) throw new RangeError('square root of a negative integer');
  if (x < 4503599627370496n) {
    let small = BigInt(Math.floor(Math.sqrt(Number(x))));
    while (small * small > x) small--;
    while ((small + 1n) * (small + 1n) <= x) small++;
    return small;
  }
  let root: bigint;
  const leading = Number(x);
  if (leading < 2 ** 1000) {
    const approximate = Math.sqrt(leading);
    root = BigInt(Math.floor(approximate));
    // A step doubles the number of right bits, 52 to begin with: this many are needed for sure.
    for (let bound = 2 ** 104; bound < leading; bound *= bound) root = (root + x / root) >> 1n;
  } else {
    // From a root of the leading digits, of half as many bits and eight more, one step gives all: steps before are short.
    const shift = BigInt(x.toString(16).length - 8);
    root = integerSquareRoot(x >> (2n * shift)) << shift;
    root = (root + x / root) >> 1n;
  }
  for (;;) {
    const remainder = x - root * root;
    if (remainder >= 0n && remainder <= 2n * root) return root;
    // From below one step leads to ⌊√x⌋ or above, from above every step decreases: the loop ends.
    root = (root + x / root) >> 1n;
  }
}

/** Number of bits of |x|; 0 for 0. */
export function bitLength(x: bigint): number {
  const magnitude = x < 0n ? -x : x;
  if (magnitude === 0n) return 0;
  const hex = magnitude.toString(16);
  return hex.length * 4 - (Math.clz32(Number.parseInt(hex[0]!, 16)) - 28);
}
