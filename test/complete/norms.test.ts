import { describe, expect, it } from 'vitest';
import type { Ball } from '../../src/arithmetic/ball.ts';
import { chartOf as checkedChart, lengthBounds } from '../../src/checker/complete/boxes.ts';
import { exactly, type Span, span } from '../../src/checker/complete/doubles.ts';
import { normsAt, sizesOf, termsAt } from '../../src/checker/complete/equations.ts';
import { chartOf } from '../../src/complete/chart.ts';
import { boxKernel } from '../../src/complete/kernel.ts';
import { BALLS, type Ends, mayHold, random, randomBox, within } from './support.ts';

const f = BALLS;

/** τ and t, and a bound on the sum of all lengths; null where no norms fit. */
type Norms = { readonly norms: readonly [Ends, Ends]; readonly bound: number } | null;

function byKernel(k: number, chart: number, box: readonly Ends[]): Norms {
  const { kernel, memory } = boxKernel();
  kernel.prepare(k);
  kernel.begin(chart, 1);
  const X = new Float64Array(memory.buffer, kernel.X.value, 10);
  for (const [i, [low, high]] of box.entries()) X.set([-low, high], 2 * i);
  const bound = kernel.encloseNorms();
  if (Number.isNaN(bound)) return null;
  return {
    norms: [
      [-X[6]!, X[7]!],
      [-X[8]!, X[9]!],
    ],
    bound,
  };
}

function byChecker(k: number, chart: number, box: readonly Ends[]): Norms {
  const sizes = sizesOf(k);
  const { faces, free } = checkedChart(chart);
  const q: Span[] = [];
  for (const [face, sign] of faces) q[face] = exactly(sign);
  for (const [i, j] of free.entries()) q[j] = span(...box[i]!);
  const terms = termsAt(sizes, q, []);
  const norms = normsAt(sizes, terms);
  if (norms === null) return null;
  const [tau, t] = norms.map(({ lo, hi }): Ends => [lo, hi]) as [Ends, Ends];
  return { norms: [tau, t], bound: Math.min(...lengthBounds(sizes, norms, terms)) };
}

/** 2πE max(0, w·x) max(0, v·x), for vectors with all their k entries. */
function pair(w: readonly Ball[], v: readonly Ball[]): Ball {
  const dot = (x: readonly Ball[], y: readonly Ball[]): Ball =>
    x.reduce((sum, entry, i) => f.add(sum, f.mul(entry, y[i]!)), f.zero);
  const z = dot(w, v);
  const squared = f.sub(f.mul(dot(w, w), dot(v, v)), f.square(z));
  const r = f.sqrt(f.max(squared, f.zero));
  return f.add(r, f.mul(z, f.sub(f.pi, f.angle(z, r))));
}

/** The norms that make F stationary along the given directions, and the sum of all lengths, from sums over whole vectors. */
function exactNorms(k: number, chart: number, x: readonly number[]): readonly [Ball, Ball, Ball] | null {
  const { faceA, signA, faceB, signB, free } = chartOf(chart);
  const q: Ball[] = [];
  q[faceA] = f.integer(signA);
  q[faceB] = f.integer(signB);
  for (const [i, j] of free.entries()) q[j] = f.exact(x[i]!);
  const [a, beta, c, delta, e] = q as [Ball, Ball, Ball, Ball, Ball];
  const b = f.div(beta, f.sqrt(f.integer(k - 2)));
  const d = f.div(delta, f.sqrt(f.integer(k - 1)));
  const row = (entry: (j: number) => Ball): Ball[] => Array.from({ length: k }, (_, j) => entry(j));
  const good = row(() => f.zero)
    .slice(1)
    .map((_, i) => row((j) => (j === k - 1 ? c : j === i ? a : b)));
  const bad = row((j) => (j === k - 1 ? e : d));
  const targets = row(() => f.zero).map((_, i) => row((j) => (i === j ? f.one : f.zero)));
  const sum = (values: readonly Ball[]): Ball => values.reduce((s, value) => f.add(s, value), f.zero);
  // ½gτ² + vτt + ½pt² − hτ − lt
  const g = sum(good.flatMap((w) => good.map((v) => pair(w, v))));
  const v = sum(good.map((w) => pair(w, bad)));
  const p = pair(bad, bad);
  const h = sum(good.flatMap((w) => targets.map((target) => pair(w, target))));
  const l = sum(targets.map((target) => pair(bad, target)));
  const determinant = f.sub(f.mul(g, p), f.square(v));
  if (f.less(determinant, f.exact('1e-6')) !== 'no') return null;
  const tau = f.div(f.sub(f.mul(h, p), f.mul(v, l)), determinant);
  const t = f.div(f.sub(f.mul(g, l), f.mul(v, h)), determinant);
  const length = (w: readonly Ball[]): Ball => f.sqrt(sum(w.map((entry) => f.square(entry))));
  const lengths = f.add(f.scale(f.mul(tau, length(good[0]!)), k - 1), f.mul(t, length(bad)));
  return [tau, t, lengths];
}

const SEED = 21;

describe.each([
  ['the kernel', byKernel],
  ['the checker', byChecker],
])('norms by %s', (_, enclosed) => {
  it.each([3, 5])('k = %i: they are those of the quadratic polynomial, in every chart', (k) => {
    const next = random(SEED + k);
    let fitting = 0;
    let none = 0;
    for (let round = 0; round < 48; round++) {
      const chart = round % 24;
      const width = [0, 1e-6, 0.1, 0.6][Math.floor(round / 3) % 4]!;
      const box = randomBox(next, width).slice(0, 3);
      const x = within(box, next);
      const about = `seed ${SEED + k}, round ${round}, chart ${chart}, ${x} in ${JSON.stringify(box)}`;
      const exact = exactNorms(k, chart, x);
      if (exact === null) continue;
      const [tau, t, lengths] = exact;
      const found = enclosed(k, chart, box);
      if (f.positive(tau) === 'no' || f.positive(t) === 'no') {
        if (width === 0) expect(found, about).toBeNull();
        none++;
        continue;
      }
      fitting++;
      expect(found, about).not.toBeNull();
      expect(mayHold(found!.norms[0], tau) && mayHold(found!.norms[1], t), about).toBe(true);
      expect(f.less(f.exact(Math.min(found!.bound, 1e9)), lengths), about).not.toBe('yes');
      if (width === 0) {
        const [[a, b], [c, d]] = found!.norms;
        expect(Math.max(b - a, d - c), about).toBeLessThan(1e-6);
      }
    }
    expect(Math.min(fitting, none), 'cases of both sorts').toBeGreaterThan(5);
  });
});
