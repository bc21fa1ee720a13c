import type { FloatMatrix } from '../../numerics/matrix.ts';
import { kernel, room } from './model-kernel.ts';
import type { TaylorArithmetic, TaylorModel } from './taylor.ts';

/** Doubles of a row of n in the kernel. */
export function evenWidth(n: number): number {
  return n + (n & 1);
}

/** Coefficient b of entry (i, j) at (i(p + 1) + b)·width + j. */
export function layers(matrix: readonly (readonly TaylorModel[])[], to: Float64Array): void {
  const width = evenWidth(matrix.length);
  for (let i = 0; i < matrix.length; i++) {
    const row = matrix[i]!;
    const size = row[0]!.c.length;
    for (let j = 0; j < row.length; j++) {
      const { c } = row[j]!;
      for (let b = 0; b < size; b++) to[(i * size + b) * width + j] = c[b]!;
    }
  }
}

/** The inverse by elimination with row exchanges; entries are not finite when there is none. */
export function inverse(a: FloatMatrix): number[][] {
  const n = a.length;
  const { rows } = room({ rows: 2 * n * n });
  for (let i = 0; i < n; i++) {
    rows.set(a[i]!, 2 * n * i);
    rows[2 * n * i + n + i] = 1;
  }
  kernel().inverse(rows.byteOffset, n);
  return Array.from(a, (_, i) => Array.from(rows.subarray(2 * n * i + n, 2 * n * (i + 1))));
}

/** The inverse power series Y_0 = J_0^{−1}, Y_k = −Y_0 Σ_{i≥1} J_i Y_{k−i} in doubles. */
export function inverseSeries(
  arithmetic: TaylorArithmetic,
  jacobian: readonly (readonly TaylorModel[])[],
): TaylorModel[][] {
  const n = jacobian.length;
  const width = evenWidth(n);
  const size = arithmetic.order + 1;
  const first = inverse(jacobian.map((row) => row.map(({ c }) => c[0]!)));
  const { y, j, work } = room({ y: n * size * width, j: n * size * width, work: (n + 1) * width });
  layers(jacobian, j);
  for (let i = 0; i < n; i++) y.set(first[i]!, i * size * width);
  kernel().inverseSeries(y.byteOffset, j.byteOffset, work.byteOffset, n, arithmetic.order, width);
  return first.map((_, i) =>
    Array.from({ length: n }, (_, column) =>
      arithmetic.polynomial(
        Array.from({ length: size }, (_, k) => y[(i * size + k) * width + column]!),
        0,
      ),
    ),
  );
}

/**
 * The least λ at which b − 2πλ·gram stops being positive definite, between −1/4 and 1/2, by bisection; `least` where that is not
 * below it. Lower triangles are read.
 */
export function pencilMinimum(b: FloatMatrix, gram: FloatMatrix, least: number): number {
  const n = b.length;
  const lists = room({ b: n * n, gram: n * n, work: n * n });
  for (let i = 0; i < n; i++) {
    lists.b.set(b[i]!, n * i);
    lists.gram.set(gram[i]!, n * i);
  }
  return kernel().pencilMinimum(lists.b.byteOffset, lists.gram.byteOffset, lists.work.byteOffset, n, least);
}
