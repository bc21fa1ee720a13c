// Gradient descent on F, n neurons and k targets in R^d, two doubles at a time (WebAssembly SIMD). The targets are e_1 ... e_k
// of R^k, or any others of which target j vanishes beyond coordinate j: coordinates in which they do exist for all targets.
//
// With p, q running over neurons (sign +1) and targets (sign -1), rho = cos of an angle, beta = asin rho,
// kappa = 1 - sqrt(1 - rho^2), S = sum w_i - sum v_j, L = sum |w_i| - sum |v_j|, the objective and its gradient are
//
//   F          = |S|^2/8 + L^2/4pi + ((pi/2 - 1) sum |p|^2 + sum_{p != q} s_p s_q |p||q| (rho beta - kappa)) / 4pi
//   2pi grad_w = (pi/2) S + (l_w/|w| + pi/2 - 1) w + T_w,
//   l_w = L - K_w,   K_w = sum_{q != w} s_q |q| kappa_wq,   T_w = sum_{q != w} s_q beta_wq q,
//
// which is Safran & Shamir (S6)-(S8) rearranged. In this form a padding zero, in a row or a column, contributes
// exactly 0, so that rows and columns are padded to even numbers. A target e_j meets w in rho = w_j / |w|; for other targets
// the cosines and the sums of beta v are two products of matrices, of which the zeros of the targets save half.
//
// Angles. Every REFRESH-th step computes asin from rho; the others correct the last angle by
// beta - beta' = asin(rho s' - rho' s), s = sqrt(1 - rho^2), whose argument is small, so that two terms of the series
// do. If one is not small (> 2^-7), all angles of that step are computed afresh. Nothing but the weights and the number of
// the step modulo REFRESH decides what is computed: calls for multiples of REFRESH steps may be strung together freely.

import { asin, HALF_PI, PI, REFRESH, SMALL } from './descent/angles';

/** Status codes of `run`. */
const ADVANCED: i32 = 0;
const STATIONARY: i32 = 1;
const DROPPED: i32 = 2;
const DIVERGED: i32 = 3;

/** F at the last point evaluated. */
export let objective: f64 = 0;
/** max_i |2 pi grad_i F| at the last point evaluated. */
export let gradientNorm: f64 = 0;
/** Steps taken by the last call of `run`. */
export let taken: i32 = 0;
/** Steps, since `restart`, after which F was larger than before by more than the given slack. */
export let increases: i32 = 0;
/** The largest such increase. */
export let largestIncrease: f64 = 0;

/** F one step before; nothing before `restart` counts. */
export let previous: f64 = Infinity;
let n: i32 = 0;
let k: i32 = 0;
let standardBasis: bool = true;
/** Even number of neurons; bytes of a row of the n x d, of the n x k and of the n x n matrices. */
let np: i32 = 0;
let row: usize = 0;
let targetRow: usize = 0;
let pairRow: usize = 0;

/** sum |v_j|, and 4 pi times what F owes to the targets alone. */
let targetLength: f64 = 0;
let targetEnergy: f64 = 0;
/** -sum v_j. For other targets than the standard basis: norms, k x d rows, and d x k columns of length 1. */
let targetSum: usize = 0;
let targetNorm: usize = 0;
let V: usize = 0;
let unitColumns: usize = 0;
/** n x d, row = neuron: weights; T, then 2 pi times the gradient. */
let W: usize = 0;
let G: usize = 0;
/**
 * Angles, two to a record of four vectors (new cosine, and of the last step cosine, sine, asin of the cosine), so that one
 * loop serves all: first those with the targets, n x k; then for i = 0, 2, 4, ... the pair (i, i+1) alone,
 * in lane 1, and for j = i+2, i+4, ... the pairs of i, and those of i+1, with (j, j+1).
 */
let angles: usize = 0;
let pairs: usize = 0;
let anglesEnd: usize = 0;
/** n x n: asin of the cosine of the angles between neurons, diagonal 0. */
let betas: usize = 0;
/** Column sums S; norms, their inverses, K_w without the targets; sums of kappa and of w_j beta_wj over the targets. */
let columnSum: usize = 0;
let norm: usize = 0;
let inverse: usize = 0;
let kappaSum: usize = 0;
let targetKappa: usize = 0;
let targetInner: usize = 0;

const RECORD: usize = 64;
const COSINE: usize = 16;
const SINE: usize = 32;
const BETA: usize = 48;

/**
 * Lays out memory for n neurons and k targets in R^d, the standard basis of R^k or others, and returns the bytes needed. Then
 * `clearTargets`, the rows of other targets from `targets()` on, `measureTargets`; the weights start at `weights()`.
 */
export function prepare(neurons: i32, targets: i32, width: i32, others: bool): usize {
  n = neurons;
  k = targets;
  standardBasis = !others;
  np = (n + 1) & ~1;
  row = <usize>((width + 1) & ~1) << 3;
  targetRow = <usize>((k + 1) & ~1) << 3;
  pairRow = <usize>np << 3;
  const matrix = <usize>np * row;
  const blocks = <usize>(np >> 1);
  targetSum = (__heap_base + 63) & ~63;
  targetNorm = targetSum + row;
  V = targetNorm + targetRow;
  unitColumns = V + (others ? (targetRow >> 3) * row : 0);
  W = (unitColumns + (others ? (row >> 3) * targetRow : 0) + 63) & ~63;
  G = W + matrix;
  angles = (G + matrix + 63) & ~63;
  pairs = angles + (<usize>np * (targetRow >> 4)) * RECORD;
  anglesEnd = pairs + blocks * blocks * RECORD;
  betas = anglesEnd;
  columnSum = betas + <usize>np * pairRow;
  norm = columnSum + row;
  inverse = norm + pairRow;
  kappaSum = inverse + pairRow;
  targetKappa = kappaSum + pairRow;
  targetInner = targetKappa + pairRow;
  return targetInner + pairRow;
}

/** Where the k x d rows of other targets start; rows are `stride()` bytes apart. */
export function targets(): usize {
  return V;
}

/** Zeroes the memory of the targets, before others are written. */
export function clearTargets(): void {
  memory.fill(targetSum, 0, W - targetSum);
}

/** Computes from the targets what does not change along a run. */
export function measureTargets(): void {
  targetLength = 0;
  targetEnergy = 0;
  if (standardBasis) {
    for (let j: i32 = 0; j < k; j++) store<f64>(targetSum + (<usize>j << 3), -1);
    targetLength = <f64>k;
    targetEnergy = (HALF_PI - 1) * <f64>k;
    return;
  }
  for (let j: i32 = 0; j < k; j++) {
    const line = V + <usize>j * row;
    const length = Math.sqrt(dot(line, line));
    store<f64>(targetNorm + (<usize>j << 3), length);
    targetLength += length;
    for (let c: usize = 0; c < row; c += 8) {
      const x = load<f64>(line + c);
      store<f64>(targetSum + c, load<f64>(targetSum + c) - x);
      store<f64>(unitColumns + (c >> 3) * targetRow + (<usize>j << 3), length > 0 ? x / length : 0);
    }
    let sum = (HALF_PI - 1) * length * length;
    for (let i: i32 = 0; i < j; i++) {
      const lengths = length * load<f64>(targetNorm + (<usize>i << 3));
      const rho = lengths > 0 ? max<f64>(-1, min<f64>(1, dot(line, V + <usize>i * row) / lengths)) : 0;
      const beta = f64x2.extract_lane(asin(f64x2.splat(rho)), 0);
      sum += 2 * lengths * (rho * beta - 1 + Math.sqrt((1 - rho) * (1 + rho)));
    }
    targetEnergy += sum;
  }
}

/** The inner product of two rows. */
function dot(a: usize, b: usize): f64 {
  let sum: f64 = 0;
  for (let c: usize = 0; c < row; c += 8) sum += load<f64>(a + c) * load<f64>(b + c);
  return sum;
}

/** Where the n x d weights start; rows are `stride()` bytes apart. */
export function weights(): usize {
  return W;
}

/** Where 2 pi times the gradient starts, laid out as the weights. */
export function gradient(): usize {
  return G;
}

/** Bytes from one row of weights to the next. */
export function stride(): usize {
  return row;
}

/** Forgets the objective of the last run, and zeroes all memory in use. */
export function restart(): void {
  memory.fill(W, 0, targetInner + pairRow - W);
  previous = Infinity;
  increases = 0;
  largestIncrease = 0;
}

// @ts-ignore: decorator
@inline
function sumOfLanes(a: v128): f64 {
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

/** (sum of the lanes of a, sum of the lanes of b) */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128): v128 {
  return f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
}

/** S, the norms and their inverses; returns L. */
function sumsAndNorms(): f64 {
  const width = row;
  const end = W + <usize>np * width;
  for (let c: usize = 0; c < width; c += 16) {
    let sum = v128.load(targetSum + c);
    for (let p = W + c; p < end; p += width) sum = f64x2.add(sum, v128.load(p));
    v128.store(columnSum + c, sum);
  }
  let length = f64x2.splat(0);
  let at: usize = 0;
  for (let a = W; a < end; a += 2 * width, at += 16) {
    let aa = f64x2.splat(0);
    let bb = f64x2.splat(0);
    for (let p = a, q = a + width; p < a + width; p += 16, q += 16) {
      const x = v128.load(p);
      const y = v128.load(q);
      aa = f64x2.add(aa, f64x2.mul(x, x));
      bb = f64x2.add(bb, f64x2.mul(y, y));
    }
    const lengths = f64x2.sqrt(sums(aa, bb));
    length = f64x2.add(length, lengths);
    v128.store(norm + at, lengths);
    const inverses = f64x2.div(f64x2.splat(1), lengths);
    v128.store(inverse + at, v128.and(inverses, f64x2.gt(lengths, f64x2.splat(0))));
  }
  return sumOfLanes(length) - targetLength;
}

/** The new cosines of the angles with the standard basis. */
function basisCosines(): void {
  const width = row;
  const end = W + <usize>np * width;
  let r = angles;
  for (let a = W, at = inverse; a < end; a += width, at += 8) {
    const scale = v128.load64_splat(at);
    for (let p = a; p < a + width; p += 16, r += RECORD) v128.store(r, f64x2.mul(v128.load(p), scale));
  }
}

/** The new cosines of the angles with other targets: W times the columns of length 1; target j ends at coordinate j. */
function targetCosines(): void {
  const width = row;
  const bytes = targetRow;
  const records = (bytes >> 4) * RECORD;
  const end = W + <usize>np * width;
  let a = W;
  let r = angles;
  let at = inverse;
  for (; a + 4 * width <= end; a += 4 * width, at += 32, r += 4 * records) {
    let t: usize = 0;
    let s = r;
    for (; t + 32 <= bytes; t += 32, s += 2 * RECORD) {
      let p0 = f64x2.splat(0);
      let p1 = f64x2.splat(0);
      let p2 = f64x2.splat(0);
      let p3 = f64x2.splat(0);
      let q0 = f64x2.splat(0);
      let q1 = f64x2.splat(0);
      let q2 = f64x2.splat(0);
      let q3 = f64x2.splat(0);
      let c = unitColumns + t;
      for (let p = a, last = a + min(width, t + 32); p < last; p += 8, c += bytes) {
        const u = v128.load(c);
        const v = v128.load(c, 16);
        let f = v128.load64_splat(p);
        p0 = f64x2.add(p0, f64x2.mul(f, u));
        q0 = f64x2.add(q0, f64x2.mul(f, v));
        f = v128.load64_splat(p + width);
        p1 = f64x2.add(p1, f64x2.mul(f, u));
        q1 = f64x2.add(q1, f64x2.mul(f, v));
        f = v128.load64_splat(p + 2 * width);
        p2 = f64x2.add(p2, f64x2.mul(f, u));
        q2 = f64x2.add(q2, f64x2.mul(f, v));
        f = v128.load64_splat(p + 3 * width);
        p3 = f64x2.add(p3, f64x2.mul(f, u));
        q3 = f64x2.add(q3, f64x2.mul(f, v));
      }
      storeCosines(s, p0, q0, at);
      storeCosines(s + records, p1, q1, at + 8);
      storeCosines(s + 2 * records, p2, q2, at + 16);
      storeCosines(s + 3 * records, p3, q3, at + 24);
    }
    if (t < bytes) {
      targetCosinesOfPair(a, t, s, at);
      targetCosinesOfPair(a + 2 * width, t, s + 2 * records, at + 16);
    }
  }
  if (a < end) for (let t: usize = 0; t < bytes; t += 16, r += RECORD) targetCosinesOfPair(a, t, r, at);
}

// @ts-ignore: decorator
@inline
function storeCosines(r: usize, p: v128, q: v128, at: usize): void {
  const scale = v128.load64_splat(at);
  v128.store(r, f64x2.mul(p, scale));
  v128.store(r, f64x2.mul(q, scale), RECORD);
}

/** The same for two neurons from `a` and the two targets at t. */
function targetCosinesOfPair(a: usize, t: usize, r: usize, at: usize): void {
  const width = row;
  let x = f64x2.splat(0);
  let y = f64x2.splat(0);
  let u = unitColumns + t;
  for (let p = a, last = a + min(width, t + 16); p < last; p += 8, u += targetRow) {
    const v = v128.load(u);
    x = f64x2.add(x, f64x2.mul(v128.load64_splat(p), v));
    y = f64x2.add(y, f64x2.mul(v128.load64_splat(p + width), v));
  }
  v128.store(r, f64x2.mul(x, v128.load64_splat(at)));
  v128.store(r + (targetRow >> 4) * RECORD, f64x2.mul(y, v128.load64_splat(at, 8)));
}

/** The new cosines of the angles between neurons. */
function pairCosines(): void {
  const width = row;
  const end = W + <usize>np * width;
  let r = pairs;
  let atI = inverse;
  for (let a = W; a < end; a += 2 * width, atI += 16) {
    const inverseA = v128.load64_splat(atI);
    const inverseB = v128.load64_splat(atI, 8);
    let own = f64x2.splat(0);
    for (let p = a, q = a + width; p < a + width; p += 16, q += 16)
      own = f64x2.add(own, f64x2.mul(v128.load(p), v128.load(q)));
    own = f64x2.mul(f64x2.mul(sums(f64x2.splat(0), own), inverseA), inverseB);
    v128.store(r, own);
    r += RECORD;
    let b = a + 2 * width;
    let atJ = atI + 16;
    for (; b + 4 * width <= end; b += 4 * width, atJ += 32, r += 4 * RECORD) {
      let a0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let a2 = f64x2.splat(0);
      let a3 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let b2 = f64x2.splat(0);
      let b3 = f64x2.splat(0);
      let q = b;
      for (let p = a; p < a + width; p += 16, q += 16) {
        const x = v128.load(p);
        const y = v128.load(p + width);
        let u = v128.load(q);
        a0 = f64x2.add(a0, f64x2.mul(x, u));
        b0 = f64x2.add(b0, f64x2.mul(y, u));
        u = v128.load(q + width);
        a1 = f64x2.add(a1, f64x2.mul(x, u));
        b1 = f64x2.add(b1, f64x2.mul(y, u));
        u = v128.load(q + 2 * width);
        a2 = f64x2.add(a2, f64x2.mul(x, u));
        b2 = f64x2.add(b2, f64x2.mul(y, u));
        u = v128.load(q + 3 * width);
        a3 = f64x2.add(a3, f64x2.mul(x, u));
        b3 = f64x2.add(b3, f64x2.mul(y, u));
      }
      const left = v128.load(atJ);
      const right = v128.load(atJ, 16);
      v128.store(r, f64x2.mul(f64x2.mul(sums(a0, a1), left), inverseA));
      v128.store(r, f64x2.mul(f64x2.mul(sums(b0, b1), left), inverseB), RECORD);
      v128.store(r, f64x2.mul(f64x2.mul(sums(a2, a3), right), inverseA), 2 * RECORD);
      v128.store(r, f64x2.mul(f64x2.mul(sums(b2, b3), right), inverseB), 3 * RECORD);
    }
    if (b < end) {
      let a0 = f64x2.splat(0);
      let a1 = f64x2.splat(0);
      let b0 = f64x2.splat(0);
      let b1 = f64x2.splat(0);
      let q = b;
      for (let p = a; p < a + width; p += 16, q += 16) {
        const x = v128.load(p);
        const y = v128.load(p + width);
        let u = v128.load(q);
        a0 = f64x2.add(a0, f64x2.mul(x, u));
        b0 = f64x2.add(b0, f64x2.mul(y, u));
        u = v128.load(q + width);
        a1 = f64x2.add(a1, f64x2.mul(x, u));
        b1 = f64x2.add(b1, f64x2.mul(y, u));
      }
      const left = v128.load(atJ);
      v128.store(r, f64x2.mul(f64x2.mul(sums(a0, a1), left), inverseA));
      v128.store(r, f64x2.mul(f64x2.mul(sums(b0, b1), left), inverseB), RECORD);
      r += 2 * RECORD;
    }
  }
}

/** Corrects every angle for its new cosine; false if one changed too much. */
function correct(): bool {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  const sixth = f64x2.splat(0.16666666666666666);
  const next = f64x2.splat(0.075);
  const end = anglesEnd;
  let largest = zero;
  for (let r = angles; r < end; r += RECORD) {
    const c = v128.load(r);
    const s = f64x2.sqrt(f64x2.pmax(zero, f64x2.mul(f64x2.sub(one, c), f64x2.add(one, c))));
    const x = f64x2.sub(f64x2.mul(c, v128.load(r, SINE)), f64x2.mul(s, v128.load(r, COSINE)));
    const z = f64x2.mul(x, x);
    largest = f64x2.pmax(largest, z);
    v128.store(r, c, COSINE);
    v128.store(r, s, SINE);
    const p = f64x2.add(sixth, f64x2.mul(z, next));
    const asin = f64x2.add(x, f64x2.mul(f64x2.mul(x, z), p));
    v128.store(r, f64x2.add(v128.load(r, BETA), asin), BETA);
  }
  return !v128.any_true(f64x2.gt(largest, f64x2.splat(SMALL)));
}

/** Every angle from its new cosine alone. */
function refresh(): void {
  const one = f64x2.splat(1);
  for (let r = angles, end = anglesEnd; r < end; r += RECORD) {
    const c = v128.load(r);
    v128.store(r, c, COSINE);
    const square = f64x2.mul(f64x2.sub(one, c), f64x2.add(one, c));
    v128.store(r, f64x2.sqrt(f64x2.pmax(f64x2.splat(0), square)), SINE);
    v128.store(r, asin(c), BETA);
  }
}

/** The sums over the targets of kappa and of w_j beta_wj, for the standard basis. */
function collectBasis(): void {
  const one = f64x2.splat(1);
  const width = row;
  let r = angles;
  let at: usize = 0;
  for (let a = W, end = W + <usize>np * width; a < end; a += width, at += 8) {
    let kappa = f64x2.splat(0);
    let inner = f64x2.splat(0);
    for (let p = a; p < a + width; p += 16, r += RECORD) {
      kappa = f64x2.add(kappa, f64x2.sub(one, v128.load(r, SINE)));
      inner = f64x2.add(inner, f64x2.mul(v128.load(p), v128.load(r, BETA)));
    }
    store<f64>(targetKappa + at, sumOfLanes(kappa));
    store<f64>(targetInner + at, sumOfLanes(inner));
  }
}

/** The same for other targets: sums of |v| kappa, and of (w . v) beta = |w||v| rho beta. */
function collectTargets(): void {
  const one = f64x2.splat(1);
  const bytes = targetRow;
  const lengths = targetNorm;
  let r = angles;
  for (let at: usize = 0; at < pairRow; at += 8) {
    let kappa = f64x2.splat(0);
    let inner = f64x2.splat(0);
    for (let t: usize = 0; t < bytes; t += 16, r += RECORD) {
      const length = v128.load(lengths + t);
      kappa = f64x2.add(kappa, f64x2.mul(length, f64x2.sub(one, v128.load(r, SINE))));
      inner = f64x2.add(inner, f64x2.mul(length, f64x2.mul(v128.load(r, COSINE), v128.load(r, BETA))));
    }
    store<f64>(targetKappa + at, sumOfLanes(kappa));
    store<f64>(targetInner + at, load<f64>(norm + at) * sumOfLanes(inner));
  }
}

/** From the angles between neurons: K_w without the targets, and the matrix of betas. */
function collect(): void {
  const one = f64x2.splat(1);
  let r = pairs;
  const bytes = pairRow;
  const norms = norm;
  const kappas = kappaSum;
  memory.fill(kappas, 0, bytes);
  for (let i: usize = 0; i < bytes; i += 16) {
    const normA = v128.load64_splat(norms + i);
    const normB = v128.load64_splat(norms + i, 8);
    let upper = betas + (i >> 3) * bytes + i;
    const beta = v128.load(r, BETA);
    v128.store(upper, v128.shuffle<f64>(f64x2.splat(0), beta, 0, 3));
    v128.store(upper + bytes, v128.shuffle<f64>(beta, f64x2.splat(0), 1, 2));
    const kappa = f64x2.sub(one, v128.load(r, SINE));
    const own = v128.shuffle<f64>(kappa, kappa, 1, 1);
    let kappaA = f64x2.mul(own, v128.shuffle<f64>(normB, f64x2.splat(0), 0, 2));
    let kappaB = f64x2.mul(own, v128.shuffle<f64>(normA, f64x2.splat(0), 0, 2));
    r += RECORD;
    let lower = upper;
    for (let j = i + 16; j < bytes; j += 16, r += 2 * RECORD) {
      upper += 16;
      lower += 2 * bytes;
      const a = v128.load(r, BETA);
      const b = v128.load(r, RECORD + BETA);
      v128.store(upper, a);
      v128.store(upper + bytes, b);
      v128.store(lower, v128.shuffle<f64>(a, b, 0, 2));
      v128.store(lower + bytes, v128.shuffle<f64>(a, b, 1, 3));
      const kA = f64x2.sub(one, v128.load(r, SINE));
      const kB = f64x2.sub(one, v128.load(r, RECORD + SINE));
      const lengths = v128.load(norms + j);
      kappaA = f64x2.add(kappaA, f64x2.mul(kA, lengths));
      kappaB = f64x2.add(kappaB, f64x2.mul(kB, lengths));
      const others = f64x2.add(f64x2.mul(kA, normA), f64x2.mul(kB, normB));
      v128.store(kappas + j, f64x2.add(v128.load(kappas + j), others));
    }
    v128.store(kappas + i, f64x2.add(v128.load(kappas + i), sums(kappaA, kappaB)));
  }
}

/**
 * The sums of beta v over the targets into G: betas times V. Target j ends at coordinate j, so that the sum at coordinate c
 * begins at target c. A record holds the betas of two targets.
 */
function multiplyTargets(): void {
  const width = row;
  const records = (targetRow >> 4) * RECORD;
  const end = G + <usize>np * width;
  const last = V + (targetRow >> 3) * width;
  let r = angles + BETA;
  let out = G;
  for (; out + 4 * width <= end; r += 4 * records, out += 4 * width) {
    let c: usize = 0;
    for (; c + 32 <= width; c += 32) {
      let p0 = f64x2.splat(0);
      let p1 = f64x2.splat(0);
      let p2 = f64x2.splat(0);
      let p3 = f64x2.splat(0);
      let q0 = f64x2.splat(0);
      let q1 = f64x2.splat(0);
      let q2 = f64x2.splat(0);
      let q3 = f64x2.splat(0);
      let e = r + (c >> 4) * RECORD;
      let lane: usize = 8;
      for (let t = V + (c >> 3) * width + c; t < last; t += width, e += lane, lane = RECORD - lane) {
        const u = v128.load(t);
        const v = v128.load(t, 16);
        let f = v128.load64_splat(e);
        p0 = f64x2.add(p0, f64x2.mul(f, u));
        q0 = f64x2.add(q0, f64x2.mul(f, v));
        f = v128.load64_splat(e + records);
        p1 = f64x2.add(p1, f64x2.mul(f, u));
        q1 = f64x2.add(q1, f64x2.mul(f, v));
        f = v128.load64_splat(e + 2 * records);
        p2 = f64x2.add(p2, f64x2.mul(f, u));
        q2 = f64x2.add(q2, f64x2.mul(f, v));
        f = v128.load64_splat(e + 3 * records);
        p3 = f64x2.add(p3, f64x2.mul(f, u));
        q3 = f64x2.add(q3, f64x2.mul(f, v));
      }
      const g = out + c;
      v128.store(g, p0);
      v128.store(g, q0, 16);
      v128.store(g + width, p1);
      v128.store(g + width, q1, 16);
      v128.store(g + 2 * width, p2);
      v128.store(g + 2 * width, q2, 16);
      v128.store(g + 3 * width, p3);
      v128.store(g + 3 * width, q3, 16);
    }
    if (c < width) {
      multiplyTargetsPair(r, out, c);
      multiplyTargetsPair(r + 2 * records, out + 2 * width, c);
    }
  }
  if (out < end) for (let c: usize = 0; c < width; c += 16) multiplyTargetsPair(r, out, c);
}

/** The same for two neurons whose betas begin at r, and the columns at c and c + 8. */
function multiplyTargetsPair(r: usize, out: usize, c: usize): void {
  const width = row;
  const last = V + (targetRow >> 3) * width;
  const records = (targetRow >> 4) * RECORD;
  let p = f64x2.splat(0);
  let q = f64x2.splat(0);
  let e = r + (c >> 4) * RECORD;
  for (let t = V + (c >> 3) * width + c; t < last; t += 2 * width, e += RECORD) {
    let u = v128.load(t);
    p = f64x2.add(p, f64x2.mul(v128.load64_splat(e), u));
    q = f64x2.add(q, f64x2.mul(v128.load64_splat(e + records), u));
    u = v128.load(t + width);
    p = f64x2.add(p, f64x2.mul(v128.load64_splat(e, 8), u));
    q = f64x2.add(q, f64x2.mul(v128.load64_splat(e + records, 8), u));
  }
  v128.store(out + c, p);
  v128.store(out + width + c, q);
}

/** T = betas W - (the vectors that lie BETA bytes from `r` on, `spacing` bytes apart) into G. */
// @ts-ignore: decorator
@inline
function multiply(r: usize, spacing: usize): void {
  const width = row;
  const bytes = pairRow;
  let b = betas;
  let out = G;
  const end = G + <usize>np * width;
  const records = (width >> 4) * spacing;
  for (; out + 4 * width <= end; out += 4 * width, b += 4 * bytes, r += 4 * records) {
    let c: usize = 0;
    for (; c + 32 <= width; c += 32) {
      let p0 = f64x2.splat(0);
      let p1 = f64x2.splat(0);
      let p2 = f64x2.splat(0);
      let p3 = f64x2.splat(0);
      let q0 = f64x2.splat(0);
      let q1 = f64x2.splat(0);
      let q2 = f64x2.splat(0);
      let q3 = f64x2.splat(0);
      let w = W + c;
      for (let e = b; e < b + bytes; e += 8, w += width) {
        const u = v128.load(w);
        const v = v128.load(w, 16);
        let f = v128.load64_splat(e);
        p0 = f64x2.add(p0, f64x2.mul(f, u));
        q0 = f64x2.add(q0, f64x2.mul(f, v));
        f = v128.load64_splat(e + bytes);
        p1 = f64x2.add(p1, f64x2.mul(f, u));
        q1 = f64x2.add(q1, f64x2.mul(f, v));
        f = v128.load64_splat(e + 2 * bytes);
        p2 = f64x2.add(p2, f64x2.mul(f, u));
        q2 = f64x2.add(q2, f64x2.mul(f, v));
        f = v128.load64_splat(e + 3 * bytes);
        p3 = f64x2.add(p3, f64x2.mul(f, u));
        q3 = f64x2.add(q3, f64x2.mul(f, v));
      }
      const g = out + c;
      const t = r + (c >> 4) * spacing;
      storeDifference(g, p0, t);
      storeDifference(g + 16, q0, t + spacing);
      storeDifference(g + width, p1, t + records);
      storeDifference(g + width + 16, q1, t + records + spacing);
      storeDifference(g + 2 * width, p2, t + 2 * records);
      storeDifference(g + 2 * width + 16, q2, t + 2 * records + spacing);
      storeDifference(g + 3 * width, p3, t + 3 * records);
      storeDifference(g + 3 * width + 16, q3, t + 3 * records + spacing);
    }
    if (c < width) {
      multiplyPair(b, out, r, spacing, c);
      multiplyPair(b + 2 * bytes, out + 2 * width, r + 2 * records, spacing, c);
    }
  }
  if (out < end) for (let c: usize = 0; c < width; c += 16) multiplyPair(b, out, r, spacing, c);
}

/** The same for two rows of betas from b and the columns at c and c + 8. */
function multiplyPair(b: usize, out: usize, r: usize, spacing: usize, c: usize): void {
  const width = row;
  const bytes = pairRow;
  let p = f64x2.splat(0);
  let q = f64x2.splat(0);
  let w = W + c;
  for (let e = b; e < b + bytes; e += 8, w += width) {
    const u = v128.load(w);
    p = f64x2.add(p, f64x2.mul(v128.load64_splat(e), u));
    q = f64x2.add(q, f64x2.mul(v128.load64_splat(e + bytes), u));
  }
  const t = r + (c >> 4) * spacing;
  storeDifference(out + c, p, t);
  storeDifference(out + width + c, q, t + (width >> 4) * spacing);
}

// @ts-ignore: decorator
@inline
function storeDifference(at: usize, product: v128, record: usize): void {
  v128.store(at, f64x2.sub(product, v128.load(record, BETA)));
}

/** Evaluates F and 2 pi grad F at the weights; `fresh`: all angles from scratch. */
function evaluate(fresh: bool): void {
  const excess = sumsAndNorms();
  if (standardBasis) basisCosines();
  else targetCosines();
  pairCosines();
  if (fresh || !correct()) refresh();
  collect();
  if (standardBasis) {
    collectBasis();
    multiply(angles, RECORD);
  } else {
    collectTargets();
    multiplyTargets();
    multiply(G - BETA, 16);
  }

  let squares = f64x2.splat(0);
  for (let c: usize = 0; c < row; c += 16) {
    const s = v128.load(columnSum + c);
    squares = f64x2.add(squares, f64x2.mul(s, s));
    v128.store(columnSum + c, f64x2.mul(s, f64x2.splat(HALF_PI)));
  }
  let energy: f64 = targetEnergy;
  let steepest: f64 = 0;
  for (let i = 0; i < n; i++) {
    const at = <usize>i << 3;
    const length = load<f64>(norm + at);
    const toTargets = load<f64>(targetKappa + at);
    const kappas = load<f64>(kappaSum + at) - toTargets;
    const own = (excess - kappas) * load<f64>(inverse + at) + (HALF_PI - 1);
    const scale = f64x2.splat(own);
    let inner = f64x2.splat(0);
    let square = f64x2.splat(0);
    const line = <usize>i * row;
    for (let c: usize = 0; c < row; c += 16) {
      const w = v128.load(W + line + c);
      const t = v128.load(G + line + c);
      inner = f64x2.add(inner, f64x2.mul(w, t));
      const g = f64x2.add(f64x2.add(v128.load(columnSum + c), f64x2.mul(scale, w)), t);
      square = f64x2.add(square, f64x2.mul(g, g));
      v128.store(G + line + c, g);
    }
    energy +=
      (HALF_PI - 1) * length * length + sumOfLanes(inner) - load<f64>(targetInner + at) - length * (kappas - toTargets);
    steepest = max(steepest, sumOfLanes(square));
  }
  objective = sumOfLanes(squares) * 0.125 + (excess * excess + energy) / (4 * PI);
  gradientNorm = sqrt(steepest);
}

/** Evaluates F and its gradient at the weights. */
export function measure(): void {
  evaluate(true);
}

/**
 * Takes up to `steps` steps W <- W - eta grad F. Before each step, in this order: the gradient above `ceiling` or not a
 * number stops with DIVERGED; F < drop with DROPPED; max_i |2 pi grad_i F| <= tolerance with STATIONARY.
 * The point after the last step is not evaluated.
 */
export function run(steps: i32, eta: f64, tolerance: f64, ceiling: f64, drop: f64, slack: f64): i32 {
  const factor = f64x2.splat(eta / (2 * PI));
  const size = <usize>n * row;
  for (taken = 0; taken < steps; taken++) {
    evaluate((taken & (REFRESH - 1)) == 0);
    if (objective > previous + slack) {
      increases++;
      largestIncrease = max(largestIncrease, objective - previous);
    }
    previous = objective;
    if (!(gradientNorm <= ceiling)) return DIVERGED;
    if (objective < drop) return DROPPED;
    if (gradientNorm <= tolerance) return STATIONARY;
    for (let p: usize = 0; p < size; p += 16)
      v128.store(W + p, f64x2.sub(v128.load(W + p), f64x2.mul(factor, v128.load(G + p))));
  }
  return ADVANCED;
}
