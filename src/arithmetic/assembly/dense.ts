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
    const full = i1 - i0 == 4;
    let j: i32 = 0;
    if (full) {
      const r0 = at(a, i0, 0, ld), r1 = at(a, i0 + 1, 0, ld), r2 = at(a, i0 + 2, 0, ld), r3 = at(a, i0 + 3, 0, ld);
      for (; j < i0; j += 2) {
        const p = at(a, j, 0, ld), q = at(a, j + 1, 0, ld);
        let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        const end: usize = <usize>j << 3;
        for (let o: usize = 0; o < end; o += 16) {
          const x = v128.load(p + o), y = v128.load(q + o);
          const w0 = v128.load(r0 + o), w1 = v128.load(r1 + o), w2 = v128.load(r2 + o), w3 = v128.load(r3 + o);
          a0 = f64x2.add(a0, f64x2.mul(w0, x)); b0 = f64x2.add(b0, f64x2.mul(w0, y));
          a1 = f64x2.add(a1, f64x2.mul(w1, x)); b1 = f64x2.add(b1, f64x2.mul(w1, y));
          a2 = f64x2.add(a2, f64x2.mul(w2, x)); b2 = f64x2.add(b2, f64x2.mul(w2, y));
          a3 = f64x2.add(a3, f64x2.mul(w3, x)); b3 = f64x2.add(b3, f64x2.mul(w3, y));
        }
        const inverse0: f64 = 1 / load<f64>(p + end);
        const link: f64 = load<f64>(q + end);
        const inverse1: f64 = 1 / load<f64>(q + end + 8);
        pairOf(r0 + end, sum2(a0), sum2(b0), inverse0, link, inverse1);
        pairOf(r1 + end, sum2(a1), sum2(b1), inverse0, link, inverse1);
        pairOf(r2 + end, sum2(a2), sum2(b2), inverse0, link, inverse1);
        pairOf(r3 + end, sum2(a3), sum2(b3), inverse0, link, inverse1);
      }
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

@inline function pairOf(at: usize, s: f64, t: f64, inverse0: f64, link: f64, inverse1: f64): void {
  const first = (load<f64>(at) - s) * inverse0;
  store<f64>(at, first);
  store<f64>(at + 8, (load<f64>(at + 8) - t - first * link) * inverse1);
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

/** x becomes (L Lᵀ)⁻¹ x, L as cholesky leaves it. */
export function solve(l: usize, x: usize, n: i32, ld: i32): void {
  for (let i: i32 = 0; i < n; i++) {
    const r = at(l, i, 0, ld);
    const o = (<usize>i) << 3;
    store<f64>(x + o, (load<f64>(x + o) - dot(r, x, i)) / load<f64>(r + o));
  }
  for (let i: i32 = n - 1; i >= 0; i--) {
    const r = at(l, i, 0, ld);
    const o = (<usize>i) << 3;
    const value = load<f64>(x + o) / load<f64>(r + o);
    store<f64>(x + o, value);
    const v = f64x2.splat(value);
    let c: i32 = 0;
    for (; c + 2 <= i; c += 2) {
      const p = (<usize>c) << 3;
      v128.store(x + p, f64x2.sub(v128.load(x + p), f64x2.mul(v, v128.load(r + p))));
    }
    if (c < i) {
      const p = (<usize>c) << 3;
      store<f64>(x + p, load<f64>(x + p) - value * load<f64>(r + p));
    }
  }
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
  for (let i: i32 = 0; i < n; i++) store<f64>(rows + ((<usize>i) << 3), 0);
  let largestA: f64 = 0, largestX: f64 = 0, largestZ: f64 = 0;
  for (let i: i32 = 0; i < n; i += 2) {
    const p0 = at(l, i, 0, ld), q0 = at(fine, i, 0, ld);
    const p1 = at(l, i + 1, 0, ld), q1 = at(fine, i + 1, 0, ld);
    for (let j: i32 = 0; j <= i; j += 2) {
      const u0 = at(l, j, 0, ld), v0 = at(fine, j, 0, ld);
      const u1 = at(l, j + 1, 0, ld), v1 = at(fine, j + 1, 0, ld);
      let x00 = f64x2.splat(0), x01 = x00, x10 = x00, x11 = x00, z00 = x00, z01 = x00, z10 = x00, z11 = x00;
      const end: usize = (<usize>(j + 2)) << 3;
      for (let o: usize = 0; o < end; o += 16) {
        const a0 = v128.load(p0 + o), a1 = v128.load(p1 + o), b0 = v128.load(u0 + o), b1 = v128.load(u1 + o);
        x00 = f64x2.add(x00, f64x2.mul(a0, b0)); x01 = f64x2.add(x01, f64x2.mul(a0, b1));
        x10 = f64x2.add(x10, f64x2.mul(a1, b0)); x11 = f64x2.add(x11, f64x2.mul(a1, b1));
        const d0 = v128.load(v0 + o), d1 = v128.load(v1 + o);
        z00 = f64x2.add(z00, f64x2.mul(a0, d0)); z01 = f64x2.add(z01, f64x2.mul(a0, d1));
        z10 = f64x2.add(z10, f64x2.mul(a1, d0)); z11 = f64x2.add(z11, f64x2.mul(a1, d1));
        const c0 = v128.load(q0 + o), c1 = v128.load(q1 + o);
        z00 = f64x2.add(z00, f64x2.mul(c0, b0)); z01 = f64x2.add(z01, f64x2.mul(c0, b1));
        z10 = f64x2.add(z10, f64x2.mul(c1, b0)); z11 = f64x2.add(z11, f64x2.mul(c1, b1));
      }
      for (let r: i32 = 0; r < 2; r++)
        for (let c: i32 = 0; c < 2; c++) {
          const row = i + r, column = j + c;
          if (row >= n || column > row) continue;
          const product = r == 0 ? (c == 0 ? sum2(x00) : sum2(x01)) : (c == 0 ? sum2(x10) : sum2(x11));
          const cross = r == 0 ? (c == 0 ? sum2(z00) : sum2(z01)) : (c == 0 ? sum2(z10) : sum2(z11));
          const scaled = load<f64>(at(a, row, column, ld)) * scale;
          const whole = nearest<f64>(scaled);
          const rest = nearest<f64>((scaled - whole) * fineScale);
          largestA = max(largestA, abs<f64>(whole));
          const shifted = row == column ? whole - shift : whole;
          largestA = max(largestA, abs<f64>(shifted));
          const x = shifted - product;
          const z = rest - cross;
          largestX = max(largestX, abs<f64>(x));
          largestZ = max(largestZ, abs<f64>(z));
          const y = abs<f64>(fineScale * x + z);
          const o = (<usize>row) << 3;
          store<f64>(rows + o, load<f64>(rows + o) + y);
          if (row != column) {
            const m = (<usize>column) << 3;
            store<f64>(rows + m, load<f64>(rows + m) + y);
          }
        }
    }
  }
  store<f64>(extremes, largestA);
  store<f64>(extremes, largestX, 8);
  store<f64>(extremes, largestZ, 16);
}
