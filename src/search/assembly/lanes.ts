// Two runs of descent.ts at once, for the standard basis: a vector holds a number of one run and the same number of another. The names,
// the formulas and the layout are those of descent.ts, and so is, bit for bit, what becomes of a run, whatever its neighbour is: a sum that
// descent.ts takes in two lanes, over the even and over the odd columns or neurons, is taken in two vectors here.
// Its padding adds 0 to such sums, which changes nothing, so that there is none here but for a column, and a row that is not read.
//
// A run that has ended stands still until its neighbour's steps are a multiple of REFRESH: both compute all angles afresh in the same steps.

import { asin, HALF_PI, NEXT, ONE, PI, REFRESH, SIXTH, SMALL } from './descent/angles';

/** Ways to end; 0 as long as a run goes on. */
const STATIONARY: f64 = 1;
const DROPPED: f64 = 2;
const DIVERGED: f64 = 3;

let n: i32 = 0;
let k: i32 = 0;

/** What `run` says of the two runs, a vector each, in the order of the constants below. */
let report: usize = 0;
/** F at the last point, and max_i |2 pi grad_i F|; F at the point before. */
const OBJECTIVE: usize = 0;
const GRADIENT_NORM: usize = 16;
const PREVIOUS: usize = 32;
/** Steps, since `start`, after which F was larger than before by more than the given slack; the largest such increase. */
const INCREASES: usize = 48;
const LARGEST_INCREASE: usize = 64;
/** Steps that the last call took, and may take; how a run ended. */
const TAKEN: usize = 80;
const LIMIT: usize = 96;
const STATUS: usize = 112;
const REPORT: usize = 128;

/**
 * n x k cells (n and k rounded up to even numbers), row = neuron: the weight, the gradient's entry, and of the angle with the target
 * cosine, sine and asin of the cosine.
 */
let cells: usize = 0;
let cellsEnd: usize = 0;
/** Bytes of a row of cells, those of padding apart. */
let row: usize = 0;
let ownRow: usize = 0;
const CELL: usize = 80;
const G: usize = 16;
const COSINE: usize = 32;
const SINE: usize = 48;
const BETA: usize = 64;

/**
 * Cosine and sine of the angles between neurons: for i = 0, 2, 4, ... of the pair (i, i+1), and for j = i+2, i+3, ... of (i, j) and (i+1, j).
 * Their betas stand in an n x n matrix with diagonal 0, n rounded up to an even number.
 */
let pairs: usize = 0;
const PAIR: usize = 32;
let betas: usize = 0;
let betaRow: usize = 0;
/** S, then pi/2 S, with a vector of padding; by neurons: norms, their inverses, K_w without the targets; sums of kappa and of w_j beta_wj over the targets. */
let columnSum: usize = 0;
let neurons: usize = 0;
const INVERSE: usize = 16;
const KAPPA: usize = 32;
const TARGET_KAPPA: usize = 48;
const TARGET_INNER: usize = 64;
const NEURON: usize = 80;
let end: usize = 0;

/** Lays out memory for so many neurons and the targets of the standard basis, and returns its end; `clear` comes next. */
export function prepare(count: i32, targets: i32): usize {
  n = count;
  k = targets;
  const even = <usize>((n + 1) & ~1);
  ownRow = <usize>k * CELL;
  row = <usize>((k + 1) & ~1) * CELL;
  betaRow = even << 4;
  report = (__heap_base + 63) & ~63;
  cells = report + REPORT;
  cellsEnd = cells + <usize>n * row;
  pairs = cells + even * row;
  betas = pairs + <usize>((n * (n - 1)) >> 1) * PAIR;
  columnSum = betas + even * betaRow;
  neurons = columnSum + (<usize>((k + 1) & ~1) << 4);
  end = neurons + even * NEURON;
  return end;
}

/** Zeroes all memory in use. */
export function clear(): void {
  memory.fill(report, 0, end - report);
}

/** Where the report starts. */
export function reportAt(): usize {
  return report;
}

/** Where the weights of both runs start. */
export function weights(): usize {
  return cells;
}

/** Bytes from one row of weights to the next. */
export function stride(): usize {
  return row;
}

/** Bytes from one weight of a row to the next. */
export function cell(): usize {
  return CELL;
}

/** A run begins in a lane, 0 or 1, at the weights that stand there. */
export function start(lane: i32): void {
  const at = report + (<usize>lane << 3);
  store<f64>(at, Infinity, PREVIOUS);
  store<f64>(at, 0, INCREASES);
  store<f64>(at, 0, LARGEST_INCREASE);
}

/** S, the norms and their inverses; returns L. */
function sumsAndNorms(): v128 {
  const sums = columnSum;
  for (let s = sums, last = sums + (<usize>k << 4); s < last; s += 16) v128.store(s, f64x2.splat(-1));
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let at = neurons;
  for (let a = cells, i: i32 = 0; a < cellsEnd; i++, at += NEURON) {
    let left = f64x2.splat(0);
    let right = f64x2.splat(0);
    // The padding of an odd k adds 0 to the vector behind the sums.
    for (let s = sums, last = a + row; a < last; a += 2 * CELL, s += 32) {
      const x = v128.load(a);
      const y = v128.load(a, CELL);
      v128.store(s, f64x2.add(v128.load(s), x));
      v128.store(s, f64x2.add(v128.load(s, 16), y), 16);
      left = f64x2.add(left, f64x2.mul(x, x));
      right = f64x2.add(right, f64x2.mul(y, y));
    }
    const length = f64x2.sqrt(f64x2.add(left, right));
    if (i & 1) odd = f64x2.add(odd, length);
    else even = f64x2.add(even, length);
    v128.store(at, length);
    const inverses = f64x2.div(f64x2.splat(1), length);
    v128.store(at, v128.and(inverses, f64x2.gt(length, f64x2.splat(0))), INVERSE);
    v128.store(at, f64x2.splat(0), KAPPA);
  }
  return f64x2.sub(f64x2.add(even, odd), f64x2.splat(<f64>k));
}

/** The square of the largest sine difference of the step. */
let largest: v128 = f64x2.splat(0);

/**
 * The asin of the cosine c, from that of the last step, whose cosine and sine at `at` are replaced. Not so by much: `refresh` then has
 * what it needs.
 */
// @ts-ignore: decorator
@inline
function corrected(beta: v128, c: v128, at: usize, one: v128, sixth: v128, next: v128): v128 {
  const s = f64x2.sqrt(f64x2.pmax(f64x2.splat(0), f64x2.mul(f64x2.sub(one, c), f64x2.add(one, c))));
  const x = f64x2.sub(f64x2.mul(c, v128.load(at, 16)), f64x2.mul(s, v128.load(at)));
  const z = f64x2.mul(x, x);
  largest = f64x2.pmax(largest, z);
  v128.store(at, c);
  v128.store(at, s, 16);
  const p = f64x2.add(sixth, f64x2.mul(z, next));
  return f64x2.add(beta, f64x2.add(x, f64x2.mul(f64x2.mul(x, z), p)));
}

/** kappa of the angle whose cosine and sine stand there. */
// @ts-ignore: decorator
@inline
function kappaAt(at: usize, one: v128): v128 {
  return f64x2.sub(one, v128.load(at, 16));
}

/** The angles with the targets; the sums of kappa and of w_j beta_wj. */
function correctTargets(): void {
  const one = v128.load(ONE);
  const sixth = v128.load(SIXTH);
  const next = v128.load(NEXT);
  const bytes = ownRow;
  const padding = row - bytes;
  for (let a = cells, at = neurons; a < cellsEnd; a += padding, at += NEURON) {
    const inverse = v128.load(at, INVERSE);
    let kappa0 = f64x2.splat(0);
    let kappa1 = f64x2.splat(0);
    let inner0 = f64x2.splat(0);
    let inner1 = f64x2.splat(0);
    for (const last = a + bytes; a < last; a += CELL) {
      let w = v128.load(a);
      let beta = corrected(v128.load(a, BETA), f64x2.mul(w, inverse), a + COSINE, one, sixth, next);
      v128.store(a, beta, BETA);
      kappa0 = f64x2.add(kappa0, kappaAt(a + COSINE, one));
      inner0 = f64x2.add(inner0, f64x2.mul(w, beta));
      a += CELL;
      if (a == last) break;
      w = v128.load(a);
      beta = corrected(v128.load(a, BETA), f64x2.mul(w, inverse), a + COSINE, one, sixth, next);
      v128.store(a, beta, BETA);
      kappa1 = f64x2.add(kappa1, kappaAt(a + COSINE, one));
      inner1 = f64x2.add(inner1, f64x2.mul(w, beta));
    }
    v128.store(at, f64x2.add(kappa0, kappa1), TARGET_KAPPA);
    v128.store(at, f64x2.add(inner0, inner1), TARGET_INNER);
  }
}

/** The angle of two neurons, its beta in both places of the matrix; returns kappa. */
// @ts-ignore: decorator
@inline
function pairAngle(at: usize, c: v128, upper: usize, lower: usize, one: v128, sixth: v128, next: v128): v128 {
  const beta = corrected(v128.load(upper), c, at, one, sixth, next);
  v128.store(upper, beta);
  v128.store(lower, beta);
  return kappaAt(at, one);
}

/** K of the neuron at `at` grows by that. */
// @ts-ignore: decorator
@inline
function addKappa(at: usize, kappa: v128): void {
  v128.store(at, f64x2.add(v128.load(at, KAPPA), kappa), KAPPA);
}

/** The angles between neurons, and K_w without the targets. */
function correctPairs(): void {
  const one = v128.load(ONE);
  const sixth = v128.load(SIXTH);
  const next = v128.load(NEXT);
  const width = row;
  const last = cellsEnd;
  const bytes = betaRow;
  let r = pairs;
  let atI = neurons;
  let own = betas;
  for (let a = cells; a + width < last; a += 2 * width, atI += 2 * NEURON, own += 2 * bytes + 32) {
    const inverseA = v128.load(atI, INVERSE);
    const inverseB = v128.load(atI, NEURON + INVERSE);
    const normA = v128.load(atI);
    const normB = v128.load(atI, NEURON);
    let a0 = f64x2.splat(0);
    let a1 = a0;
    for (let p = a, q = a + width; p < a + width; p += 2 * CELL, q += 2 * CELL) {
      a0 = f64x2.add(a0, f64x2.mul(v128.load(p), v128.load(q)));
      a1 = f64x2.add(a1, f64x2.mul(v128.load(p, CELL), v128.load(q, CELL)));
    }
    let cosine = f64x2.mul(f64x2.mul(f64x2.add(a0, a1), inverseA), inverseB);
    let kA = pairAngle(r, cosine, own + 16, own + bytes, one, sixth, next);
    let evenA = f64x2.mul(kA, normB);
    let evenB = f64x2.mul(kA, normA);
    let oddA = f64x2.splat(0);
    let oddB = oddA;
    r += PAIR;
    let b = a + 2 * width;
    let j = atI + 2 * NEURON;
    let upper = own + 32;
    let lower = own + 2 * bytes;
    for (; b + width < last; b += 2 * width, j += 2 * NEURON, r += 4 * PAIR, upper += 32, lower += 2 * bytes) {
      a0 = f64x2.splat(0);
      a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      for (let p = a, q = b; p < a + width; p += 2 * CELL, q += 2 * CELL) {
        let x = v128.load(p);
        let y = v128.load(p + width);
        let u = v128.load(q);
        let v = v128.load(q + width);
        a0 = f64x2.add(a0, f64x2.mul(x, u));
        a2 = f64x2.add(a2, f64x2.mul(x, v));
        b0 = f64x2.add(b0, f64x2.mul(y, u));
        b2 = f64x2.add(b2, f64x2.mul(y, v));
        x = v128.load(p, CELL);
        y = v128.load(p + width, CELL);
        u = v128.load(q, CELL);
        v = v128.load(q + width, CELL);
        a1 = f64x2.add(a1, f64x2.mul(x, u));
        a3 = f64x2.add(a3, f64x2.mul(x, v));
        b1 = f64x2.add(b1, f64x2.mul(y, u));
        b3 = f64x2.add(b3, f64x2.mul(y, v));
      }
      let inverse = v128.load(j, INVERSE);
      let length = v128.load(j);
      cosine = f64x2.mul(f64x2.mul(f64x2.add(a0, a1), inverse), inverseA);
      kA = pairAngle(r, cosine, upper, lower, one, sixth, next);
      evenA = f64x2.add(evenA, f64x2.mul(kA, length));
      cosine = f64x2.mul(f64x2.mul(f64x2.add(b0, b1), inverse), inverseB);
      let kB = pairAngle(r + PAIR, cosine, upper + bytes, lower + 16, one, sixth, next);
      evenB = f64x2.add(evenB, f64x2.mul(kB, length));
      addKappa(j, f64x2.add(f64x2.mul(kA, normA), f64x2.mul(kB, normB)));
      inverse = v128.load(j, NEURON + INVERSE);
      length = v128.load(j, NEURON);
      cosine = f64x2.mul(f64x2.mul(f64x2.add(a2, a3), inverse), inverseA);
      kA = pairAngle(r + 2 * PAIR, cosine, upper + 16, lower + bytes, one, sixth, next);
      oddA = f64x2.add(oddA, f64x2.mul(kA, length));
      cosine = f64x2.mul(f64x2.mul(f64x2.add(b2, b3), inverse), inverseB);
      kB = pairAngle(r + 3 * PAIR, cosine, upper + bytes + 16, lower + bytes + 16, one, sixth, next);
      oddB = f64x2.add(oddB, f64x2.mul(kB, length));
      addKappa(j + NEURON, f64x2.add(f64x2.mul(kA, normA), f64x2.mul(kB, normB)));
    }
    if (b < last) {
      a0 = f64x2.splat(0);
      a1 = a0;
      let b0 = a0;
      let b1 = a0;
      for (let p = a, q = b; p < a + width; p += 2 * CELL, q += 2 * CELL) {
        const u = v128.load(q);
        const v = v128.load(q, CELL);
        a0 = f64x2.add(a0, f64x2.mul(v128.load(p), u));
        a1 = f64x2.add(a1, f64x2.mul(v128.load(p, CELL), v));
        b0 = f64x2.add(b0, f64x2.mul(v128.load(p + width), u));
        b1 = f64x2.add(b1, f64x2.mul(v128.load(p + width, CELL), v));
      }
      const inverse = v128.load(j, INVERSE);
      const length = v128.load(j);
      cosine = f64x2.mul(f64x2.mul(f64x2.add(a0, a1), inverse), inverseA);
      kA = pairAngle(r, cosine, upper, lower, one, sixth, next);
      evenA = f64x2.add(evenA, f64x2.mul(kA, length));
      cosine = f64x2.mul(f64x2.mul(f64x2.add(b0, b1), inverse), inverseB);
      const kB = pairAngle(r + PAIR, cosine, upper + bytes, lower + 16, one, sixth, next);
      evenB = f64x2.add(evenB, f64x2.mul(kB, length));
      addKappa(j, f64x2.add(f64x2.mul(kA, normA), f64x2.mul(kB, normB)));
      r += 2 * PAIR;
    }
    addKappa(atI, f64x2.add(evenA, oddA));
    addKappa(atI + NEURON, f64x2.add(evenB, oddB));
  }
}

/** The run of which `refresh` computes the angles, 0 or 1, or BOTH. */
let lane: i32 = 0;
const BOTH: i32 = 2;
/** What `refreshTwo` found. */
let first: v128 = f64x2.splat(0);
let second: v128 = f64x2.splat(0);

/** Two angles from their cosines; those of a run alone are computed together. */
function refreshTwo(a: v128, oldA: v128, b: v128, oldB: v128): void {
  if (lane == BOTH) {
    first = asin(a);
    second = asin(b);
  } else if (lane == 0) {
    const both = asin(v128.shuffle<f64>(a, b, 0, 2));
    first = v128.shuffle<f64>(both, oldA, 0, 3);
    second = v128.shuffle<f64>(both, oldB, 1, 3);
  } else {
    const both = asin(v128.shuffle<f64>(a, b, 1, 3));
    first = v128.shuffle<f64>(oldA, both, 0, 2);
    second = v128.shuffle<f64>(oldB, both, 0, 3);
  }
}

/** Every angle of one run, or of both, from its cosine alone, and what hangs on it. */
function refresh(which: i32): void {
  lane = which;
  for (let a = cells, at = neurons; a < cellsEnd; a += row, at += NEURON) {
    let even = f64x2.splat(0);
    let odd = even;
    for (let p = a, last = a + row; p < last; p += 2 * CELL) {
      refreshTwo(v128.load(p, COSINE), v128.load(p, BETA), v128.load(p, CELL + COSINE), v128.load(p, CELL + BETA));
      v128.store(p, first, BETA);
      v128.store(p, second, CELL + BETA);
      even = f64x2.add(even, f64x2.mul(v128.load(p), first));
      odd = f64x2.add(odd, f64x2.mul(v128.load(p, CELL), second));
    }
    v128.store(at, f64x2.add(even, odd), TARGET_INNER);
  }
  const bytes = betaRow;
  let r = pairs;
  for (let i = 0; i + 1 < n; i += 2) {
    let upper = betas + <usize>i * (bytes + 16);
    let lower = upper;
    refreshTwo(v128.load(r), v128.load(upper, 16), f64x2.splat(0), f64x2.splat(0));
    v128.store(upper, first, 16);
    v128.store(lower + bytes, first);
    r += PAIR;
    for (let j = i + 2; j < n; j++, r += 2 * PAIR) {
      upper = betas + <usize>i * bytes + (<usize>j << 4);
      lower = betas + <usize>j * bytes + (<usize>i << 4);
      refreshTwo(v128.load(r), v128.load(upper), v128.load(r, PAIR), v128.load(upper + bytes));
      v128.store(upper, first);
      v128.store(lower, first);
      v128.store(upper + bytes, second);
      v128.store(lower, second, 16);
    }
  }
}

/** betas W, four rows (or the last two) and two columns at a time. */
function multiply(): void {
  const width = row;
  const bytes = betaRow;
  const last = betas + <usize>n * bytes;
  const count = <usize>n << 4;
  let b = betas;
  let out = cells;
  for (; b + 2 * bytes < last; b += 4 * bytes, out += 4 * width) {
    for (let c: usize = 0; c < width; c += 2 * CELL) {
      let p0 = f64x2.splat(0);
      let p1 = p0;
      let p2 = p0;
      let p3 = p0;
      let q0 = p0;
      let q1 = p0;
      let q2 = p0;
      let q3 = p0;
      let w = cells + c;
      for (let e = b; e < b + count; e += 16, w += width) {
        const u = v128.load(w);
        const v = v128.load(w, CELL);
        let f = v128.load(e);
        p0 = f64x2.add(p0, f64x2.mul(f, u));
        q0 = f64x2.add(q0, f64x2.mul(f, v));
        f = v128.load(e + bytes);
        p1 = f64x2.add(p1, f64x2.mul(f, u));
        q1 = f64x2.add(q1, f64x2.mul(f, v));
        f = v128.load(e + 2 * bytes);
        p2 = f64x2.add(p2, f64x2.mul(f, u));
        q2 = f64x2.add(q2, f64x2.mul(f, v));
        f = v128.load(e + 3 * bytes);
        p3 = f64x2.add(p3, f64x2.mul(f, u));
        q3 = f64x2.add(q3, f64x2.mul(f, v));
      }
      const g = out + c;
      v128.store(g, p0, G);
      v128.store(g, q0, CELL + G);
      v128.store(g + width, p1, G);
      v128.store(g + width, q1, CELL + G);
      v128.store(g + 2 * width, p2, G);
      v128.store(g + 2 * width, q2, CELL + G);
      v128.store(g + 3 * width, p3, G);
      v128.store(g + 3 * width, q3, CELL + G);
    }
  }
  if (b < last)
    for (let c: usize = 0; c < width; c += 2 * CELL) {
      let p0 = f64x2.splat(0);
      let p1 = p0;
      let q0 = p0;
      let q1 = p0;
      let w = cells + c;
      for (let e = b; e < b + count; e += 16, w += width) {
        const u = v128.load(w);
        const v = v128.load(w, CELL);
        let f = v128.load(e);
        p0 = f64x2.add(p0, f64x2.mul(f, u));
        q0 = f64x2.add(q0, f64x2.mul(f, v));
        f = v128.load(e + bytes);
        p1 = f64x2.add(p1, f64x2.mul(f, u));
        q1 = f64x2.add(q1, f64x2.mul(f, v));
      }
      const g = out + c;
      v128.store(g, p0, G);
      v128.store(g, q0, CELL + G);
      v128.store(g + width, p1, G);
      v128.store(g + width, q1, CELL + G);
    }
}

/** Evaluates F and 2 pi grad F at the weights, into the report; `fresh`: all angles from scratch. */
function evaluate(fresh: bool): void {
  const excess = sumsAndNorms();
  largest = f64x2.splat(0);
  correctTargets();
  correctPairs();
  const failed = fresh ? 3 : i64x2.bitmask(f64x2.gt(largest, f64x2.splat(SMALL)));
  if (failed != 0) refresh(failed == 3 ? BOTH : failed - 1);
  multiply();

  const half = f64x2.splat(HALF_PI - 1);
  const sums = columnSum;
  let even = f64x2.splat(0);
  let odd = even;
  for (let s = sums, last = sums + (<usize>k << 4); s < last; s += 32) {
    const left = v128.load(s);
    const right = v128.load(s, 16);
    even = f64x2.add(even, f64x2.mul(left, left));
    odd = f64x2.add(odd, f64x2.mul(right, right));
    v128.store(s, f64x2.mul(left, f64x2.splat(HALF_PI)));
    v128.store(s, f64x2.mul(right, f64x2.splat(HALF_PI)), 16);
  }
  let energy = f64x2.splat((HALF_PI - 1) * <f64>k);
  let steepest = f64x2.splat(0);
  let at = neurons;
  for (let a = cells; a < cellsEnd; at += NEURON) {
    const length = v128.load(at);
    const toTargets = v128.load(at, TARGET_KAPPA);
    const kappas = f64x2.sub(v128.load(at, KAPPA), toTargets);
    const scale = f64x2.add(f64x2.mul(f64x2.sub(excess, kappas), v128.load(at, INVERSE)), half);
    let inner0 = f64x2.splat(0);
    let inner1 = inner0;
    let square0 = inner0;
    let square1 = inner0;
    // The padding of an odd k: 0 throughout.
    for (let s = sums, last = a + row; a < last; a += 2 * CELL, s += 32) {
      let w = v128.load(a);
      let t = f64x2.sub(v128.load(a, G), v128.load(a, BETA));
      inner0 = f64x2.add(inner0, f64x2.mul(w, t));
      let g = f64x2.add(f64x2.add(v128.load(s), f64x2.mul(scale, w)), t);
      square0 = f64x2.add(square0, f64x2.mul(g, g));
      v128.store(a, g, G);
      w = v128.load(a, CELL);
      t = f64x2.sub(v128.load(a, CELL + G), v128.load(a, CELL + BETA));
      inner1 = f64x2.add(inner1, f64x2.mul(w, t));
      g = f64x2.add(f64x2.add(v128.load(s, 16), f64x2.mul(scale, w)), t);
      square1 = f64x2.add(square1, f64x2.mul(g, g));
      v128.store(a, g, CELL + G);
    }
    const own = f64x2.mul(f64x2.mul(half, length), length);
    const others = f64x2.sub(f64x2.add(own, f64x2.add(inner0, inner1)), v128.load(at, TARGET_INNER));
    energy = f64x2.add(energy, f64x2.sub(others, f64x2.mul(length, f64x2.sub(kappas, toTargets))));
    steepest = f64x2.max(steepest, f64x2.add(square0, square1));
  }
  const squares = f64x2.mul(f64x2.add(even, odd), f64x2.splat(0.125));
  const rest = f64x2.div(f64x2.add(f64x2.mul(excess, excess), energy), f64x2.splat(4 * PI));
  v128.store(report, f64x2.add(squares, rest), OBJECTIVE);
  v128.store(report, f64x2.sqrt(steepest), GRADIENT_NORM);
}

/**
 * Takes up to `steps` steps W <- W - eta grad F, a multiple of REFRESH, of each run no more than its limit. Before each step the tests of
 * descent.ts, in their order. Ends sooner when no run goes on, or one has ended and the steps are a multiple of REFRESH.
 */
export function run(steps: i32, eta: f64, tolerance: f64, ceiling: f64, drop: f64, slack: f64): void {
  const factor = f64x2.splat(eta / (2 * PI));
  const one = f64x2.splat(1);
  const at = report;
  const limit = v128.load(at, LIMIT);
  let taken = f64x2.splat(0);
  let status = f64x2.splat(0);
  const begun = f64x2.gt(limit, taken);
  let going = begun;
  for (let step = 0; step < steps; step++) {
    const fresh = (step & (REFRESH - 1)) == 0;
    if (fresh && v128.any_true(v128.andnot(begun, going))) break;
    const kept = v128.load(at, OBJECTIVE);
    const keptNorm = v128.load(at, GRADIENT_NORM);
    evaluate(fresh);
    const objective = v128.bitselect(v128.load(at, OBJECTIVE), kept, going);
    const gradientNorm = v128.bitselect(v128.load(at, GRADIENT_NORM), keptNorm, going);
    v128.store(at, objective, OBJECTIVE);
    v128.store(at, gradientNorm, GRADIENT_NORM);
    const previous = v128.load(at, PREVIOUS);
    const rose = v128.and(f64x2.gt(objective, f64x2.add(previous, f64x2.splat(slack))), going);
    if (v128.any_true(rose)) {
      v128.store(at, f64x2.add(v128.load(at, INCREASES), v128.and(one, rose)), INCREASES);
      const largest = v128.load(at, LARGEST_INCREASE);
      const larger = f64x2.max(largest, f64x2.sub(objective, previous));
      v128.store(at, v128.bitselect(larger, largest, rose), LARGEST_INCREASE);
    }
    v128.store(at, objective, PREVIOUS);
    const diverged = v128.andnot(going, f64x2.le(gradientNorm, f64x2.splat(ceiling)));
    const dropped = v128.and(f64x2.lt(objective, f64x2.splat(drop)), going);
    const stationary = v128.and(f64x2.le(gradientNorm, f64x2.splat(tolerance)), going);
    const ended = v128.or(v128.or(diverged, dropped), stationary);
    if (v128.any_true(ended)) {
      status = v128.bitselect(f64x2.splat(STATIONARY), status, stationary);
      status = v128.bitselect(f64x2.splat(DROPPED), status, dropped);
      status = v128.bitselect(f64x2.splat(DIVERGED), status, diverged);
      going = v128.andnot(going, ended);
    }
    for (let p = cells, last = cellsEnd; p < last; p += 2 * CELL) {
      const move = v128.and(f64x2.mul(factor, v128.load(p, G)), going);
      const next = v128.and(f64x2.mul(factor, v128.load(p, CELL + G)), going);
      v128.store(p, f64x2.sub(v128.load(p), move));
      v128.store(p, f64x2.sub(v128.load(p, CELL), next), CELL);
    }
    taken = f64x2.add(taken, v128.and(one, going));
    going = v128.and(going, f64x2.gt(limit, taken));
    if (!v128.any_true(going)) break;
  }
  v128.store(at, taken, TAKEN);
  v128.store(at, status, STATUS);
}
