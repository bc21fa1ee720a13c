import type { Candidate, ExactNumber } from '../model/candidate.ts';
import type { Figures } from '../proof/figures.ts';
import { MAX_DENSE_SIZE } from './dense.ts';
import { isWide } from './widths.ts';

/** A verified point, as far as it is known. */
export interface HintSubject {
  readonly candidate: Candidate;
  readonly k: number;
  readonly n: number;
  readonly d: number;
  /** Nobody said how many targets there are: k = d was taken. */
  readonly kAssumed: boolean;
  /** The verdict is about every dimension from d on. */
  readonly everyDimension: boolean;
}

/** A gradient above this share of the largest neuron is no end of a descent: F is quadratic in scale, ∇F linear. */
const LARGE_GRADIENT = 1e-6;
/** Descent in doubles gets about here. */
const ROUNDED_GRADIENT = 1e-14;

/**
 * What people may try next where nothing was proved about a critical point, in one line; null where something was. It
 * rests on what is usual, in floating point, and no statement rests on it.
 */
export function hintOf(
  { verdict, gradientNorm }: Pick<Figures, 'verdict' | 'gradientNorm'>,
  subject: HintSubject,
): string | null {
  if (verdict !== 'no-critical-point' && verdict !== 'inconclusive') return null;
  const { candidate, k, n, d, kAssumed, everyDimension } = subject;
  const dense = candidate.form === 'dense';
  const count = kAssumed
    ? `k = ${k} was assumed, the width: --k K takes the first K standard basis vectors as targets, --targets FILE others`
    : '';
  const join = (...parts: string[]): string => parts.filter((part) => part !== '').join('; ');
  if (n < k) {
    const swapped = dense ? '; with a neuron in each column use --transpose' : '';
    return join(`n = ${n} neurons for k = ${k} targets: usually a transposed matrix${swapped}`, count);
  }
  const rows = dense ? candidate.weights : [];
  const zero = rows.findIndex((row) => row.every(isZero));
  if (zero >= 0)
    return `neuron ${zero} (counted from 0) is zero and adds nothing to the network: leave it out`;
  const largest = dense ? Math.max(...rows.map(lengthOf)) : 1;
  const gradient = gradientNorm === null ? 0 : Number(gradientNorm);
  if (verdict === 'no-critical-point' || gradient > LARGE_GRADIENT * largest) {
    const far =
      verdict === 'no-critical-point'
        ? 'not near a critical point of this problem'
        : 'not near enough to a critical point';
    const swapped = kAssumed && n === d ? 'with a neuron in each column use --transpose' : '';
    const descend = `‖∇F‖ is about ${shown(gradientNorm)}, ${far}: descend first, until it is about 1e-9, and give all digits`;
    return join(descend, count, swapped);
  }
  if (dense && n * d > MAX_DENSE_SIZE && !isWide(candidate))
    return 'the point is too large for a dense proof: where it has symmetry, give it in block form ("blocks", "neurons")';
  const attempts = [
    gradient > ROUNDED_GRADIENT * largest ? `descend further (‖∇F‖ is about ${shown(gradientNorm)})` : '',
    'take --digits 100 where the reason is a want of precision',
    everyDimension && !isWide(candidate)
      ? `take --dimension ${d} for a statement in this dimension alone`
      : '',
  ].filter((attempt) => attempt !== '');
  return join(`${attempts.join(', or ')}; where an eigenvalue is 0 nothing is decided`, count);
}

/** Of rows of any length, which are too long for the arguments of a function. */
function lengthOf(row: readonly ExactNumber[]): number {
  return Math.sqrt(row.reduce<number>((sum, x) => sum + Number(x) ** 2, 0));
}

/** A decimal may be too small for a double. */
function isZero(x: ExactNumber): boolean {
  return typeof x === 'number' ? x === 0 : !/^[^eE]*[1-9]/.test(x);
}

/** Two digits of a bound, where a double holds it. */
function shown(bound: string | null): string {
  const value = Number(bound);
  return bound === null ? 'unknown' : value > 0 && Number.isFinite(value) ? value.toPrecision(2) : bound;
}
