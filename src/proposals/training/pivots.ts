/**
 * Untrusted: which rows of a positive semidefinite matrix (row-major, size x size) are independent, by Cholesky's factorisation
 * with pivots; at most `most` of them, ascending.
 */
export function independentRows(matrix: Float64Array, size: number, most: number): number[] {
  const a = matrix.slice();
  const chosen: number[] = [];
  const greatest = Math.max(0, ...Array.from({ length: size }, (_, i) => a[i * (size + 1)]!));
  while (chosen.length < most) {
    let pivot = -1;
    for (let i = 0; i < size; i++)
      if (!chosen.includes(i) && (pivot < 0 || a[i * (size + 1)]! > a[pivot * (size + 1)]!)) pivot = i;
    if (pivot < 0 || !(a[pivot * (size + 1)]! > 1e-10 * greatest)) break;
    chosen.push(pivot);
    const head = a[pivot * (size + 1)]!;
    const row = a.slice(pivot * size, (pivot + 1) * size);
    for (let i = 0; i < size; i++)
      if (row[i] !== 0) for (let j = 0; j < size; j++) a[i * size + j]! -= (row[i]! * row[j]!) / head;
  }
  return chosen.sort((x, y) => x - y);
}
