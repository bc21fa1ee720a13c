// Dense kernels on row-major doubles with leading dimension ld (a multiple of 4, padding zero), in WebAssembly
// SIMD. cholesky and solve only propose; slices, residual and their exactness are argued in ../definite.ts.
// WebAssembly fixes IEEE 754 binary64 round-to-nearest for every operation used here; there is no fused multiply-add.

// @ts-nocheck: AssemblyScript

@inline function at(base: usize, i: i32, j: i32, ld: i32): usize {
  return base + ((<usize>(i * ld + j)) << 3);
}

@inline function sum2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** In place: the lower triangle of a becomes its Cholesky factor, the rest of the rows 0. Returns 0, or 1 + the failing row. */
export function cholesky(a: usize, n: i32, ld: i32): i32 {
  for (let i0: i32 = 0; i0 < n; i0 += 4) {
    const i1 = min(i0 + 4, n);
    let j: i32 = 0;
    if (i1 - i0 == 4) {
      fourRows(at(a, i0, 0, ld), a, i0, ld);
      j = i0;
    }
    for (let i = i0; i < i1; i++) {
      const r = at(a, i, 0, ld);
      for (let c = j; c < i; c++) {
        const p = at(a, c, 0, ld);
        let s: f64 = load<f64>(r + ((<usize>c) << 3));
        s -= dot(r, p, c);
        store<f64>(r + ((<usize>c) << 3), s / load<f64>(p + ((<usize>c) << 3)));
      }
      const pivot = load<f64>(r + ((<usize>i) << 3)) - dot(r, r, i);
      if (!(pivot > 0)) return i + 1;
      store<f64>(r + ((<usize>i) << 3), sqrt<f64>(pivot));
      for (let c = i + 1; c < ld; c++) store<f64>(r + ((<usize>c) << 3), 0);
    }
  }
  return 0;
}

/** Four rows of a matrix become rows of its factor, in the columns before `end`, an even number; l has the factor's rows for these. */
function fourRows(r0: usize, l: usize, end: i32, ld: i32): void {
  const row = (<usize>ld) << 3;
  const r1 = r0 + row, r2 = r1 + row, r3 = r2 + row;
  for (let j: i32 = 0; j < end; j += 2) {
    const p = at(l, j, 0, ld), q = at(l, j + 1, 0, ld);
    let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    const before: usize = <usize>j << 3;
    for (let o: usize = 0; o < before; o += 16) {
      const x = v128.load(p + o), y = v128.load(q + o);
      const w0 = v128.load(r0 + o), w1 = v128.load(r1 + o), w2 = v128.load(r2 + o), w3 = v128.load(r3 + o);
      a0 = f64x2.add(a0, f64x2.mul(w0, x)); b0 = f64x2.add(b0, f64x2.mul(w0, y));
      a1 = f64x2.add(a1, f64x2.mul(w1, x)); b1 = f64x2.add(b1, f64x2.mul(w1, y));
      a2 = f64x2.add(a2, f64x2.mul(w2, x)); b2 = f64x2.add(b2, f64x2.mul(w2, y));
      a3 = f64x2.add(a3, f64x2.mul(w3, x)); b3 = f64x2.add(b3, f64x2.mul(w3, y));
    }
    const inverse0: f64 = 1 / load<f64>(p + before);
    const link: f64 = load<f64>(q + before);
    const inverse1: f64 = 1 / load<f64>(q + before + 8);
    pairOf(r0 + before, sum2(a0), sum2(b0), inverse0, link, inverse1);
    pairOf(r1 + before, sum2(a1), sum2(b1), inverse0, link, inverse1);
    pairOf(r2 + before, sum2(a2), sum2(b2), inverse0, link, inverse1);
    pairOf(r3 + before, sum2(a3), sum2(b3), inverse0, link, inverse1);
  }
}

@inline function pairOf(at: usize, s: f64, t: f64, inverse0: f64, link: f64, inverse1: f64): void {
  const first = (load<f64>(at) - s) * inverse0;
  store<f64>(at, first);
  store<f64>(at + 8, (load<f64>(at + 8) - t - first * link) * inverse1);
}

// A large factor in blocks of b x b doubles, b a multiple of 4, each in one piece: row by row the blocks (i, 0) … (i, i).

/** A block below the diagonal becomes that of the factor; l is the factor's block on the diagonal above it. */
export function solveBlock(x: usize, l: usize, b: i32): void {
  for (let i: i32 = 0; i < b; i += 4) fourRows(at(x, i, 0, b), l, b, b);
}

/** c −= Σ x_k y_kᵀ over so many blocks x_k, y_k, each beside the one before; the lower triangle alone where x is y. */
export function subtractProducts(c: usize, x: usize, y: usize, count: i32, b: i32): void {
  const row = (<usize>b) << 3;
  const block = row * <usize>b;
  for (let i: i32 = 0; i < b; i += 4) {
    const end = x == y ? i + 4 : b;
    for (let j: i32 = 0; j < end; j += 2) {
      let r0 = at(x, i, 0, b), p = at(y, j, 0, b);
      let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      for (let k: i32 = 0; k < count; k++) {
        const r1 = r0 + row, r2 = r1 + row, r3 = r2 + row, q = p + row;
        for (let o: usize = 0; o < row; o += 16) {
          const u = v128.load(p + o), v = v128.load(q + o);
          const w0 = v128.load(r0 + o), w1 = v128.load(r1 + o), w2 = v128.load(r2 + o), w3 = v128.load(r3 + o);
          a0 = f64x2.add(a0, f64x2.mul(w0, u)); b0 = f64x2.add(b0, f64x2.mul(w0, v));
          a1 = f64x2.add(a1, f64x2.mul(w1, u)); b1 = f64x2.add(b1, f64x2.mul(w1, v));
          a2 = f64x2.add(a2, f64x2.mul(w2, u)); b2 = f64x2.add(b2, f64x2.mul(w2, v));
          a3 = f64x2.add(a3, f64x2.mul(w3, u)); b3 = f64x2.add(b3, f64x2.mul(w3, v));
        }
        r0 += block;
        p += block;
      }
      const to = at(c, i, j, b);
      subtractPair(to, a0, b0);
      subtractPair(to + row, a1, b1);
      subtractPair(to + 2 * row, a2, b2);
      subtractPair(to + 3 * row, a3, b3);
    }
  }
}

@inline function subtractPair(at: usize, s: v128, t: v128): void {
  const sums = f64x2.add(v128.shuffle<f64>(s, t, 0, 2), v128.shuffle<f64>(s, t, 1, 3));
  v128.store(at, f64x2.sub(v128.load(at), sums));
}

function dot(x: usize, y: usize, count: i32): f64 {
  let s = f64x2.splat(0), t = f64x2.splat(0);
  let c: i32 = 0;
  for (; c + 4 <= count; c += 4) {
    const o = (<usize>c) << 3;
    s = f64x2.add(s, f64x2.mul(v128.load(x + o), v128.load(y + o)));
    t = f64x2.add(t, f64x2.mul(v128.load(x + o, 16), v128.load(y + o, 16)));
  }
  let sum = sum2(f64x2.add(s, t));
  for (; c < count; c++) {
    const o = (<usize>c) << 3;
    sum += load<f64>(x + o) * load<f64>(y + o);
  }
  return sum;
}

/** x becomes L⁻¹x, L as cholesky leaves it. Four rows share what is read of x; each is summed as by dot. */
function forward(l: usize, x: usize, n: i32, ld: i32): void {
  const row = (<usize>ld) << 3;
  let i: i32 = 0;
  for (; i + 4 <= n; i += 4) {
    const r0 = at(l, i, 0, ld), r1 = r0 + row, r2 = r1 + row, r3 = r2 + row;
    const end: usize = <usize>i << 3;
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    for (let o: usize = 0; o < end; o += 32) {
      const u = v128.load(x + o), v = v128.load(x + o, 16);
      s0 = f64x2.add(s0, f64x2.mul(v128.load(r0 + o), u)); t0 = f64x2.add(t0, f64x2.mul(v128.load(r0 + o, 16), v));
      s1 = f64x2.add(s1, f64x2.mul(v128.load(r1 + o), u)); t1 = f64x2.add(t1, f64x2.mul(v128.load(r1 + o, 16), v));
      s2 = f64x2.add(s2, f64x2.mul(v128.load(r2 + o), u)); t2 = f64x2.add(t2, f64x2.mul(v128.load(r2 + o, 16), v));
      s3 = f64x2.add(s3, f64x2.mul(v128.load(r3 + o), u)); t3 = f64x2.add(t3, f64x2.mul(v128.load(r3 + o, 16), v));
    }
    const o = x + end;
    const p0 = r0 + end, p1 = r1 + end, p2 = r2 + end, p3 = r3 + end;
    const x0 = (load<f64>(o) - sum2(f64x2.add(s0, t0))) / load<f64>(p0);
    const x1 = (load<f64>(o, 8) - (sum2(f64x2.add(s1, t1)) + load<f64>(p1) * x0)) / load<f64>(p1, 8);
    const x2 = (load<f64>(o, 16) - (sum2(f64x2.add(s2, t2)) + load<f64>(p2) * x0 + load<f64>(p2, 8) * x1)) / load<f64>(p2, 16);
    const x3 =
      (load<f64>(o, 24) - (sum2(f64x2.add(s3, t3)) + load<f64>(p3) * x0 + load<f64>(p3, 8) * x1 + load<f64>(p3, 16) * x2)) /
      load<f64>(p3, 24);
    store<f64>(o, x0);
    store<f64>(o, x1, 8);
    store<f64>(o, x2, 16);
    store<f64>(o, x3, 24);
  }
  for (; i < n; i++) {
    const r = at(l, i, 0, ld);
    const o = (<usize>i) << 3;
    store<f64>(x + o, (load<f64>(x + o) - dot(r, x, i)) / load<f64>(r + o));
  }
}

/** x becomes L⁻ᵀx. What four rows subtract is subtracted in one pass, the last first. */
function backward(l: usize, x: usize, n: i32, ld: i32): void {
  const row = (<usize>ld) << 3;
  let i: i32 = n;
  for (; i % 4 != 0; i--) {
    const r = at(l, i - 1, 0, ld);
    const o = (<usize>(i - 1)) << 3;
    const value = load<f64>(x + o) / load<f64>(r + o);
    store<f64>(x + o, value);
    subtractMultiple(x, value, r, i - 1);
  }
  for (i -= 4; i >= 0; i -= 4) {
    const r0 = at(l, i, 0, ld), r1 = r0 + row, r2 = r1 + row, r3 = r2 + row;
    const end: usize = <usize>i << 3;
    const o = x + end;
    const p0 = r0 + end, p1 = r1 + end, p2 = r2 + end, p3 = r3 + end;
    const x3 = load<f64>(o, 24) / load<f64>(p3, 24);
    const x2 = (load<f64>(o, 16) - x3 * load<f64>(p3, 16)) / load<f64>(p2, 16);
    const x1 = (load<f64>(o, 8) - x3 * load<f64>(p3, 8) - x2 * load<f64>(p2, 8)) / load<f64>(p1, 8);
    const x0 = (load<f64>(o) - x3 * load<f64>(p3) - x2 * load<f64>(p2) - x1 * load<f64>(p1)) / load<f64>(p0);
    store<f64>(o, x0);
    store<f64>(o, x1, 8);
    store<f64>(o, x2, 16);
    store<f64>(o, x3, 24);
    const y0 = f64x2.splat(x0), y1 = f64x2.splat(x1), y2 = f64x2.splat(x2), y3 = f64x2.splat(x3);
    for (let c: usize = 0; c < end; c += 16) {
      let v = f64x2.sub(v128.load(x + c), f64x2.mul(y3, v128.load(r3 + c)));
      v = f64x2.sub(v, f64x2.mul(y2, v128.load(r2 + c)));
      v = f64x2.sub(v, f64x2.mul(y1, v128.load(r1 + c)));
      v128.store(x + c, f64x2.sub(v, f64x2.mul(y0, v128.load(r0 + c))));
    }
  }
}

@inline function subtractMultiple(x: usize, value: f64, r: usize, count: i32): void {
  const v = f64x2.splat(value);
  let c: i32 = 0;
  for (; c + 2 <= count; c += 2) {
    const p = (<usize>c) << 3;
    v128.store(x + p, f64x2.sub(v128.load(x + p), f64x2.mul(v, v128.load(r + p))));
  }
  if (c < count) {
    const p = (<usize>c) << 3;
    store<f64>(x + p, load<f64>(x + p) - value * load<f64>(r + p));
  }
}

/** x becomes (L Lᵀ)⁻¹ x, L as cholesky leaves it. */
export function solve(l: usize, x: usize, n: i32, ld: i32): void {
  forward(l, x, n, ld);
  backward(l, x, n, ld);
}

/** The same with a factor in so many rows of blocks of b x b. */
export function solveInBlocks(l: usize, x: usize, rows: i32, b: i32): void {
  const row = (<usize>b) << 3;
  const block = row * <usize>b;
  let at0 = l;
  for (let i: i32 = 0; i < rows; i++) {
    const own = x + <usize>i * row;
    for (let k: i32 = 0; k < i; k++, at0 += block)
      for (let a: i32 = 0; a < b; a++) {
        const o = own + ((<usize>a) << 3);
        store<f64>(o, load<f64>(o) - dot(at0 + <usize>a * row, x + <usize>k * row, b));
      }
    forward(at0, own, b, b);
    at0 += block;
  }
  for (let i: i32 = rows - 1; i >= 0; i--) {
    const own = x + <usize>i * row;
    at0 -= block;
    backward(at0, own, b, b);
    for (let k: i32 = i - 1; k >= 0; k--) {
      at0 -= block;
      for (let a: i32 = 0; a < b; a++)
        subtractMultiple(x + <usize>k * row, load<f64>(own + ((<usize>a) << 3)), at0 + <usize>a * row, b);
    }
  }
}

// Vectors that numerics/vectors.ts has loops for, with the same sums: one after the other, term by term.

/** Σ x_i y_i */
function sumOfProducts(x: usize, y: usize, n: i32): f64 {
  let sum: f64 = 0;
  const end: usize = <usize>n << 3;
  for (let o: usize = 0; o < end; o += 8) sum += load<f64>(x + o) * load<f64>(y + o);
  return sum;
}

/** subtractParts for so many vectors, each `stride` bytes behind the one before. */
function subtractParts(x: usize, basis: usize, count: i32, stride: usize, n: i32): void {
  const end: usize = <usize>n << 3;
  let part = sumOfProducts(basis, x, n);
  for (let k: i32 = 1; k < count; k++) {
    const next = basis + stride;
    let sum: f64 = 0;
    for (let o: usize = 0; o < end; o += 8) {
      const value = load<f64>(x + o) - part * load<f64>(basis + o);
      store<f64>(x + o, value);
      sum += load<f64>(next + o) * value;
    }
    part = sum;
    basis = next;
  }
  for (let o: usize = 0; o < end; o += 8) store<f64>(x + o, load<f64>(x + o) - part * load<f64>(basis + o));
}

/**
 * A step of Lanczos' method with the inverse of L Lᵀ, given in so many rows of blocks of b x b: the vector v, the one after `count`
 * others, is normalised, and the next becomes its image without its parts along all of these. Writes vᵀ(image) and the length of
 * the next.
 */
export function lanczosStep(l: usize, vectors: usize, count: i32, n: i32, rows: i32, b: i32, to: usize): void {
  const stride: usize = <usize>(rows * b) << 3;
  const v = vectors + <usize>count * stride;
  const next = v + stride;
  const end: usize = <usize>n << 3;
  const length = sqrt<f64>(sumOfProducts(v, v, n));
  for (let o: usize = 0; o < end; o += 8) store<f64>(v + o, load<f64>(v + o) / length);
  memory.copy(next, v, stride);
  if (rows == 1) solve(l, next, n, b);
  else solveInBlocks(l, next, rows, b);
  store<f64>(to, sumOfProducts(v, next, n));
  subtractParts(next, vectors, count + 1, stride, n);
  subtractParts(next, vectors, count + 1, stride, n);
  store<f64>(to, sqrt<f64>(sumOfProducts(next, next, n)), 8);
}

/** y += Ax, of a symmetric A in so many rows of blocks of b x b the lower triangle, zeros behind the diagonal: each entry is read once. */
export function addImage(a: usize, x: usize, y: usize, rows: i32, b: i32): void {
  const row = (<usize>b) << 3;
  for (let i: i32 = 0; i < rows; i++)
    for (let k: i32 = 0; k <= i; k++) {
      const xk = x + <usize>k * row, yk = y + <usize>k * row;
      // A row of the block: its product with x, and what it adds to y as a column. One row after the other is memory in its order;
      // four side by side take four times as long where the matrix does not stay in a cache.
      for (let c: i32 = 0; c < b; c++, a += row) {
        const own = x + <usize>i * row + ((<usize>c) << 3);
        const x0 = v128.load64_splat(own);
        let s = f64x2.splat(0), t = s;
        for (let o: usize = 0; o < row; o += 32) {
          const v = v128.load(a + o), w = v128.load(a + o, 16);
          s = f64x2.add(s, f64x2.mul(v, v128.load(xk + o)));
          t = f64x2.add(t, f64x2.mul(w, v128.load(xk + o, 16)));
          v128.store(yk + o, f64x2.add(v128.load(yk + o), f64x2.mul(v, x0)));
          v128.store(yk + o, f64x2.add(v128.load(yk + o, 16), f64x2.mul(w, x0)), 16);
        }
        const to = y + <usize>i * row + ((<usize>c) << 3);
        let sum = load<f64>(to) + sum2(f64x2.add(s, t));
        // On the diagonal both parts have it.
        if (i == k) sum -= load<f64>(a + ((<usize>c) << 3)) * load<f64>(own);
        store<f64>(to, sum);
      }
    }
}

/**
 * A step of Lanczos' method with ceiling·I − A, A as for addImage; otherwise as lanczosStep, with parts taken away once: they are
 * not much longer than what is left. Padding of vectors is 0.
 */
export function directStep(a: usize, vectors: usize, count: i32, rows: i32, b: i32, ceiling: f64, to: usize): void {
  const n = rows * b;
  const stride: usize = <usize>n << 3;
  const v = vectors + <usize>count * stride;
  const next = v + stride;
  const scale: f64 = 1 / sqrt<f64>(dot(v, v, n));
  for (let o: usize = 0; o < stride; o += 8) {
    const value = load<f64>(v + o) * scale;
    store<f64>(v + o, value);
    store<f64>(next + o, 0);
  }
  addImage(a, v, next, rows, b);
  for (let o: usize = 0; o < stride; o += 8) store<f64>(next + o, ceiling * load<f64>(v + o) - load<f64>(next + o));
  store<f64>(to, dot(v, next, n));
  for (let u = vectors; u <= v; u += stride) subtractMultiple(next, dot(u, next, n), u, n);
  store<f64>(to, sqrt<f64>(dot(next, next, n)), 8);
}

/** sum + Σ y_i (a_iᵀx) over so many rows a_i of n doubles, one by one; four of them are summed at a time. */
export function quadraticForm(sum: f64, a: usize, y: usize, count: i32, x: usize, n: i32): f64 {
  const row = (<usize>n) << 3;
  let i: i32 = 0;
  for (; i + 4 <= count; i += 4, a += 4 * row, y += 32) {
    const r1 = a + row, r2 = r1 + row, r3 = r2 + row;
    let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
    for (let o: usize = 0; o < row; o += 8) {
      const value = load<f64>(x + o);
      s0 += load<f64>(a + o) * value;
      s1 += load<f64>(r1 + o) * value;
      s2 += load<f64>(r2 + o) * value;
      s3 += load<f64>(r3 + o) * value;
    }
    sum += load<f64>(y) * s0;
    sum += load<f64>(y, 8) * s1;
    sum += load<f64>(y, 16) * s2;
    sum += load<f64>(y, 24) * s3;
  }
  for (; i < count; i++, a += row, y += 8) sum += load<f64>(y) * sumOfProducts(a, x, n);
  return sum;
}

/**
 * The factor in l, times scale, is split into integers: l becomes its nearest integers, fine the nearest integers
 * to what is left times fineScale. sums[0..n) and sums[n..2n) receive the sums of squares of the rows of the two.
 */
export function slices(l: usize, fine: usize, sums: usize, n: i32, ld: i32, scale: f64, fineScale: f64): void {
  for (let i: i32 = 0; i < n; i++) {
    let first: f64 = 0, second: f64 = 0;
    for (let c: i32 = 0; c < ld; c++) {
      const p = at(l, i, c, ld), q = at(fine, i, c, ld);
      const g = c <= i ? load<f64>(p) * scale : 0;
      const whole = nearest<f64>(g);
      const rest = nearest<f64>((g - whole) * fineScale);
      store<f64>(p, whole);
      store<f64>(q, rest);
      first += whole * whole;
      second += rest * rest;
    }
    store<f64>(sums + ((<usize>i) << 3), first);
    store<f64>(sums + ((<usize>(n + i)) << 3), second);
  }
}

/**
 * With integers L (l), M (fine), and the matrix a in doubles:
 *   A = nearest(a·scale), B = nearest((a·scale − A)·fineScale),
 *   X = A − shift·I − L Lᵀ,  Z = B − (L Mᵀ + M Lᵀ),  Y = fineScale·X + Z.
 * rows[0..n) receives the row sums of |Y|; extremes[0] the largest |A_ij| and |A_ii − shift|, extremes[1] the
 * largest |X_ij|, extremes[2] the largest |Z_ij|.
 */
export function residual(
  a: usize, l: usize, fine: usize, rows: usize, extremes: usize,
  n: i32, ld: i32, scale: f64, fineScale: f64, shift: f64,
): void {
  for (let i: i32 = 0; i < ld; i++) store<f64>(rows + ((<usize>i) << 3), 0);
  store<f64>(extremes, 0);
  store<f64>(extremes, 0, 8);
  store<f64>(extremes, 0, 16);
  // Rows come in fours and columns in twos; ld is a multiple of 4 and the padding is 0.
  for (let i: i32 = 0; i < n; i += 4) {
    const p0 = at(l, i, 0, ld), p1 = at(l, i + 1, 0, ld), p2 = at(l, i + 2, 0, ld), p3 = at(l, i + 3, 0, ld);
    const q0 = at(fine, i, 0, ld), q1 = at(fine, i + 1, 0, ld), q2 = at(fine, i + 2, 0, ld), q3 = at(fine, i + 3, 0, ld);
    for (let j: i32 = 0; j < min(i + 4, n); j += 2) {
      const u = at(l, j, 0, ld), w = at(l, j + 1, 0, ld);
      const v = at(fine, j, 0, ld), y = at(fine, j + 1, 0, ld);
      const end: usize = (<usize>(j + 2)) << 3;
      let x0 = f64x2.splat(0), x1 = x0, x2 = x0, x3 = x0, x4 = x0, x5 = x0, x6 = x0, x7 = x0;
      for (let o: usize = 0; o < end; o += 16) {
        const b0 = v128.load(u + o), b1 = v128.load(w + o);
        const a0 = v128.load(p0 + o), a1 = v128.load(p1 + o), a2 = v128.load(p2 + o), a3 = v128.load(p3 + o);
        x0 = f64x2.add(x0, f64x2.mul(a0, b0)); x1 = f64x2.add(x1, f64x2.mul(a0, b1));
        x2 = f64x2.add(x2, f64x2.mul(a1, b0)); x3 = f64x2.add(x3, f64x2.mul(a1, b1));
        x4 = f64x2.add(x4, f64x2.mul(a2, b0)); x5 = f64x2.add(x5, f64x2.mul(a2, b1));
        x6 = f64x2.add(x6, f64x2.mul(a3, b0)); x7 = f64x2.add(x7, f64x2.mul(a3, b1));
      }
      let z0 = f64x2.splat(0), z1 = z0, z2 = z0, z3 = z0, z4 = z0, z5 = z0, z6 = z0, z7 = z0;
      for (let o: usize = 0; o < end; o += 16) {
        const d0 = v128.load(v + o), d1 = v128.load(y + o);
        const a0 = v128.load(p0 + o), a1 = v128.load(p1 + o), a2 = v128.load(p2 + o), a3 = v128.load(p3 + o);
        z0 = f64x2.add(z0, f64x2.mul(a0, d0)); z1 = f64x2.add(z1, f64x2.mul(a0, d1));
        z2 = f64x2.add(z2, f64x2.mul(a1, d0)); z3 = f64x2.add(z3, f64x2.mul(a1, d1));
        z4 = f64x2.add(z4, f64x2.mul(a2, d0)); z5 = f64x2.add(z5, f64x2.mul(a2, d1));
        z6 = f64x2.add(z6, f64x2.mul(a3, d0)); z7 = f64x2.add(z7, f64x2.mul(a3, d1));
      }
      for (let o: usize = 0; o < end; o += 16) {
        const b0 = v128.load(u + o), b1 = v128.load(w + o);
        const c0 = v128.load(q0 + o), c1 = v128.load(q1 + o), c2 = v128.load(q2 + o), c3 = v128.load(q3 + o);
        z0 = f64x2.add(z0, f64x2.mul(c0, b0)); z1 = f64x2.add(z1, f64x2.mul(c0, b1));
        z2 = f64x2.add(z2, f64x2.mul(c1, b0)); z3 = f64x2.add(z3, f64x2.mul(c1, b1));
        z4 = f64x2.add(z4, f64x2.mul(c2, b0)); z5 = f64x2.add(z5, f64x2.mul(c2, b1));
        z6 = f64x2.add(z6, f64x2.mul(c3, b0)); z7 = f64x2.add(z7, f64x2.mul(c3, b1));
      }
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i, j, sum2(x0), sum2(z0));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i, j + 1, sum2(x1), sum2(z1));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i + 1, j, sum2(x2), sum2(z2));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i + 1, j + 1, sum2(x3), sum2(z3));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i + 2, j, sum2(x4), sum2(z4));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i + 2, j + 1, sum2(x5), sum2(z5));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i + 3, j, sum2(x6), sum2(z6));
      account(a, rows, extremes, n, ld, scale, fineScale, shift, i + 3, j + 1, sum2(x7), sum2(z7));
    }
  }
}

/** Entry (row, column) of X, Z and Y from those of L Lᵀ and L Mᵀ + M Lᵀ. */
function account(
  a: usize, rows: usize, extremes: usize, n: i32, ld: i32, scale: f64, fineScale: f64, shift: f64,
  row: i32, column: i32, product: f64, cross: f64,
): void {
  if (row >= n || column > row) return;
  const scaled = load<f64>(at(a, row, column, ld)) * scale;
  const whole = nearest<f64>(scaled);
  const rest = nearest<f64>((scaled - whole) * fineScale);
  const shifted = row == column ? whole - shift : whole;
  const x = shifted - product;
  const z = rest - cross;
  store<f64>(extremes, max(load<f64>(extremes), max(abs<f64>(whole), abs<f64>(shifted))));
  store<f64>(extremes, max(load<f64>(extremes, 8), abs<f64>(x)), 8);
  store<f64>(extremes, max(load<f64>(extremes, 16), abs<f64>(z)), 16);
  const y = abs<f64>(fineScale * x + z);
  const o = (<usize>row) << 3;
  store<f64>(rows + o, load<f64>(rows + o) + y);
  if (row != column) {
    const m = (<usize>column) << 3;
    store<f64>(rows + m, load<f64>(rows + m) + y);
  }
}

// Symmetric matrices of d x d blocks, see ../block-matrix.ts. A block under construction has rows of `stride` doubles, d
// rounded up to an even number; its lower triangle counts. Vectors have `stride` doubles as well.

/** The block becomes diagonal·I. */
export function startBlock(block: usize, d: i32, stride: i32, diagonal: f64): void {
  memory.fill(block, 0, (<usize>(d * stride)) << 3);
  for (let a: i32 = 0; a < d; a++) store<f64>(at(block, a, a, stride), diagonal);
}

/** block += coefficient·(x yᵀ + y xᵀ)/2, lower triangle; entries are evaluated as (c/2·x_a)·y_b + (c/2·y_a)·x_b. */
export function addProduct(block: usize, d: i32, stride: i32, coefficient: f64, x: usize, y: usize): void {
  const own = x == y;
  const half: f64 = own ? coefficient : 0.5 * coefficient;
  for (let a: i32 = 0; a < d; a++) {
    const p = half * load<f64>(x + ((<usize>a) << 3));
    const q: f64 = own ? 0 : half * load<f64>(y + ((<usize>a) << 3));
    if (p == 0 && q == 0) continue;
    const row = at(block, a, 0, stride);
    const end = (<usize>(a + 1)) << 3;
    const left = f64x2.splat(p), right = f64x2.splat(q);
    if (own)
      for (let o: usize = 0; o < end; o += 16)
        v128.store(row + o, f64x2.add(v128.load(row + o), f64x2.mul(left, v128.load(y + o))));
    else
      for (let o: usize = 0; o < end; o += 16) {
        const sum = f64x2.add(f64x2.mul(left, v128.load(y + o)), f64x2.mul(right, v128.load(x + o)));
        v128.store(row + o, f64x2.add(v128.load(row + o), sum));
      }
  }
}

/** Writes the block, made symmetric from its lower triangle, to the places (i, j) and (j, i) of a size x size matrix. */
export function writeBlock(matrix: usize, size: i32, d: i32, stride: i32, i: i32, j: i32, block: usize): void {
  for (let a: i32 = 0; a < d; a++) {
    const first = at(matrix, i * d + a, j * d, size), second = at(matrix, j * d + a, i * d, size);
    for (let b: i32 = 0; b < d; b++) {
      const value = load<f64>(b <= a ? at(block, a, b, stride) : at(block, b, a, stride));
      const o = (<usize>b) << 3;
      store<f64>(first + o, value);
      store<f64>(second + o, value);
    }
  }
}

/** max |x| of so many doubles; NaN when one is NaN. */
export function largestOf(from: usize, count: i32): f64 {
  let largest: f64 = 0;
  for (let c: i32 = 0; c < count; c++) largest = max(largest, abs(load<f64>(from + ((<usize>c) << 3))));
  return largest;
}
