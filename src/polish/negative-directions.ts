import { DenseKernel } from '../arithmetic/dense-kernel.ts';

/**
 * Untrusted: approximate orthonormal eigenvectors of all negative eigenvalues of a symmetric matrix, by subspace
 * iteration with (A − σI)⁻¹, σ below the smallest eigenvalue; null if they cannot be told from the rest.
 */
export function negativeDirections(matrix: Float64Array, size: number): Float64Array[] | null {
  const kernel = DenseKernel.ofSize(size);
  if (kernel.factor(matrix, 0)) return [];
  let sigma = -1e-6;
  while (!kernel.factor(matrix, sigma)) {
    sigma *= 2;
    if (sigma < -1e6) return null;
  }
  for (let width = Math.min(size, 8); ; width = Math.min(size, 2 * width)) {
    const { values, vectors } = lowest(kernel, matrix, size, width);
    const negative = vectors.filter((_, c) => values[c]! < 0);
    if (negative.length < width || width === size) return negative;
  }
}

/** Ritz pairs of the lowest eigenvalues from the factor that the kernel holds. */
function lowest(
  kernel: DenseKernel,
  matrix: Float64Array,
  size: number,
  width: number,
): { values: number[]; vectors: Float64Array[] } {
  let state = 99991;
  let basis = Array.from({ length: width }, () =>
    Float64Array.from({ length: size }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state / 2 ** 32 - 0.5;
    }),
  );
  orthonormalise(basis);
  for (let step = 0; step < 60; step++) {
    for (const x of basis) kernel.solve(x);
    orthonormalise(basis);
  }
  const images = basis.map((x) => {
    const y = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * x[j]!;
      y[i] = sum;
    }
    return y;
  });
  const small = basis.map((x) => images.map((y) => dot(x, y)));
  const rotation = jacobi(small);
  basis = rotation.map((coefficients) => {
    const x = new Float64Array(size);
    coefficients.forEach((c, k) => {
      for (let i = 0; i < size; i++) x[i]! += c * basis[k]![i]!;
    });
    return x;
  });
  const order = small.map((_, c) => c).sort((a, b) => small[a]![a]! - small[b]![b]!);
  return { values: order.map((c) => small[c]![c]!), vectors: order.map((c) => basis[c]!) };
}

/** Cyclic Jacobi: diagonalises a small symmetric matrix in place, returns its eigenvectors as rows. */
function jacobi(a: number[][]): number[][] {
  const n = a.length;
  const rotation = a.map((_, i) => a.map((_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const off = a[p]![q]!;
        if (Math.abs(off) < 1e-300) continue;
        const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const c = 1 / Math.sqrt(t * t + 1);
        const s = t * c;
        for (let k = 0; k < n; k++)
          [a[k]![p], a[k]![q]] = [c * a[k]![p]! - s * a[k]![q]!, s * a[k]![p]! + c * a[k]![q]!];
        for (const m of [a, rotation]) {
          const [x, y] = [m[p]!, m[q]!];
          m[p] = x.map((value, k) => c * value - s * y[k]!);
          m[q] = x.map((value, k) => s * value + c * y[k]!);
        }
      }
  return rotation;
}

/** Gram–Schmidt, twice for orthogonality to rounding. */
function orthonormalise(basis: Float64Array[]): void {
  for (let k = 0; k < basis.length; k++) {
    const x = basis[k]!;
    for (let pass = 0; pass < 2; pass++)
      for (let j = 0; j < k; j++) {
        const c = dot(x, basis[j]!);
        for (let i = 0; i < x.length; i++) x[i]! -= c * basis[j]![i]!;
      }
    const length = Math.sqrt(dot(x, x));
    for (let i = 0; i < x.length; i++) x[i]! /= length;
  }
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}
