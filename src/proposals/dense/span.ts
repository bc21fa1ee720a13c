import { integerSquareRoot } from '../../arithmetic/integer.ts';
import type { ExactGram } from '../../landscape/exact-gram.ts';

/** Bits that the elimination carries beyond those of the factor. */
const GUARD = 64;

/** Untrusted: coordinates of targets and neurons in an orthonormal basis of the span of the targets, in units of 2^−bits. */
export interface Span {
  /** For each target its coordinates: lower triangular. */
  readonly factor: readonly (readonly bigint[])[];
  /** For each neuron those of its part in the span. */
  readonly neurons: readonly (readonly bigint[])[];
  /** About the norm of what of all neurons lies outside the span. */
  readonly outside: number;
}

/** The target that lies in the span of those before it, as far as can be seen. */
export interface Dependent {
  readonly target: number;
}

/** Untrusted: the Cholesky factor of the Gram matrix of the targets times 4^e. */
export function proposeSpan(gram: ExactGram, e: number, bits: number): Span | Dependent {
  const { n, k } = gram;
  const working = bits + GUARD;
  const rows = Array.from({ length: n + k }, (_, p) => p);
  const coordinates: bigint[][] = rows.map(() => []);
  const rest = rows.map((p) => gram.floor(p, p, e, working).units);
  const least = BigInt(2 * seenBits(bits));
  for (let b = n; b < n + k; b++) {
    if (rest[b]! <= gram.floor(b, b, e, working).units >> least) return { target: b - n };
    const pivot = integerSquareRoot(rest[b]!);
    const own = coordinates[b]!;
    for (const p of rows) {
      if (p >= n && p <= b) continue;
      const known = coordinates[p]!.reduce((sum, x, a) => sum + x * own[a]!, 0n);
      const next = (gram.floor(p, b, e, working).units - known) / pivot;
      coordinates[p]!.push(next);
      rest[p]! -= next * next;
    }
    own.push(pivot);
  }
  const rounded = (p: number): bigint[] =>
    Array.from({ length: k }, (_, a) => (coordinates[p]![a] ?? 0n) >> BigInt(GUARD));
  const outside = Math.sqrt(
    rest.slice(0, n).reduce((sum, x) => sum + Math.max(0, Number(x) * 2 ** (-2 * working)), 0),
  );
  return { factor: rows.slice(n).map(rounded), neurons: rows.slice(0, n).map(rounded), outside };
}

/** A factor of so many bits tells nothing of a sine below 2^−this. */
export function seenBits(bits: number): number {
  return (bits >> 1) - 8;
}
