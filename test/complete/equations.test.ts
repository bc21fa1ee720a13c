import { describe, expect, it } from 'vitest';
import type { Ball } from '../../src/arithmetic/ball.ts';
import { chartOf as checkedChart } from '../../src/checker/complete/boxes.ts';
import { exactly, type Span, span } from '../../src/checker/complete/doubles.ts';
import { equationsAt, jacobianAt, sizesOf, termsAt } from '../../src/checker/complete/equations.ts';
import { expectTrue } from '../equal.ts';
import {
  BALLS,
  type Enclosed,
  type Ends,
  enclosedByKernel,
  exactEquations,
  mayHold,
  random,
  randomBox,
  within,
} from './support.ts';

function byChecker(k: number, chart: number, box: readonly Ends[]): Enclosed {
  const sizes = sizesOf(k);
  const { faces, free } = checkedChart(chart);
  const q: Span[] = [];
  for (const [face, sign] of faces) q[face] = exactly(sign);
  for (const [i, j] of free.entries()) q[j] = span(...box[i]!);
  const norms = [span(...box[3]!), span(...box[4]!)] as const;
  const terms = termsAt(sizes, q, free);
  const ends = ({ lo, hi }: Span): Ends => [lo, hi];
  return {
    values: equationsAt(sizes, q, norms, terms).map(ends),
    jacobian: jacobianAt(sizes, free, q, norms, terms).map((row) => row.map(ends)),
  };
}

const SEED = 20;
const SIZES = [3, 4, 6, 20, 1000];

/** J(x − y) for x, y in the box, which contains G(x) − G(y) (docs/complete.md 3.2). */
function slope(row: readonly Ends[], x: readonly number[], y: readonly number[]): readonly [Ball, Ball] {
  const f = BALLS;
  let low = f.zero;
  let high = f.zero;
  for (const [j, ends] of row.entries()) {
    const step = f.sub(f.exact(x[j]!), f.exact(y[j]!));
    const [a, b] = ends.map((end) => f.mul(f.exact(end), step)) as [Ball, Ball];
    low = f.add(low, f.min(a, b));
    high = f.add(high, f.max(a, b));
  }
  return [low, high];
}

/** The chart of directions A = (x₁, x₂, x₃), B = (x₄, x₅), and the free ones there. */
function placed(x: readonly number[]): { readonly chart: number; readonly directions: readonly number[] } {
  const faceOf = (from: number, to: number): number =>
    x.reduce((best, y, i) => (from < i && i < to && Math.abs(y) > Math.abs(x[best]!) ? i : best), from);
  const [f, g] = [faceOf(0, 3), faceOf(3, 5)];
  const chart = 8 * f + (x[f]! < 0 ? 4 : 0) + 2 * (g - 3) + (x[g]! < 0 ? 1 : 0);
  return { chart, directions: checkedChart(chart).free.map((j) => x[j]! / Math.abs(x[j < 3 ? f : g]!)) };
}

describe.each([
  ['the kernel', enclosedByKernel],
  ['the checker', byChecker],
])('equations of %s', (_, enclosed) => {
  it.each(SIZES)('k = %i: values and slopes are those of the gradient of F, in every chart', (k) => {
    const next = random(SEED + k);
    for (let chart = 0; chart < 24; chart++) {
      const width = [0, 1e-6, 0.1, 0.6][chart % 4]!;
      const box = randomBox(next, width);
      const about = (): string => `seed ${SEED + k}, chart ${chart}, box ${JSON.stringify(box)}`;
      const { values, jacobian } = enclosed(k, chart, box);
      const points = [within(box, next), within(box, next)] as const;
      const [one, other] = points.map((x) => exactEquations(k, chart, x)) as [Ball[], Ball[]];
      for (let i = 0; i < 5; i++) {
        expectTrue(mayHold(values[i]!, one[i]!), () => `equation ${i}, ${about()}`);
        const [low, high] = slope(jacobian[i]!, ...points);
        const change = BALLS.sub(one[i]!, other[i]!);
        const inside = BALLS.less(change, low) !== 'yes' && BALLS.less(high, change) !== 'yes';
        expectTrue(inside, () => `slope of equation ${i}, ${about()}`);
      }
    }
  });

  it.each([3, 6, 20])('k = %i: so they are next to collinear vectors, where F is not C²', (k) => {
    const next = random(SEED + k);
    const root = Math.sqrt(k - 2);
    /** Two good neurons in one direction, all neurons in one, a neuron along a target. */
    const collinear: readonly ((u: number, v: number) => readonly number[])[] = [
      (u, v) => [1, root, u, v, 1],
      (u, v) => [1, root, 1, Math.sqrt(k - 1), u + v],
      () => [1, root, 1, Math.sqrt(k - 1), 1],
      (u) => [1, 0, 0, u, 1],
      (u, v) => [u, v, 1, 0, 1],
      () => [0, 0, 1, 0, 1],
    ];
    for (const [kind, at] of collinear.entries())
      for (const width of [1e-9, 1e-4, 0.1])
        for (const sign of [1, -1]) {
          const entries = at(2 * next() - 1, 2 * next() - 1);
          const { chart, directions } = placed(entries.map((x, i) => (i < 3 ? x : sign * x)));
          const box = [...directions, 1, 0.7].map((x): Ends => [x - width * next(), x + width * next()]);
          const { values, jacobian } = enclosed(k, chart, box);
          for (let round = 0; round < 3; round++) {
            const points = [within(box, next), within(box, next)] as const;
            const [one, other] = points.map((x) => exactEquations(k, chart, x)) as [Ball[], Ball[]];
            const about = (): string =>
              `seed ${SEED + k}, kind ${kind}, chart ${chart}, box ${JSON.stringify(box)}`;
            for (let i = 0; i < 5; i++) {
              expectTrue(mayHold(values[i]!, one[i]!), () => `equation ${i}, ${about()}`);
              const [low, high] = slope(jacobian[i]!, ...points);
              const change = BALLS.sub(one[i]!, other[i]!);
              const inside = BALLS.less(change, low) !== 'yes' && BALLS.less(high, change) !== 'yes';
              expectTrue(inside, () => `slope of equation ${i}, ${about()}`);
            }
          }
        }
  });

  it('on a point they are tight: an entry of the Jacobian that is halved is seen', () => {
    const next = random(SEED);
    let seen = 0;
    for (let chart = 0; chart < 24; chart++) {
      const x = within(randomBox(next, 0), next);
      const { jacobian } = enclosed(
        6,
        chart,
        x.map((value) => [value, value] as const),
      );
      const h = 2 ** -30;
      for (let j = 0; j < 5; j++) {
        const [more, less] = [h, -h].map((step) =>
          exactEquations(
            6,
            chart,
            x.map((value, i) => (i === j ? value + step : value)),
          ),
        ) as [Ball[], Ball[]];
        for (let i = 0; i < 5; i++) {
          const quotient = Number(BALLS.sub(more[i]!, less[i]!).mid) / 2 ** BALLS.bits / (2 * h);
          const [low, high] = jacobian[i]![j]!;
          const size = Math.max(1, Math.abs(quotient));
          const about = (): string => `seed ${SEED}, chart ${chart}, entry ${i} ${j} at ${x}`;
          expectTrue(high - low < 1e-11 * size, about);
          // Near collinear vectors a difference quotient is no derivative yet.
          expectTrue(Math.abs(low - quotient) < 1e-6 * size, about);
          if (Math.abs(quotient) > 1e-5 && Math.abs(0.5 * low - quotient) > 1e-6 * size) seen++;
        }
      }
    }
    expect(seen, 'entries whose halves are rejected').toBeGreaterThan(450);
  });
});
