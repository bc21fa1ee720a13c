// The Hessian of F and the matrix M with bounds on their errors, in one call: ../hessian.ts over the arithmetic of
// ../bounded-field.ts, operation by operation in the order that they have there, so that every double is the same.
// What is computed, and why the bounds hold, is argued in those two files.
//
// Numbers with errors are two doubles, value and error. Matrices are row-major; blocks and vectors have rows of `stride`
// doubles, d rounded up to an even number.

// @ts-nocheck: AssemblyScript

const ROUNDOFF: f64 = 1.1102230246251565e-16; // 2^−53
const MARGIN: f64 = 1.0000000000009095; // 1 + 2^−40
const TINY: f64 = 1e-280;

/** The last result. */
let value: f64 = 0, error: f64 = 0;

@inline function outward(x: f64): f64 {
  return x * MARGIN + TINY;
}

@inline function gamma(steps: f64): f64 {
  return (steps * ROUNDOFF) / (1 - steps * ROUNDOFF);
}

@inline function ofSums(terms: f64): f64 {
  return (1 + 2 * gamma(terms)) * MARGIN;
}

@inline function bounded(x: f64, e: f64): void {
  value = x;
  error = outward(e + abs(x) * ROUNDOFF);
}

@inline function add(x: f64, dx: f64, y: f64, dy: f64): void {
  bounded(x + y, dx + dy);
}

@inline function sub(x: f64, dx: f64, y: f64, dy: f64): void {
  bounded(x - y, dx + dy);
}

@inline function mul(x: f64, dx: f64, y: f64, dy: f64): void {
  bounded(x * y, abs(x) * dy + (abs(y) + dy) * dx);
}

function div(x: f64, dx: f64, y: f64, dy: f64): void {
  const least = abs(y) * (1 - 4 * ROUNDOFF) - dy * MARGIN;
  if (!(least > 0)) {
    value = 0;
    error = Infinity;
    return;
  }
  const quotient = x / y;
  bounded(quotient, (dx + abs(quotient) * dy) / least);
}

function root(x: f64, dx: f64): void {
  if (!(x > 0)) {
    value = 0;
    error = sqrt<f64>(dx + TINY) * MARGIN;
    return;
  }
  const r = sqrt<f64>(x);
  bounded(r, dx / r + 4 * ROUNDOFF * r);
}

@inline function isSafelyPositive(x: f64, dx: f64): bool {
  return x > 1e-7 && dx < 1e-9 * x;
}

@inline function put(at: usize): void {
  store<f64>(at, value);
  store<f64>(at, error, 8);
}

/** A ball whose midpoint and radius have these nearest doubles in units of `scale`. */
@inline function ofUnits(mid: f64, rad: f64, scale: f64): void {
  bounded(mid * scale, rad == 0 ? 0 : rad * scale * MARGIN);
}

// Where what stands: set by layout(). A vector is d doubles, a bound of its norm and one of its error (`VECTOR` bytes).
let N: i32 = 0, K: i32 = 0, D: i32 = 0, STRIDE: i32 = 0;
let VECTOR: usize = 0, ROW: usize = 0;
let matrixAt: usize = 0, transverseAt: usize = 0, errorsAt: usize = 0, transverseErrorsAt: usize = 0, blockAt: usize = 0;
let vectorsAt: usize = 0, squaresAt: usize = 0, pairsAt: usize = 0, inversesAt: usize = 0, curvesAt: usize = 0;
let companionAt: usize = 0, termsAt: usize = 0;

/** Bytes of a pair: inner product, area and π − angle, two doubles each; of 1/R and cot θ. */
const PAIR: usize = 48;
const CURVE: usize = 32;
/** Bytes of a product c·x xᵀ: coefficient, and the vector; of a summand of a companion: coefficient alone. */
const TERM: usize = 40;

const BASE: usize = 1024;

@inline function doubles(count: i32): usize {
  return <usize>(count + (count & 1)) << 3;
}

/** Prepares for n neurons and k targets of R^d; returns the bytes of memory that are needed. */
export function layout(n: i32, k: i32, d: i32): usize {
  N = n; K = k; D = d; STRIDE = d + (d & 1);
  ROW = <usize>STRIDE << 3;
  VECTOR = ROW + 16;
  matrixAt = BASE;
  transverseAt = matrixAt + doubles(n * d * n * d);
  errorsAt = transverseAt + doubles(n * n);
  transverseErrorsAt = errorsAt + doubles(n * n);
  blockAt = transverseErrorsAt + doubles(n * n);
  vectorsAt = blockAt + <usize>d * ROW;
  squaresAt = vectorsAt + <usize>(n + k) * VECTOR;
  pairsAt = squaresAt + ((<usize>(n + 1)) << 4);
  inversesAt = pairsAt + <usize>((n * (n - 1)) / 2 + n * k) * PAIR;
  curvesAt = inversesAt + (<usize>n << 4);
  companionAt = curvesAt + <usize>((n * (n - 1)) / 2) * CURVE;
  termsAt = companionAt + VECTOR;
  return termsAt + <usize>(n + k) * TERM;
}

export function matrix(): usize { return matrixAt; }
export function transverse(): usize { return transverseAt; }
/** Vectors, neurons first: d doubles (padded), a bound of the norm, a bound of the error. */
export function vectors(): usize { return vectorsAt; }
/** π and the squared norms of the neurons. */
export function squares(): usize { return squaresAt; }
/** Pairs of neurons, row by row, then of neurons and targets: midpoints and radii as doubles in units. */
export function pairs(): usize { return pairsAt; }

@inline function vectorAt(q: i32): usize {
  return vectorsAt + <usize>q * VECTOR;
}
@inline function normOf(x: usize): f64 {
  return load<f64>(x + ROW);
}
@inline function errorOf(x: usize): f64 {
  return load<f64>(x + ROW, 8);
}
@inline function between(i: i32, j: i32): usize {
  const high = max(i, j), low = min(i, j);
  return <usize>((high * (high - 1)) / 2 + low);
}

/** 1/R and cot θ of a pair at an address; false, and nothing there, where R is not safely positive. */
@inline function curve(pair: usize, to: usize): bool {
  const area = load<f64>(pair, 16), areaError = load<f64>(pair, 24);
  if (!isSafelyPositive(area, areaError)) {
    store<f64>(to, NaN);
    return false;
  }
  div(1, 0, area, areaError);
  put(to);
  mul(load<f64>(pair), load<f64>(pair, 8), value, error);
  put(to + 16);
  return true;
}

/** Bounds of an error and of a size that grow with the products of a block (setBlock). */
let sumOfErrors: f64 = 0, sumOfSizes: f64 = 0;

@inline function count(c: f64, dc: f64, x: usize, y: usize): void {
  const magnitude = abs(c);
  const xn = normOf(x), xe = errorOf(x), yn = normOf(y), ye = errorOf(y);
  sumOfSizes += magnitude * xn * yn;
  sumOfErrors += magnitude * (xn * ye + (yn + ye) * xe) + dc * (xn + xe) * (yn + ye);
}

/** The bound of the error of a block of R^(d x d) with so many products. */
@inline function blockError(terms: i32, d: i32): f64 {
  return (sumOfErrors + gamma(<f64>(2 * terms + 4)) * sumOfSizes) * ofSums(<f64>(2 * terms + 4)) + <f64>d * TINY;
}

@inline function putError(errors: usize, i: i32, j: i32, e: f64): void {
  store<f64>(errors + (<usize>(i * N + j) << 3), e);
  store<f64>(errors + (<usize>(j * N + i) << 3), e);
}

/** block row a, up to its diagonal, becomes that of diagonal·I. */
@inline function startRow(a: i32, diagonal: f64): usize {
  const row = blockAt + <usize>a * ROW;
  memory.fill(row, 0, ROW);
  store<f64>(row + (<usize>a << 3), diagonal);
  return row;
}

/** The block becomes diagonal·I + Σ c x xᵀ over so many terms + c(w yᵀ + y wᵀ)/2, lower triangle, in this order. */
function diagonalBlock(diagonal: f64, terms: i32, c: f64, w: usize, y: usize): void {
  const half: f64 = 0.5 * c;
  for (let a: i32 = 0; a < D; a++) {
    const row = startRow(a, diagonal);
    const place = <usize>a << 3;
    const end = place + 8;
    let at = termsAt;
    for (let t: i32 = 0; t < terms; t++, at += TERM) {
      const x = load<usize>(at, 16);
      const p = load<f64>(at) * load<f64>(x + place);
      if (p == 0) continue;
      const left = f64x2.splat(p);
      for (let o: usize = 0; o < end; o += 16)
        v128.store(row + o, f64x2.add(v128.load(row + o), f64x2.mul(left, v128.load(x + o))));
    }
    const p = half * load<f64>(w + place), q = half * load<f64>(y + place);
    if (p == 0 && q == 0) continue;
    const left = f64x2.splat(p), right = f64x2.splat(q);
    for (let o: usize = 0; o < end; o += 16) {
      const sum = f64x2.add(f64x2.mul(left, v128.load(y + o)), f64x2.mul(right, v128.load(w + o)));
      v128.store(row + o, f64x2.add(v128.load(row + o), sum));
    }
  }
}

/** The block becomes diagonal·I + c(x yᵀ + y xᵀ)/2 + e x xᵀ + f y yᵀ, lower triangle, in this order. */
function mixedBlock(diagonal: f64, c: f64, e: f64, f: f64, x: usize, y: usize): void {
  const half: f64 = 0.5 * c;
  for (let a: i32 = 0; a < D; a++) {
    const row = startRow(a, diagonal);
    const place = <usize>a << 3;
    const end = place + 8;
    const u = load<f64>(x + place), v = load<f64>(y + place);
    const p = f64x2.splat(half * u), q = f64x2.splat(half * v), r = f64x2.splat(e * u), s = f64x2.splat(f * v);
    for (let o: usize = 0; o < end; o += 16) {
      const xs = v128.load(x + o), ys = v128.load(y + o);
      let sum = f64x2.add(v128.load(row + o), f64x2.add(f64x2.mul(p, ys), f64x2.mul(q, xs)));
      sum = f64x2.add(sum, f64x2.mul(r, xs));
      v128.store(row + o, f64x2.add(sum, f64x2.mul(s, ys)));
    }
  }
}

/** The bits of the largest |x| so far; those of a NaN are above all. */
let largestBits: u64 = 0;

@inline function see(x: f64): void {
  largestBits = max(largestBits, reinterpret<u64>(abs(x)));
}

/** Writes the block, made symmetric from its lower triangle, to the places (i, j) and (j, i) of the matrix. */
function writeBlock(i: i32, j: i32): void {
  let bits = largestBits;
  for (let a: i32 = 0; a < D; a++) {
    const row = blockAt + <usize>a * ROW;
    let column = blockAt + (<usize>a << 3);
    for (let o: usize = 0, end = <usize>(a + 1) << 3; o < end; o += 8, column += ROW) {
      const x = load<u64>(row + o);
      store<u64>(column, x);
      bits = max(bits, x & 0x7fffffffffffffff);
    }
  }
  largestBits = bits;
  const step = <usize>(N * D) << 3;
  const bytes = <usize>D << 3;
  let first = matrixAt + <usize>(i * D) * step + (<usize>(j * D) << 3);
  let second = matrixAt + <usize>(j * D) * step + (<usize>(i * D) << 3);
  let row = blockAt;
  for (let a: i32 = 0; a < D; a++, row += ROW, first += step, second += step) {
    let o: usize = 0;
    for (; o + 16 <= bytes; o += 16) {
      const x = v128.load(row + o);
      v128.store(first + o, x);
      v128.store(second + o, x);
    }
    if (o < bytes) {
      const x = load<f64>(row + o);
      store<f64>(first + o, x);
      store<f64>(second + o, x);
    }
  }
}

/** max_i Σ_j e_ij, kept a NaN, and some more: a bound of the error of the matrix with blocks of these errors. */
function normOfErrors(errors: usize): f64 {
  let worst: f64 = 0;
  for (let i: i32 = 0; i < N; i++) {
    let sum: f64 = 0;
    for (let j: i32 = 0; j < N; j++) sum += load<f64>(errors + (<usize>(i * N + j) << 3));
    worst = max(worst, sum);
  }
  return worst * MARGIN;
}

let hessianError: f64 = 0, hessianLargest: f64 = 0, transverseError: f64 = 0, transverseLargest: f64 = 0;

export function errorOfHessian(): f64 { return hessianError; }
export function largestOfHessian(): f64 { return hessianLargest; }
export function errorOfTransverse(): f64 { return transverseError; }
export function largestOfTransverse(): f64 { return transverseLargest; }

/** Both matrices, from vectors, squares, and pairs in units of `scale`. */
export function hessians(scale: f64): void {
  const own = (N * (N - 1)) / 2;
  for (let c: i32 = 0, at = pairsAt; c < 3 * (own + N * K); c++, at += 16) {
    ofUnits(load<f64>(at), load<f64>(at, 8), scale);
    put(at);
  }
  const pi = load<f64>(squaresAt), piError = load<f64>(squaresAt, 8);
  mul(2, 0, pi, piError);
  div(1, 0, value, error);
  const overTwoPi = value, overTwoPiError = error;
  div(1, 0, pi, piError);
  const overPi = value, overPiError = error;
  for (let i: i32 = 0; i < N; i++) {
    const square = squaresAt + (<usize>(i + 1) << 4);
    div(1, 0, load<f64>(square), load<f64>(square, 8));
    put(inversesAt + (<usize>i << 4));
  }
  for (let c: i32 = 0; c < own; c++) curve(pairsAt + <usize>c * PAIR, curvesAt + <usize>c * CURVE);
  const ofTarget = termsAt + <usize>(N + K - 1) * TERM; // The place of a term that there never is.
  largestBits = 0;
  for (let i: i32 = 0; i < N; i++) {
    const w = vectorAt(i);
    const inverse = load<f64>(inversesAt + (<usize>i << 4)), inverseError = load<f64>(inversesAt + (<usize>i << 4), 8);
    let diagonal = pi, diagonalError = piError;
    let radial: f64 = 0, radialError: f64 = 0, slack: f64 = 0, slackError: f64 = 0;
    let terms: i32 = 0;
    for (let q: i32 = 0; q < N + K; q++) {
      if (q == i) continue;
      const minus = q >= N;
      const pair = pairsAt + (minus ? <usize>(own + i * K + q - N) : between(i, q)) * PAIR;
      const area = load<f64>(pair, 16), areaError = load<f64>(pair, 24);
      mul(area, areaError, inverse, inverseError);
      const overX = value, overXError = error;
      add(diagonal, diagonalError, minus ? -overX : overX, overXError);
      diagonal = value; diagonalError = error;
      let bent: usize;
      if (minus) {
        bent = ofTarget + 8;
        curve(pair, bent);
      } else bent = curvesAt + between(i, q) * CURVE;
      const inverseArea = load<f64>(bent), inverseAreaError = load<f64>(bent, 8);
      if (inverseArea != inverseArea) {
        add(slack, slackError, overX, overXError);
        slack = value; slackError = error;
        continue;
      }
      const cotangent = load<f64>(bent, 16), cotangentError = load<f64>(bent, 24);
      mul(load<f64>(pair), load<f64>(pair, 8), cotangent, cotangentError);
      sub(value, error, area, areaError);
      add(radial, radialError, minus ? -value : value, error);
      radial = value; radialError = error;
      const term = termsAt + <usize>terms * TERM;
      mul(cotangent, cotangentError, inverse, inverseError);
      store<f64>(term, minus ? value : -value, 24);
      store<f64>(term, error, 32);
      mul(inverseArea, inverseAreaError, overTwoPi, overTwoPiError);
      store<f64>(term, minus ? -value : value);
      store<f64>(term, error, 8);
      store<usize>(term, vectorAt(q), 16);
      terms++;
    }
    mul(inverse, inverseError, inverse, inverseError);
    mul(radial, radialError, value, error);
    div(value, error, 2, 0);
    companion(value, error, w, terms);
    mul(slack, slackError, overTwoPi, overTwoPiError);
    const slackOfBlock = value, slackErrorOfBlock = error;
    mul(diagonal, diagonalError, overTwoPi, overTwoPiError);
    const entry = value;
    sumOfErrors = error + abs(slackOfBlock) + slackErrorOfBlock;
    sumOfSizes = abs(entry);
    for (let t: i32 = 0, term = termsAt; t < terms; t++, term += TERM) {
      const x = load<usize>(term, 16);
      count(load<f64>(term), load<f64>(term, 8), x, x);
    }
    count(overPi, overPiError, w, companionAt);
    putError(errorsAt, i, i, blockError(terms + 1, D));
    diagonalBlock(entry, terms, overPi, w, companionAt);
    writeBlock(i, i);
    for (let j: i32 = 0; j < i; j++) {
      const at = between(i, j);
      const pair = pairsAt + at * PAIR, bent = curvesAt + at * CURVE;
      const inverseArea = load<f64>(bent), inverseAreaError = load<f64>(bent, 8);
      mul(load<f64>(pair, 32), load<f64>(pair, 40), overTwoPi, overTwoPiError);
      const scaled = value, scaledError = error;
      if (inverseArea != inverseArea) {
        const xi = squaresAt + (<usize>(i + 1) << 4), xj = squaresAt + (<usize>(j + 1) << 4);
        mul(load<f64>(xi), load<f64>(xi, 8), load<f64>(xj), load<f64>(xj, 8));
        root(value, error);
        div(load<f64>(pair, 16), load<f64>(pair, 24), value, error);
        mul(value, error, overTwoPi, overTwoPiError);
        sumOfErrors = scaledError + abs(value) + error;
        sumOfSizes = abs(scaled);
        putError(errorsAt, i, j, blockError(0, D));
        for (let a: i32 = 0; a < D; a++) startRow(a, scaled);
        writeBlock(i, j);
        continue;
      }
      const a = vectorAt(j);
      mul(-load<f64>(bent, 16), load<f64>(bent, 24), overTwoPi, overTwoPiError);
      const minusCotangent = value, minusCotangentError = error;
      const other = inversesAt + (<usize>j << 4);
      sumOfErrors = scaledError;
      sumOfSizes = abs(scaled);
      mul(inverseArea, inverseAreaError, overPi, overPiError);
      const c = value;
      count(c, error, w, a);
      mul(minusCotangent, minusCotangentError, inverse, inverseError);
      const e = value;
      count(e, error, w, w);
      mul(minusCotangent, minusCotangentError, load<f64>(other), load<f64>(other, 8));
      const f = value;
      count(f, error, a, a);
      putError(errorsAt, i, j, blockError(3, D));
      mixedBlock(scaled, c, e, f, w, a);
      writeBlock(i, j);
    }
  }
  hessianError = normOfErrors(errorsAt);
  hessianLargest = reinterpret<f64>(largestBits);
  largestBits = 0;
  transverseOf(own, pi, piError, overTwoPi, overTwoPiError);
  transverseError = normOfErrors(transverseErrorsAt);
  transverseLargest = reinterpret<f64>(largestBits);
}

/** h w + Σ (its summands), with bounds: BoundedField.combine and boundedVector. */
function companion(h: f64, dh: f64, w: usize, terms: i32): void {
  const to = companionAt;
  const first = f64x2.splat(h);
  const zero = f64x2.splat(0);
  for (let o: usize = 0; o < ROW; o += 16)
    v128.store(to + o, f64x2.add(zero, f64x2.mul(first, v128.load(w + o))));
  let size = abs(h) * normOf(w);
  let e = abs(h) * errorOf(w) + dh * (normOf(w) + errorOf(w));
  for (let t: i32 = 0, term = termsAt; t < terms; t++, term += TERM) {
    const x = load<usize>(term, 16);
    const c = load<f64>(term, 24), dc = load<f64>(term, 32);
    const all = f64x2.splat(c);
    for (let o: usize = 0; o < ROW; o += 16)
      v128.store(to + o, f64x2.add(v128.load(to + o), f64x2.mul(all, v128.load(x + o))));
    size += abs(c) * normOf(x);
    e += abs(c) * errorOf(x) + dc * (normOf(x) + errorOf(x));
  }
  const steps = <f64>(terms + 2);
  let sum: f64 = 0;
  for (let a: i32 = 0; a < D; a++) {
    const x = load<f64>(to + (<usize>a << 3));
    sum += x * x;
  }
  store<f64>(to + ROW, sqrt<f64>(sum) * (1 + <f64>D * 4 * ROUNDOFF) * MARGIN + 1e-150);
  store<f64>(to + ROW, (e + gamma(steps) * size) * ofSums(steps) + <f64>D * TINY, 8);
}

function transverseOf(own: i32, pi: f64, piError: f64, overTwoPi: f64, overTwoPiError: f64): void {
  for (let i: i32 = 0; i < N; i++) {
    let radial: f64 = 0, radialError: f64 = 0;
    for (let q: i32 = 0; q < N + K; q++) {
      if (q == i) continue;
      const minus = q >= N;
      const pair = pairsAt + (minus ? <usize>(own + i * K + q - N) : between(i, q)) * PAIR;
      const area = load<f64>(pair, 16);
      add(radial, radialError, minus ? -area : area, load<f64>(pair, 24));
      radial = value; radialError = error;
    }
    const square = squaresAt + (<usize>(i + 1) << 4);
    div(radial, radialError, load<f64>(square), load<f64>(square, 8));
    add(pi, piError, value, error);
    mul(value, error, overTwoPi, overTwoPiError);
    putTransverse(i, i);
    for (let j: i32 = 0; j < i; j++) {
      const pair = pairsAt + between(i, j) * PAIR;
      mul(load<f64>(pair, 32), load<f64>(pair, 40), overTwoPi, overTwoPiError);
      putTransverse(i, j);
    }
  }
}

/** The last result becomes the entries (i, j) and (j, i) of M. */
function putTransverse(i: i32, j: i32): void {
  sumOfErrors = error;
  sumOfSizes = abs(value);
  see(value);
  store<f64>(transverseAt + (<usize>(i * N + j) << 3), value);
  store<f64>(transverseAt + (<usize>(j * N + i) << 3), value);
  putError(transverseErrorsAt, i, j, blockError(0, 1));
}
