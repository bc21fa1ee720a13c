import { describe, expect, test } from 'vitest';
import { type Claims, decide } from '../../src/elimination/data/decide.ts';
import { type Augmentation, empiricalOf } from '../../src/elimination/data/empirical.ts';
import { type Loss, lossVariables, parseLoss } from '../../src/elimination/data/loss.ts';
import { doubleOf } from '../../src/elimination/data/ring.ts';
import { loadParser } from '../../src/expression/parse.ts';
import type { Network } from '../../src/model/network.ts';
import { leastSquares } from '../../src/proposals/elimination/basis.ts';
import { guesses } from '../../src/proposals/elimination/data.ts';
import { randomProblem } from './brute-force.ts';
import { type Draw, drawOf, layer, networkOf, problemOf } from './problems.ts';

const parse = await loadParser();
const SEED = 17;
/** Random problems for each loss; scripts/data-problems.mjs takes more. */
const RUNS = Number(process.env['SPURIOUS_RUNS'] ?? 25);
const LOSSES = ['squared', 'logistic', 'cross-entropy', 'hinge:2', 'hinge:3'];

const user = (text: string): Loss => {
  const { q, y } = lossVariables(1);
  return { kind: 'expression', tree: parse(text, [...q, ...y]), range: null };
};

describe('K Theorem 3 for every loss', () => {
  test.each(
    LOSSES,
  )('%s: a minimum is never refuted, and a point with a = 0 that is none mostly is', (name) => {
    const loss = parseLoss(name)!;
    const count = { minima: 0, refuted: 0, open: 0 };
    for (let run = 0; run < RUNS; run++) {
      const draw = drawOf(SEED, run);
      const problem = randomProblem(draw, loss);
      const kinds: Augmentation[] = [{ kind: 'output' }];
      if (problem.network.outputs === 1) kinds.push({ kind: 'single' }, { kind: 'monomial', power: 6 });
      for (const augmentation of kinds) {
        const where = `seed ${SEED}, run ${run}: ${JSON.stringify({ ...problem, augmentation })}`;
        const { claims } = decide(
          { problem: empiricalOf(problem.network, loss, problem), augmentation, lambda: '0.01' },
          guesses,
        );
        if (claims === null) continue;
        const { consistent } = claims.gradientBasis!;
        if (claims.localMinimum.answer === 'yes') {
          expect(consistent, where).not.toBe('no');
          count.minima += 1;
        } else if (consistent === 'no') count.refuted += 1;
        else count.open += 1;
      }
    }
    if (name !== 'hinge:2') expect(count.minima).toBeGreaterThan(5);
    expect(count.refuted, JSON.stringify(count)).toBeGreaterThan(3 * count.open);
  });

  test('a ≠ 0: the regulariser is in it, and refutes by 2μ‖a‖² alone', () => {
    const at = (loss: Loss, label: number, lambda: string, kind: 'output' | 'single'): Claims =>
      decide(
        {
          problem: problemOf(networkOf([layer([[0]], [0], 'linear')], { a: [1], b: [0], w: [[0]] }), loss, {
            inputs: [[0], [1]],
            labels: [[label], [label]],
          }),
          augmentation: { kind },
          lambda,
        },
        guesses,
      ).claims!;
    // f + g = y: nothing is gained but the regulariser. left = 2μ, right = 0.
    for (const [kind, mu] of [
      ['output', 0.25],
      ['single', 0.125],
    ] as const) {
      const { gradientBasis } = at({ kind: 'squared' }, 1, '0.25', kind);
      expect(gradientBasis).toMatchObject({ directions: 1, size: 0, consistent: 'no' });
      expect(doubleOf(gradientBasis!.left)).toBeCloseTo(2 * mu, 12);
      expect(doubleOf(gradientBasis!.right)).toBeLessThan(1e-9);
    }
    // Without a regulariser it is a global minimum, and not refuted.
    expect(at({ kind: 'squared' }, 1, '0', 'output').gradientBasis!.consistent).not.toBe('no');
    const refuted = at(user('sqrt(1 + (q - y)^2)'), 3, '0', 'output');
    expect(refuted.gradientBasis!.consistent).toBe('no');
    expect(refuted.localMinimum.answer).toBe('no');
    // Not for a loss that is not convex.
    expect(at(user('1 - exp(-(q - y)^2)'), 3, '0.25', 'output').gradientBasis).toBeNull();
  });
});

/** Matrices of small numbers. */
const dense = (draw: Draw, rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw.half(2)));

describe('corollary: deep linear networks', () => {
  test('θ of a linear network that is above its best linear map is no local minimum of L', () => {
    const inputs = [
      [1, 0],
      [0, 1],
      [1, 1],
      [2, -1],
    ];
    const labels = inputs.map(([x = 0, y = 0]) => [x - 2 * y + 1, x]);
    const bound = (network: Network, loss = 'squared') =>
      decide(
        {
          problem: problemOf(network, parseLoss(loss)!, { inputs, labels }),
          augmentation: { kind: 'output' },
          lambda: 1,
        },
        guesses,
      ).claims!.linearBound;
    const zero = (width: number, activation: 'linear' | 'tanh' = 'linear') =>
      networkOf([
        layer(
          dense(drawOf(SEED, 0), width, 2).map((row) => row.map(() => 0)),
          new Array<number>(width).fill(0),
          activation,
        ),
        layer([new Array<number>(width).fill(0), new Array<number>(width).fill(0)], [0, 0], 'linear'),
      ]);
    // The saddle of Baldi & Hornik: all weights 0.
    expect(bound(zero(2))!.consistent).toBe('no');
    expect(doubleOf(bound(zero(2))!.right)).toBeLessThan(1e-12);
    // A bottleneck, or an activation: nothing is said.
    expect(bound(zero(1))).toBeNull();
    expect(bound(zero(2, 'tanh'))).toBeNull();
    const exact = networkOf([
      layer(
        [
          [1, 0],
          [0, 1],
        ],
        [0, 0],
        'linear',
      ),
      layer(
        [
          [1, -2],
          [1, 0],
        ],
        [1, 0],
        'linear',
      ),
    ]);
    expect(bound(exact)!.consistent).not.toBe('no');
  });
});

describe('corollary: residual networks (mathematics.md 13.11)', () => {
  /** f(x) = W(x + V g(x; u)) for fixed features g, squared loss, as a function of (W, V). */
  const residual = (x: readonly number[][], g: readonly number[][], y: readonly number[][]) => {
    const [dx, dg, dy] = [x[0]!.length, g[0]!.length, y[0]!.length];
    const inner = (V: number[][], i: number): number[] =>
      x[i]!.map((own, c) => own + V[c]!.reduce((sum, v, e) => sum + v * g[i]![e]!, 0));
    const error = (W: number[][], V: number[][], i: number): number[] =>
      W.map((row, k) => row.reduce((sum, w, c) => sum + w * inner(V, i)[c]!, 0) - y[i]![k]!);
    const loss = (W: number[][], V: number[][]): number =>
      x.reduce((sum, _, i) => sum + error(W, V, i).reduce((s, e) => s + e * e, 0), 0) / x.length;
    const gradient = (W: number[][], V: number[][]) => {
      const dW = W.map((row) => row.map(() => 0));
      const dV = V.map((row) => row.map(() => 0));
      for (const i of x.keys()) {
        const e = error(W, V, i);
        const h = inner(V, i);
        for (const [k, row] of dW.entries())
          for (const c of row.keys()) row[c]! += (2 * e[k]! * h[c]!) / x.length;
        for (const [c, row] of dV.entries()) {
          const back = W.reduce((sum, own, k) => sum + own[c]! * e[k]!, 0);
          for (const j of row.keys()) row[j]! += (2 * back * g[i]![j]!) / x.length;
        }
      }
      return { dW, dV };
    };
    // The least loss of Ax + Cg, output by output.
    const rows = x.map((own, i) => [...own, ...g[i]!]);
    const best =
      Array.from({ length: dy }, (_, k) => {
        const targets = y.map((row) => row[k]!);
        const alpha = leastSquares(
          rows,
          targets,
          targets.map(() => 1),
        );
        return rows.reduce(
          (sum, row, i) => sum + (row.reduce((s, r, t) => s + r * alpha[t]!, 0) - targets[i]!) ** 2,
          0,
        );
      }).reduce((a, b) => a + b, 0) / x.length;
    const ones = (n: number): number[] => new Array<number>(n).fill(1);
    const bestW = (V: number[][]): number[][] => {
      const hidden = x.map((_, i) => inner(V, i));
      return Array.from({ length: dy }, (_, k) =>
        leastSquares(
          hidden,
          y.map((row) => row[k]!),
          ones(x.length),
        ),
      );
    };
    /** W V g = y − W x, by the entries of V. */
    const bestV = (W: number[][]): number[][] => {
      const places = x.flatMap((_, i) => W.map((_row, k) => [i, k] as const));
      const entries = leastSquares(
        places.map(([i, k]) => W[k]!.flatMap((w) => g[i]!.map((v) => w * v))),
        places.map(([i, k]) => y[i]![k]! - W[k]!.reduce((sum, w, c) => sum + w * x[i]![c]!, 0)),
        ones(places.length),
      );
      return Array.from({ length: dx }, (_, c) => entries.slice(c * dg, (c + 1) * dg));
    };
    return { loss, gradient, best, bestW, bestV };
  };

  test('where descent comes to rest L is that of the best Ax + Cg; at the saddle W = 0 it is not', () => {
    let rested = 0;
    for (let run = 0; run < 12; run++) {
      const draw = drawOf(SEED + 1, run);
      const [dx, dg, dy] = [draw.integer(2, 3), draw.integer(1, 2), draw.integer(1, 2)];
      const x = Array.from({ length: 6 }, () => Array.from({ length: dx }, () => draw.normal()));
      // ReLU features of fixed weights.
      const u = dense(draw, dg, dx);
      const g = x.map((row) =>
        u.map((own) =>
          Math.max(
            0,
            own.reduce((s, w, c) => s + w * row[c]!, 0.25),
          ),
        ),
      );
      const y = x.map(() => Array.from({ length: dy }, () => draw.normal()));
      const { loss, gradient, best, bestW, bestV } = residual(x, g, y);
      let W = dense(draw, dy, dx);
      let V = dense(draw, dx, dg).map((row) => row.map((v) => v / 4));
      const where = `seed ${SEED + 1}, run ${run}: ${JSON.stringify({ x, u, y, W, V })}`;
      // At W = 0, V = 0 the gradient by V is 0 and that by W need not be; L is above the bound, so it is no minimum.
      const none = [W.map((row) => row.map(() => 0)), V.map((row) => row.map(() => 0))] as const;
      expect(loss(...none), where).toBeGreaterThan(best);
      // W and V in turn, each the least-squares solution for the other.
      let rest = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 600 && rest > 1e-7; i++) {
        W = bestW(V);
        V = bestV(W);
        const { dW, dV } = gradient(W, V);
        rest = Math.hypot(...dW.flat(), ...dV.flat());
      }
      const value = loss(W, V);
      if (rest > 1e-6) continue;
      rested += 1;
      expect(value, where).toBeLessThan(best + 1e-6 * (1 + best));
    }
    expect(rested).toBeGreaterThan(5);
  });
});
