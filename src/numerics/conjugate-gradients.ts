import { addMultiple, dot } from './vectors.ts';

/** Length of the residual, relative to that of the right-hand side, at which a solution counts as one. */
const SMALL = 2 ** -44;
const MOST_STEPS = 200;

/**
 * x with Ax about b, by the method of conjugate gradients (Hestenes and Stiefel 1952), A symmetric and given by its products; null
 * where A shows itself not to be positive definite, or the method takes more steps than a factor of a large matrix is worth.
 */
export function conjugateGradients(
  image: (x: Float64Array) => Float64Array,
  b: Float64Array,
): Float64Array | null {
  const x = new Float64Array(b.length);
  const residual = b.slice();
  const direction = b.slice();
  let square = dot(b, b);
  const enough = square * SMALL ** 2;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (square <= enough) return x;
    const turned = image(direction);
    const curvature = dot(direction, turned);
    if (!(curvature > 0)) return null;
    addMultiple(x, square / curvature, direction);
    addMultiple(residual, -square / curvature, turned);
    const next = dot(residual, residual);
    for (let i = 0; i < b.length; i++) direction[i] = residual[i]! + (next / square) * direction[i]!;
    square = next;
  }
  return null;
}
