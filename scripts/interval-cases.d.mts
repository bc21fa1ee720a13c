import type { Interval, Intervals } from '../src/checker/numbers/interval.ts';

interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

export function stream(seed: number): () => number;
export function decimalCase(next: () => number): string;
export function fractions(x: Interval): [Fraction, Fraction];
export function wrongIntervals(
  module: typeof import('../src/checker/numbers/interval.ts'),
  I: Intervals,
  seed: number,
): string[];
