import { describe, expect, it } from 'vitest';
import { integerRows, UNIT } from '../../../src/checker/numbers/exact.ts';
import {
  ceilOf,
  floorOf,
  type Interval,
  intervals,
  isAtMost,
  isLess,
} from '../../../src/checker/numbers/interval.ts';
import { hessianNorm } from '../../../src/checker/point/claims.ts';
import { Landscape } from '../../../src/checker/point/landscape.ts';
import { sharpLipschitz } from '../../../src/checker/point/sharp.ts';

type Matrix = readonly (readonly number[])[];

const norm = (x: readonly number[]): number => Math.hypot(...x);
const inner = (x: readonly number[], y: readonly number[]): number => x.reduce((s, v, a) => s + v * y[a]!, 0);
const angle = (x: readonly number[], y: readonly number[]): number =>
  Math.acos(Math.min(1, Math.max(-1, inner(x, y) / norm(x) / norm(y))));
const f = (x: readonly number[], y: readonly number[]): number => {
  const t = angle(x, y);
  return (norm(x) * norm(y) * Math.sin(t) + (Math.PI - t) * inner(x, y)) / (2 * Math.PI);
};

/** (S6) in float64. */
function objective(W: Matrix, V: Matrix): number {
  const all = [...W.map((x) => [1, x] as const), ...V.map((x) => [-1, x] as const)];
  let sum = 0;
  for (const [s, x] of all)
    for (const [t, y] of all) sum += 0.5 * s * t * (x === y ? inner(x, x) / 2 : f(x, y));
  return sum;
}

/** (S8) in float64. */
function gradient(W: Matrix, V: Matrix): number[][] {
  return W.map((w) =>
    w.map((entry, a) => {
      const part = (y: readonly number[]): number => {
        const t = angle(w, y);
        return ((norm(y) * Math.sin(t) * entry) / norm(w) + (Math.PI - t) * y[a]!) / (2 * Math.PI);
      };
      const neurons = W.reduce((sum, y) => sum + (y === w ? entry / 2 : part(y)), 0);
      return V.reduce((sum, y) => sum - part(y), neurons);
    }),
  );
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

function matrix(rows: number, columns: number, next: () => number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => next()));
}

function landscape(W: Matrix, V: Matrix, digits = 40): Landscape {
  const rows = (m: Matrix): readonly (readonly bigint[])[] =>
    integerRows(
      m.map((row) => row.map(String)),
      24,
    );
  return new Landscape(intervals(digits), rows(W), rows(V), 24);
}

const upper = (x: Interval): number => Number(ceilOf(x, 200)) * 2 ** -200;
const middle = (x: Interval): number => Number((floorOf(x, 200) + ceilOf(x, 200)) / 2n) * 2 ** -200;
const entry = (value: bigint): number => Number(value) * 2 ** -UNIT;

describe('the landscape against float64 formulas', () => {
  for (const [n, k, d, seed] of [
    [1, 1, 2, 1],
    [2, 3, 3, 2],
    [4, 3, 5, 3],
    [5, 5, 5, 4],
  ] as const) {
    const next = random(seed);
    const [W, V] = [matrix(n, d, next), matrix(k, d, next)];
    const at = landscape(W, V);
    const place = `n = ${n}, k = ${k}, d = ${d}, seed ${seed}`;

    it(`F and ‖∇F‖, ${place}`, () => {
      expect(middle(at.objective())).toBeCloseTo(objective(W, V), 13);
      expect(middle(at.gradientNorm())).toBeCloseTo(norm(gradient(W, V).flat()), 12);
      const I = intervals(60);
      const norms = at.gradientNorm();
      expect(isLess(I.subtract(I.upper(norms), I.lower(norms)), I.of('1e-33'))).toBe(true);
    });

    it(`H against differences of the gradient, ${place}`, () => {
      const { entries, error } = at.hessian();
      expect(Number(error) * 2 ** -UNIT).toBeLessThan(1e-28);
      const step = 1e-5;
      for (let column = 0; column < n * d; column++) {
        const moved = (by: number): number[] => {
          const copy = W.map((row) => [...row]);
          copy[Math.floor(column / d)]![column % d]! += by;
          return gradient(copy, V).flat();
        };
        const [plus, minus] = [moved(step), moved(-step)];
        for (let row = column; row < n * d; row++) {
          const difference = (plus[row]! - minus[row]!) / (2 * step);
          expect(entry(entries[row]![column]!), `(${row}, ${column})`).toBeCloseTo(difference, 7);
        }
      }
    });

    it(`M is what another coordinate adds, ${place}`, () => {
      const pad = (m: Matrix): Matrix => m.map((row) => [...row, 0]);
      const wider = landscape(pad(W), pad(V)).hessian().entries;
      const M = at.transverse().entries;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          const [row, column] = [i * (d + 1) + d, j * (d + 1) + d];
          expect(entry(wider[row]![column]!)).toBeCloseTo(entry(M[i]![j]!), 14);
        }
      }
    });

    it(`norms of blocks bound H on random vectors, ${place}`, () => {
      const { entries } = at.hessian();
      const bound = upper(hessianNorm(at));
      for (let trial = 0; trial < 50; trial++) {
        const x = Array.from({ length: n * d }, next);
        const y = x.map((_, i) =>
          x.reduce((sum, v, j) => sum + v * entry(i >= j ? entries[i]![j]! : entries[j]![i]!), 0),
        );
        expect(norm(y)).toBeLessThanOrEqual(bound * norm(x));
      }
    });

    it(`Lipschitz constants bound changes of H, the sharp one no larger, ${place}`, () => {
      const size = 0.2 * Math.min(...W.map(norm));
      const radius = intervals(40).of(size.toFixed(10));
      const [plain, sharp] = [at.lipschitz(radius), sharpLipschitz(at, radius)].map(upper);
      expect(sharp!).toBeLessThanOrEqual(plain! * (1 + 1e-12));
      const here = at.hessian().entries;
      for (let trial = 0; trial < 10; trial++) {
        const direction = matrix(n, d, next);
        const scale = (size * 0.99) / norm(direction.flat());
        const other = W.map((row, i) => row.map((v, a) => v + scale * direction[i]![a]!));
        const there = landscape(other, V).hessian().entries;
        const x = Array.from({ length: n * d }, next);
        const change = x.map((_, i) =>
          x.reduce((sum, v, j) => {
            const [row, column] = i >= j ? [i, j] : [j, i];
            return sum + v * (entry(there[row]![column]!) - entry(here[row]![column]!));
          }, 0),
        );
        expect(norm(change), `trial ${trial}`).toBeLessThanOrEqual(sharp! * size * norm(x));
      }
    });
  }
});

describe('collinear pairs', () => {
  it('exactly collinear neurons and targets: H is enclosed, with the limit as its value', () => {
    const W = [
      [0.5, 0],
      [-0.25, 0],
      [0.5, 0.75],
    ];
    const V = [
      [1, 0],
      [0, 1],
    ];
    const { entries, error } = landscape(W, V).hessian();
    expect(Number(error) * 2 ** -UNIT).toBeLessThan(1e-15);
    // Opposite neurons: (π − π)/2π = 0.
    expect(Math.abs(entry(entries[2]![0]!))).toBeLessThanOrEqual(2 ** -UNIT);
    const beside = landscape(
      [
        [0.5, 1e-9],
        [-0.25, 0],
        [0.5, 0.75],
      ],
      V,
    ).hessian().entries;
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column <= row; column++) {
        expect(entry(entries[row]![column]!)).toBeCloseTo(entry(beside[row]![column]!), 7);
      }
    }
  });

  it('the sharp constant where vectors are parallel to a neuron', () => {
    const radius = intervals(40).of('0.01');
    const W = [
      [1, 0],
      [0, 1],
    ];
    const sharp = sharpLipschitz(landscape(W, W), radius);
    const plain = landscape(W, W).lipschitz(radius);
    expect(upper(sharp)).toBeLessThanOrEqual(upper(plain));
    expect(upper(sharp)).toBeGreaterThan(1);
  });
});

describe('values of mathematics.md 16.1', () => {
  it('the global minimum at orthonormal targets: F = 0, λ_min = .0908', () => {
    const W = Array.from({ length: 4 }, (_, i) => Array.from({ length: 4 }, (_, a) => (a === i ? 1 : 0)));
    const at = landscape(W, W);
    const F = at.objective();
    const I = intervals(40);
    expect(isAtMost(I.lower(F), I.zero) && isAtMost(I.zero, I.upper(F))).toBe(true);
    expect(isLess(I.absolute(F), I.of('1e-35')) && isLess(at.gradientNorm(), I.of('1e-35'))).toBe(true);
  });
});
