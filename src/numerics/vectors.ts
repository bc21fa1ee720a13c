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

/** x + cy in place. */
export function addMultiple(x: Float64Array, c: number, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i]! += c * y[i]!;
}

/** x/‖x‖ in place. */
export function normalise(x: Float64Array): void {
  const length = Math.sqrt(dot(x, x));
  for (let i = 0; i < x.length; i++) x[i]! /= length;
}
