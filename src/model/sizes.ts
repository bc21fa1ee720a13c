import type { Candidate } from './candidate.ts';

/** Numbers of targets and of neurons, and the width, of a candidate in either form. */
export interface Sizes {
  readonly k: number;
  readonly n: number;
  readonly d: number;
}

/** The sizes of the point that a candidate stands for, without writing it out. */
export function sizesOf(candidate: Candidate): Sizes {
  if (candidate.form === 'dense') return { k: candidate.k, n: candidate.n, d: candidate.d };
  const { blocks, neurons } = candidate;
  const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0);
  const k = sum(blocks);
  return { k, n: sum(neurons.map(({ attached }) => (attached === null ? 1 : blocks[attached]!))), d: k };
}
