import { xorshift } from './moment-directions.ts';

/**
 * Untrusted: directions v = (b̂, ŵ) of norm at most 1, generic, and a size ε for which the exponentials e^(ε(ŵ·φ + b̂))
 * are well apart on the features.
 */
export function proposeBasis(
  features: readonly (readonly number[])[],
  count: number,
): { directions: number[][]; size: number } {
  const width = features[0]!.length;
  const next = xorshift(0x2545f491);
  const directions = Array.from({ length: count }, () => {
    const v = Array.from({ length: width + 1 }, () => next());
    // Below 1 whatever the rounding, and with few digits.
    const norm = 2 ** Math.ceil(Math.log2(Math.hypot(...v)) + 0.01);
    return v.map((x) => Math.round((1024 * x) / norm) / 1100);
  });
  const spread = Math.max(
    ...directions.flatMap(([, ...w]) =>
      features.map((row) => Math.abs(row.reduce((sum, x, i) => sum + x * w[i]!, 0))),
    ),
    1e-9,
  );
  return { directions, size: 2 ** Math.round(Math.log2(3 / spread)) };
}

/** Untrusted: weighted least squares with a little ridge, Σ weight_j (Σ_t α_t A_jt − y_j)² least, by Cholesky. */
export function leastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[],
): number[] {
  const n = rows[0]!.length;
  const scale = Array.from({ length: n }, (_, t) => Math.hypot(...rows.map((row) => row[t]!)) || 1);
  const normal = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const right = new Array<number>(n).fill(0);
  for (const [j, row] of rows.entries())
    for (let s = 0; s < n; s++) {
      const x = (weights[j]! * row[s]!) / scale[s]!;
      right[s]! += x * targets[j]!;
      for (let t = 0; t <= s; t++) normal[s]![t]! += (x * row[t]!) / scale[t]!;
    }
  for (let s = 0; s < n; s++) normal[s]![s]! *= 1 + 1e-11;
  const factor = cholesky(normal);
  const solution = backward(factor, forward(factor, right));
  return solution.map((x, t) => x / scale[t]!);
}

function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const factor: number[][] = matrix.map((row) => [...row]);
  for (let i = 0; i < factor.length; i++)
    for (let j = 0; j <= i; j++) {
      let sum = factor[i]![j]!;
      for (let k = 0; k < j; k++) sum -= factor[i]![k]! * factor[j]![k]!;
      // A pivot lost to rounding: the direction is left out.
      factor[i]![j] =
        i === j ? (sum > 1e-14 ? Math.sqrt(sum) : Number.POSITIVE_INFINITY) : sum / factor[j]![j]!;
    }
  return factor;
}

function forward(factor: readonly (readonly number[])[], right: readonly number[]): number[] {
  const y: number[] = [];
  for (const [i, row] of factor.entries()) {
    let sum = right[i]!;
    for (let k = 0; k < i; k++) sum -= row[k]! * y[k]!;
    y.push(sum / row[i]!);
  }
  return y;
}

function backward(factor: readonly (readonly number[])[], y: readonly number[]): number[] {
  const x = [...y];
  for (let i = factor.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < factor.length; k++) x[i]! -= factor[k]![i]! * x[k]!;
    x[i]! /= factor[i]![i]!;
  }
  return x;
}
