import { describe, expect, it } from 'vitest';
import { integerRows } from '../../../src/checker/numbers/exact.ts';
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
      const { rows, error } = at.hessian();
      expect(error).toBeLessThan(1e-13);
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
          expect(rows[row]![column]!, `(${row}, ${column})`).toBeCloseTo(difference, 7);
        }
      }
    });

    it(`M is what another coordinate adds, ${place}`, () => {
      const pad = (m: Matrix): Matrix => m.map((row) => [...row, 0]);
      const wider = landscape(pad(W), pad(V)).hessian().rows;
      const M = at.transverse().rows;
      for (let i = 0; i < n; i++) {
        for (let j = 0; j <= i; j++) {
          const [row, column] = [i * (d + 1) + d, j * (d + 1) + d];
          expect(wider[row]![column]!).toBeCloseTo(M[i]![j]!, 14);
        }
      }
    });

    it(`norms of blocks bound H on random vectors, ${place}`, () => {
      const { rows } = at.hessian();
      const bound = upper(hessianNorm(at));
      for (let trial = 0; trial < 50; trial++) {
        const x = Array.from({ length: n * d }, next);
        const y = x.map((_, i) =>
          x.reduce((sum, v, j) => sum + v * (i >= j ? rows[i]![j]! : rows[j]![i]!), 0),
        );
        expect(norm(y)).toBeLessThanOrEqual(bound * norm(x));
      }
    });

    it(`Lipschitz constants bound changes of H, the sharp one no larger, ${place}`, () => {
      const size = 0.2 * Math.min(...W.map(norm));
      const radius = intervals(40).of(size.toFixed(10));
      const [plain, sharp] = [at.lipschitz(radius), sharpLipschitz(at, radius)].map(upper);
      expect(sharp!).toBeLessThanOrEqual(plain! * (1 + 1e-12));
      const here = at.hessian().rows;
      for (let trial = 0; trial < 10; trial++) {
        const direction = matrix(n, d, next);
        const scale = (size * 0.99) / norm(direction.flat());
        const other = W.map((row, i) => row.map((v, a) => v + scale * direction[i]![a]!));
        const there = landscape(other, V).hessian().rows;
        const x = Array.from({ length: n * d }, next);
        const change = x.map((_, i) =>
          x.reduce((sum, v, j) => {
            const [row, column] = i >= j ? [i, j] : [j, i];
            return sum + v * (there[row]![column]! - here[row]![column]!);
          }, 0),
        );
        expect(norm(change), `trial ${trial}`).toBeLessThanOrEqual(sharp! * size * norm(x));
      }
    });
  }
});

/** (S10) in intervals of 60 digits: the entries of h1 and h2 as they stand there. */
function exactHessian(W: Matrix, V: Matrix): Interval[][] {
  const I = intervals(60);
  const of = (m: Matrix) => m.map((row) => row.map((x) => I.of(x.toFixed(24))));
  const neurons = of(W);
  const all = [...neurons, ...of(V)];
  const dotOf = (x: readonly Interval[], y: readonly Interval[]) =>
    I.sum(x.map((v, a) => I.multiply(v, y[a]!)));
  const parts = (w: readonly Interval[], v: readonly Interval[]) => {
    const [ww, vv, z] = [dotOf(w, w), dotOf(v, v), dotOf(w, v)];
    const R = I.sqrt(I.subtract(I.multiply(ww, vv), I.square(z)));
    const share = I.divide(I.subtract(I.pi, I.angle(R, z, I.sqrt(I.multiply(ww, vv)))), I.twoPi);
    return { ww, vv, z, R, share, circle: I.multiply(I.twoPi, R) };
  };
  const one = (same: boolean): Interval => (same ? I.one : I.zero);
  return neurons
    .flatMap((w, i) =>
      w.map((_, a) =>
        neurons.flatMap((v, j) =>
          v.map((_, b) => {
            if (i !== j) {
              const { ww, vv, z, share, circle } = parts(w, v);
              const cross = I.add(I.multiply(w[a]!, v[b]!), I.multiply(v[a]!, w[b]!));
              const own = I.add(
                I.divide(I.multiply(w[a]!, w[b]!), ww),
                I.divide(I.multiply(v[a]!, v[b]!), vv),
              );
              const rest = I.divide(I.subtract(cross, I.multiply(z, own)), circle);
              return a === b ? I.add(share, rest) : rest;
            }
            return all.reduce(
              (sum, q, p) => {
                if (p === i) return sum;
                const { ww, z, R, circle } = parts(w, q);
                const u = q.map((x, c) => I.subtract(x, I.multiply(I.divide(z, ww), w[c]!)));
                const round = I.subtract(one(a === b), I.divide(I.multiply(w[a]!, w[b]!), ww));
                const h1 = I.add(
                  I.divide(I.multiply(R, round), I.multiply(I.twoPi, ww)),
                  I.divide(I.multiply(u[a]!, u[b]!), circle),
                );
                return p < neurons.length ? I.add(sum, h1) : I.subtract(sum, h1);
              },
              a === b ? I.of('0.5') : I.zero,
            );
          }),
        ),
      ),
    )
    .map((row, r) => row.slice(0, r + 1));
}

describe('the Hessian in doubles encloses (S10) in 60 digits', () => {
  for (const [n, k, d, seed, near] of [
    [1, 3, 2, 11, 0],
    [3, 3, 3, 12, 0],
    [2, 9, 2, 13, 0],
    [4, 3, 4, 14, 0],
    [3, 3, 3, 15, 1e-3],
    [3, 2, 4, 16, 1e-9],
    [2, 2, 2, 17, 1e-15],
  ] as const)
    it(`n = ${n}, k = ${k}, d = ${d}, seed ${seed}, neurons ${near} beside targets`, () => {
      const next = random(seed);
      const V = matrix(k, d, next);
      const W = matrix(n, d, next).map((row, i) =>
        near === 0 ? row : row.map((x, a) => Number((V[i % k]![a]! + near * x).toFixed(20))),
      );
      const { rows, error } = landscape(W, V).hessian();
      const I = intervals(60);
      let squares = 0;
      for (const [r, row] of exactHessian(W, V).entries())
        for (const [c, exact] of row.entries()) {
          const off = upper(I.absolute(I.subtract(exact, I.of(rows[r]![c]!.toExponential(40)))));
          squares += (r === c ? 1 : 2) * off ** 2;
        }
      // The norm that is bounded is at most the Frobenius norm.
      expect(Math.sqrt(squares), `error ${error}`).toBeLessThanOrEqual(error);
      expect(squares).toBeGreaterThan(0);
      expect(error).toBeLessThan(2e-14);
    });
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
    const { rows, error } = landscape(W, V).hessian();
    expect(error).toBeLessThan(1e-14);
    // Opposite neurons: (π − π)/2π = 0.
    expect(Math.abs(rows[2]![0]!)).toBeLessThan(1e-33);
    const beside = landscape(
      [
        [0.5, 1e-9],
        [-0.25, 0],
        [0.5, 0.75],
      ],
      V,
    ).hessian().rows;
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column <= row; column++) {
        expect(rows[row]![column]!).toBeCloseTo(beside[row]![column]!, 7);
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
