/**
 * LU factorisation with partial pivoting of a square matrix (row-major, overwritten); returns a solver that works in
 * place, or null for a singular matrix. Floating point, for proposals.
 */
export function solveInPlace(a: Float64Array, size: number): ((x: Float64Array) => void) | null {
  const order = Array.from({ length: size }, (_, i) => i);
  for (let c = 0; c < size; c++) {
    let pivot = c;
    for (let i = c + 1; i < size; i++)
      if (Math.abs(a[order[i]! * size + c]!) > Math.abs(a[order[pivot]! * size + c]!)) pivot = i;
    [order[c], order[pivot]] = [order[pivot]!, order[c]!];
    const top = order[c]! * size;
    const head = a[top + c]!;
    if (!(Math.abs(head) > 1e-300)) return null;
    for (let i = c + 1; i < size; i++) {
      const row = order[i]! * size;
      const factor = a[row + c]! / head;
      a[row + c] = factor;
      if (factor !== 0) for (let j = c + 1; j < size; j++) a[row + j]! -= factor * a[top + j]!;
    }
  }
  return (x) => {
    const y = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = x[order[i]!]!;
      for (let j = 0; j < i; j++) sum -= a[order[i]! * size + j]! * y[j]!;
      y[i] = sum;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = y[i]!;
      for (let j = i + 1; j < size; j++) sum -= a[order[i]! * size + j]! * y[j]!;
      y[i] = sum / a[order[i]! * size + i]!;
    }
    x.set(y);
  };
}
