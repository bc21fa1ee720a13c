import { integerSquareRoot } from '../../arithmetic/integer.ts';
import type { ExactGram } from '../../landscape/exact-gram.ts';

/** Bits that the elimination carries beyond those of the factor. */
const GUARD = 64;
/** A neuron whose sine with the span of the others is below 2^−SMALL counts as one in it. */
const SMALL = 30;

/** Untrusted: coordinates of all rows of [W; V] in an orthonormal basis of the span of some of them. */
export interface Span {
  /** The rows that the basis is made of: all targets, then neurons. */
  readonly basis: readonly number[];
  /** For each row of the basis its coordinates, lower triangular, in units of 2^−bits. */
  readonly factor: readonly (readonly bigint[])[];
  /** For each neuron its coordinates, in units of 2^−bits. */
  readonly neurons: readonly (readonly bigint[])[];
  /** About the norm of what of all neurons lies outside the span. */
  readonly outside: number;
}

/** Target j lies in the span of those before it, as far as can be seen. */
export interface Dependent {
  readonly target: number;
}

/**
 * Untrusted: the Cholesky factor of the Gram matrix of the targets times 4^e, and of neurons that leave their span, the
 * farthest first, where `withNeurons` says so.
 */
export function proposeSpan(
  gram: ExactGram,
  e: number,
  bits: number,
  withNeurons: boolean,
): Span | Dependent {
  const { n, k } = gram;
  const working = bits + GUARD;
  const rows = Array.from({ length: n + k }, (_, p) => p);
  const coordinates: bigint[][] = rows.map(() => []);
  const squares = rows.map((p) => gram.floor(p, p, e, working).units);
  const rest = [...squares];
  const basis: number[] = [];
  const take = (b: number): void => {
    const pivot = integerSquareRoot(rest[b]!);
    const own = coordinates[b]!;
    for (const p of rows) {
      if (p === b || basis.includes(p)) continue;
      const known = coordinates[p]!.reduce((sum, x, a) => sum + x * own[a]!, 0n);
      const next = (gram.floor(p, b, e, working).units - known) / pivot;
      coordinates[p]!.push(next);
      rest[p]! -= next * next;
    }
    own.push(pivot);
    rest[b] = 0n;
    basis.push(b);
  };
  // A factor of so many bits says nothing of a smaller sine.
  const least = BigInt(2 * ((bits >> 1) - 8));
  for (let j = 0; j < k; j++) {
    const p = n + j;
    if (rest[p]! <= squares[p]! >> least) return { target: j };
    take(p);
  }
  const leaves = (p: number): boolean => rest[p]! > squares[p]! >> BigInt(2 * SMALL);
  while (withNeurons) {
    const far = rows.filter((p) => p < n && leaves(p));
    if (far.length === 0) break;
    take(far.reduce((a, b) => (rest[b]! > rest[a]! ? b : a)));
  }
  const shift = BigInt(GUARD);
  const factor = basis.map((p, a) => basis.map((_, c) => (c <= a ? coordinates[p]![c]! >> shift : 0n)));
  const neurons = rows.slice(0, n).map((p) => basis.map((_, c) => (coordinates[p]![c] ?? 0n) >> shift));
  const outside = Math.sqrt(
    rest.slice(0, n).reduce((sum, x) => sum + Math.max(0, Number(x)) * 2 ** (-2 * working), 0),
  );
  return { basis, factor, neurons, outside };
}
