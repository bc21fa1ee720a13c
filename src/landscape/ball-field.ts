import type { Ball, BallField } from '../arithmetic/ball.ts';
import type { ExactNumber } from '../arithmetic/exact.ts';
import { integerSquareRoot } from '../arithmetic/integer.ts';
import type { Field } from './field.ts';

/** A vector of R^d: entries mids[a]·2^−bits, each within the one radius rad. Made by a BallLandscape. */
export class BallVector {
  readonly mids: readonly bigint[];
  readonly rad: bigint;
  /** Indices of the entries whose midpoint is not 0, or null when most are. */
  readonly support: readonly number[] | null;
  /** Upper bound on |mid| of all entries, in units. */
  readonly largest: bigint;
  private packedValue: bigint | null = null;

  constructor(mids: readonly bigint[], rad: bigint, support: readonly number[] | null, largest: bigint) {
    this.mids = mids;
    this.rad = rad;
    this.support = support;
    this.largest = largest;
  }

  /** Σ mids[a]·2^(slot·a), for the one slot of a field. */
  packed(slot: number): bigint {
    this.packedValue ??= pack(this.mids, slot, 0, this.mids.length);
    return this.packedValue;
  }
}

function pack(mids: readonly bigint[], slot: number, from: number, to: number): bigint {
  if (to - from === 1) return mids[from]!;
  const middle = (from + to) >> 1;
  return pack(mids, slot, from, middle) + (pack(mids, slot, middle, to) << BigInt(slot * (middle - from)));
}

/** Adds to sums[a] the number s_a for each a, from Σ s_a 2^(slot·a) with |s_a| < 2^(slot−1). */
function addUnpacked(sums: bigint[], total: bigint, slot: number): void {
  const width = BigInt(slot);
  let rest = total;
  for (let a = 0; a < sums.length; a++) {
    const entry = BigInt.asIntN(slot, rest);
    sums[a]! += entry;
    rest >>= width;
    if (entry < 0n) rest += 1n;
  }
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** The arithmetic of balls for the formulas of the landscape. */
export class BallLandscape implements Field<Ball, BallVector> {
  readonly balls: BallField;
  readonly zero: Ball;
  readonly pi: Ball;
  readonly halfPi: Ball;
  /** 2^−bits, to take midpoints to doubles. */
  readonly doubleScale: number;
  private readonly shift: bigint;
  /** Bits of an entry in a packed vector: room for a sum of many products of numbers below 2^16. */
  private readonly slot: number;

  /** At most 900 fractional bits, so that midpoints below 2^100 are in the range of doubles. */
  constructor(balls: BallField) {
    if (balls.bits > 900) throw new RangeError(`at most 900 bits, got ${balls.bits}`);
    this.doubleScale = 2 ** -balls.bits;
    this.balls = balls;
    this.zero = balls.zero;
    this.pi = balls.pi;
    this.halfPi = balls.halfPi;
    this.shift = BigInt(balls.bits);
    this.slot = 64 * Math.ceil((2 * balls.bits + 32) / 64);
  }

  integer(n: number): Ball {
    return this.balls.integer(n);
  }
  add(a: Ball, b: Ball): Ball {
    return this.balls.add(a, b);
  }
  sub(a: Ball, b: Ball): Ball {
    return this.balls.sub(a, b);
  }
  neg(a: Ball): Ball {
    return this.balls.neg(a);
  }
  mul(a: Ball, b: Ball): Ball {
    return this.balls.mul(a, b);
  }
  div(a: Ball, b: Ball): Ball {
    return this.balls.div(a, b);
  }
  sqrt(a: Ball): Ball {
    return this.balls.sqrt(a);
  }
  crossNorm(x: Ball, y: Ball, z: Ball): Ball {
    return this.balls.crossNorm(x, y, z);
  }
  angle(z: Ball, r: Ball): Ball {
    return this.balls.angle(z, r);
  }
  isSafelyPositive(a: Ball): boolean {
    return this.balls.isSafelyPositive(a);
  }
  vector(entries: readonly ExactNumber[]): BallVector {
    const mids = new Array<bigint>(entries.length);
    let rad = 0n;
    for (let a = 0; a < mids.length; a++) {
      const entry = this.balls.exact(entries[a]!);
      mids[a] = entry.mid;
      if (entry.rad !== 0n) rad = 1n;
    }
    return this.vectorOfUnits(mids, rad);
  }

  unitVector(d: number, j: number): BallVector {
    return this.vectorOfUnits(
      Array.from({ length: d }, (_, a) => (a === j ? 1n << this.shift : 0n)),
      0n,
    );
  }

  /** The vector with entries mids[a]·2^−bits, each within rad units. */
  vectorOfUnits(mids: readonly bigint[], rad: bigint): BallVector {
    const support: number[] = [];
    let greatest = 0n;
    let least = 0n;
    for (let a = 0; a < mids.length; a++) {
      const mid = mids[a]!;
      if (mid !== 0n) support.push(a);
      if (mid > greatest) greatest = mid;
      else if (mid < least) least = mid;
    }
    const largest = -least > greatest ? -least : greatest;
    return new BallVector(mids, rad, 2 * support.length < mids.length ? support : null, largest);
  }

  /** x − y as combine gives it, with coefficients 1 and −1: the same midpoints and the same radius. */
  difference(x: BallVector, y: BallVector): BallVector {
    const mids = new Array<bigint>(x.mids.length);
    for (let a = 0; a < mids.length; a++) mids[a] = x.mids[a]! - y.mids[a]!;
    return this.vectorOfUnits(mids, x.rad + y.rad + 2n);
  }

  /** Entry a of a vector. */
  entry(x: BallVector, a: number): Ball {
    return this.balls.ofUnits(x.mids[a]!, x.rad);
  }

  /**
   * Σ x_a y_a: the midpoints are multiplied and summed exactly and shifted once (off by less than one unit, not
   * at all when nothing is shifted out); |xy − x̂ŷ| ≤ |x̂|δy + |ŷ|δx + δxδy, d times with the largest entries.
   */
  dot(x: BallVector, y: BallVector): Ball {
    let sum = 0n;
    const support = y.support ?? x.support;
    if (support !== null) for (const a of support) sum += x.mids[a]! * y.mids[a]!;
    else for (let a = 0; a < x.mids.length; a++) sum += x.mids[a]! * y.mids[a]!;
    const mid = sum >> this.shift;
    if (x.rad === 0n && y.rad === 0n) return this.balls.ofUnits(mid, mid << this.shift === sum ? 0n : 1n);
    const spread = BigInt(x.mids.length) * (x.largest * y.rad + (y.largest + y.rad) * x.rad);
    return this.balls.ofUnits(mid, (spread >> this.shift) + 2n);
  }

  /**
   * √Σ‖x_i‖². Squares are summed exactly, in units of 2^(−2 bits), and the root is taken in units of 2^−bits, so that
   * small norms keep their digits: Σ(|m| ± δ)² = Σm² ± 2Σδ|m| + Σδ², of which the lower sum without Σδ² is below
   * Σ max(0, |m| − δ)², entry by entry.
   */
  norm(vectors: readonly BallVector[]): Ball {
    let squares = 0n;
    let mixed = 0n;
    let spread = 0n;
    for (const { mids, rad } of vectors) {
      for (const mid of mids) squares += mid * mid;
      if (rad === 0n) continue;
      let sizes = 0n;
      for (const mid of mids) sizes = mid < 0n ? sizes - mid : sizes + mid;
      mixed += 2n * rad * sizes;
      spread += BigInt(mids.length) * rad * rad;
    }
    const lower = squares > mixed ? integerSquareRoot(squares - mixed) : 0n;
    const upper = integerSquareRoot(squares + mixed + spread);
    const mid = (lower + upper) >> 1n;
    return this.balls.ofUnits(mid, upper + 1n - mid);
  }

  /**
   * Σ c_i x_i, entry by entry as in dot. Many full vectors are multiplied whole (Kronecker substitution): the products
   * of the packed ones are exact integers, and their sum is read entry by entry where no entry leaves its slot.
   */
  combine(d: number, coefficients: readonly Ball[], vectors: readonly BallVector[]): BallVector {
    const sums: bigint[] = new Array(d).fill(0n);
    let spread = 0n;
    let reach = 0n;
    let full = 0;
    for (let i = 0; i < vectors.length; i++) {
      const c = coefficients[i]!;
      const x = vectors[i]!;
      const size = magnitude(c.mid);
      if (x.rad === 0n) spread += x.largest * c.rad;
      else spread += size * x.rad + (x.largest + x.rad) * c.rad;
      if (x.support === null) {
        reach += size * x.largest;
        full++;
      } else for (const a of x.support) sums[a]! += c.mid * x.mids[a]!;
    }
    const whole = full > 3 && d > 3 && reach < 1n << BigInt(this.slot - 1);
    let total = 0n;
    for (let i = 0; i < vectors.length; i++) {
      const { mid } = coefficients[i]!;
      const x = vectors[i]!;
      if (x.support !== null) continue;
      if (whole) total += mid * x.packed(this.slot);
      else for (let a = 0; a < d; a++) sums[a]! += mid * x.mids[a]!;
    }
    if (whole) addUnpacked(sums, total, this.slot);
    for (let a = 0; a < d; a++) sums[a]! >>= this.shift;
    return this.vectorOfUnits(sums, (spread >> this.shift) + 2n);
  }
}
