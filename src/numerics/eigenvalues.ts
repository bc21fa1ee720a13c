/**
 * All eigenvalues, ascending, of a symmetric matrix (row-major, size x size): Householder's reduction to tridiagonal form,
 * then implicit QL. In doubles, for pictures and guesses; size³·4/3 operations.
 */
export function eigenvalues(matrix: Float64Array, size: number): Float64Array {
  const a = matrix.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(size);
  const p = new Float64Array(size);
  const largest = a.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  // Entries that are 10⁻¹⁰⁰ times the largest change no digit; near the least double they would have none themselves.
  const least = Math.max(1e-100 * largest, 2 ** -500);
  for (let k = size - 1; k > 0; k--) {
    const row = a.subarray(k * size, k * size + k);
    // The others' squares by themselves: beside a large last entry they would be lost.
    let rest = 0;
    for (let j = 0; j < k - 1; j++) rest += row[j]! * row[j]!;
    if (rest <= least ** 2) {
      beside[k] = row[k - 1]!;
      continue;
    }
    const square = rest + row[k - 1]! * row[k - 1]!;
    // v = row ∓ ‖row‖e reflects the row onto its last entry; A ← A − v qᵀ − q vᵀ with q = p − (vᵀp/2h) v, p = Av/h.
    const length = Math.sqrt(square) * (row[k - 1]! > 0 ? -1 : 1);
    const h = square - row[k - 1]! * length;
    row[k - 1]! -= length;
    beside[k] = length;
    let vp = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      const own = i * size;
      for (let j = 0; j < k; j++) sum += a[own + j]! * row[j]!;
      p[i] = sum / h;
      vp += row[i]! * p[i]!;
    }
    const half = vp / (2 * h);
    for (let i = 0; i < k; i++) p[i]! -= half * row[i]!;
    for (let i = 0; i < k; i++) {
      const own = i * size;
      for (let j = 0; j < k; j++) a[own + j]! -= row[i]! * p[j]! + p[i]! * row[j]!;
    }
  }
  for (let i = 0; i < size; i++) diagonal[i] = a[i * size + i]!;
  tridiagonalEigenvalues(diagonal, beside.subarray(1), least);
  return diagonal.sort();
}

/** Implicit QL with Wilkinson's shifts, in place: `diagonal` becomes the eigenvalues, `beside` is used up. */
function tridiagonalEigenvalues(diagonal: Float64Array, beside: Float64Array, least: number): void {
  const size = diagonal.length;
  for (let low = 0; low < size; low++) {
    for (let sweep = 0; sweep < 60; sweep++) {
      let high = low;
      while (high < size - 1) {
        const scale = Math.abs(diagonal[high]!) + Math.abs(diagonal[high + 1]!);
        if (Math.abs(beside[high]!) <= Math.max(2 ** -52 * scale, least)) break;
        high++;
      }
      if (high === low) break;
      let g = (diagonal[low + 1]! - diagonal[low]!) / (2 * beside[low]!);
      let r = Math.hypot(g, 1);
      g = diagonal[high]! - diagonal[low]! + beside[low]! / (g + (g < 0 ? -r : r));
      let [s, c, shift] = [1, 1, 0];
      let i = high - 1;
      for (; i >= low; i--) {
        const f = s * beside[i]!;
        const b = c * beside[i]!;
        r = Math.hypot(f, g);
        if (i + 1 < high) beside[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1]! -= shift;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1]! - shift;
        r = (diagonal[i]! - g) * s + 2 * c * b;
        shift = s * r;
        diagonal[i + 1] = g + shift;
        g = c * r - b;
      }
      if (r === 0 && i >= low) continue;
      diagonal[low]! -= shift;
      beside[low] = g;
    }
  }
}
