// Balls of 112 fractional bits in WebAssembly: the operations of ../ball.ts and ../../landscape/ball-field.ts with the same
// results, bit for bit, wherever every midpoint is below 2^126 units (below 2^121 in vectors and their coefficients) and every
// radius below 2^62. Where one is not, or an operation is outside its domain, `failed` is set until the next reset, and what
// is returned means nothing. Vectors have at most 4096 entries and sums of them at most 4096 terms, so that 4096 products of
// 242 bits fit the accumulator.
//
// A scalar is a cell of 24 bytes: midpoint (two's complement, low word first) and radius. A vector: radius, largest
// |midpoint| (two words), then a midpoint of two words for each entry.

// @ts-nocheck: AssemblyScript

const LOW: u64 = 0xffffffff;
const RADIUS_LIMIT: u64 = 1 << 62;
const HIGH_LIMIT: i64 = 1 << 62;
/** Bytes before the entries of a vector. */
const HEADER: usize = 24;
const CELL: usize = 24;

/** Set by JavaScript: 65 and 35 table entries and 11 reciprocals of two words, see BallField.angleTables. */
const COARSE: usize = 1024;
const FINE: usize = COARSE + 65 * 16;
const RECIPROCALS: usize = FINE + 35 * 16;
/** Scratch for long division: remainder, divisor and quotient of 32-bit digits. */
const REST: usize = 4096;
const DIVISOR: usize = 4224;
const QUOTIENT: usize = 4352;

let failed: bool = false;

export function reset(): void {
  failed = false;
}

export function invalidate(): void {
  failed = true;
}

export function hasFailed(): bool {
  return failed;
}

// ---- words --------------------------------------------------------------------------------------------------------

/** The last product of two words. */
let w0: u64 = 0, w1: u64 = 0;
/** The last product of two magnitudes of two words. */
let p0: u64 = 0, p1: u64 = 0, p2: u64 = 0, p3: u64 = 0;
/** An accumulator of 256 bits, two's complement. */
let s0: u64 = 0, s1: u64 = 0, s2: u64 = 0, s3: u64 = 0;
/** The last magnitude of a midpoint, and its sign. */
let m0: u64 = 0, m1: u64 = 0;
let negative: bool = false;

@inline function multiplyWords(a: u64, b: u64): void {
  const a0 = a & LOW, a1 = a >> 32, b0 = b & LOW, b1 = b >> 32;
  const low = a0 * b0;
  const middle = a1 * b0 + (low >> 32);
  const other = a0 * b1 + (middle & LOW);
  w0 = (other << 32) | (low & LOW);
  w1 = a1 * b1 + (middle >> 32) + (other >> 32);
}

/** p = (a1, a0)·(b1, b0), magnitudes. */
function multiply(a0: u64, a1: u64, b0: u64, b1: u64): void {
  multiplyWords(a0, b0);
  p0 = w0;
  let carry = w1;
  multiplyWords(a0, b1);
  let sum = carry + w0;
  p2 = w1 + <u64>(sum < carry);
  multiplyWords(a1, b0);
  p1 = sum + w0;
  carry = w1 + <u64>(p1 < sum);
  sum = p2 + carry;
  p3 = <u64>(sum < carry);
  multiplyWords(a1, b1);
  p2 = sum + w0;
  p3 += w1 + <u64>(p2 < sum);
}

@inline function clearSum(): void {
  s0 = 0; s1 = 0; s2 = 0; s3 = 0;
}

/** s += p */
@inline function addProduct(): void {
  let t = s0 + p0;
  let carry = <u64>(t < p0);
  s0 = t;
  t = s1 + p1;
  let next = <u64>(t < p1);
  s1 = t + carry;
  carry = next | <u64>(s1 < carry);
  t = s2 + p2;
  next = <u64>(t < p2);
  s2 = t + carry;
  carry = next | <u64>(s2 < carry);
  s3 += p3 + carry;
}

/** s −= p */
@inline function subtractProduct(): void {
  let t = s0 - p0;
  let borrow = <u64>(s0 < p0);
  s0 = t;
  t = s1 - p1;
  let next = <u64>(s1 < p1);
  s1 = t - borrow;
  borrow = next | <u64>(t < borrow);
  const u = s2 - p2;
  next = <u64>(s2 < p2);
  s2 = u - borrow;
  borrow = next | <u64>(u < borrow);
  s3 = s3 - p3 - borrow;
}

/** m = |x| and its sign, for the midpoint at an address. */
@inline function loadMagnitude(at: usize): void {
  const low = load<u64>(at), high = load<u64>(at, 8);
  negative = <i64>high < 0;
  m0 = negative ? ~low + 1 : low;
  m1 = negative ? ~high + <u64>(low == 0) : high;
}

@inline function store2(at: usize, low: u64, high: u64): void {
  store<u64>(at, low);
  store<u64>(at, high, 8);
}

/** Stores ⌊s·2^−112⌋ as a midpoint. */
@inline function storeShifted(at: usize): void {
  const low = (s1 >> 48) | (s2 << 16);
  const high = <i64>((s2 >> 48) | (s3 << 16));
  // All that is shifted out above must be copies of the sign.
  if (<i64>s3 >> 48 != high >> 63) failed = true;
  storeMid(at, low, high);
}

@inline function storeMid(at: usize, low: u64, high: i64): void {
  if (high >= HIGH_LIMIT || high < -HIGH_LIMIT) failed = true;
  store2(at, low, <u64>high);
}

@inline function storeRadius(at: usize, radius: u64): void {
  if (radius >= RADIUS_LIMIT) failed = true;
  store<u64>(at, radius, 16);
}

/** ⌊s·2^−112⌋ + 2 for a spread s ≥ 0; at least 2^62 where it is not below that. */
@inline function shiftedSpread(): u64 {
  if (s3 != 0 || s2 >> 46 != 0) return RADIUS_LIMIT;
  return ((s1 >> 48) | (s2 << 16)) + 2;
}

/** s += m·radius for the magnitude m last loaded. */
@inline function addTimesRadius(radius: u64): void {
  if (radius == 0) return;
  multiply(m0, m1, radius, 0);
  addProduct();
}

/** s += (m + extra)·radius */
@inline function addMoreTimesRadius(extra: u64, radius: u64): void {
  if (radius == 0) return;
  const low = m0 + extra;
  multiply(low, m1 + <u64>(low < extra), radius, 0);
  addProduct();
}

// ---- long division (Knuth, The Art of Computer Programming 2, 4.3.1, Algorithm D), digits of 32 bits ----------------

/**
 * quotient = ⌊rest/divisor⌋, `size` digits each for rest and quotient, rest becomes the remainder times a power of 2.
 * The divisor is not 0 and has at most `size` digits.
 */
function divide(size: i32): void {
  let length = size;
  while (length > 0 && load<u32>(DIVISOR + ((<usize>(length - 1)) << 2)) == 0) length--;
  if (length == 0) {
    failed = true;
    return;
  }
  memory.fill(QUOTIENT, 0, (<usize>size) << 2);
  if (length == 1) {
    const d = <u64>load<u32>(DIVISOR);
    let remainder: u64 = 0;
    for (let c = size - 1; c >= 0; c--) {
      const at = (<usize>c) << 2;
      const value = (remainder << 32) | <u64>load<u32>(REST + at);
      store<u32>(QUOTIENT + at, <u32>(value / d));
      remainder = value % d;
    }
    memory.fill(REST, 0, (<usize>(size + 1)) << 2);
    store<u32>(REST, <u32>remainder);
    return;
  }
  // Normalised: the leading digit of the divisor has its highest bit; the rest gets one digit more.
  const shift = <u32>clz<u32>(load<u32>(DIVISOR + ((<usize>(length - 1)) << 2)));
  shiftLeft(DIVISOR, length, shift);
  store<u32>(REST + ((<usize>size) << 2), shiftLeft(REST, size, shift));
  const leading = <u64>load<u32>(DIVISOR + ((<usize>(length - 1)) << 2));
  const second = <u64>load<u32>(DIVISOR + ((<usize>(length - 2)) << 2));
  for (let c = size - length; c >= 0; c--) {
    const top = REST + ((<usize>(c + length)) << 2);
    const head = (<u64>load<u32>(top) << 32) | <u64>load<u32>(top - 4);
    let digit = head / leading;
    let rest = head % leading;
    while (digit > LOW || digit * second > ((rest << 32) | <u64>load<u32>(top - 8))) {
      digit--;
      rest += leading;
      if (rest > LOW) break;
    }
    let borrow: i64 = 0;
    let carry: u64 = 0;
    for (let a = 0; a < length; a++) {
      const at = REST + ((<usize>(c + a)) << 2);
      const product = digit * <u64>load<u32>(DIVISOR + ((<usize>a) << 2)) + carry;
      carry = product >> 32;
      const difference = <i64><u64>load<u32>(at) - borrow - <i64>(product & LOW);
      store<u32>(at, <u32>difference);
      borrow = difference < 0 ? 1 : 0;
    }
    const last = <i64><u64>load<u32>(top) - borrow - <i64>carry;
    store<u32>(top, <u32>last);
    if (last < 0) {
      digit--;
      let more: u64 = 0;
      for (let a = 0; a < length; a++) {
        const at = REST + ((<usize>(c + a)) << 2);
        const sum = <u64>load<u32>(at) + <u64>load<u32>(DIVISOR + ((<usize>a) << 2)) + more;
        store<u32>(at, <u32>sum);
        more = sum >> 32;
      }
      store<u32>(top, load<u32>(top) + <u32>more);
    }
    store<u32>(QUOTIENT + ((<usize>c) << 2), <u32>digit);
  }
}

/** Shifts so many digits left by less than 32 bits; returns what is shifted out. */
function shiftLeft(at: usize, size: i32, shift: u32): u32 {
  let carry: u64 = 0;
  for (let c = 0; c < size; c++) {
    const place = at + ((<usize>c) << 2);
    const value = (<u64>load<u32>(place) << shift) | carry;
    store<u32>(place, <u32>value);
    carry = value >> 32;
  }
  return <u32>carry;
}

/** Is the remainder of the last division 0? */
function dividedExactly(size: i32): bool {
  for (let c = 0; c <= size; c++) if (load<u32>(REST + ((<usize>c) << 2)) != 0) return false;
  return true;
}

// ---- scalars --------------------------------------------------------------------------------------------------------

export function add(a: usize, b: usize, to: usize): void {
  const low = load<u64>(a) + load<u64>(b);
  const high = load<i64>(a, 8) + load<i64>(b, 8) + <i64>(low < load<u64>(b));
  const radius = load<u64>(a, 16) + load<u64>(b, 16);
  storeMid(to, low, high);
  storeRadius(to, radius);
}

export function sub(a: usize, b: usize, to: usize): void {
  const x = load<u64>(a), y = load<u64>(b);
  const high = load<i64>(a, 8) - load<i64>(b, 8) - <i64>(x < y);
  const radius = load<u64>(a, 16) + load<u64>(b, 16);
  storeMid(to, x - y, high);
  storeRadius(to, radius);
}

export function neg(a: usize, to: usize): void {
  const low = load<u64>(a), high = load<u64>(a, 8);
  const radius = load<u64>(a, 16);
  storeMid(to, ~low + 1, <i64>(~high + <u64>(low == 0)));
  storeRadius(to, radius);
}

export function mul(a: usize, b: usize, to: usize): void {
  loadMagnitude(a);
  const a0 = m0, a1 = m1, sign = negative, ra = load<u64>(a, 16), rb = load<u64>(b, 16);
  loadMagnitude(b);
  const b0 = m0, b1 = m1;
  multiply(a0, a1, b0, b1);
  const zero = (p0 | p1 | p2 | p3) == 0;
  clearSum();
  if (sign != negative) subtractProduct();
  else addProduct();
  storeShifted(to);
  if (ra == 0 && rb == 0) {
    storeRadius(to, zero ? 0 : 1);
    return;
  }
  clearSum();
  addMoreTimesRadius(rb, ra);
  m0 = a0; m1 = a1;
  addTimesRadius(rb);
  storeRadius(to, shiftedSpread());
}

export function div(a: usize, b: usize, to: usize): void {
  loadMagnitude(a);
  const a0 = m0, a1 = m1, ra = load<u64>(a, 16), rb = load<u64>(b, 16);
  let sign = negative;
  loadMagnitude(b);
  const b0 = m0, b1 = m1;
  sign = sign != negative;
  const least0 = b0 - rb, least1 = <i64>b1 - <i64>(b0 < rb);
  if (least1 < 0 || (least1 == 0 && least0 == 0)) {
    failed = true;
    return;
  }
  // |a|·2^112: 16 bits into word 1.
  store2(REST, 0, a0 << 48);
  store2(REST + 16, (a0 >> 16) | (a1 << 48), a1 >> 16);
  store<u32>(REST + 32, 0);
  store2(DIVISOR, b0, b1);
  store2(DIVISOR + 16, 0, 0);
  divide(8);
  let q0 = load<u64>(QUOTIENT), q1 = load<u64>(QUOTIENT, 8);
  if (load<u64>(QUOTIENT, 16) != 0 || load<u64>(QUOTIENT, 24) != 0 || q1 >> 62 != 0) failed = true;
  const exact = dividedExactly(8);
  if (sign) {
    // ⌊−x⌋ = −⌈x⌉
    if (!exact) {
      q0 += 1;
      q1 += <u64>(q0 == 0);
    }
    const low = ~q0 + 1;
    q1 = ~q1 + <u64>(q0 == 0);
    q0 = low;
  }
  storeMid(to, q0, <i64>q1);
  if (ra == 0 && rb == 0) {
    storeRadius(to, exact ? 0 : 1);
    return;
  }
  clearSum();
  m0 = b0; m1 = b1;
  addTimesRadius(ra);
  m0 = a0; m1 = a1;
  addTimesRadius(rb);
  if (s2 >> 15 != 0 || s3 != 0) {
    failed = true;
    return;
  }
  store2(REST, 0, s0 << 48);
  store2(REST + 16, (s0 >> 16) | (s1 << 48), (s1 >> 16) | (s2 << 48));
  store<u32>(REST + 32, 0);
  multiply(b0, b1, least0, <u64>least1);
  store2(DIVISOR, p0, p1);
  store2(DIVISOR + 16, p2, p3);
  divide(8);
  const spread = load<u64>(QUOTIENT);
  if (load<u64>(QUOTIENT, 8) != 0 || load<u64>(QUOTIENT, 16) != 0 || load<u64>(QUOTIENT, 24) != 0 || spread >= RADIUS_LIMIT)
    failed = true;
  storeRadius(to, spread + 2);
}

/** A magnitude of 256 bits as the nearest double but for a few units in the last place: for guesses only. */
@inline function roughly(x0: u64, x1: u64, x2: u64, x3: u64): f64 {
  return ((<f64>x3 * 18446744073709551616.0 + <f64>x2) * 18446744073709551616.0 + <f64>x1) * 18446744073709551616.0 + <f64>x0;
}

/** The root that squareRoot found, and whether it is exact. */
let root0: u64 = 0, root1: u64 = 0;
let rootIsExact: bool = false;

/** e = x − root², s holding x: the sum becomes e. */
@inline function remainderOfRoot(x0: u64, x1: u64, x2: u64, x3: u64): void {
  s0 = x0; s1 = x1; s2 = x2; s3 = x3;
  multiply(root0, root1, root0, root1);
  subtractProduct();
}

/** root += e/(2·guess), e in the sum, rounded toward 0 somehow: only a guess. */
@inline function improveRoot(guess: f64): void {
  const minus = <i64>s3 < 0;
  const e = minus ? -roughly(~s0, ~s1, ~s2, ~s3) : roughly(s0, s1, s2, s3);
  const step = abs(e) / (2 * guess);
  const high = <u64>(step / 18446744073709551616.0);
  const low = <u64>(step - <f64>high * 18446744073709551616.0);
  if (minus) {
    const borrow = <u64>(root0 < low);
    root0 -= low;
    root1 -= high + borrow;
  } else {
    root0 += low;
    root1 += high + <u64>(root0 < low);
  }
}

/** root = ⌊√x⌋ for 0 ≤ x < 2^254: from doubles, corrected twice, and then by the definition 0 ≤ x − root² ≤ 2·root. */
function squareRoot(x0: u64, x1: u64, x2: u64, x3: u64): void {
  const guess = sqrt<f64>(roughly(x0, x1, x2, x3));
  root1 = <u64>(guess / 18446744073709551616.0);
  root0 = <u64>(guess - <f64>root1 * 18446744073709551616.0);
  if (guess > 67108864.0) {
    remainderOfRoot(x0, x1, x2, x3);
    improveRoot(guess);
    remainderOfRoot(x0, x1, x2, x3);
    improveRoot(guess);
  }
  remainderOfRoot(x0, x1, x2, x3);
  for (let round = 0; ; round++) {
    if (round > 1000) {
      failed = true;
      return;
    }
    if (<i64>s3 < 0) {
      // e += 2·root − 1, root −= 1
      const borrow = <u64>(root0 == 0);
      root0 -= 1;
      root1 -= borrow;
      p0 = (root0 << 1) | 1; p1 = (root1 << 1) | (root0 >> 63); p2 = root1 >> 63; p3 = 0;
      addProduct();
      continue;
    }
    // e > 2·root?
    const d0 = root0 << 1, d1 = (root1 << 1) | (root0 >> 63), d2 = root1 >> 63;
    const above = s3 != 0 || s2 > d2 || (s2 == d2 && (s1 > d1 || (s1 == d1 && s0 > d0)));
    if (!above) break;
    p0 = d0 | 1; p1 = d1; p2 = d2; p3 = 0;
    subtractProduct();
    root0 += 1;
    root1 += <u64>(root0 == 0);
  }
  rootIsExact = (s0 | s1 | s2 | s3) == 0;
}

/** √(xy − z²) of a quantity that is known to be ≥ 0. */
export function crossNorm(x: usize, y: usize, z: usize, to: usize): void {
  const rx = load<u64>(x, 16), ry = load<u64>(y, 16), rz = load<u64>(z, 16);
  loadMagnitude(x);
  const x0 = m0, x1 = m1, sign = negative;
  loadMagnitude(y);
  const y0 = m0, y1 = m1;
  const minus = sign != negative;
  clearSum();
  addMoreTimesRadius(ry, rx);
  m0 = x0; m1 = x1;
  addTimesRadius(ry);
  loadMagnitude(z);
  const z0 = m0, z1 = m1;
  // 2|z| + δ
  m1 = (z1 << 1) | (z0 >> 63);
  m0 = z0 << 1;
  addMoreTimesRadius(rz, rz);
  const e0 = s0, e1 = s1, e2 = s2, e3 = s3;
  clearSum();
  multiply(x0, x1, y0, y1);
  if (minus) subtractProduct();
  else addProduct();
  multiply(z0, z1, z0, z1);
  subtractProduct();
  const q0 = s0, q1 = s1, q2 = s2, q3 = s3;
  p0 = e0; p1 = e1; p2 = e2; p3 = e3;
  subtractProduct();
  const difference = s0 | s1 | s2 | s3;
  if (<i64>q3 >= 0 && <i64>s3 >= 0 && difference != 0) {
    squareRoot(q0, q1, q2, q3);
    storeMid(to, root0, <i64>root1);
    if ((e0 | e1 | e2 | e3) == 0) {
      storeRadius(to, rootIsExact ? 0 : 1);
      return;
    }
    store2(REST, e0, e1);
    store2(REST + 16, e2, e3);
    store<u32>(REST + 32, 0);
    store2(DIVISOR, root0, root1);
    store2(DIVISOR + 16, 0, 0);
    divide(8);
    const spread = load<u64>(QUOTIENT);
    if (load<u64>(QUOTIENT, 8) != 0 || load<u64>(QUOTIENT, 16) != 0 || load<u64>(QUOTIENT, 24) != 0 || spread >= RADIUS_LIMIT)
      failed = true;
    storeRadius(to, spread + 2);
    return;
  }
  s0 = q0; s1 = q1; s2 = q2; s3 = q3;
  p0 = e0; p1 = e1; p2 = e2; p3 = e3;
  addProduct();
  if (<i64>s3 < 0) {
    failed = true;
    return;
  }
  squareRoot(s0, s1, s2, s3);
  // Between 0 and the root from above, which has to be a radius: one word.
  if (root1 != 0 || root0 >= RADIUS_LIMIT) {
    failed = true;
    return;
  }
  const top = root0 + (rootIsExact ? 0 : 1);
  storeMid(to, top >> 1, 0);
  storeRadius(to, top - (top >> 1));
}

// ---- angles ---------------------------------------------------------------------------------------------------------

/** The nearest double to a magnitude (ties to even), as Number(BigInt) gives it. */
function nearestDouble(low: u64, high: u64): f64 {
  if (high == 0) return <f64>low;
  const shift = <u64>clz<u64>(high);
  let top = shift == 0 ? high : (high << shift) | (low >> (64 - shift));
  // 64 leading bits; what is below them only tells a tie from more than a tie.
  if ((shift == 0 ? low : low << shift) != 0) top |= 1;
  return <f64>top * reinterpret<f64>((1087 - shift) << 52);
}

/** Math.round */
@inline function rounded(x: f64): i32 {
  const down = floor<f64>(x);
  return <i32>(x - down >= 0.5 ? down + 1 : down);
}

/** A sum of three words, two's complement, in units of 2^−128. */
let t0: u64 = 0, t1: u64 = 0, t2: u64 = 0;

@inline function addToTotal(low: u64, high: u64, top: u64): void {
  t0 += low;
  let carry = <u64>(t0 < low);
  const sum = t1 + high;
  const next = <u64>(sum < high);
  t1 = sum + carry;
  carry = next | <u64>(t1 < carry);
  t2 += top + carry;
}

@inline function negateTotal(): void {
  t0 = ~t0 + 1;
  t1 = ~t1 + <u64>(t0 == 0);
  t2 = ~t2 + <u64>(t0 == 0 && t1 == 0);
}

/** Adds ± the arc tangent of (m1, m0)·2^−128, as BallField.arcTangentSeries. */
function addArcTangent(low: u64, high: u64, minus: bool): void {
  if (high >> 58 != 0) failed = true;
  multiply(low, high, low, high);
  const q0 = p2, q1 = p3;
  const terms: usize = high >> 52 == 0 ? 6 : 11;
  let at = RECIPROCALS + (terms - 1) * 16;
  let b0 = load<u64>(at), b1 = load<u64>(at, 8);
  for (at -= 16; at > RECIPROCALS; at -= 16) {
    multiply(b0, b1, q0, q1);
    const r0 = load<u64>(at), r1 = load<u64>(at, 8);
    b1 = r1 - p3 - <u64>(r0 < p2);
    b0 = r0 - p2;
  }
  // The last bracket is 2^128 − x, and ⌊t(2^128 − x)/2^128⌋ = t + ⌊−tx/2^128⌋.
  multiply(b0, b1, q0, q1);
  multiply(low, high, p2, p3);
  let c0 = p2, c1 = p3;
  if (!minus && (p0 | p1) != 0) {
    c0 += 1;
    c1 += <u64>(c0 == 0);
  }
  const v0 = low - c0, v1 = high - c1 - <u64>(low < c0);
  if (minus) {
    negateTotal();
    addToTotal(v0, v1, 0);
    negateTotal();
  } else addToTotal(v0, v1, 0);
}

/** The total becomes the angle of the vector ((z1, z0), (y1, y0)), z of the given sign, in units of 2^−128. */
function angleOf(z0: u64, z1: u64, zIsNegative: bool, y0: u64, y1: u64): void {
  const swap = y1 > z1 || (y1 == z1 && y0 > z0);
  const c0 = swap ? y0 : z0, c1 = swap ? y1 : z1, s0_ = swap ? z0 : y0, s1_ = swap ? z1 : y1;
  const cosine = nearestDouble(c0, c1), sine = nearestDouble(s0_, s1_);
  const j = rounded((64 * sine) / cosine);
  const i = rounded((4096 * (64 * sine - <f64>j * cosine)) / (64 * cosine + <f64>j * sine));
  const p = <i64>262144 - <i64>j * <i64>i, q = 64 * <i64>i + 4096 * <i64>j;
  if (j < 0 || j > 64 || i < -34 || i > 34 || p < 0 || q < 0) {
    failed = true;
    return;
  }
  clearSum();
  multiply(c0, c1, <u64>p, 0);
  addProduct();
  multiply(s0_, s1_, <u64>q, 0);
  addProduct();
  store2(DIVISOR, s0, s1);
  store2(DIVISOR + 16, s2, 0);
  store<u64>(DIVISOR + 32, 0);
  clearSum();
  multiply(s0_, s1_, <u64>p, 0);
  addProduct();
  multiply(c0, c1, <u64>q, 0);
  subtractProduct();
  const minus = <i64>s3 < 0;
  if (minus) {
    p0 = s0; p1 = s1; p2 = s2; p3 = s3;
    clearSum();
    subtractProduct();
  }
  // The quotient times 2^128.
  store2(REST, 0, 0);
  store2(REST + 16, s0, s1);
  store2(REST + 32, s2, 0);
  divide(10);
  if (load<u64>(QUOTIENT, 16) != 0 || load<u64>(QUOTIENT, 24) != 0 || load<u64>(QUOTIENT, 32) != 0) failed = true;
  const at = COARSE + (<usize>j << 4);
  t0 = load<u64>(at); t1 = load<u64>(at, 8); t2 = 0;
  const fine = FINE + (<usize>(i < 0 ? -i : i) << 4);
  if (i < 0) {
    negateTotal();
    addToTotal(load<u64>(fine), load<u64>(fine, 8), 0);
    negateTotal();
  } else addToTotal(load<u64>(fine), load<u64>(fine, 8), 0);
  addArcTangent(load<u64>(QUOTIENT), load<u64>(QUOTIENT, 8), minus);
  const right = COARSE + 64 * 16;
  const h0 = load<u64>(right), h1 = load<u64>(right, 8);
  if (swap) {
    negateTotal();
    addToTotal(h0 << 1, (h1 << 1) | (h0 >> 63), h1 >> 63);
  }
  if (zIsNegative) {
    negateTotal();
    addToTotal(h0 << 2, (h1 << 2) | (h0 >> 62), h1 >> 62);
  }
}

/** Stores ⌊total·2^−16⌋ with two units and `turn` more as radius. */
@inline function storeTotal(to: usize, turn: u64): void {
  storeMid(to, (t0 >> 16) | (t1 << 48), <i64>((t1 >> 16) | (t2 << 48)));
  if (turn >= RADIUS_LIMIT) failed = true;
  storeRadius(to, turn + 2);
}

/** π */
export function pi(to: usize): void {
  const right = COARSE + 64 * 16;
  const h0 = load<u64>(right), h1 = load<u64>(right, 8);
  t0 = h0 << 2; t1 = (h1 << 2) | (h0 >> 62); t2 = h1 >> 62;
  storeTotal(to, 0);
}

/** Angle in [0, π] of the vector (z, r), r ≥ 0. */
export function angle(z: usize, r: usize, to: usize): void {
  const moved = load<u64>(z, 16) + load<u64>(r, 16);
  loadMagnitude(r);
  const y0 = negative ? 0 : m0, y1 = negative ? 0 : m1;
  loadMagnitude(z);
  const z0 = m0, z1 = m1, zIsNegative = negative;
  const longer = z1 > y1 || (z1 == y1 && z0 > y0);
  const l0 = longer ? z0 : y0, l1 = longer ? z1 : y1;
  // Where nothing is known the angle is in [0, π], which is no small radius.
  if (l1 == 0 && l0 <= 2 * moved) {
    failed = true;
    return;
  }
  if (moved == 0 && (y0 | y1) == 0) {
    if (zIsNegative) pi(to);
    else {
      store2(to, 0, 0);
      store<u64>(to, 0, 16);
    }
    return;
  }
  let turn: u64 = 0;
  if (moved != 0) {
    // moved·2^113/length
    store2(REST, 0, moved << 49);
    store2(REST + 16, moved >> 15, 0);
    store<u32>(REST + 32, 0);
    store2(DIVISOR, l0, l1);
    store2(DIVISOR + 16, 0, 0);
    divide(8);
    turn = load<u64>(QUOTIENT);
    if (load<u64>(QUOTIENT, 8) != 0 || turn >= RADIUS_LIMIT) {
      failed = true;
      return;
    }
    turn += 1;
  }
  angleOf(z0, z1, zIsNegative, y0, y1);
  storeTotal(to, turn);
}

// ---- vectors --------------------------------------------------------------------------------------------------------

/** Completes a vector of d midpoints: its radius and the largest of its midpoints. */
export function finishVector(x: usize, d: i32, radius: u64): void {
  let l0: u64 = 0, l1: u64 = 0;
  const end = x + HEADER + ((<usize>d) << 4);
  for (let at = x + HEADER; at < end; at += 16) {
    loadMagnitude(at);
    if (m1 >> 57 != 0) failed = true;
    if (m1 > l1 || (m1 == l1 && m0 > l0)) {
      l0 = m0;
      l1 = m1;
    }
  }
  if (radius >= RADIUS_LIMIT) failed = true;
  store<u64>(x, radius);
  store2(x + 8, l0, l1);
}

/** s += or −= |m|·|entry| for the magnitude (c1, c0) of a sign and the entry at an address. */
@inline function accumulate(c0: u64, c1: u64, minus: bool, at: usize): void {
  const low = load<u64>(at), high = load<u64>(at, 8);
  if ((low | high) == 0) return;
  loadMagnitude(at);
  multiply(c0, c1, m0, m1);
  if (minus != negative) subtractProduct();
  else addProduct();
}

export function dot(x: usize, y: usize, d: i32, to: usize): void {
  clearSum();
  const size = (<usize>d) << 4;
  for (let o: usize = HEADER; o < HEADER + size; o += 16) {
    if ((load<u64>(y + o) | load<u64>(y + o, 8)) == 0) continue;
    loadMagnitude(y + o);
    accumulate(m0, m1, negative, x + o);
  }
  storeShifted(to);
  const rx = load<u64>(x), ry = load<u64>(y);
  if (rx == 0 && ry == 0) {
    storeRadius(to, s0 == 0 && s1 << 16 == 0 ? 0 : 1);
    return;
  }
  clearSum();
  m0 = load<u64>(x, 8); m1 = load<u64>(x, 16);
  addTimesRadius(ry);
  m0 = load<u64>(y, 8); m1 = load<u64>(y, 16);
  addMoreTimesRadius(ry, rx);
  // d times the spread, which is below 2^191.
  const e0 = s0, e1 = s1, e2 = s2;
  clearSum();
  multiply(e0, e1, <u64>d, 0);
  addProduct();
  multiply(e2, 0, <u64>d, 0);
  p3 = p1; p2 = p0; p1 = 0; p0 = 0;
  addProduct();
  storeRadius(to, shiftedSpread());
}

/** Σ c_i x_i; addresses of the coefficients at `list`, those of the vectors behind them. */
export function combine(list: usize, count: i32, d: i32, to: usize): void {
  const vectors = list + ((<usize>count) << 2);
  for (let a: usize = 0; a < <usize>d; a++) {
    clearSum();
    const o = HEADER + (a << 4);
    for (let c: usize = 0; c < <usize>count; c++) {
      const at = <usize>load<u32>(vectors + (c << 2)) + o;
      if ((load<u64>(at) | load<u64>(at, 8)) == 0) continue;
      loadMagnitude(<usize>load<u32>(list + (c << 2)));
      accumulate(m0, m1, negative, at);
    }
    storeShifted(to + o);
  }
  clearSum();
  for (let c: usize = 0; c < <usize>count; c++) {
    const coefficient = <usize>load<u32>(list + (c << 2)), x = <usize>load<u32>(vectors + (c << 2));
    const radius = load<u64>(x);
    loadMagnitude(coefficient);
    if (m1 >> 57 != 0) failed = true;
    addTimesRadius(radius);
    m0 = load<u64>(x, 8); m1 = load<u64>(x, 16);
    addMoreTimesRadius(radius, load<u64>(coefficient, 16));
  }
  finishVector(to, d, shiftedSpread());
}

// ---- out ------------------------------------------------------------------------------------------------------------

/** The nearest double to the midpoint, in units of 2^−112. */
function midpoint(a: usize): f64 {
  loadMagnitude(a);
  const size = nearestDouble(m0, m1);
  return negative ? -size : size;
}

/** The radius in units of 2^−112, exact below 2^53 and else the nearest double. */
function radius(a: usize): f64 {
  return <f64>load<u64>(a, 16);
}

/** Midpoints and radii of so many cells as doubles, two for each. */
export function doubles(cells: usize, count: i32, to: usize): void {
  for (let c: i32 = 0; c < count; c++, cells += CELL, to += 16) {
    store<f64>(to, midpoint(cells));
    store<f64>(to, radius(cells), 8);
  }
}

// ---- a whole point ----------------------------------------------------------------------------------------------------
//
// The formulas of ../../landscape (pairs, gradient, objective), operation by operation in the order that they have there: one
// call in place of thousands. A pair is three cells: inner product, area, π − angle.

const PAIR: usize = 3 * CELL;

/** The pair of two vectors with the given squared norms. */
function pair(xx: usize, yy: usize, x: usize, y: usize, d: i32, piAt: usize, scratch: usize, to: usize): void {
  dot(x, y, d, to);
  crossNorm(xx, yy, to, to + CELL);
  angle(to, to + CELL, scratch);
  sub(piAt, scratch, to + 2 * CELL);
}

/** Pairs of n vectors x with each before, then with m vectors y, row by row. */
export function pairs(
  x: usize, xx: usize, n: i32, y: usize, yy: usize, m: i32, d: i32, piAt: usize, scratch: usize, between: usize, others: usize,
): void {
  const size = HEADER + ((<usize>d) << 4);
  for (let i: i32 = 0; i < n; i++)
    for (let j: i32 = 0; j < i; j++, between += PAIR)
      pair(xx + <usize>i * CELL, xx + <usize>j * CELL, x + <usize>i * size, x + <usize>j * size, d, piAt, scratch, between);
  for (let i: i32 = 0; i < n; i++)
    for (let j: i32 = 0; j < m; j++, others += PAIR)
      pair(xx + <usize>i * CELL, yy + <usize>j * CELL, x + <usize>i * size, y + <usize>j * size, d, piAt, scratch, others);
}

/** Where the pair of neurons i ≠ j stands. */
@inline function betweenAt(between: usize, i: i32, j: i32): usize {
  const high = max(i, j), low = min(i, j);
  return between + <usize>((high * (high - 1)) / 2 + low) * PAIR;
}

/**
 * The gradient as n vectors. constants: 0, 1, π, 1/2π; list has room for 2(n + m) addresses, cells for m + 2, sum for a vector.
 */
export function gradient(
  x: usize, xx: usize, n: i32, y: usize, m: i32, d: i32, constants: usize, between: usize, others: usize,
  list: usize, cells: usize, sum: usize, to: usize,
): void {
  const size = HEADER + ((<usize>d) << 4);
  const count = n + m;
  const vectors = list + ((<usize>count) << 2);
  const radial = cells, own = cells + CELL, negatives = cells + 2 * CELL;
  for (let i: i32 = 0; i < n; i++, to += size) {
    memory.copy(radial, constants, CELL);
    store<u32>(list, <u32>own);
    store<u32>(vectors, <u32>(x + <usize>i * size));
    let at: usize = 4;
    for (let j: i32 = 0; j < n; j++) {
      if (j == i) continue;
      const p = betweenAt(between, i, j);
      add(radial, p + CELL, radial);
      store<u32>(list + at, <u32>(p + 2 * CELL));
      store<u32>(vectors + at, <u32>(x + <usize>j * size));
      at += 4;
    }
    for (let j: i32 = 0; j < m; j++) {
      const p = others + <usize>(i * m + j) * PAIR;
      sub(radial, p + CELL, radial);
      neg(p + 2 * CELL, negatives + <usize>j * CELL);
      store<u32>(list + at, <u32>(negatives + <usize>j * CELL));
      store<u32>(vectors + at, <u32>(y + <usize>j * size));
      at += 4;
    }
    div(radial, xx + <usize>i * CELL, radial);
    add(constants + 2 * CELL, radial, own);
    combine(list, count, d, sum);
    store<u32>(list, <u32>(constants + 3 * CELL));
    store<u32>(list + 4, <u32>sum);
    combine(list, 1, d, to);
  }
}

/** sum += Σ R + (π − θ) z over so many pairs */
function addValues(sum: usize, pairs: usize, count: i32, scratch: usize): void {
  for (let c: i32 = 0; c < count; c++, pairs += PAIR) {
    mul(pairs + 2 * CELL, pairs, scratch);
    add(pairs + CELL, scratch, scratch);
    add(sum, scratch, sum);
  }
}

/** Σ ‖w‖², and the sums over the pairs of neurons and over those with targets; three cells, which are 0 before. */
export function energies(
  xx: usize, n: i32, m: i32, between: usize, others: usize, scratch: usize, to: usize,
): void {
  for (let i: i32 = 0; i < n; i++) add(to, xx + <usize>i * CELL, to);
  addValues(to + CELL, between, (n * (n - 1)) / 2, scratch);
  addValues(to + 2 * CELL, others, n * m, scratch);
}
