import { describe, expect, it } from 'vitest';
import { DualScalars } from '../../src/arithmetic/dual.ts';
import { floatField } from '../../src/landscape/float-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { hessian, transverseHessian } from '../../src/landscape/hessian.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf, targetVectors } from '../../src/landscape/problem.ts';
import { expandBlocks } from '../../src/model/expand.ts';
import { eigenpairs, type FloatMatrix, solveLinear } from '../../src/numerics/matrix.ts';
import { type Family, memberCandidate, shapeOf } from '../../src/symmetry/families/family.ts';
import {
  entryPlace,
  memberGradient,
  memberPoint,
  unknownCount,
  unknownWeights,
} from '../../src/symmetry/families/member.ts';
import { allBlocks, type BlockName } from '../../src/symmetry/families/threshold.ts';

const family = (bad: number, ...extras: number[][]): Family => ({ type: 'II', bad, extras });
const CASES: readonly (readonly [number, Family])[] = [
  [5, family(1)],
  [5, family(1, [1])],
  [6, family(2, [1, 2])],
  [7, family(3, [1, 2], [3])],
  [5, { type: 'A', bad: 0, extras: [] }],
];

/** Random unknowns, far from critical. */
function randomUnknowns(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

const rowsOf = (entries: Float64Array, size: number): number[][] =>
  Array.from({ length: size }, (_, i) => [...entries.slice(i * size, (i + 1) * size)]);

const difference = (x: readonly number[], y: readonly number[]): number =>
  Math.max(...x.map((value, i) => Math.abs(value - y[i]!)));

describe.each(CASES)('k = %i, %j at a random point that is not critical', (k, given) => {
  const shape = shapeOf(given);
  const count = unknownCount(shape);
  const x = randomUnknowns(count, 4711 + k);
  const dense = expandBlocks(memberCandidate(given, k, x));
  const neurons = dense.weights.map((row) => floatField.vector(row));
  const point = pointOf(floatField, k, neurons, targetVectors(floatField, dense), true);
  const pairs = pairsOf(floatField, point);
  const m = k - shape.bad;
  const dual = new DualScalars(floatField, count + 1);
  const variables = x.map((value, i) => dual.unknown(value, i));
  const equations = memberGradient(shape, memberPoint(dual, shape, dual.unknown(k, count), variables));
  const weights = unknownWeights(floatField, shape, k);
  const blocks = allBlocks(floatField, shape, k, x);

  it('the equations are the entries of the gradient', () => {
    const full = gradient(floatField, point, pairs).map((row) => [...row].map((g) => 2 * Math.PI * g));
    const bad = Array.from({ length: shape.bad }, (_, beta) => m + beta);
    const places: [number, number][] = [[0, 0], [0, 1], ...bad.map((j): [number, number] => [0, j])];
    for (let t = 0; t < shape.singles; t++) for (const j of [0, ...bad]) places.push([m + t, j]);
    expect(
      difference(
        equations.map(({ value }) => value),
        places.map(([i, j]) => full[i]![j]!),
      ),
    ).toBeLessThan(1e-13);
  });

  it('their weighted derivatives are the trivial block, and one in k a difference quotient', () => {
    for (const [i, equation] of equations.entries())
      expect(
        difference(
          dual
            .slopes(equation)
            .slice(0, count)
            .map((slope) => slope * weights[i]!),
          x.map((_, j) => blocks.trivial[entryPlace(shape, i)]![entryPlace(shape, j)]!),
        ),
      ).toBeLessThan(1e-11);
    const at = (size: number) => memberGradient(shape, memberPoint(floatField, shape, size, x));
    const h = 1e-4;
    const [above, below] = [at(k + h), at(k - h)];
    expect(
      difference(
        equations.map((x) => dual.slopes(x)[count]!),
        above.map((value, i) => (value - below[i]!) / (2 * h)),
      ),
    ).toBeLessThan(1e-7);
  });

  it('the blocks have the inertia of the dense Hessian, with their multiplicities, and of M', () => {
    const negative = (rows: FloatMatrix): number => eigenpairs(rows).values.filter((v) => v < 0).length;
    const copies: Record<BlockName, number> = {
      trivial: 1,
      standard: m - 1,
      symmetric: (m * (m - 3)) / 2,
      alternating: ((m - 1) * (m - 2)) / 2,
      'transverse trivial': 1,
      'transverse standard': m - 1,
    };
    const names = Object.keys(copies) as BlockName[];
    const count = (wanted: (name: BlockName) => boolean): number =>
      names.filter(wanted).reduce((sum, name) => sum + copies[name] * negative(blocks[name]), 0);
    const full = rowsOf(hessian(floatField, point, pairs).entries, dense.n * k);
    expect(count((name) => !name.startsWith('transverse'))).toBe(negative(full));
    expect(
      names.reduce(
        (sum, name) => sum + (name.startsWith('transverse') ? 0 : copies[name] * blocks[name].length),
        0,
      ),
    ).toBe(dense.n * k);
    const across = rowsOf(transverseHessian(floatField, point, pairs).entries, dense.n);
    expect(count((name) => name.startsWith('transverse'))).toBe(negative(across));
  });
});

it('vectors that may be parallel are no member to decide about', () => {
  // b = c = 0: the neurons lie on their targets.
  const shape = { bad: 1, singles: 0 };
  expect(() => allBlocks(floatField, shape, 6, [1, 0, 0])).toThrow('parallel');
});

describe('linear algebra of proposals', () => {
  it('solves what elimination without pivots could not', () => {
    expect(
      solveLinear(
        [
          [0, 1],
          [2, 0],
        ],
        [3, 4],
      ),
    ).toEqual([2, 3]);
    expect(
      solveLinear(
        [
          [1, 1],
          [1, 1],
        ],
        [1, 2],
      ),
    ).toBeNull();
  });
});
