// Steps of gradient descent on F in doubles for n neurons in R^k and the targets e_1 ... e_k, each with a proved bound on
// its error: trajectories.md 3. The bounds there count roundings of exactly these operations: change both together.
//
// WebAssembly prescribes IEEE 754 for + - * / sqrt in doubles, to nearest even, without contraction.

const UNIT: f64 = 1.1102230246251565e-16; // u = 2^-53
const PI: f64 = 3.141592653589793;
const HALF_PI: f64 = 1.5707963267948966;
/** Error of `supplement`: 5u is proved. */
const TAU: f64 = 8 * UNIT;
/** Makes up for what the computation of a bound loses itself: fewer than 2^20 roundings, and second orders below 2^-35. */
const MARGIN: f64 = 1.000000001;
/** Makes up for underflow. */
const TINY: f64 = 1e-150;
/** Norms outside of this range are refused, so that no square or product of squares leaves the normal doubles. */
const LEAST: f64 = 8.881784197001252e-16; // 2^-50
const MOST: f64 = 1125899906842624; // 2^50

/** A pair: z = inner product, R = area, s = pi - angle, and bounds on the errors of the three. */
const Z: usize = 0;
const R: usize = 8;
const S: usize = 16;
const DZ: usize = 24;
const DR: usize = 32;
const DS: usize = 40;
const RECORD: usize = 48;

/** 65 doubles, atan(j/64) up to u; written by the host. */
export const ARCTANGENTS: usize = 1024;
const ARENA: usize = 2048;

let n: i32 = 0;
let k: i32 = 0;
/** Bytes of a row and of a point. */
let row: usize = 0;
let size: usize = 0;

let between: usize = 0;
let toTargets: usize = 0;
let squares: usize = 0;
let norms: usize = 0;
let sums: usize = 0;
let before: usize = 0;
let after: usize = 0;
let gradientAt: usize = 0;
let residuals: usize = 0;
let orbit: usize = 0;
let matrix: usize = 0;
/** Of the sharp constant: the parts of the neurons; for each vector c, |b|, and whether it is kept in sums of signs. */
let along: usize = 0;
let across: usize = 0;
let keeps: usize = 0;
let parts: usize = 0;

/** Of the last point measured: |grad F| as computed, and a bound on the error of the gradient; infinite where nothing is proved. */
export let gradientNorm: f64 = 0;
export let gradientError: f64 = 0;

/** Of the last Hessian: bounds on the norm of its error and on its largest eigenvalue, and its largest entry. */
export let hessianError: f64 = 0;
export let lambdaMax: f64 = 0;
export let largestEntry: f64 = 0;

/** Lays memory out for orbits of `capacity` steps; the number of bytes that are needed. */
export function prepare(neurons: i32, targets: i32, capacity: i32): usize {
  n = neurons;
  k = targets;
  row = <usize>k << 3;
  size = <usize>n * row;
  const vector = <usize>n << 3;
  between = ARENA;
  toTargets = between + <usize>n * <usize>n * RECORD;
  squares = toTargets + <usize>n * <usize>k * RECORD;
  norms = squares + vector;
  sums = norms + vector;
  before = sums + 5 * vector;
  after = before + row + 8;
  gradientAt = after + row + 8;
  parts = gradientAt + size;
  along = parts + vector;
  const vectors = <usize>(n + k) << 3;
  across = along + vectors;
  keeps = across + vectors;
  residuals = keeps + vectors;
  orbit = residuals + (<usize>capacity << 3);
  matrix = orbit + <usize>(capacity + 1) * size;
  return matrix;
}

/** The number of bytes that are needed for a Hessian, too. */
export function withMatrix(): usize {
  return matrix + (size >> 3) * size;
}
export function matrixAddress(): usize {
  return matrix;
}
export function partsAddress(): usize {
  return parts;
}

export function orbitAddress(): usize {
  return orbit;
}
export function residualsAddress(): usize {
  return residuals;
}
export function betweenAddress(): usize {
  return between;
}
export function targetsAddress(): usize {
  return toTargets;
}
export function squaresAddress(): usize {
  return squares;
}
export function normsAddress(): usize {
  return norms;
}

// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize): f64 {
  let a = f64x2.splat(0);
  let c: usize = 0;
  for (; c + 16 <= row; c += 16) a = f64x2.add(a, f64x2.mul(v128.load(x + c), v128.load(y + c)));
  let sum = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
  if (c < row) sum += load<f64>(x + c) * load<f64>(y + c);
  return sum;
}

/** y <- y + c x */
// @ts-ignore: decorator
@inline
function addMultiple(y: usize, c: f64, x: usize): void {
  const factor = f64x2.splat(c);
  let a: usize = 0;
  for (; a + 16 <= row; a += 16)
    v128.store(y + a, f64x2.add(v128.load(y + a), f64x2.mul(factor, v128.load(x + a))));
  if (a < row) store<f64>(y + a, load<f64>(y + a) + c * load<f64>(x + a));
}

/** pi minus the angle in [0, pi] of the vector (z, r), r >= 0, not both 0; up to 5u (trajectories.md 3.4). */
// @ts-ignore: decorator
@inline
function supplement(r: f64, z: f64): f64 {
  const size = abs(z);
  const flat = size >= r;
  const t = flat ? r / size : size / r;
  const j = <i32>(t * 64 + 0.5);
  const c = <f64>j * 0.015625;
  const v = (t - c) / (1 + t * c);
  const q = v * v;
  const series = v - v * q * (1.0 / 3.0 - q * (0.2 - q * (1.0 / 7.0 - q * (1.0 / 9.0))));
  const a = load<f64>(ARCTANGENTS + (<usize>j << 3)) + series;
  if (flat) return z > 0 ? PI - a : a;
  return z > 0 ? HALF_PI + a : HALF_PI - a;
}

/** Norms and pairs of the point at `w` (trajectories.md 3.2 to 3.4); false where a norm is out of range. */
function pairs(w: usize): bool {
  const g = <f64>(k + 2) * UNIT;
  const cross = <f64>(4 * k + 16) * UNIT;
  const limit = sqrt(cross);
  for (let i: usize = 0; i < <usize>n; i++) {
    const a = w + i * row;
    const x = dot(a, a);
    const norm = sqrt(x);
    store<f64>(squares + (i << 3), x);
    store<f64>(norms + (i << 3), norm);
    if (!(norm >= LEAST && norm <= MOST)) return false;
  }
  let target = toTargets;
  for (let i: usize = 0; i < <usize>n; i++) {
    const a = w + i * row;
    const x = load<f64>(squares + (i << 3));
    const norm = load<f64>(norms + (i << 3));
    for (let j: usize = 0; j < i; j++) {
      const z = dot(a, w + j * row);
      const product = x * load<f64>(squares + (j << 3));
      const lengths = norm * load<f64>(norms + (j << 3));
      const square = product - z * z;
      const largest = limit * lengths;
      let r: f64 = 0;
      let dr = largest;
      if (square > 0) {
        r = sqrt(square);
        dr = min((cross * product) / r, largest);
      }
      const dz = g * lengths * MARGIN;
      dr = (dr + UNIT * r) * MARGIN;
      const p = between + (i * <usize>n + j) * RECORD;
      store<f64>(p, z, Z);
      store<f64>(p, r, R);
      store<f64>(p, supplement(r, z), S);
      store<f64>(p, dz, DZ);
      store<f64>(p, dr, DR);
      store<f64>(p, ((1.01 * (dz + dr)) / lengths + TAU) * MARGIN, DS);
    }
    // R for the target e_j is the root of the sum of all squares but the j-th, by sums from both ends: nothing cancels.
    store<f64>(before, 0);
    store<f64>(after + row, 0);
    for (let c: usize = 0; c < row; c += 8) {
      const y = load<f64>(a + c);
      store<f64>(before + c + 8, load<f64>(before + c) + y * y);
    }
    for (let c = row; c > 0; c -= 8) {
      const y = load<f64>(a + c - 8);
      store<f64>(after + c - 8, load<f64>(after + c) + y * y);
    }
    for (let c: usize = 0; c < row; c += 8, target += RECORD) {
      const z = load<f64>(a + c);
      const r = sqrt(load<f64>(before + c) + load<f64>(after + c + 8));
      store<f64>(target, z, Z);
      store<f64>(target, r, R);
      store<f64>(target, supplement(r, z), S);
      store<f64>(target, 0, DZ);
      store<f64>(target, g * r * MARGIN + TINY, DR);
      store<f64>(target, (g + TAU) * MARGIN, DS);
    }
  }
  return true;
}

/** Pairs, gradient, and the bound on its error (trajectories.md 3.5). */
function gradient(w: usize): void {
  gradientNorm = Infinity;
  gradientError = Infinity;
  if (!pairs(w)) return;
  const vector = <usize>n << 3;
  // For each neuron: sum of signed R, of R, of its errors; sum of s |a|, and of its errors.
  const signed = sums;
  const areas = signed + vector;
  const areaErrors = areas + vector;
  const shares = areaErrors + vector;
  const shareErrors = shares + vector;
  memory.fill(sums, 0, 5 * vector);
  let target = toTargets;
  for (let i: usize = 0; i < vector; i += 8) {
    const g = gradientAt + (i >> 3) * row;
    let area: f64 = 0;
    let areaError: f64 = 0;
    let share: f64 = 0;
    let shareError: f64 = 0;
    for (let c: usize = 0; c < row; c += 8, target += RECORD) {
      const s = load<f64>(target, S);
      store<f64>(g + c, -s);
      area += load<f64>(target, R);
      areaError += load<f64>(target, DR);
      share += s;
      shareError += load<f64>(target, DS);
    }
    store<f64>(signed + i, -area);
    store<f64>(areas + i, area);
    store<f64>(areaErrors + i, areaError);
    store<f64>(shares + i, share);
    store<f64>(shareErrors + i, shareError);
  }
  for (let i: usize = 0; i < <usize>n; i++) {
    const a = w + i * row;
    const g = gradientAt + i * row;
    const at = i << 3;
    const norm = load<f64>(norms + at);
    let sign = load<f64>(signed + at);
    let area = load<f64>(areas + at);
    let areaError = load<f64>(areaErrors + at);
    let share = load<f64>(shares + at);
    let shareError = load<f64>(shareErrors + at);
    let p = between + i * <usize>n * RECORD;
    for (let j: usize = 0; j < i; j++, p += RECORD) {
      const b = j << 3;
      const other = load<f64>(norms + b);
      const r = load<f64>(p, R);
      const s = load<f64>(p, S);
      const dr = load<f64>(p, DR);
      const ds = load<f64>(p, DS);
      sign += r;
      area += r;
      areaError += dr;
      share += s * other;
      shareError += ds * other;
      store<f64>(signed + b, load<f64>(signed + b) + r);
      store<f64>(areas + b, load<f64>(areas + b) + r);
      store<f64>(areaErrors + b, load<f64>(areaErrors + b) + dr);
      store<f64>(shares + b, load<f64>(shares + b) + s * norm);
      store<f64>(shareErrors + b, load<f64>(shareErrors + b) + ds * norm);
      addMultiple(g, s, w + j * row);
      addMultiple(gradientAt + j * row, s, a);
    }
    store<f64>(signed + at, sign);
    store<f64>(areas + at, area);
    store<f64>(areaErrors + at, areaError);
    store<f64>(shares + at, share);
    store<f64>(shareErrors + at, shareError);
  }
  const m = <f64>(n + k + 4) * UNIT;
  const scale = 1 / (2 * PI);
  let total: f64 = 0;
  let steepest: f64 = 0;
  for (let i: usize = 0; i < <usize>n; i++) {
    const g = gradientAt + i * row;
    const at = i << 3;
    const x = load<f64>(squares + at);
    const norm = load<f64>(norms + at);
    const area = load<f64>(areas + at);
    const c = PI + load<f64>(signed + at) / x;
    addMultiple(g, c, w + i * row);
    for (let a: usize = 0; a < row; a += 8) {
      const y = load<f64>(g + a) * scale;
      store<f64>(g + a, y);
      steepest += y * y;
    }
    const coefficient =
      (load<f64>(areaErrors + at) + m * area) / x + (<f64>(k + 6) * UNIT * area) / x + 6 * UNIT * (PI + area / x);
    const magnitude = abs(c) * norm + load<f64>(shares + at);
    const error =
      (coefficient * norm + load<f64>(shareErrors + at) + (m + 4 * UNIT) * magnitude) * scale * MARGIN + TINY;
    total += error * error;
  }
  gradientNorm = sqrt(steepest);
  gradientError = sqrt(total) * MARGIN + TINY;
}

/** Measures point number t of the orbit: pairs, gradientNorm, gradientError. */
export function measure(t: i32): void {
  gradient(orbit + <usize>t * size);
}

/**
 * Steps X_{t+1} = X_t - h grad F(X_t) from point number 0 on; the bound on |X_{t+1} - (X_t - eta grad F(X_t))|, for every eta
 * with |eta - h| <= u h, is residual number t (trajectories.md 3.6). Stops early where nothing can be proved; the number of
 * steps taken.
 */
export function advance(steps: i32, h: f64): i32 {
  for (let t = 0; t < steps; t++) {
    const x = orbit + <usize>t * size;
    gradient(x);
    if (!(gradientError < Infinity)) return t;
    let square: f64 = 0;
    for (let a: usize = 0; a < size; a += 8) {
      const y = load<f64>(x + a) - h * load<f64>(gradientAt + a);
      store<f64>(x + size + a, y);
      square += y * y;
    }
    const bound = h * (gradientError + 4 * UNIT * gradientNorm) + UNIT * sqrt(square);
    store<f64>(residuals + (<usize>t << 3), bound * MARGIN + TINY);
  }
  return steps;
}

/** row <- scale (diagonal e_at + c x + f y) over k entries; two sums of two products. */
// @ts-ignore: decorator
@inline
function setRow(to: usize, c: f64, x: usize, f: f64, y: usize): void {
  const left = f64x2.splat(c);
  const right = f64x2.splat(f);
  let a: usize = 0;
  for (; a + 16 <= row; a += 16)
    v128.store(to + a, f64x2.add(f64x2.mul(left, v128.load(x + a)), f64x2.mul(right, v128.load(y + a))));
  if (a < row) store<f64>(to + a, c * load<f64>(x + a) + f * load<f64>(y + a));
}

/** A pair whose area is known well enough to divide by it. */
// @ts-ignore: decorator
@inline
function curved(pair: usize): bool {
  return load<f64>(pair, DR) <= 0.0009765625 * load<f64>(pair, R);
}

/**
 * The Hessian of point number t of the orbit, size x size and symmetric, and bounds on the norm of its error and on its largest
 * eigenvalue (trajectories.md 3.7 and 2.2); infinite where nothing is proved.
 */
export function hessian(t: i32): void {
  const x0 = orbit + <usize>t * size;
  gradient(x0);
  hessianError = Infinity;
  lambdaMax = Infinity;
  largestEntry = Infinity;
  if (!(gradientError < Infinity)) return;
  const scale = 1 / (2 * PI);
  const g = <f64>(k + 2) * UNIT;
  const m = <f64>(2 * (n + k) + 10) * UNIT;
  // Bounds on the errors of the blocks, by rows; of the largest row sum of bounds on blocks.
  const errors = sums;
  const rowSums = sums + (<usize>n << 3);
  for (let i: usize = 0; i < <usize>n; i++) {
    store<f64>(errors + (i << 3), 0);
    store<f64>(rowSums + (i << 3), 0.5);
  }
  const p = before;
  const q = after;
  for (let i: usize = 0; i < <usize>n; i++) {
    const w = x0 + i * row;
    const x = load<f64>(squares + (i << 3));
    const norm = load<f64>(norms + (i << 3));
    // H_ii: first the rows of sums of a aT / R, then the rest. Of w yT + y wT, y is kept in place of the gradient.
    const block = matrix + i * <usize>k * size + i * row;
    for (let a: usize = 0; a < <usize>k; a++) memory.fill(block + a * size, 0, row);
    const y = gradientAt;
    memory.fill(y, 0, row);
    let diagonal = PI;
    let radial: f64 = 0;
    let error = PI * (m + 2 * UNIT);
    let rowSum: f64 = 0;
    for (let j: usize = 0; j < <usize>(n + k); j++) {
      if (j === i) continue;
      const isNeuron = j < <usize>n;
      const pair = isNeuron
        ? between + (max(i, j) * <usize>n + min(i, j)) * RECORD
        : toTargets + (i * <usize>k + j - <usize>n) * RECORD;
      const z = load<f64>(pair, Z);
      const r = load<f64>(pair, R);
      const dr = load<f64>(pair, DR);
      const sign: f64 = isNeuron ? 1 : -1;
      diagonal += (sign * r) / x;
      if (isNeuron) rowSum += ((r + dr) * 2) / x;
      if (!curved(pair)) {
        error += (r + 2 * dr) / x + (2 * m * r) / x;
        continue;
      }
      radial += sign * (z * (z / r) - r);
      const cross = (-sign * (z / r)) / x;
      const length = isNeuron ? load<f64>(squares + (j << 3)) : 1;
      error += (length / r) * ((6 * 1.002 * dr) / r + 9 * g + 20 * UNIT + 5 * m);
      if (isNeuron) {
        const b = x0 + j * row;
        addMultiple(y, cross, b);
        const inverse = 1 / r;
        for (let a: usize = 0; a < <usize>k; a++) addMultiple(block + a * size, inverse * load<f64>(b + (a << 3)), b);
      } else {
        const c = (j - <usize>n) << 3;
        store<f64>(y + c, load<f64>(y + c) + cross);
        const entry = block + (j - <usize>n) * (size + 8);
        store<f64>(entry, load<f64>(entry) - 1 / r);
      }
    }
    addMultiple(y, (0.5 * (radial / x)) / x, w);
    for (let a: usize = 0; a < <usize>k; a++) {
      const to = block + a * size;
      addMultiple(to, load<f64>(w + (a << 3)), y);
      addMultiple(to, load<f64>(y + (a << 3)), w);
      store<f64>(to + (a << 3), load<f64>(to + (a << 3)) + diagonal);
      // The lower triangle of the block is taken for both.
      for (let b: usize = 0; b <= a; b++) {
        const value = load<f64>(to + (b << 3)) * scale;
        store<f64>(to + (b << 3), value);
        store<f64>(block + b * size + (a << 3), value);
      }
    }
    store<f64>(errors + (i << 3), load<f64>(errors + (i << 3)) + error * scale * 1.01);
    // H_ij for j < i: s I + a pT + b qT with a, b the two neurons, p = b/R - z/(xR) a, q = a/R - z/(yR) b.
    for (let j: usize = 0; j < i; j++) {
      const v = x0 + j * row;
      const pair = between + (i * <usize>n + j) * RECORD;
      const z = load<f64>(pair, Z);
      const r = load<f64>(pair, R);
      const s = load<f64>(pair, S);
      const dr = load<f64>(pair, DR);
      const ds = load<f64>(pair, DS);
      const lengths = norm * load<f64>(norms + (j << 3));
      const sine = (r + dr) / lengths;
      let off = ds + 12 * UNIT * s;
      const to = matrix + i * <usize>k * size + j * row;
      const mirror = matrix + j * <usize>k * size + i * row;
      if (curved(pair)) {
        const inverse = scale / r;
        const c = (z / r) * scale;
        setRow(p, inverse, v, -c / x, w);
        setRow(q, inverse, w, -c / load<f64>(squares + (j << 3)), v);
        for (let a: usize = 0; a < <usize>k; a++) {
          const entry = to + a * size;
          setRow(entry, load<f64>(w + (a << 3)), p, load<f64>(v + (a << 3)), q);
          store<f64>(entry + (a << 3), load<f64>(entry + (a << 3)) + s * scale);
        }
        off += (lengths / r) * ((4 * 1.002 * dr) / r + 4 * g + 60 * UNIT);
      } else {
        off += sine;
        for (let a: usize = 0; a < <usize>k; a++) {
          memory.fill(to + a * size, 0, row);
          store<f64>(to + a * (size + 8), s * scale);
        }
      }
      for (let a: usize = 0; a < <usize>k; a++)
        for (let b: usize = 0; b < <usize>k; b++)
          store<f64>(mirror + b * size + (a << 3), load<f64>(to + a * size + (b << 3)));
      off *= scale * 1.01;
      store<f64>(errors + (i << 3), load<f64>(errors + (i << 3)) + off);
      store<f64>(errors + (j << 3), load<f64>(errors + (j << 3)) + off);
      const share = s + ds + sine;
      rowSum += share;
      store<f64>(rowSums + (j << 3), load<f64>(rowSums + (j << 3)) + share * scale);
    }
    store<f64>(rowSums + (i << 3), load<f64>(rowSums + (i << 3)) + rowSum * scale);
  }
  let error: f64 = 0;
  let most: f64 = 0;
  for (let i: usize = 0; i < <usize>n; i++) {
    error = max(error, load<f64>(errors + (i << 3)));
    most = max(most, load<f64>(rowSums + (i << 3)));
  }
  let entry: f64 = 0;
  const end = matrix + (size >> 3) * size;
  for (let at = matrix; at < end; at += 8) entry = max(entry, abs(load<f64>(at)));
  hessianError = error * MARGIN + TINY;
  lambdaMax = most * MARGIN;
  largestEntry = entry;
}

/** The inner product of vectors p > q, neurons first. */
// @ts-ignore: decorator
@inline
function inner(p: usize, q: usize): f64 {
  if (p < <usize>n) return load<f64>(between + (p * <usize>n + q) * RECORD, Z);
  return q < <usize>n ? load<f64>(toTargets + (q * <usize>k + p - <usize>n) * RECORD, Z) : 0;
}

/**
 * For each neuron the sharp value of its part L2 of the Lipschitz constant of the Hessian on the ball of this radius about the point
 * whose pairs were measured last (mathematics.md 3.6, trajectories.md 3.8), from above; infinite where nothing is proved.
 */
export function sharpen(radius: f64): void {
  const vectors = <usize>(n + k);
  const g = <f64>(k + 2) * UNIT;
  const summation = 2 * <f64>(n + k) * <f64>(n + k) * UNIT;
  for (let i: usize = 0; i < <usize>n; i++) {
    const norm = load<f64>(norms + (i << 3));
    const least = norm * (1 - 2 * g - 2 * UNIT);
    const part = parts + (i << 3);
    store<f64>(part, Infinity);
    const turn = (radius / least) * MARGIN;
    if (!(turn < 0.5)) continue;
    const chord = ((sqrt(2.0) * turn) / sqrt(1 + sqrt(1 - turn * turn))) * MARGIN;
    let total: f64 = 0;
    let spread: f64 = 0;
    let spreadError: f64 = 0;
    let moved: f64 = 0;
    let signs: f64 = 0;
    let kept: f64 = 0;
    let longest: f64 = 0;
    let shortest: f64 = Infinity;
    let worst: f64 = 0;
    for (let p: usize = 0; p < vectors; p++) {
      if (p === i) continue;
      const isNeuron = p < <usize>n;
      const pair = isNeuron
        ? between + (max(i, p) * <usize>n + min(i, p)) * RECORD
        : toTargets + (i * <usize>k + p - <usize>n) * RECORD;
      const length = isNeuron ? load<f64>(norms + (p << 3)) * (1 + 2 * g) : 1;
      const c = load<f64>(pair, Z) / norm;
      const b = load<f64>(pair, R) / norm;
      const db = (load<f64>(pair, DR) / norm + (g + 3 * UNIT) * b) * 1.01;
      const eta = (chord * length + (isNeuron ? radius : 0)) * MARGIN;
      total += length;
      spread += b;
      spreadError += db;
      moved += eta;
      const certain = b - db;
      const keep = certain > 0.0009765625 && certain > 1.000001 * eta;
      if (keep) {
        kept += abs(c);
        longest = max(longest, length);
        shortest = min(shortest, b);
        worst = max(worst, db);
      }
      // Of what is left out, another arithmetic may see that it need not be, and then has at most the root of 2 more.
      const change = keep ? sqrt((2 * eta) / certain) : b + db < eta ? 1.0 : 2.4143;
      signs += (abs(c) + 3 * g * length) * change;
      store<f64>(along + (p << 3), c);
      store<f64>(across + (p << 3), b);
      store<f64>(keeps + (p << 3), keep ? 1 : 0);
    }
    let even: f64 = 0;
    let odd: f64 = 0;
    let mixed: f64 = 0;
    for (let p: usize = 0; p < vectors; p++) {
      if (p === i) continue;
      const c = load<f64>(along + (p << 3));
      const b = load<f64>(across + (p << 3));
      const keep = load<f64>(keeps + (p << 3));
      even += HALF_PI * (b * b);
      odd += keep * (c * c);
      for (let q: usize = 0; q < p; q++) {
        if (q === i) continue;
        const product = b * load<f64>(across + (q << 3));
        if (!(product > 0)) continue;
        const products = c * load<f64>(along + (q << 3));
        const projected = max(min(inner(p, q) - products, product), -product);
        const area = sqrt((product - projected) * (product + projected));
        const angle = supplement(area, projected) - HALF_PI;
        const sign: f64 = p < <usize>n === q < <usize>n ? 2 : -2;
        even += sign * (area + angle * projected);
        mixed += sign * keep * load<f64>(keeps + (q << 3)) * (products * angle);
      }
    }
    even += 6 * spreadError * (spread + spreadError) + (20 * g + summation) * total * total;
    const cosine = ((8 * g * longest + 6 * worst) * longest) / (shortest * shortest);
    odd +=
      mixed / HALF_PI +
      1.01 * kept * kept * (sqrt(2.02 * cosine) + 7 * UNIT + summation) +
      8 * g * total * total;
    const rho = sqrt(max(even, 0) / (2 * PI)) * MARGIN + 0.5 * moved;
    const sigma = 0.5 * (sqrt(max(odd, 0)) * MARGIN + moved + signs);
    const reach = least - radius;
    const value = min(sqrt(27 * rho * rho + 15 * sigma * sigma), 2 * rho + sqrt(15.0) * sigma);
    store<f64>(part, (value / (sqrt(2 * PI) * reach * reach)) * MARGIN);
  }
}
