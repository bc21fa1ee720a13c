import { addMultiple, dot, normalise, randomVectors } from './vectors.ts';

/** A matrix whose equations can be solved: x becomes A⁻¹x. */
export interface Solver {
  readonly size: number;
  solve(x: Float64Array): void;
}

/** Steps at most. A factor of a large matrix takes as long as a hundred of them, and a shift beside the eigenvalue costs one. */
const STEPS = 60;
const STEPS_OF_LARGE = 400;
const LARGE = 512;

/** The smallest eigenvalue and an approximate eigenvector of a positive definite matrix: Lanczos on the inverse. */
export function lowestRitzPair(solver: Solver): { value: number | null; vector: Float64Array } {
  const { size } = solver;
  const steps = size > LARGE ? STEPS_OF_LARGE : STEPS;
  const basis: Float64Array[] = [];
  const alpha: number[] = [];
  const beta: number[] = [];
  let v = randomVectors(size, 1)[0]!;
  let best = 0;
  for (let step = 0; step < Math.min(size, steps); step++) {
    normalise(v);
    basis.push(v);
    const next = v.slice();
    solver.solve(next);
    alpha.push(dot(v, next));
    for (let pass = 0; pass < 2; pass++) for (const u of basis) addMultiple(next, -dot(u, next), u);
    beta.push(Math.sqrt(dot(next, next)));
    const top = largestEigenvalue(alpha, beta);
    const settled = step >= 4 && Math.abs(top - best) <= 1e-14 * top;
    best = top;
    // A next vector of length 0 means that the basis spans all that the start can reach.
    if (settled || beta.at(-1)! <= 1e-14 * top) break;
    v = next;
  }
  const vector = new Float64Array(size);
  eigenvector(alpha, beta, best).forEach((c, i) => {
    addMultiple(vector, c, basis[i]!);
  });
  return { value: best > 0 ? 1 / best : null, vector };
}

/** An eigenvector of the symmetric tridiagonal matrix for its largest eigenvalue, by one step of inverse iteration. */
function eigenvector(alpha: readonly number[], beta: readonly number[], largest: number): number[] {
  // (T − (1 + 1e-13)θ)x = 1 by elimination: all pivots are negative above the spectrum.
  const count = alpha.length;
  const shift = largest * (1 + 1e-13);
  const pivots: number[] = [];
  const x: number[] = [];
  for (let i = 0; i < count; i++) {
    const ratio = i === 0 ? 0 : beta[i - 1]! / pivots[i - 1]!;
    pivots.push(alpha[i]! - shift - (i === 0 ? 0 : ratio * beta[i - 1]!));
    x.push(1 - (i === 0 ? 0 : ratio * x[i - 1]!));
  }
  for (let i = count - 1; i >= 0; i--)
    x[i] = (x[i]! - (i + 1 < count ? beta[i]! * x[i + 1]! : 0)) / pivots[i]!;
  return x;
}

/** Largest eigenvalue of the symmetric tridiagonal matrix, by bisection on Sturm counts. */
function largestEigenvalue(alpha: readonly number[], beta: readonly number[]): number {
  let high = 0;
  for (let i = 0; i < alpha.length; i++)
    high = Math.max(high, alpha[i]! + (i > 0 ? beta[i - 1]! : 0) + (i + 1 < alpha.length ? beta[i]! : 0));
  let low = Math.max(...alpha);
  for (let step = 0; step < 200 && high - low > 1e-16 * high; step++) {
    const middle = (low + high) / 2;
    let pivot = alpha[0]! - middle;
    let above = pivot > 0;
    for (let i = 1; i < alpha.length && !above; i++) {
      pivot = alpha[i]! - middle - (beta[i - 1]! * beta[i - 1]!) / (pivot === 0 ? 1e-300 : pivot);
      above = pivot > 0;
    }
    if (above) low = middle;
    else high = middle;
    if (middle === (low + high) / 2) break;
  }
  return high;
}
