/** Smallest eigenvalues of the family in doubles: a proposal (untrusted) for λ. */

import { cholesky } from '../../numerics/matrix.ts';
import { blocksOf } from '../../symmetry/uniform/formulas.ts';
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

/** The least λ at which b − 2πλ·gram stops being positive definite, between −1/4 and 1/2, by bisection; `least` where that is not below it. */
function pencilMinimum(
  b: readonly (readonly number[])[],
  gram: readonly (readonly number[])[],
  least: number,
): number {
  const definite = (lambda: number): boolean =>
    cholesky(b.map((row, i) => row.map((x, j) => x - 2 * Math.PI * lambda * gram[i]![j]!))) !== null;
  if (least < 0.5 && definite(least)) return least;
  let low = -0.25;
  let high = 0.5;
  for (let step = 0; step < 36; step++) {
    const mid = (low + high) / 2;
    if (definite(mid)) low = mid;
    else high = mid;
  }
  return low;
}
