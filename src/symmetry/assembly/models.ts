// Recorded formulas (../uniform/recorded.ts), run over doubles and over Taylor models: operation by operation as ../uniform/taylor.ts
// does it, in the same order, so that every double is the same. What is computed, and why the bounds hold, is argued there.
//
// A step is 32 bytes: operation, result and up to four operands as numbers of slots (i32), then a double n. Over doubles a slot is
// a double; a model is its radius, its norm, 0 and its coefficients, with room for one more where their number is even.

// @ts-nocheck: AssemblyScript

import { coefficientsAt, FREE } from './series';

export { deviationRow, inverse, inverseSeries, multiply, pencilMinimum } from './matrices';
export { coefficientsAt };

/** Of As, As′, At, At′ (0 to 3) the value at x. */
@external('env', 'quotient')
declare function quotient(kind: i32, x: f64): f64;

const UNIT: f64 = 2.220446049250313e-16; // 2u
const MARGIN: f64 = 1.0000000000009095; // 1 + 2^−40
const TINY: f64 = 1e-280;
const LARGEST: f64 = 1e30;
const NEGLIGIBLE: f64 = 1e-20;

const ADD = 0, SUB = 1, MUL = 2, MUL_ADD = 3, SCALE = 4, PLUS = 5, RECIPROCAL = 6, SQRT = 7, QUOTIENT = 8;
const STEP: usize = 32;

// Why there is no result; texts in ../uniform/recorded.ts.
const DONE = 0, UNBOUNDED = 1, DIVISOR = 2, LENGTH = 3, COSINE = 4, ANGLE = 5;

/** Bytes of what stands before the coefficients. */
const HEAD: usize = 24;

/** Coefficients of a model, and their bytes. */
let size: i32 = 0, bytes: usize = 0;
/** Models for steps that need several. */
let first: usize = 0, second: usize = 0, third: usize = 0, fourth: usize = 0;

@inline function outward(x: f64): f64 {
  return x * MARGIN + TINY;
}

@inline function radius(model: usize): f64 {
  return load<f64>(model);
}

@inline function norm(model: usize): f64 {
  return load<f64>(model, 8);
}

@inline function c(model: usize, i: i32): f64 {
  return load<f64>(model + ((<usize>i) << 3), HEAD);
}

@inline function put(model: usize, i: i32, x: f64): void {
  store<f64>(model + ((<usize>i) << 3), x, HEAD);
}

@inline function magnitude(model: usize): f64 {
  return outward(norm(model) + radius(model));
}

/** Writes radius and norm, ≥ the sum of sizes, of a model whose coefficients are there. */
@inline function finish(to: usize, error: f64, sum: f64): i32 {
  const most = outward(sum);
  store<f64>(to, error);
  store<f64>(to, most, 8);
  store<f64>(to, 0, 16);
  return error < LARGEST && most < LARGEST ? DONE : UNBOUNDED;
}

/** Σ|c_i| */
@inline function sizes(model: usize): f64 {
  let sum: f64 = 0;
  for (let at = model, end = model + bytes; at < end; at += 8) sum += abs(load<f64>(at, HEAD));
  return sum;
}

function add(to: usize, a: usize, b: usize): i32 {
  let sum: f64 = 0;
  for (let at: usize = HEAD, end = HEAD + bytes; at < end; at += 8) {
    const x = load<f64>(a + at) + load<f64>(b + at);
    store<f64>(to + at, x);
    sum += abs(x);
  }
  return finish(to, outward(radius(a) + radius(b) + UNIT * sum), sum);
}

function sub(to: usize, a: usize, b: usize): i32 {
  let sum: f64 = 0;
  for (let at: usize = HEAD, end = HEAD + bytes; at < end; at += 8) {
    const x = load<f64>(a + at) - load<f64>(b + at);
    store<f64>(to + at, x);
    sum += abs(x);
  }
  const error = outward(radius(b) + UNIT * norm(b));
  return finish(to, outward(radius(a) + error + UNIT * sum), sum);
}

/**
 * Coefficients k and k + 1 of ab, on top of what is given, with sums in the order of the index of a. For k + 1 there is one
 * term more, where coefficient k gets a product with the 0 that stands before the coefficients of b. A coefficient beyond the
 * last one is made of what stands behind b, and dropped.
 */
@inline function twoOf(a: usize, b: usize, k: i32, on: v128): v128 {
  let sum = on;
  let y = b + ((<usize>k) << 3);
  const end = a + ((<usize>min(k + 2, size)) << 3);
  for (let x = a; x < end; x += 8, y -= 8)
    sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(x, HEAD), v128.load(y, HEAD)));
  return sum;
}

@inline function putTwo(to: usize, k: i32, x: v128): void {
  if (k + 1 < size) v128.store(to + ((<usize>k) << 3), x, HEAD);
  else put(to, k, f64x2.extract_lane(x, 0));
}

@inline function productRadius(a: usize, b: usize): f64 {
  let tail: f64 = 0;
  let beyond: f64 = 0;
  let y = b + bytes - 8;
  for (let x = a + 8, end = a + bytes; x < end; x += 8, y -= 8) {
    tail += abs(load<f64>(y, HEAD));
    beyond += abs(load<f64>(x, HEAD)) * tail;
  }
  return (
    beyond + norm(a) * radius(b) + radius(a) * (norm(b) + radius(b)) + <f64>(size + 1) * UNIT * (norm(a) * norm(b))
  );
}

function mul(to: usize, a: usize, b: usize): i32 {
  for (let k = 0; k < size; k += 2) putTwo(to, k, twoOf(a, b, k, f64x2.splat(0)));
  return finish(to, outward(productRadius(a, b)), sizes(to));
}

function mulAdd(to: usize, a: usize, b: usize, p: usize, q: usize): i32 {
  for (let k = 0; k < size; k += 2) putTwo(to, k, twoOf(p, q, k, twoOf(a, b, k, f64x2.splat(0))));
  const error =
    productRadius(a, b) + productRadius(p, q) + <f64>(size + 1) * UNIT * (norm(a) * norm(b) + norm(p) * norm(q));
  return finish(to, outward(error), sizes(to));
}

function scale(to: usize, a: usize, n: f64): i32 {
  let sum: f64 = 0;
  for (let at: usize = HEAD, end = HEAD + bytes; at < end; at += 8) {
    const x = load<f64>(a + at) * n;
    store<f64>(to + at, x);
    sum += abs(x);
  }
  return finish(to, outward(abs(n) * (radius(a) + UNIT * norm(a))), sum);
}

function shift(to: usize, a: usize, n: f64, error: f64): i32 {
  const head = c(a, 0) + n;
  put(to, 0, head);
  let sum = abs(head);
  for (let at = HEAD + 8, end = HEAD + bytes; at < end; at += 8) {
    const x = load<f64>(a + at);
    store<f64>(to + at, x);
    sum += abs(x);
  }
  return finish(to, outward(radius(a) + error + UNIT * abs(head)), sum);
}

/** Uses the models `first` and `second`. */
function reciprocal(to: usize, a: usize): i32 {
  const head = 1 / c(a, 0);
  if (!(abs(head) < Infinity)) return DIVISOR;
  put(to, 0, head);
  for (let k = 1; k < size; k++) {
    let sum: f64 = 0;
    for (let i = 1; i <= k; i++) sum += c(a, i) * c(to, k - i);
    put(to, k, -sum * head);
  }
  let failed = finish(to, 0, sizes(to));
  if (failed) return failed;
  failed = mul(first, a, to);
  if (failed) return failed;
  failed = shift(second, first, -1, 0);
  if (failed) return failed;
  const eta = magnitude(second);
  if (!(eta < 1)) return DIVISOR;
  return finish(to, outward((norm(to) * eta) / (1 - eta)), sizes(to));
}

/** Uses `first` to `fourth`. */
function root(to: usize, a: usize): i32 {
  const head = Math.sqrt(c(a, 0));
  if (!(c(a, 0) > 0)) return LENGTH;
  put(to, 0, head);
  for (let k = 1; k < size; k++) {
    let sum = c(a, k);
    for (let i = 1; i < k; i++) sum -= c(to, i) * c(to, k - i);
    put(to, k, sum / (2 * head));
  }
  let failed = finish(to, 0, sizes(to));
  if (failed) return failed;
  failed = mul(third, to, to);
  if (failed) return failed;
  failed = sub(fourth, a, third);
  if (failed) return failed;
  const e = magnitude(fourth);
  failed = reciprocal(third, to);
  if (failed) return failed;
  const nu = magnitude(third);
  if (!(outward(outward(e * nu) * nu) < 1)) return LENGTH;
  return finish(to, outward(e * nu), sizes(to));
}

function power(z: f64, n: i32): f64 {
  let result: f64 = 1;
  for (let i = 0; i < n; i++) result *= z;
  return result;
}

/** What the terms beyond j add to As, As′, At, At′. */
function tail(kind: i32, q: f64, z: f64, j: i32): f64 {
  switch (kind) {
    case 0:
      return (1.6 * power(z, j + 1)) / (1 - z);
    case 1:
      return ((1.6 / q) * <f64>(j + 2) * power(z, j + 1)) / ((1 - z) * (1 - z));
    case 2:
      return power(z, j + 1) / (<f64>(2 * j + 3) * (1 - z));
    default:
      return power(z, j + 1) / (1 - z);
  }
}

/** Uses `first` and `second`. */
function compose(to: usize, a: usize, kind: i32): i32 {
  const x0 = max<f64>(0, c(a, 0));
  const arcsine = kind < 2;
  const q = arcsine ? (1 - x0) * (1 - UNIT) : 1;
  if (!(q > 0)) return COSINE;
  const delta = first;
  let failed = shift(delta, a, -x0, 0);
  if (failed) return failed;
  const z = outward(magnitude(delta) / q);
  if (!(z < 1)) return arcsine ? COSINE : ANGLE;
  const last = 2 * size + 4;
  let degree = 1;
  while (degree < last && tail(kind, q, z, degree) > NEGLIGIBLE) degree++;
  const f = coefficientsAt(kind >> 1, x0, degree + 2);
  const derivative = kind & 1;
  let result = to;
  let other = second;
  // The first of an even number of steps goes to the other one, so that the last one goes to the result.
  if (degree & 1) {
    result = second;
    other = to;
  }
  for (let i = 0; i < size; i++) put(result, i, 0);
  store<f64>(result, 0);
  for (let j = degree; j >= 0; j--) {
    const n: f64 = derivative ? <f64>(j + 1) : 1;
    const entry = f + ((<usize>(j + derivative)) << 4);
    const coefficient = n * load<f64>(entry);
    if (j < degree) {
      failed = mul(other, result, delta);
      if (failed) return failed;
      const before = result;
      result = other;
      other = before;
    }
    failed = shift(result, result, coefficient, outward(n * load<f64>(entry, 8) + UNIT * abs(coefficient)));
    if (failed) return failed;
  }
  return finish(to, outward(radius(to) + outward(tail(kind, q, z, degree))), sizes(to));
}

/** Where the steps are. */
export function stepsAt(): usize {
  return FREE;
}

/** Bytes of a model with so many coefficients. */
function modelBytes(coefficients: i32): usize {
  return HEAD + ((<usize>(coefficients | 1)) << 3);
}

/**
 * Runs the steps on models of `coefficients` coefficients; the first four slots are for the steps themselves. The number of the
 * reason where there is no result, else 0.
 */
export function models(step: usize, count: i32, slots: usize, coefficients: i32): i32 {
  size = coefficients;
  bytes = (<usize>coefficients) << 3;
  const stride = modelBytes(coefficients);
  first = slots;
  second = first + stride;
  third = second + stride;
  fourth = third + stride;
  for (const end = step + <usize>count * STEP; step < end; step += STEP) {
    const to = slots + <usize>load<i32>(step, 4) * stride;
    const a = slots + <usize>load<i32>(step, 8) * stride;
    const b = slots + <usize>load<i32>(step, 12) * stride;
    let failed: i32 = DONE;
    switch (load<i32>(step)) {
      case ADD:
        failed = add(to, a, b);
        break;
      case SUB:
        failed = sub(to, a, b);
        break;
      case MUL:
        failed = mul(to, a, b);
        break;
      case MUL_ADD: {
        const p = slots + <usize>load<i32>(step, 16) * stride;
        failed = mulAdd(to, a, b, p, slots + <usize>load<i32>(step, 20) * stride);
        break;
      }
      case SCALE:
        failed = scale(to, a, load<f64>(step, 24));
        break;
      case PLUS:
        failed = shift(to, a, load<f64>(step, 24), 0);
        break;
      case RECIPROCAL:
        failed = reciprocal(to, a);
        break;
      case SQRT:
        failed = root(to, a);
        break;
      default:
        failed = compose(to, a, load<i32>(step) - QUOTIENT);
    }
    if (failed) return failed;
  }
  return DONE;
}

/** Runs the steps on doubles, without any bound. */
export function doubles(step: usize, count: i32, slots: usize): void {
  for (const end = step + <usize>count * STEP; step < end; step += STEP) {
    const a = load<f64>(slots + ((<usize>load<i32>(step, 8)) << 3));
    const b = load<f64>(slots + ((<usize>load<i32>(step, 12)) << 3));
    let value: f64 = 0;
    switch (load<i32>(step)) {
      case ADD:
        value = a + b;
        break;
      case SUB:
        value = a - b;
        break;
      case MUL:
        value = a * b;
        break;
      case MUL_ADD: {
        const p = load<f64>(slots + ((<usize>load<i32>(step, 16)) << 3));
        value = a * b + p * load<f64>(slots + ((<usize>load<i32>(step, 20)) << 3));
        break;
      }
      case SCALE:
        value = a * load<f64>(step, 24);
        break;
      case PLUS:
        value = a + load<f64>(step, 24);
        break;
      case RECIPROCAL:
        value = 1 / a;
        break;
      case SQRT:
        value = Math.sqrt(a);
        break;
      default:
        value = quotient(load<i32>(step) - QUOTIENT, a);
    }
    store<f64>(slots + ((<usize>load<i32>(step, 4)) << 3), value);
  }
}
