/**
 * Products of matrices of polynomials in doubles, coefficient by coefficient, with one bound of all roundings (mathematics.md
 * 11.6 and 11.7). ECMAScript prescribes IEEE 754: the result of + and × of doubles, and Number of a BigInt, is off by a
 * factor 1 + δ, |δ| ≤ u = 2^−53, where nothing underflows. Nothing does: entries of Y and C are multiples of 2^−50, those of
 * J and B of 2^−96, so that all sums and products are multiples of 2^−196 or 0. So a sum of products whose terms take part
 * in at most M roundings each is off by at most Mu/(1 − Mu) ≤ 2Mu times the sum of the sizes of its terms.
 */
import { approximate, type Series } from './series.ts';

/** 2u */
const UNIT = 2 ** -52;
/** Sums of fewer than 2^20 numbers ≥ 0, one after the other, fall short by less than this makes up for. */
const ROOM = 1 + 2 ** -30;

/** sum[from + m] += factor·x[at + m] */
function add(
  sum: Float64Array,
  from: number,
  count: number,
  factor: number,
  x: Float64Array,
  at: number,
): void {
  if (factor !== 0) for (let m = 0; m < count; m++) sum[from + m] = sum[from + m]! + factor * x[at + m]!;
}

/** Coefficient k of entry j of a row, at k·size + j; one power more, which is 0. */
function layersOf(row: readonly Series[], powers: number): Float64Array {
  const layers = new Float64Array(row.length * (powers + 1));
  row.forEach(({ coefficients }, j) => {
    coefficients.forEach((c, k) => {
      layers[k * row.length + j] = approximate(c);
    });
  });
  return layers;
}

/**
 * Upper bounds of |I − Y J| on [−1, 1] for Y_ij = Σ_a Y[i][j][a] t^a: the coefficients of the product up to the order,
 * and what is beyond, Σ_{a+b > order} |Y_a||J_b|, and Σ_l |Y_il|(ρ_lj + 2Mu|J_lj|), M = n(order + 1) + 2, whose last part
 * is for the coefficients, sums of at most n(order + 1) products and 1.
 */
export function defectNorms(
  Y: readonly (readonly (readonly number[])[])[],
  jacobian: readonly (readonly Series[])[],
): readonly Float64Array[] {
  const size = Y.length;
  const powers = jacobian[0]![0]!.order + 1;
  const slack = (size * powers + 2) * UNIT;
  const layers = jacobian.map((row) => layersOf(row, powers));
  const rests = layers.map((row, l) => {
    const rest = row.map(Math.abs);
    for (let at = powers * size - 1; at >= 0; at--) rest[at]! += rest[at + size]!;
    const radii = jacobian[l]!.map(({ radius }, j) => approximate(radius) + slack * rest[j]!);
    return rest.map((tail, at) => tail + radii[at % size]!);
  });
  return Y.map((row, i) => {
    const sum = new Float64Array(size * powers);
    const bound = new Float64Array(size);
    sum[i] = -1;
    row.forEach((polynomial, l) => {
      polynomial.forEach((factor, a) => {
        add(sum, a * size, (powers - a) * size, factor, layers[l]!, 0);
        add(bound, 0, size, Math.abs(factor), rests[l]!, (powers - a) * size);
      });
    });
    bound[i]! += slack;
    sum.forEach((c, at) => {
      bound[at % size]! += Math.abs(c);
    });
    return bound.map((entry) => entry * ROOM);
  });
}

/**
 * Upper bounds of |C B Cᵀ − I| on [−1, 1] for a symmetric B given below its diagonal: Σ_k |C B_k Cᵀ − I_k| and
 * |C|(ρ + 2Mu|B|)|Cᵀ|, M = 2n + 4 for the reading of B and two sums
 * of n products, the second with −1.
 */
export function congruenceNorms(
  C: readonly Float64Array[],
  triangle: readonly (readonly Series[])[],
): readonly Float64Array[] {
  const size = C.length;
  const matrix = C.map((_, i) => C.map((_, j) => (j <= i ? triangle[i]![j]! : triangle[j]![i]!)));
  const powers = triangle[0]![0]!.order + 1;
  const slack = (2 * size + 4) * UNIT;
  const rows = matrix.map((row) => layersOf(row, powers));
  const bound = C.map(() => new Float64Array(size));
  const include = (B: readonly Float64Array[], at: number, factors: readonly Float64Array[], one: number) => {
    const products = factors.map((row) => {
      const sum = new Float64Array(size);
      row.forEach((factor, l) => {
        add(sum, 0, size, factor, B[l]!, at);
      });
      return sum;
    });
    products.forEach((row, i) => {
      factors.forEach((other, j) => {
        let entry = i === j ? -one : 0;
        for (let l = 0; l < size; l++) entry += row[l]! * other[l]!;
        bound[i]![j]! += Math.abs(entry);
      });
    });
  };
  for (let k = 0; k < powers; k++) include(rows, k * size, C, k === 0 ? 1 : 0);
  const radii = matrix.map((row) =>
    Float64Array.from(row, (x) => approximate(x.radius) + slack * approximate(x.norm())),
  );
  include(
    radii,
    0,
    C.map((row) => row.map(Math.abs)),
    0,
  );
  bound.forEach((row, i) => {
    row[i]! += slack;
  });
  return bound.map((row) => row.map((entry) => entry * ROOM));
}
