/** Untrusted: steps of the search. */
const MAX_STEPS = 2000;

/**
 * Untrusted: rows of which a positive combination of sign·row may be 0, so that no linear function has the signs; empty where a
 * separating one seems to exist. The point of least norm in the convex hull of the rows, by Wolfe's algorithm (1976): at the end
 * the rows that it is made of are affinely independent.
 */
export function proposeFarkas(features: readonly (readonly number[])[], signs: readonly number[]): number[] {
  const points = features.map((row, j) => {
    const length = Math.hypot(...row) || 1;
    return row.map((x) => (signs[j]! * x) / length);
  });
  let corral = [0];
  let weights = [1];
  for (let step = 0; step < MAX_STEPS; step++) {
    const x = combined(points, corral, weights);
    const square = dot(x, x);
    if (square < 1e-20) return corral;
    const next = points.reduce((best, p, j) => (dot(p, x) < dot(points[best]!, x) ? j : best), 0);
    if (dot(points[next]!, x) > square - 1e-12 || corral.includes(next)) return square < 1e-14 ? corral : [];
    corral = [...corral, next];
    weights = [...weights, 0];
    for (;;) {
      const affine = affineMinimiser(points, corral);
      if (affine === null) return [];
      if (affine.every((w) => w > 1e-12)) {
        weights = affine;
        break;
      }
      // From the weights toward the affine minimiser, up to the first that becomes 0, which leaves.
      const ratio = Math.min(
        1,
        ...affine.map((w, i) => (w <= 1e-12 ? weights[i]! / Math.max(weights[i]! - w, 1e-300) : 1)),
      );
      weights = weights.map((w, i) => w + ratio * (affine[i]! - w));
      const kept = weights.map((w, i) => (w > 1e-12 ? i : -1)).filter((i) => i >= 0);
      // Rounding may leave all of them above: the least one leaves.
      const least = weights.indexOf(Math.min(...weights));
      const staying = kept.length < corral.length ? kept : kept.filter((i) => i !== least);
      corral = staying.map((i) => corral[i]!);
      weights = staying.map((i) => weights[i]!);
      if (corral.length === 0) return [];
    }
  }
  return [];
}

function combined(
  points: readonly (readonly number[])[],
  corral: readonly number[],
  weights: readonly number[],
): number[] {
  return points[0]!.map((_, c) => corral.reduce((sum, j, i) => sum + weights[i]! * points[j]![c]!, 0));
}

/** Weights of sum 1 with the least norm of the combination: (1 1ᵀ + PᵀP) w ∝ 1. Null where the system is singular. */
function affineMinimiser(points: readonly (readonly number[])[], corral: readonly number[]): number[] | null {
  const n = corral.length;
  const rows = corral.map((i) => [...corral.map((j) => 1 + dot(points[i]!, points[j]!)), 1]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c + 1; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r;
    if (Math.abs(rows[pivot]![c]!) < 1e-13) return null;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const factor = rows[r]![c]! / rows[c]![c]!;
      for (let k = c; k <= n; k++) rows[r]![k]! -= factor * rows[c]![k]!;
    }
  }
  const raw = rows.map((row, i) => row[n]! / row[i]!);
  const total = raw.reduce((sum, w) => sum + w, 0);
  return raw.map((w) => w / total);
}

function dot(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}
