import { describe, expect, it } from 'vitest';
import { expandBlocks } from '../../src/landscape/expand.ts';
import { floatField } from '../../src/landscape/float-field.ts';
import { gradient } from '../../src/landscape/gradient.ts';
import { hessian, transverseHessian } from '../../src/landscape/hessian.ts';
import { pairsOf } from '../../src/landscape/pairs.ts';
import { pointOf, targetVectors } from '../../src/landscape/problem.ts';
import { DualScalars } from '../../src/symmetry/dual.ts';
import { type Family, memberCandidate, shapeOf } from '../../src/symmetry/family.ts';
import { familyBlocks } from '../../src/symmetry/family-blocks.ts';
import {
  familyEquations,
  familyPoint,
  unknownCount,
  unknownWeights,
} from '../../src/symmetry/family-equations.ts';
import { eigenpairs, type FloatRows, solveLinear } from '../../src/symmetry/float-linear-proposal.ts';

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

/** Eigenvalues of A with respect to a positive definite Gram matrix: those of Gram^(−1)A, through its square root. */
function eigenvalues(a: FloatRows, gram: FloatRows): number[] {
  const { values, vectors } = eigenpairs(gram);
  const root = gram.map((_, i) =>
    gram.map((_, j) => values.reduce((s, v, c) => s + (vectors[c]![i]! * vectors[c]![j]!) / Math.sqrt(v), 0)),
  );
  const times = (x: FloatRows, y: FloatRows): number[][] =>
    x.map((row) => y[0]!.map((_, j) => row.reduce((s, v, c) => s + v * y[c]![j]!, 0)));
  return eigenpairs(times(times(root, a), root)).values;
}

const diagonal = (values: readonly number[]): number[][] =>
  values.map((v, i) => values.map((_, j) => (i === j ? v : 0)));

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
  const reduced = familyPoint(floatField, shape, k, x);
  const m = k - shape.bad;
  const ones = (length: number): number[] => new Array(length).fill(1);
  const dual = new DualScalars(floatField, count);
  const equations = familyEquations(
    dual,
    familyPoint(
      dual,
      shape,
      dual.integer(k),
      x.map((value, i) => dual.variable(value, i)),
    ),
  );
  const weights = unknownWeights(floatField, shape, k);
  const trivial = equations.map(({ slopes }, i) => slopes!.map((slope) => slope * weights[i]!));
  const blocks = familyBlocks(floatField, reduced);

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
    expect(familyEquations(floatField, reduced)).toEqual(equations.map(({ value }) => value));
  });

  it('the weighted Jacobian is symmetric', () => {
    for (const [i, row] of trivial.entries())
      expect(
        difference(
          row,
          trivial.map((other) => other[i]!),
        ),
      ).toBeLessThan(1e-12);
  });

  it('the blocks have the eigenvalues of the dense Hessian, with their multiplicities', () => {
    const gram = diagonal([1, m - 1, m - 1, ...ones(shape.bad + shape.singles)]);
    gram[1]![2] = gram[2]![1] = -1;
    const all = [
      ...eigenvalues(trivial, diagonal(weights)),
      ...eigenvalues(blocks.standard, gram).flatMap((v) => ones(m - 1).map(() => v)),
      ...ones((m * (m - 3)) / 2).map(() => blocks.symmetric),
      ...ones(((m - 1) * (m - 2)) / 2).map(() => blocks.alternating),
    ].sort((a, b) => a - b);
    const size = dense.n * k;
    expect(all).toHaveLength(size);
    const full = eigenpairs(rowsOf(hessian(floatField, point, pairs).entries, size)).values;
    expect(
      difference(
        full,
        all.map((v) => v / (2 * Math.PI)),
      ),
    ).toBeLessThan(1e-12);
  });

  it('and those of M', () => {
    const all = [
      ...eigenvalues(blocks.transverseTrivial, diagonal([m, ...ones(shape.singles)])),
      ...ones(m - 1).map(() => blocks.transverseStandard),
    ].sort((a, b) => a - b);
    const full = eigenpairs(rowsOf(transverseHessian(floatField, point, pairs).entries, dense.n)).values;
    expect(
      difference(
        full,
        all.map((v) => v / (2 * Math.PI)),
      ),
    ).toBeLessThan(1e-12);
  });
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
