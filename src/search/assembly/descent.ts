// Gradient descent on F for standard-basis targets, n neurons in R^k, two doubles at a time (WebAssembly SIMD).
//
// With p, q running over neurons (sign +1) and targets (sign -1), rho = cos of an angle, beta = asin rho,
// kappa = 1 - sqrt(1 - rho^2), S = sum w_i - sum v_j, L = sum |w_i| - k, the objective and its gradient are
//
//   F          = |S|^2/8 + L^2/4pi + ((pi/2 - 1) sum |p|^2 + sum_{p != q} s_p s_q |p||q| (rho beta - kappa)) / 4pi
//   2pi grad_w = (pi/2) S + (l_w/|w| + pi/2 - 1) w + T_w,
//   l_w = L - K_w,   K_w = sum_{q != w} s_q |q| kappa_wq,   T_w = sum_{q != w} s_q beta_wq q,
//
// which is Safran & Shamir (S6)-(S8) rearranged. In this form a padding zero, in a row or a column, contributes
// exactly 0, so that rows and columns are padded to even numbers. A target e_j meets w in rho = w_j / |w|.
//
// Angles. Every REFRESH-th step computes asin from rho; the others correct the last angle by
// beta - beta' = asin(rho s' - rho' s), s = sqrt(1 - rho^2), whose argument is small, so that two terms of the series
// do. If one is not small (> 2^-7), all angles of that step are computed afresh. Nothing but the weights and the number of
// the step modulo REFRESH decides what is computed: calls for multiples of REFRESH steps may be strung together freely.

const REFRESH: i32 = 64;
const HALF_PI: f64 = 1.5707963267948966;
const PI: f64 = 3.141592653589793;
/** Square of the largest sine difference for which delta (1 + delta^2/6 + 3 delta^4/40) is asin to 1e-16. */
const SMALL: f64 = 0.00006103515625;

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

let previous: f64 = Infinity;
let n: i32 = 0;
let k: i32 = 0;
/** Rows, and bytes of a row, after padding; np counts neurons padded to an even number. */
let np: i32 = 0;
let row: usize = 0;
let pairRow: usize = 0;

/** n x k, row = neuron: weights; gradient (2 pi times); cosine, sine, asin of the angles with the targets. */
let W: usize = 0;
let G: usize = 0;
let targetCosine: usize = 0;
let targetSine: usize = 0;
let targetBeta: usize = 0;
/** n x n: cosine and sine (j > i), asin of the cosine (all, diagonal 0) of the angles between neurons. */
let pairCosine: usize = 0;
let pairSine: usize = 0;
let pairBeta: usize = 0;
/** Column sums S; norms, their inverses, K_w; sums of kappa and of w_j beta_wj over the targets. */
let columnSum: usize = 0;
let norm: usize = 0;
let inverse: usize = 0;
let kappaSum: usize = 0;
let targetKappa: usize = 0;
let targetInner: usize = 0;

/** Lays out memory for n neurons and k targets and returns the bytes needed; the weights start at `weights()`. */
export function prepare(neurons: i32, targets: i32): usize {
  n = neurons;
  k = targets;
  np = (n + 1) & ~1;
  row = <usize>((k + 1) & ~1) << 3;
  pairRow = <usize>np << 3;
  const matrix = <usize>np * row;
  const square = <usize>np * pairRow;
  W = (__heap_base + 63) & ~63;
  G = W + matrix;
  targetCosine = G + matrix;
  targetSine = targetCosine + matrix;
  targetBeta = targetSine + matrix;
  pairCosine = targetBeta + matrix;
  pairSine = pairCosine + square;
  pairBeta = pairSine + square;
  columnSum = pairBeta + square;
  norm = columnSum + row;
  inverse = norm + pairRow;
  kappaSum = inverse + pairRow;
  targetKappa = kappaSum + pairRow;
  targetInner = targetKappa + pairRow;
  return targetInner + pairRow;
}

/** Where the n x k weights start; rows are `stride()` bytes apart. */
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

/** sqrt(1 - c^2), relative to the given c accurate to two roundings; 0 for |c| > 1. */
// @ts-ignore: decorator
@inline
function sine(c: v128): v128 {
  const one = f64x2.splat(1);
  return f64x2.sqrt(f64x2.pmax(f64x2.splat(0), f64x2.mul(f64x2.sub(one, c), f64x2.add(one, c))));
}

/** asin of small arguments (|x| <= 2^-7), given z = x^2. */
// @ts-ignore: decorator
@inline
function smallAsin(x: v128, z: v128): v128 {
  const p = f64x2.add(f64x2.splat(0.16666666666666666), f64x2.mul(z, f64x2.splat(0.075)));
  return f64x2.add(x, f64x2.mul(f64x2.mul(x, z), p));
}

/**
 * asin on [-1, 1] (larger arguments count as 1). For |x| <= 1/2, x + x z R(z) with z = x^2 and R the interpolation polynomial
 * of degree 12 in the Chebyshev nodes of [0, 1/4] (error below 6e-18 relative); beyond, pi/2 - 2 asin sqrt((1 - |x|)/2).
 */
// @ts-ignore: decorator
@inline
function asin(x: v128): v128 {
  const magnitude = f64x2.abs(x);
  const large = f64x2.gt(magnitude, f64x2.splat(0.5));
  const half = f64x2.pmax(f64x2.splat(0), f64x2.mul(f64x2.sub(f64x2.splat(1), magnitude), f64x2.splat(0.5)));
  const z = v128.bitselect(half, f64x2.mul(x, x), large);
  const y = v128.bitselect(f64x2.sqrt(half), magnitude, large);
  let p = f64x2.splat(0.028757851367421566);
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(-0.014851887071247204));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.01740087944269402));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.005457506718640358));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.01032281435018578));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.011479177415184906));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.013971212973552933));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.017352392720869973));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.02237217294214989));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.030381944138531247));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.04464285714635543));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.07499999999998433));
  p = f64x2.add(f64x2.mul(p, z), f64x2.splat(0.16666666666666669));
  const small = f64x2.add(y, f64x2.mul(f64x2.mul(y, z), p));
  const value = v128.bitselect(
    f64x2.sub(f64x2.splat(HALF_PI), f64x2.add(small, small)),
    small,
    large,
  );
  return v128.bitselect(x, value, f64x2.splat(-0.0));
}

/** S, the norms with their inverses, and the cosines of neurons 2m, 2m+1 (into pairCosine, before the division). */
function sumsAndNorms(): f64 {
  for (let c: usize = 0; c < row; c += 16) {
    let sum = f64x2.splat(-1);
    for (let p = W + c, end = W + <usize>np * row; p < end; p += row) sum = f64x2.add(sum, v128.load(p));
    v128.store(columnSum + c, sum);
  }
  if (k & 1) store<f64>(columnSum + (<usize>k << 3), 0);
  let length = f64x2.splat(0);
  for (let i = 0; i < np; i += 2) {
    const a = W + <usize>i * row;
    const b = a + row;
    let aa = f64x2.splat(0);
    let bb = f64x2.splat(0);
    let ab = f64x2.splat(0);
    for (let c: usize = 0; c < row; c += 16) {
      const x = v128.load(a + c);
      const y = v128.load(b + c);
      aa = f64x2.add(aa, f64x2.mul(x, x));
      bb = f64x2.add(bb, f64x2.mul(y, y));
      ab = f64x2.add(ab, f64x2.mul(x, y));
    }
    const lengths = f64x2.sqrt(sums(aa, bb));
    const at = <usize>i << 3;
    length = f64x2.add(length, lengths);
    v128.store(norm + at, lengths);
    const inverses = f64x2.div(f64x2.splat(1), lengths);
    v128.store(inverse + at, v128.and(inverses, f64x2.gt(lengths, f64x2.splat(0))));
    store<f64>(pairCosine + <usize>i * pairRow + at, 0);
    store<f64>(
      pairCosine + <usize>i * pairRow + at + 8,
      sumOfLanes(ab) * load<f64>(inverse + at) * load<f64>(inverse + at + 8),
    );
  }
  return sumOfLanes(length) - <f64>k;
}

/** Writes the asins of neurons (i, i+1) with (j, j+1), and their mirror image. */
// @ts-ignore: decorator
@inline
function storeBeta(i: i32, j: i32, a: v128, b: v128): void {
  const upper = pairBeta + <usize>i * pairRow + (<usize>j << 3);
  const lower = pairBeta + <usize>j * pairRow + (<usize>i << 3);
  v128.store(upper, a);
  v128.store(upper + pairRow, b);
  v128.store(lower, v128.shuffle<f64>(a, b, 0, 2));
  v128.store(lower + pairRow, v128.shuffle<f64>(a, b, 1, 3));
}

/** The same for the pair (i, i+1) alone, whose asin is in lane 1 of `a`; adds its part to K. */
// @ts-ignore: decorator
@inline
function storeNeighbours(i: i32, a: v128, s: v128): void {
  const at = <usize>i << 3;
  const cell = pairBeta + <usize>i * pairRow + at;
  const beta = f64x2.extract_lane(a, 1);
  store<f64>(cell, 0);
  store<f64>(cell + 8, beta);
  store<f64>(cell + pairRow, beta);
  store<f64>(cell + pairRow + 8, 0);
  const kappa = 1 - f64x2.extract_lane(s, 1);
  store<f64>(kappaSum + at, load<f64>(kappaSum + at) + kappa * load<f64>(norm + at + 8));
  store<f64>(kappaSum + at + 8, load<f64>(kappaSum + at + 8) + kappa * load<f64>(norm + at));
}

/** Corrects one vector of angles: stores the cosine and sine, and returns x = sine of the change of the asin. */
// @ts-ignore: decorator
@inline
function change(cosineAt: usize, sineAt: usize, c: v128, s: v128): v128 {
  const x = f64x2.sub(f64x2.mul(c, v128.load(sineAt)), f64x2.mul(s, v128.load(cosineAt)));
  v128.store(cosineAt, c);
  v128.store(sineAt, s);
  return x;
}

/** Angles with the targets, corrected; returns the maximum of the squared sines of the changes. */
function correctTargets(): v128 {
  const one = f64x2.splat(1);
  let largest = f64x2.splat(0);
  for (let i = 0; i < np; i++) {
    const at = <usize>i * row;
    const scale = v128.load64_splat(inverse + (<usize>i << 3));
    let kappa = f64x2.splat(0);
    let inner = f64x2.splat(0);
    for (let p = at, end = at + row; p < end; p += 16) {
      const w = v128.load(W + p);
      const c = f64x2.mul(w, scale);
      const s = sine(c);
      const x = change(targetCosine + p, targetSine + p, c, s);
      const z = f64x2.mul(x, x);
      largest = f64x2.pmax(largest, z);
      const beta = f64x2.add(v128.load(targetBeta + p), smallAsin(x, z));
      v128.store(targetBeta + p, beta);
      kappa = f64x2.add(kappa, f64x2.sub(one, s));
      inner = f64x2.add(inner, f64x2.mul(w, beta));
    }
    store<f64>(targetKappa + (<usize>i << 3), sumOfLanes(kappa));
    store<f64>(targetInner + (<usize>i << 3), sumOfLanes(inner));
  }
  return largest;
}

/** Inner products and angles of pairs of neurons, corrected; returns the maximum of the squared sines of the changes. */
function correctPairs(): v128 {
  const one = f64x2.splat(1);
  let largest = f64x2.splat(0);
  memory.fill(kappaSum, 0, pairRow);
  for (let i = 0; i < np; i += 2) {
    const wi = W + <usize>i * row;
    const line = <usize>i * pairRow;
    const atI = <usize>i << 3;
    const inverseA = v128.load64_splat(inverse + atI);
    const inverseB = v128.load64_splat(inverse + atI + 8);
    const normA = v128.load64_splat(norm + atI);
    const normB = v128.load64_splat(norm + atI + 8);
    let kappaA = f64x2.splat(0);
    let kappaB = f64x2.splat(0);

    // `sumsAndNorms` left the new cosine of (i, i+1) where it belongs and moved the last one nowhere: it is kept at j < i.
    const corner = pairCosine + line + atI;
    const mirror = corner + pairRow;
    const c0 = v128.load(corner);
    const s0 = sine(c0);
    const x0 = f64x2.sub(f64x2.mul(c0, v128.load(pairSine + line + atI)), f64x2.mul(s0, v128.load(mirror)));
    v128.store(mirror, c0);
    v128.store(pairSine + line + atI, s0);
    const z0 = f64x2.mul(x0, x0);
    largest = f64x2.pmax(largest, z0);
    storeNeighbours(i, f64x2.add(v128.load(pairBeta + line + atI), smallAsin(x0, z0)), s0);

    for (let j = i + 2; j < np; j += 2) {
      const wj = W + <usize>j * row;
      let aa = f64x2.splat(0);
      let ab = f64x2.splat(0);
      let ba = f64x2.splat(0);
      let bb = f64x2.splat(0);
      for (let c: usize = 0; c < row; c += 16) {
        const p = v128.load(wi + c);
        const q = v128.load(wi + row + c);
        const u = v128.load(wj + c);
        const v = v128.load(wj + row + c);
        aa = f64x2.add(aa, f64x2.mul(p, u));
        ab = f64x2.add(ab, f64x2.mul(p, v));
        ba = f64x2.add(ba, f64x2.mul(q, u));
        bb = f64x2.add(bb, f64x2.mul(q, v));
      }
      const atJ = <usize>j << 3;
      const inverses = v128.load(inverse + atJ);
      const at = line + atJ;
      const cA = f64x2.mul(f64x2.mul(sums(aa, ab), inverses), inverseA);
      const cB = f64x2.mul(f64x2.mul(sums(ba, bb), inverses), inverseB);
      const sA = sine(cA);
      const sB = sine(cB);
      const xA = change(pairCosine + at, pairSine + at, cA, sA);
      const xB = change(pairCosine + at + pairRow, pairSine + at + pairRow, cB, sB);
      const zA = f64x2.mul(xA, xA);
      const zB = f64x2.mul(xB, xB);
      largest = f64x2.pmax(largest, f64x2.pmax(zA, zB));
      storeBeta(
        i,
        j,
        f64x2.add(v128.load(pairBeta + at), smallAsin(xA, zA)),
        f64x2.add(v128.load(pairBeta + at + pairRow), smallAsin(xB, zB)),
      );
      const kA = f64x2.sub(one, sA);
      const kB = f64x2.sub(one, sB);
      const norms = v128.load(norm + atJ);
      kappaA = f64x2.add(kappaA, f64x2.mul(kA, norms));
      kappaB = f64x2.add(kappaB, f64x2.mul(kB, norms));
      const others = f64x2.add(f64x2.mul(kA, normA), f64x2.mul(kB, normB));
      v128.store(kappaSum + atJ, f64x2.add(v128.load(kappaSum + atJ), others));
    }
    v128.store(kappaSum + atI, f64x2.add(v128.load(kappaSum + atI), sums(kappaA, kappaB)));
  }
  return largest;
}

/** All asins again from the stored cosines. */
function refresh(): void {
  for (let i = 0; i < np; i++) {
    const at = <usize>i * row;
    let inner = f64x2.splat(0);
    for (let p = at, end = at + row; p < end; p += 16) {
      const beta = asin(v128.load(targetCosine + p));
      v128.store(targetBeta + p, beta);
      inner = f64x2.add(inner, f64x2.mul(v128.load(W + p), beta));
    }
    store<f64>(targetInner + (<usize>i << 3), sumOfLanes(inner));
  }
  for (let i = 0; i < np; i += 2) {
    const line = <usize>i * pairRow;
    const cell = line + (<usize>i << 3);
    const beta = f64x2.extract_lane(asin(v128.load(pairCosine + cell)), 1);
    store<f64>(pairBeta + cell + 8, beta);
    store<f64>(pairBeta + cell + pairRow, beta);
    for (let j = i + 2; j < np; j += 2) {
      const at = pairCosine + line + (<usize>j << 3);
      storeBeta(i, j, asin(v128.load(at)), asin(v128.load(at + pairRow)));
    }
  }
}

/** T = pairBeta W - targetBeta into G. */
function multiply(): void {
  let i = 0;
  for (; i + 4 <= np; i += 4) {
    const b = pairBeta + <usize>i * pairRow;
    const out = <usize>i * row;
    let c: usize = 0;
    for (; c + 32 <= row; c += 32) {
      let p0 = f64x2.splat(0);
      let p1 = f64x2.splat(0);
      let p2 = f64x2.splat(0);
      let p3 = f64x2.splat(0);
      let q0 = f64x2.splat(0);
      let q1 = f64x2.splat(0);
      let q2 = f64x2.splat(0);
      let q3 = f64x2.splat(0);
      let w = W + c;
      for (let e = b, end = b + pairRow; e < end; e += 8, w += row) {
        const u = v128.load(w);
        const v = v128.load(w, 16);
        const b0 = v128.load64_splat(e);
        const b1 = v128.load64_splat(e + pairRow);
        const b2 = v128.load64_splat(e + 2 * pairRow);
        const b3 = v128.load64_splat(e + 3 * pairRow);
        p0 = f64x2.add(p0, f64x2.mul(b0, u));
        q0 = f64x2.add(q0, f64x2.mul(b0, v));
        p1 = f64x2.add(p1, f64x2.mul(b1, u));
        q1 = f64x2.add(q1, f64x2.mul(b1, v));
        p2 = f64x2.add(p2, f64x2.mul(b2, u));
        q2 = f64x2.add(q2, f64x2.mul(b2, v));
        p3 = f64x2.add(p3, f64x2.mul(b3, u));
        q3 = f64x2.add(q3, f64x2.mul(b3, v));
      }
      const g = out + c;
      storeDifference(g, p0);
      storeDifference(g + 16, q0);
      storeDifference(g + row, p1);
      storeDifference(g + row + 16, q1);
      storeDifference(g + 2 * row, p2);
      storeDifference(g + 2 * row + 16, q2);
      storeDifference(g + 3 * row, p3);
      storeDifference(g + 3 * row + 16, q3);
    }
    if (c < row) {
      multiplyPair(b, out, c);
      multiplyPair(b + 2 * pairRow, out + 2 * row, c);
    }
  }
  if (i < np)
    for (let c: usize = 0; c < row; c += 16)
      multiplyPair(pairBeta + <usize>i * pairRow, <usize>i * row, c);
}

/** Two rows and two columns of the product. */
function multiplyPair(b: usize, out: usize, c: usize): void {
  let p = f64x2.splat(0);
  let q = f64x2.splat(0);
  let w = W + c;
  for (let e = b, end = b + pairRow; e < end; e += 8, w += row) {
    const u = v128.load(w);
    p = f64x2.add(p, f64x2.mul(v128.load64_splat(e), u));
    q = f64x2.add(q, f64x2.mul(v128.load64_splat(e + pairRow), u));
  }
  storeDifference(out + c, p);
  storeDifference(out + row + c, q);
}

// @ts-ignore: decorator
@inline
function storeDifference(at: usize, product: v128): void {
  v128.store(G + at, f64x2.sub(product, v128.load(targetBeta + at)));
}

/** Evaluates F and 2 pi grad F at the weights; `fresh`: asins from scratch. */
function evaluate(fresh: bool): void {
  const excess = sumsAndNorms();
  const largest = f64x2.pmax(correctTargets(), correctPairs());
  if (fresh || v128.any_true(f64x2.gt(largest, f64x2.splat(SMALL)))) refresh();
  multiply();

  let squares = f64x2.splat(0);
  for (let c: usize = 0; c < row; c += 16) {
    const s = v128.load(columnSum + c);
    squares = f64x2.add(squares, f64x2.mul(s, s));
    v128.store(columnSum + c, f64x2.mul(s, f64x2.splat(HALF_PI)));
  }
  let energy: f64 = (HALF_PI - 1) * <f64>k;
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
