// Products of square matrices of doubles, row-major, rows padded with zeros to a multiple of four (WebAssembly SIMD). Each entry is
// a sum of products in the order of the index (trajectories.md 2.3 counts its roundings).

/** out <- a b */
export function multiply(a: usize, b: usize, out: usize, size: i32): void {
  const row = <usize>size << 3;
  for (let i: usize = 0; i < <usize>size; i += 4) {
    const a0 = a + i * row;
    for (let j: usize = 0; j < row; j += 32) {
      let p0 = f64x2.splat(0);
      let p1 = f64x2.splat(0);
      let p2 = f64x2.splat(0);
      let p3 = f64x2.splat(0);
      let q0 = f64x2.splat(0);
      let q1 = f64x2.splat(0);
      let q2 = f64x2.splat(0);
      let q3 = f64x2.splat(0);
      let x = a0;
      for (let y = b + j, end = a0 + row; x < end; x += 8, y += row) {
        const u = v128.load(y);
        const v = v128.load(y, 16);
        let f = v128.load64_splat(x);
        p0 = f64x2.add(p0, f64x2.mul(f, u));
        q0 = f64x2.add(q0, f64x2.mul(f, v));
        f = v128.load64_splat(x + row);
        p1 = f64x2.add(p1, f64x2.mul(f, u));
        q1 = f64x2.add(q1, f64x2.mul(f, v));
        f = v128.load64_splat(x + 2 * row);
        p2 = f64x2.add(p2, f64x2.mul(f, u));
        q2 = f64x2.add(q2, f64x2.mul(f, v));
        f = v128.load64_splat(x + 3 * row);
        p3 = f64x2.add(p3, f64x2.mul(f, u));
        q3 = f64x2.add(q3, f64x2.mul(f, v));
      }
      const to = out + i * row + j;
      v128.store(to, p0);
      v128.store(to, q0, 16);
      v128.store(to + row, p1);
      v128.store(to + row, q1, 16);
      v128.store(to + 2 * row, p2);
      v128.store(to + 2 * row, q2, 16);
      v128.store(to + 3 * row, p3);
      v128.store(to + 3 * row, q3, 16);
    }
  }
}

/** p <- p - h x */
export function subtract(p: usize, h: f64, x: usize, size: i32): void {
  const factor = f64x2.splat(h);
  const bytes = (<usize>size * <usize>size) << 3;
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(p + at, f64x2.sub(v128.load(p + at), f64x2.mul(factor, v128.load(x + at))));
}

/** The sum of the squares of all entries. */
export function squares(p: usize, size: i32): f64 {
  let sum = f64x2.splat(0);
  const bytes = (<usize>size * <usize>size) << 3;
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(p + at);
    sum = f64x2.add(sum, f64x2.mul(x, x));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
