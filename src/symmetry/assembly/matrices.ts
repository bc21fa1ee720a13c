// Matrices of doubles for models.ts, row-major, rows padded with zeros to an even number of doubles: operation by operation what
// ../uniform/deviation.ts, ../uniform/existence.ts, ../../numerics/matrix.ts and ../../proposals/uniform/lambda.ts say.

// @ts-nocheck: AssemblyScript

const TWO_PI: f64 = 6.283185307179586;

/** sum += factor·x, bytes in a multiple of 16. */
@inline function addMultiple(sum: usize, factor: f64, x: usize, bytes: usize): void {
  if (factor === 0) return;
  const f = f64x2.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(sum + at, f64x2.add(v128.load(sum + at), f64x2.mul(f, v128.load(x + at))));
}

@inline function clear(x: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(x + at, f64x2.splat(0));
}

/** [A | I] of n rows of 2n becomes [· | A^{−1}] by elimination with row exchanges. */
export function inverse(a: usize, n: i32): void {
  const bytes = (<usize>n) << 4;
  for (let k = 0; k < n; k++) {
    const column = (<usize>k) << 3;
    const head = a + <usize>k * bytes;
    let pivot = head;
    for (let row = head + bytes, end = a + <usize>n * bytes; row < end; row += bytes)
      if (abs(load<f64>(row + column)) > abs(load<f64>(pivot + column))) pivot = row;
    // What stands before column k is read no more, so that pairs may begin there.
    const from = column & ~15;
    if (pivot !== head)
      for (let at = from; at < bytes; at += 16) {
        const x = v128.load(head + at);
        v128.store(head + at, v128.load(pivot + at));
        v128.store(pivot + at, x);
      }
    const factor = f64x2.splat(1 / load<f64>(head + column));
    for (let at = from; at < bytes; at += 16) v128.store(head + at, f64x2.mul(v128.load(head + at), factor));
    for (let row = a, end = a + <usize>n * bytes; row < end; row += bytes) {
      const multiple = load<f64>(row + column);
      if (row === head || multiple === 0) continue;
      const f = f64x2.splat(multiple);
      for (let at = from; at < bytes; at += 16)
        v128.store(row + at, f64x2.sub(v128.load(row + at), f64x2.mul(f, v128.load(head + at))));
    }
  }
}

/** to = row times a matrix, of rows so many bytes apart. */
@inline function timesRows(to: usize, row: usize, matrix: usize, n: i32, apart: usize, bytes: usize): void {
  clear(to, bytes);
  for (let k = 0; k < n; k++) addMultiple(to, load<f64>(row + ((<usize>k) << 3)), matrix + <usize>k * apart, bytes);
}

/** to = ab for matrices of n rows of `width`. */
export function multiply(to: usize, a: usize, b: usize, n: i32, width: i32): void {
  const bytes = (<usize>width) << 3;
  for (let row: usize = 0; row < <usize>n * bytes; row += bytes) timesRows(to + row, a + row, b, n, bytes, bytes);
}

/**
 * Y_k = −Y_0 Σ_{i≥1} J_i Y_{k−i} for k from 1 to p; layer k of row i of a matrix begins at (i(p + 1) + k)·width. Y_0 is there.
 * `work` has room for a matrix and a row.
 */
export function inverseSeries(y: usize, j: usize, work: usize, n: i32, p: i32, width: i32): void {
  const bytes = (<usize>width) << 3;
  const apart = bytes * <usize>(p + 1);
  const product = work + <usize>n * bytes;
  for (let k = 1; k <= p; k++) {
    clear(work, <usize>n * bytes);
    for (let i = 1; i <= k; i++)
      for (let a = 0; a < n; a++) {
        timesRows(product, j + <usize>a * apart + <usize>i * bytes, y + <usize>(k - i) * bytes, n, apart, bytes);
        addMultiple(work + <usize>a * bytes, -1, product, bytes);
      }
    for (let a = 0; a < n; a++)
      timesRows(y + <usize>a * apart + <usize>k * bytes, y + <usize>a * apart, work, n, bytes, bytes);
  }
}

/**
 * Row i of the sums of ../uniform/deviation.ts: of all |coefficients| of I − YJ up to degree p, and of the rest, at `to`. Y and J
 * in layers as above, `tails` too; norms and radii of Y, errors and sizes of J in rows of `width`. `sum` has room for p + 1 rows.
 */
export function deviationRow(
  to: usize,
  i: i32,
  y: usize,
  norms: usize,
  radii: usize,
  j: usize,
  tails: usize,
  errors: usize,
  sizes: usize,
  sum: usize,
  n: i32,
  p: i32,
  width: i32,
): void {
  const bytes = (<usize>width) << 3;
  const apart = bytes * <usize>(p + 1);
  const own = y + <usize>i * apart;
  clear(sum, apart);
  clear(to, bytes);
  store<f64>(sum + ((<usize>i) << 3), -1);
  for (let k = 0; k < n; k++) {
    const column = (<usize>k) << 3;
    const row = <usize>k * apart;
    for (let a = 0; a <= p; a++) {
      const lower = <usize>a * bytes;
      addMultiple(sum + lower, load<f64>(own + lower + column), j + row, apart - lower);
    }
    for (let a = 1; a <= p; a++)
      addMultiple(to, abs(load<f64>(own + <usize>a * bytes + column)), tails + row + <usize>(p + 1 - a) * bytes, bytes);
    const entry = <usize>i * bytes + column;
    addMultiple(to, load<f64>(norms + entry), errors + <usize>k * bytes, bytes);
    addMultiple(to, load<f64>(radii + entry), sizes + <usize>k * bytes, bytes);
  }
}

/** Has A − 2πλ·G, of which the lower triangle is read, a Cholesky factor in doubles? */
function definite(a: usize, gram: usize, l: usize, n: i32, lambda: f64): bool {
  const bytes = (<usize>n) << 3;
  const shift = TWO_PI * lambda;
  for (let i = 0; i < n; i++) {
    const row = l + <usize>i * bytes;
    const at = <usize>i * bytes;
    for (let j = 0; j <= i; j++) {
      const column = (<usize>j) << 3;
      const other = l + <usize>j * bytes;
      let sum = load<f64>(a + at + column) - shift * load<f64>(gram + at + column);
      for (let k: usize = 0; k < column; k += 8) sum -= load<f64>(row + k) * load<f64>(other + k);
      if (i !== j) store<f64>(row + column, sum / load<f64>(other + column));
      else if (sum > 0) store<f64>(row + column, Math.sqrt(sum));
      else return false;
    }
  }
  return true;
}

/** The least λ of ../../proposals/uniform/lambda.ts; matrices of rows of n, `work` for one more. */
export function pencilMinimum(a: usize, gram: usize, work: usize, n: i32, least: f64): f64 {
  if (least < 0.5 && definite(a, gram, work, n, least)) return least;
  let low: f64 = -0.25;
  let high: f64 = 0.5;
  for (let step = 0; step < 36; step++) {
    const mid = (low + high) / 2;
    if (definite(a, gram, work, n, mid)) low = mid;
    else high = mid;
  }
  return low;
}
