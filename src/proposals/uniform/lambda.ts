/** Smallest eigenvalues of the family in doubles: a proposal (untrusted) for λ. */

import { blocksOf } from '../../symmetry/uniform/formulas.ts';
import { pencilMinimum } from '../../symmetry/uniform/kernel-matrices.ts';
import type { ScaledFamily } from '../../symmetry/uniform/scaled-family.ts';
import { floatEquations } from './centre.ts';
import { floats } from './floats.ts';

type BlockName = 'trivial' | 'standard' | 'sym' | 'alt' | 'M standard' | 'M trivial';

/**
 * The least λ of every block at s: B − 2πλ·Gram is singular; negative where the block is not positive. Where it is more than
 * `least`, one known before, that may stand in its place.
 */
export function leastEigenvalues(
  family: ScaledFamily,
  s: number,
  y: readonly number[],
  least: number = Number.POSITIVE_INFINITY,
): Record<BlockName, number> {
  const found = blocksOf(family).doubles(floats, [s, ...y]);
  const diagonal = (gram: readonly number[]): number[][] =>
    gram.map((x, i) => gram.map((_, j) => (i === j ? x : 0)));
  const number = (x: number): number => x / (2 * Math.PI);
  return {
    trivial: pencilMinimum(floatEquations(family, s, y).jacobian, diagonal(found.trivialGram), least),
    standard: pencilMinimum(found.standard, found.standardGram, least),
    sym: number(found.sym),
    alt: number(found.alt),
    'M standard': number(found.transverseStandard),
    'M trivial': pencilMinimum(found.transverse, diagonal(found.transverseGram), least),
  };
}
