import { describe, expect, it } from 'vitest';
import { floatField } from '../../../src/landscape/float-field.ts';
import { gradient } from '../../../src/landscape/gradient.ts';
import { hessian, transverseHessian } from '../../../src/landscape/hessian.ts';
import { pairsOf } from '../../../src/landscape/pairs.ts';
import { pointOf } from '../../../src/landscape/problem.ts';
import {
  cholesky,
  eigenpairs,
  type FloatMatrix,
  transpose,
  triangularInverse,
} from '../../../src/numerics/matrix.ts';
import { floatEquations } from '../../../src/proposals/uniform/centre.ts';
import { floats } from '../../../src/proposals/uniform/floats.ts';
import { Calculus } from '../../../src/symmetry/uniform/arithmetic.ts';
import { blocks, type ScaledBlocks } from '../../../src/symmetry/uniform/blocks.ts';
import { trivialGram } from '../../../src/symmetry/uniform/equations.ts';
import { scaled } from '../../../src/symmetry/uniform/scaled.ts';
import { familyOf, namedUnknowns, type ScaledFamily } from '../../../src/symmetry/uniform/scaled-family.ts';
import { splitNumbers } from '../../../src/symmetry/uniform/splits.ts';

type Rows = number[][];

const multiply = (a: FloatMatrix, b: FloatMatrix): Rows =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));

/** The neurons for given unknowns (offset 1) or the change of the neurons for a change of the unknowns (offset 0). */
function neurons(family: ScaledFamily, k: number, y: readonly number[], offset: 0 | 1): Rows {
  const { bad: r } = family;
  const s = k ** -0.5;
  const { ya, yb, yc, yd, ye } = namedUnknowns(family, y);
  const good = Array.from({ length: k - r }, (_, i) => [
    ...yc.map((c) => s ** 2 * (2 * offset + s * c)),
    ...Array.from({ length: k - r }, (_, j) => (i === j ? offset + s ** 3 * ya : s ** 4 * yb)),
  ]);
  const singles = yd.map((d, t) => [
    ...ye[t]!.map((e, b) => s * e - (b === t ? offset : 0)),
    ...Array.from({ length: k - r }, () => s ** 2 * d),
  ]);
  return [...good, ...singles];
}

/** Gradient and second derivatives of F in doubles from the general code, at targets e_1 … e_k. */
function denseAt(k: number, rows: Rows) {
  const point = pointOf(
    floatField,
    k,
    rows.map((row) => floatField.vector(row)),
    Array.from({ length: k }, (_, j) => floatField.unitVector(k, j)),
    true,
  );
  const pairs = pairsOf(floatField, point);
  const matrix = hessian(floatField, point, pairs);
  const transverse = transverseHessian(floatField, point, pairs);
  const form = (entries: Float64Array, x: number[], y: number[]): number => {
    let sum = 0;
    for (let i = 0; i < x.length; i++)
      if (x[i] !== 0) for (let j = 0; j < y.length; j++) sum += x[i]! * entries[i * y.length + j]! * y[j]!;
    return sum;
  };
  return {
    slope: (x: Rows): number => {
      const g = gradient(floatField, point, pairs);
      return x.reduce((sum, row, i) => sum + row.reduce((part, v, a) => part + v * g[i]![a]!, 0), 0);
    },
    curvature: (x: Rows, y: Rows): number => form(matrix.entries, x.flat(), y.flat()),
    transverse: (x: number[], y: number[]): number => form(transverse.entries, x, y),
    entries: matrix.entries,
    transverseEntries: transverse.entries,
  };
}

/** A point of moderate size that is not critical: reproducible and different for every family. */
function somePoint({ bad, extras, unknowns }: ScaledFamily): number[] {
  let state = 1000 * bad + extras.length + 17;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Array.from({ length: unknowns }, () => 2 * next() - 1);
}

const unit = (n: number, i: number): number[] => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0));

const FAMILIES: readonly (readonly [number, number, number[][]])[] = [
  [9, 1, []],
  [8, 1, [[1]]],
  [9, 2, [[1, 2]]],
  [10, 2, [[1], [2]]],
  [
    11,
    3,
    [
      [1, 2],
      [2, 3],
    ],
  ],
];

describe.each(FAMILIES)('k = %i, %i bad, extras %j, at a point that is not critical', (k, bad, extras) => {
  const family = familyOf(bad, extras);
  const y = somePoint(family);
  const s = k ** -0.5;
  const m = k - bad;
  const dense = denseAt(k, neurons(family, k, y, 1));
  const calc = new Calculus(floats);
  const found: ScaledBlocks<number> = blocks(calc, scaled(calc, family, s, y));
  const units = y.map((_, i) => neurons(family, k, unit(y.length, i), 0));
  const close = (value: number, expected: number, where: string): void =>
    expect(Math.abs(value - expected), `${where}: ${value}, ${expected}`).toBeLessThan(
      1e-9 * Math.max(1, Math.abs(expected)),
    );

  it('equations and trivial block are the derivatives of 2πkF', () => {
    const { values, jacobian } = floatEquations(family, s, y);
    const gram = trivialGram(calc, family, s);
    for (const [i, x] of units.entries()) {
      close(values[i]!, 2 * Math.PI * k * dense.slope(x), `equation ${i}`);
      for (const [j, z] of units.entries())
        close(jacobian[i]![j]!, 2 * Math.PI * k * dense.curvature(x, z), `entry ${i}, ${j}`);
      close(gram[i]!, k * x.flat().reduce((sum, v) => sum + v * v, 0), `Gram ${i}`);
    }
  });

  it('the standard block is the Hessian on its representatives', () => {
    const u = Array.from({ length: m }, (_, i) => (i === 0 ? 1 : i === 1 ? -1 : 0) / Math.SQRT2);
    const direction = (v: number[]): Rows => [
      ...u.map((x, i) => [
        ...v.slice(3, 3 + bad).map((g) => g * x),
        ...u.map((z, j) => (i === j ? v[0]! * x : s * v[1]! * x + s * s * v[2]! * z)),
      ]),
      ...v.slice(3 + bad).map((d) => [...new Array<number>(bad).fill(0), ...u.map((z) => d * z)]),
    ];
    const size = found.standard.length;
    expect(size).toBe(3 + bad + family.singles);
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        const x = direction(unit(size, i));
        const z = direction(unit(size, j));
        close(found.standard[i]![j]!, 2 * Math.PI * dense.curvature(x, z), `entry ${i}, ${j}`);
        const flat = z.flat();
        close(
          found.standardGram[i]![j]!,
          x.flat().reduce((sum, v, a) => sum + v * flat[a]!, 0),
          `Gram ${i}, ${j}`,
        );
      }
  });

  it('B of one neuron on its moves, as it is where the equation of y_a holds', () => {
    const q = scaled(calc, family, s, y);
    const all = splitNumbers(calc, q);
    expect(all).toHaveLength(1 + family.singles);
    // What the number of a good neuron lacks where the equation does not hold: C_D a + s·rest = equation/n_r.
    const lacking = floatEquations(family, s, y).values[0]! / (q.nr * q.a * s);
    for (const [neuron, { moves, transverse }] of all.entries()) {
      // The first good neuron, or the singles after all m of them.
      const row = neuron === 0 ? 0 : m + neuron - 1;
      const power = neuron === 0 ? 2 : neuron <= bad ? 1 : 0;
      const rest = neuron === 0 ? lacking : 0;
      const scale = (2 * Math.PI) / s ** power;
      const onMove = (z: readonly number[]): number => {
        const rows = Array.from({ length: m + family.singles }, (_, i) =>
          i === row ? [...z] : new Array<number>(k).fill(0),
        );
        const square = z.reduce((sum, x) => sum + x * x, 0);
        return scale * (dense.curvature(rows, rows) / square - 0.5);
      };
      const basis = unit(m + family.singles, row);
      close(transverse + rest, scale * (dense.transverse(basis, basis) - 0.5), `transverse ${neuron}`);
      // No own coordinate of the first good neuron is among them.
      const differences = [...new Array<number>(k - 2).fill(0), 1, -1];
      close(moves.differences! + rest, onMove(differences), `differences ${neuron}`);
      const constant = [...new Array<number>(bad).fill(0), ...new Array<number>(m).fill(1)];
      expect(moves.constant === undefined, `constant ${neuron}`).toBe(power !== 1);
      if (moves.constant !== undefined) close(moves.constant, onMove(constant), `constant ${neuron}`);
    }
  });

  it('so are the others', () => {
    const rows = (entry: (i: number, j: number) => number): Rows => [
      ...Array.from({ length: m }, (_, i) => [
        ...new Array<number>(bad).fill(0),
        ...Array.from({ length: m }, (_, j) => entry(i, j)),
      ]),
      ...Array.from({ length: family.singles }, () => new Array<number>(k).fill(0)),
    ];
    const p = [1, -1, 0, 0];
    const q = [0, 0, 1, -1];
    const sym = rows((i, j) => (p[i] ?? 0) * (q[j] ?? 0) + (q[i] ?? 0) * (p[j] ?? 0));
    const alt = rows((i, j) => (i < 3 && j < 3 && i !== j ? ((j - i + 3) % 3 === 1 ? 1 : -1) : 0));
    close(found.sym, (2 * Math.PI * dense.curvature(sym, sym)) / 8, 'sym');
    close(found.alt, (2 * Math.PI * dense.curvature(alt, alt)) / 6, 'alt');
    const u = [1, -1, ...new Array<number>(m - 2 + family.singles).fill(0)];
    close(found.transverseStandard, Math.PI * dense.transverse(u, u), 'M standard');
    const lift = (v: number[]): number[] => [...new Array<number>(m).fill(s * s * v[0]!), ...v.slice(1)];
    const size = 1 + family.singles;
    for (let i = 0; i < size; i++) {
      const x = lift(unit(size, i));
      close(
        found.transverseGram[i]!,
        x.reduce((sum, v) => sum + v * v, 0),
        `Gram of M ${i}`,
      );
      for (let j = 0; j < size; j++)
        close(
          found.transverse[i]![j]!,
          2 * Math.PI * dense.transverse(x, lift(unit(size, j))),
          `M trivial ${i}, ${j}`,
        );
    }
  });
});

/** Eigenvalues of the pencil (b, gram)/2π. */
function pencil(b: Rows, gram: Rows): number[] {
  const c = triangularInverse(cholesky(gram)!);
  return eigenpairs(multiply(multiply(c, b), transpose(c))).values.map((x) => x / (2 * Math.PI));
}

describe('the blocks with their multiplicities', () => {
  it.each(FAMILIES.slice(1, 3))('are the whole spectrum: k = %i, %i bad, extras %j', (k, bad, extras) => {
    const family = familyOf(bad, extras);
    const y = somePoint(family);
    const s = k ** -0.5;
    const m = k - bad;
    const calc = new Calculus(floats);
    const found = blocks(calc, scaled(calc, family, s, y));
    const dense = denseAt(k, neurons(family, k, y, 1));
    const n = m + family.singles;
    const repeated = (count: number, values: number[]): number[] =>
      Array.from({ length: count }, () => values).flat();
    const diagonal = (x: number[]): Rows => x.map((v, i) => x.map((_, j) => (i === j ? v : 0)));
    const jacobian = floatEquations(family, s, y).jacobian;
    const expected = [
      ...pencil(jacobian, diagonal(trivialGram(calc, family, s))),
      ...repeated(m - 1, pencil(found.standard, found.standardGram)),
      ...repeated((m * (m - 3)) / 2, [found.sym / (2 * Math.PI)]),
      ...repeated(((m - 1) * (m - 2)) / 2, [found.alt / (2 * Math.PI)]),
    ].sort((a, b) => a - b);
    expect(expected).toHaveLength(n * k);
    const square = (entries: Float64Array, size: number): Rows =>
      Array.from({ length: size }, (_, i) => [...entries.slice(i * size, (i + 1) * size)]);
    const spectrum = eigenpairs(square(dense.entries, n * k)).values;
    for (const [i, value] of expected.entries()) expect(value).toBeCloseTo(spectrum[i]!, 9);
    const transverse = [
      ...pencil(found.transverse, diagonal(found.transverseGram)),
      ...repeated(m - 1, [found.transverseStandard / (2 * Math.PI)]),
    ].sort((a, b) => a - b);
    const transverseSpectrum = eigenpairs(square(dense.transverseEntries, n)).values;
    for (const [i, value] of transverse.entries()) expect(value).toBeCloseTo(transverseSpectrum[i]!, 9);
  });
});
