/** Vectors of doubles. Nothing in this room is trusted: what it finds is a guess, to be checked. */

/** Vectors without structure, the same in every run. */
export function randomVectors(size: number, count: number): Float64Array[] {
  let state = 12345;
  return Array.from({ length: count }, () => {
    const x = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      x[i] = state / 2 ** 32 - 0.5;
    }
    return x;
  });
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** ‖x‖, whose squares are in range wherever the entries are; NaN and infinite entries stay. */
export function norm(x: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(x[i]!));
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return largest;
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** x + cy in place. */
export function addMultiple(x: Float64Array, c: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! += c * y[i]!;
}

/**
 * x loses its parts along so many vectors of a list, one after the other, in place: addMultiple(x, −dot(u, x), u) for each u. A sum
 * waits for each of its terms, so x is changed for one vector while the product with the next is summed.
 */
export function subtractParts(x: Float64Array, basis: readonly Float64Array[], count: number): void {
  if (count === 0) return;
  let part = dot(basis[0]!, x);
  for (let k = 1; k < count; k++) {
    const u = basis[k - 1]!;
    const next = basis[k]!;
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const value = x[i]! - part * u[i]!;
      x[i] = value;
      sum += next[i]! * value;
    }
    part = sum;
  }
  addMultiple(x, -part, basis[count - 1]!);
}

/** Ax for a matrix with rows as long as x, row by row; four of them are summed at a time. */
export function image(a: Float64Array, x: Float64Array): Float64Array {
  const size = x.length;
  const y = new Float64Array(size);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const at = i * size;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    for (let j = 0; j < size; j++) {
      const value = x[j]!;
      s0 += a[at + j]! * value;
      s1 += a[at + size + j]! * value;
      s2 += a[at + 2 * size + j]! * value;
      s3 += a[at + 3 * size + j]! * value;
    }
    y[i] = s0;
    y[i + 1] = s1;
    y[i + 2] = s2;
    y[i + 3] = s3;
  }
  for (; i < size; i++) y[i] = dot(a.subarray(i * size, (i + 1) * size), x);
  return y;
}

/** x/‖x‖ in place. */
export function normalise(x: Float64Array): void {
  const length = Math.sqrt(dot(x, x));
  for (let i = 0; i < x.length; i++) x[i]! /= length;
}
