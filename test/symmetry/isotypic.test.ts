import { describe, expect, it } from 'vitest';
import { BallField } from '../../src/arithmetic/ball.ts';
import { floatField } from '../../src/landscape/float-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { hessian, transverseHessian } from '../../src/landscape/hessian.ts';
import { objective } from '../../src/landscape/objective.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf, targetVectors } from '../../src/landscape/problem.ts';
import type { BlockCandidate } from '../../src/model/candidate.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import { sizesOf } from '../../src/model/sizes.ts';
import { eigenpairs } from '../../src/numerics/matrix.ts';
import { type IsotypicBlock, multiplicityOf } from '../../src/symmetry/point/component.ts';
import { isotypicBlocks } from '../../src/symmetry/point/isotypic.ts';
import { reduce, reducedGradient, reducedObjective } from '../../src/symmetry/point/reduced.ts';
import { exactPoint } from '../../src/symmetry/point/shape.ts';
import { transverseBlocks } from '../../src/symmetry/point/transverse.ts';

const SEED = 20261122;

/** A generator of doubles in (−1, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A point of the given structure far from every critical point. */
function randomCandidate(
  blocks: readonly number[],
  attached: readonly (number | null)[],
  next: () => number,
): BlockCandidate {
  return {
    form: 'block',
    blocks,
    neurons: attached.map((r) => ({
      attached: r,
      diagonal: r === null ? null : next() + 1.5,
      values: blocks.map((_, q) => (r !== null && q === r && blocks[q] === 1 ? 0 : 0.7 * next())),
    })),
  };
}

/** Eigenvalues of B relative to G: those of C⁻¹BC⁻ᵀ with G = CCᵀ. */
function relativeEigenvalues({ entries, gram }: IsotypicBlock<number>): number[] {
  const size = entries.length;
  const factor = gram.map((row) => row.map(() => 0));
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = gram[i]![j]!;
      for (let c = 0; c < j; c++) sum -= factor[i]![c]! * factor[j]![c]!;
      factor[i]![j] = i === j ? Math.sqrt(sum) : sum / factor[j]![j]!;
    }
  const solve = (rows: readonly (readonly number[])[]): number[][] => {
    const x = rows.map((row) => [...row]);
    for (let c = 0; c < size; c++)
      for (let i = 0; i < size; i++) {
        let sum = x[i]![c]!;
        for (let j = 0; j < i; j++) sum -= factor[i]![j]! * x[j]![c]!;
        x[i]![c] = sum / factor[i]![i]!;
      }
    return x;
  };
  const transpose = (x: readonly (readonly number[])[]): number[][] =>
    x.map((_, i) => x.map((row) => row[i]!));
  return eigenpairs(solve(transpose(solve(entries)))).values;
}

function spectrum(blocks: readonly IsotypicBlock<number>[], sizes: readonly number[]): number[] {
  return blocks
    .flatMap((block) => {
      const values = relativeEigenvalues(block).map((x) => x / (2 * Math.PI));
      return Array.from({ length: Number(multiplicityOf(block.component, sizes)) }, () => values).flat();
    })
    .sort((a, b) => a - b);
}

const STRUCTURES: readonly { blocks: readonly number[]; attached: readonly (number | null)[] }[] = [
  { blocks: [5, 1], attached: [0, null] },
  { blocks: [3, 4], attached: [0, 1, null] },
  { blocks: [4, 2, 1], attached: [0, 0, 1, null] },
  { blocks: [7], attached: [0] },
  { blocks: [2], attached: [0, null] },
  { blocks: [2, 2], attached: [0, 1, 1] },
  { blocks: [3, 1], attached: [0, 0, null] },
  { blocks: [3, 2], attached: [1, 0] },
  { blocks: [1, 1, 3], attached: [0, 1, 2, null] },
  { blocks: [1, 4], attached: [null, null, 1, 1] },
  { blocks: [6, 2], attached: [null] },
];

describe('isotypic blocks', () => {
  it.each(STRUCTURES)('agree with the dense Hessian at a random point of $blocks, $attached', (structure) => {
    const next = random(SEED + structure.blocks.length * 100 + structure.attached.length);
    const candidate = randomCandidate(structure.blocks, structure.attached, next);
    const context = `seed ${SEED}, ${JSON.stringify(candidate)}`;
    const dense = expandBlocks(candidate);
    const neurons = dense.weights.map((row) => floatField.vector(row));
    const point = pointOf(floatField, dense.d, neurons, targetVectors(floatField, dense), true);
    const pairs = pairsOf(floatField, point);
    const exact = exactPoint(candidate);
    const reduced = reduce(floatField, { ...exact, neurons: exact.neurons.map((x) => x.map(Number)) });

    expect(reducedObjective(reduced), context).toBeCloseTo(objective(floatField, point, pairs), 12);

    const full = gradient(floatField, point, pairs);
    const short = reducedGradient(reduced);
    let row = 0;
    exact.shape.attached.forEach((r, a) => {
      const owner = structure.blocks.flatMap((size, s) => new Array<number>(size).fill(s));
      const own = owner.flatMap((s, at) => (r === null ? [] : s === r ? [at] : []));
      for (let i = 0; i < (r === null ? 1 : structure.blocks[r]!); i++, row++)
        owner.forEach((s, at) => {
          const entry = own[i] === at ? short[a]![structure.blocks.length]! : short[a]![s]!;
          expect(entry / (2 * Math.PI), context).toBeCloseTo(full[row]![at]!, 12);
        });
    });

    const { k, n } = sizesOf(candidate);
    const blocks = isotypicBlocks(reduced);
    const own = spectrum(blocks, structure.blocks);
    const matrix = hessian(floatField, point, pairs);
    const rows = Array.from({ length: n * k }, (_, i) => [
      ...matrix.entries.subarray(i * n * k, (i + 1) * n * k),
    ]);
    const theirs = eigenpairs(rows).values.sort((a, b) => a - b);
    expect(own.length, context).toBe(n * k);
    expect(Math.max(...own.map((x, i) => Math.abs(x - theirs[i]!))), context).toBeLessThan(1e-11);

    const across = transverseHessian(floatField, point, pairs);
    const small = Array.from({ length: n }, (_, i) => [...across.entries.subarray(i * n, (i + 1) * n)]);
    const transverse = spectrum(transverseBlocks(reduced), structure.blocks);
    const known = eigenpairs(small).values.sort((a, b) => a - b);
    expect(transverse.length, context).toBe(n);
    expect(Math.max(...transverse.map((x, i) => Math.abs(x - known[i]!))), context).toBeLessThan(1e-11);
  });

  it('are enclosed by balls', () => {
    const candidate = randomCandidate([4, 3, 1], [0, 1, 1, null], random(SEED));
    const exact = exactPoint(candidate);
    const balls = BallField.ofDigits(40);
    const enclosed = reduce(balls, {
      ...exact,
      sizes: exact.sizes.map((m) => balls.integer(m)),
      neurons: exact.neurons.map((x) => x.map((value) => balls.exact(value))),
    });
    const near = reduce(floatField, { ...exact, neurons: exact.neurons.map((x) => x.map(Number)) });
    const [inBalls, inDoubles] = [isotypicBlocks(enclosed), isotypicBlocks(near)];
    inBalls.forEach(({ entries }, b) => {
      entries.forEach((row, i) => {
        row.forEach((x, j) => {
          expect(Number(x.mid) * 2 ** -balls.bits).toBeCloseTo(inDoubles[b]!.entries[i]![j]!, 10);
          expect(Number(x.rad) * 2 ** -balls.bits).toBeLessThan(1e-36);
        });
      });
    });
  });
});
