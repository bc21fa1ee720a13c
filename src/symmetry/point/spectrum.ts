import { approximate, type Ball, type BallField } from '../../arithmetic/ball.ts';
import { negativeCount } from '../../arithmetic/inertia.ts';
import { relativeEigenvalues } from '../../numerics/matrix.ts';
import { type Bound, lowerBound } from '../../proof/bounds.ts';
import type { Failure } from '../../proof/existence.ts';
import type { Inertia, Matrix, Spectrum } from '../../proof/point.ts';
import { type IsotypicBlock, multiplicityOf } from './component.ts';
import type { SymmetricEvaluation } from './evaluation.ts';
import { isotypicBlocks } from './isotypic.ts';
import { parallelSlack, transverseBlocks } from './transverse.ts';

/** Relative distances from the estimated eigenvalues at which a proof is tried. */
const MARGINS = [2 ** -40, 2 ** -34, 2 ** -28, 2 ** -22, 2 ** -16, 2 ** -10, 2 ** -4];

const NAMES: Readonly<Record<Matrix, string>> = { hessian: '∇²F', transverse: 'M' };

/**
 * Second derivatives at a symmetric point, component by component: the Hessian commutes with the group, so that on the
 * representation V^μ of a component it is B relative to Gram (Schur), and its spectrum is that of the blocks, each
 * μ = dim V times. The list is complete: Σ μ·size = n·k (for M: n), which is asserted with whole numbers (mathematics.md
 * 9.3 and 9.7).
 */
export class BlockSpectrum implements Spectrum {
  private readonly point: SymmetricEvaluation;
  private readonly made: Partial<Record<Matrix, readonly IsotypicBlock<Ball>[]>> = {};
  /** 2π times what parallel pairs may add to a Hessian, in norm. */
  private readonly slack: Ball;

  constructor(point: SymmetricEvaluation) {
    this.point = point;
    this.slack = parallelSlack(point.reduced).reduce((a, b) => point.balls.max(a, b));
  }

  blocks(matrix: Matrix): readonly IsotypicBlock<Ball>[] {
    const { n, k, reduced } = this.point;
    const known = this.made[matrix];
    if (known !== undefined) return known;
    const blocks = matrix === 'hessian' ? isotypicBlocks(reduced) : transverseBlocks(reduced);
    const dimension = blocks.reduce(
      (sum, block) => sum + this.multiplicity(block) * BigInt(block.entries.length),
      0n,
    );
    if (dimension !== BigInt(n) * BigInt(matrix === 'hessian' ? k : 1))
      throw new RangeError(
        `isotypic blocks of ${NAMES[matrix]} of dimension ${dimension}, n = ${n}, k = ${k}`,
      );
    this.made[matrix] = blocks;
    return blocks;
  }

  /** Eigenvalues with their multiplicities in doubles, for pictures; NaN where doubles cannot tell. */
  guesses(matrix: Matrix): { readonly value: number; readonly multiplicity: bigint }[] {
    return this.blocks(matrix).flatMap((block) =>
      guessedEigenvalues(block).map((value) => ({ value, multiplicity: this.multiplicity(block) })),
    );
  }

  /** All blocks less λ·Gram are positive definite, what parallel pairs may add included. */
  leastEigenvalue(matrix: Matrix): Bound | null {
    const { balls } = this.point;
    const blocks = this.blocks(matrix);
    const least = Math.min(...blocks.map((block) => guessedEigenvalues(block)[0]!));
    if (!(least > 0)) return null;
    for (const margin of MARGINS) {
      const lambda = balls.exact(least * (1 - margin));
      const shift = balls.add(this.inUnits(lambda), this.slackOf(matrix));
      if (!blocks.every((block) => negativeCount(balls, shifted(balls, block, shift)) === 0)) continue;
      const bound = lowerBound(balls, lambda);
      if (balls.positive(bound.value) === 'yes') return bound;
    }
    return null;
  }

  /**
   * No eigenvalue in [−λ, λ]: B + λG and B − λG have the same number of negative eigenvalues, block by block. With S
   * the spectral reflection of the matrix A itself, ‖S‖ = 1, ½(SA + AS) = |A| ⪰ λ.
   */
  inertia(matrix: Matrix): Inertia | Failure {
    const { balls } = this.point;
    const blocks = this.blocks(matrix);
    const values = blocks.map((block) => guessedEigenvalues(block));
    const closest = Math.min(...values.flat().map(Math.abs));
    const slack = this.slackOf(matrix);
    for (const margin of MARGINS) {
      const lambda = balls.exact(closest * (1 - margin));
      const shift = balls.add(this.inUnits(lambda), slack);
      const counts = blocks.map((block) => {
        const below = negativeCount(balls, shifted(balls, block, balls.neg(shift)));
        return below !== null && below === negativeCount(balls, shifted(balls, block, shift)) ? below : null;
      });
      const monotonicity = lowerBound(balls, lambda);
      if (counts.includes(null) || balls.positive(monotonicity.value) !== 'yes') continue;
      const index = blocks.reduce((sum, block, b) => sum + this.multiplicity(block) * BigInt(counts[b]!), 0n);
      if (index > BigInt(Number.MAX_SAFE_INTEGER))
        return { reason: `${NAMES[matrix]} has ${index} negative eigenvalues`, precision: false };
      const leastUpper = index === 0n ? null : this.leastUpper(blocks, values, slack);
      if (index > 0n && leastUpper === null) continue;
      return { index: Number(index), monotonicity, reflectionNormUpper: 1, leastUpper, witness: null };
    }
    return { reason: `${NAMES[matrix]} has an eigenvalue that is not separated from 0`, precision: true };
  }

  /** μ ≥ λ_min: B + slack·G − μG has a negative eigenvalue for some block. */
  private leastUpper(
    blocks: readonly IsotypicBlock<Ball>[],
    values: readonly (readonly number[])[],
    slack: Ball,
  ): Ball | null {
    const { balls } = this.point;
    const lowest = values.reduce((best, row, b) => (row[0]! < values[best]![0]! ? b : best), 0);
    for (const margin of MARGINS) {
      const level = balls.exact(values[lowest]![0]! * (1 - margin));
      const shift = balls.sub(this.inUnits(level), slack);
      const count = negativeCount(balls, shifted(balls, blocks[lowest]!, shift));
      if (count !== null && count > 0) return level;
    }
    return null;
  }

  /**
   * Λ ≥ ‖∇²F‖ in every dimension, from norms of blocks of neurons: ‖h2‖ = (π − θ + sin θ)/2π, and H_ii lies between
   * ½ − Σ_targets R/(π‖w‖²) and ½ + Σ_neurons R/(π‖w‖²).
   */
  hessianNorm(): Ball {
    const { balls, reduced } = this.point;
    const { pairs, squares, norms, neuronTypes } = reduced;
    const quarter = balls.divideByInteger(balls.pi, 2);
    const twoPi = balls.scale(balls.pi, 2);
    const half = balls.dyadic(1n, -1);
    const rows = Array.from({ length: neuronTypes }, () => ({
      above: half,
      below: balls.neg(half),
      beside: balls.zero,
    }));
    for (const { left, right, area, beta, rightsPerLeft, leftsPerRight } of pairs) {
      const sine = balls.div(area, balls.mul(norms[left]!, norms[right]!));
      const share = balls.div(balls.add(balls.add(quarter, beta), sine), twoPi);
      const take = (w: number, times: Ball, neuron: boolean): void => {
        const row = rows[w]!;
        const own = balls.mul(times, balls.div(area, balls.mul(balls.pi, squares[w]!)));
        if (neuron) {
          row.above = balls.add(row.above, own);
          row.beside = balls.add(row.beside, balls.mul(times, share));
        } else row.below = balls.add(row.below, own);
      };
      take(left, rightsPerLeft, right < neuronTypes);
      if (right < neuronTypes && right !== left) take(right, leftsPerRight, true);
    }
    return rows
      .map(({ above, below, beside }) => balls.add(beside, balls.max(above, below)))
      .reduce((a, b) => balls.max(a, b));
  }

  private multiplicity({ component }: IsotypicBlock<Ball>): bigint {
    return multiplicityOf(component, this.point.point.blockSizes);
  }

  /** The blocks hold 2π times the Hessian. */
  private inUnits(lambda: Ball): Ball {
    const { balls } = this.point;
    return balls.mul(balls.scale(balls.pi, 2), lambda);
  }

  /** M has no parts with 1/R. */
  private slackOf(matrix: Matrix): Ball {
    return matrix === 'hessian' ? this.slack : this.point.balls.zero;
  }
}

/** B − shift·Gram */
function shifted(balls: BallField, { entries, gram }: IsotypicBlock<Ball>, shift: Ball): Ball[][] {
  return entries.map((row, i) => row.map((x, j) => balls.sub(x, balls.mul(shift, gram[i]![j]!))));
}

/** Guesses of the eigenvalues of the Hessian on a component, ascending; NaN where doubles cannot tell. */
function guessedEigenvalues({ entries, gram }: IsotypicBlock<Ball>): number[] {
  const doubles = (rows: readonly (readonly Ball[])[]): number[][] => rows.map((row) => row.map(approximate));
  const values = relativeEigenvalues(doubles(entries), doubles(gram)) ?? [Number.NaN];
  return values.map((x) => x / (2 * Math.PI));
}
