import { describe, expect, it } from 'vitest';
import { ceilOf, type Interval, intervals } from '../../src/checker/numbers/interval.ts';
import { sharpMoments as checkedMoments } from '../../src/checker/point/sharp.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { pointOf } from '../../src/landscape/problem.ts';
import { sharpMoments } from '../../src/landscape/sharp-lipschitz.ts';
import { fieldOf } from '../arithmetic/support.ts';
import { expectTrue } from '../equal.ts';

type Rows = readonly (readonly number[])[];

/** σ̂ of the first neuron on the ball of this radius, as the engine and as the checker bound it from above. */
function sigma(neurons: Rows, targets: Rows, radius: number): { engine: number; checker: number } {
  const field = new BallLandscape(fieldOf(112));
  const vectors = (rows: Rows) => rows.map((row) => field.vector(row));
  const point = pointOf(field, neurons[0]!.length, vectors(neurons), vectors(targets), false);
  const bound = sharpMoments(field, point, field.balls.exact(radius))[0]!.sigma;
  const I = intervals(30);
  const all = [...neurons, ...targets].map((x) => x.map((entry) => I.of(String(entry))));
  const product = (x: readonly Interval[], y: readonly Interval[]) =>
    I.sum(x.map((entry, a) => I.multiply(entry, y[a]!)));
  const gram = {
    neurons: neurons.length,
    signs: all.map((_, p) => (p < neurons.length ? 1 : -1)),
    norms: all.map((x) => I.sqrt(product(x, x))),
    products: all.map((x) => all.map((y) => product(x, y))),
  };
  const own = checkedMoments(I, gram, 0, I.of(String(radius))).sigma;
  return {
    engine: Number(bound.mid + bound.rad) * 2 ** -bound.bits,
    checker: Number(ceilOf(own, 300)) * 2 ** -300,
  };
}

/** σ of the first neuron in float64: ½ Σ s_p c_p sgn(b_p·y) in L², by its second moments. */
function floatSigma(neurons: Rows, targets: Rows): number {
  const [w, ...rest] = neurons;
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, a) => sum + v * y[a]!, 0);
  const unit = w!.map((x) => x / Math.hypot(...w!));
  const others = [...rest.map((x) => [1, x] as const), ...targets.map((x) => [-1, x] as const)].map(
    ([sign, x]) => ({ c: sign * dot(x, unit), b: x.map((entry, a) => entry - dot(x, unit) * unit[a]!) }),
  );
  let sum = 0;
  for (const p of others)
    for (const q of others) {
      const cosine = dot(p.b, q.b) / Math.hypot(...p.b) / Math.hypot(...q.b);
      sum += p.c * q.c * (1 - (2 * Math.acos(Math.max(-1, Math.min(1, cosine)))) / Math.PI);
    }
  return Math.sqrt(sum) / 2;
}

const distance = (x: Rows, y: Rows): number =>
  Math.hypot(...x.flatMap((row, i) => row.map((entry, a) => entry - y[i]![a]!)));

// A vector that may move by at least its own length may turn by π: its sign changes by 2 in L².
describe('the sign part of the sharp constant where a vector may turn round', () => {
  const degrees = Math.PI / 180;
  const cases: readonly (readonly [string, Rows, Rows, number, Rows, number])[] = [
    [
      'a neuron beside another one',
      [
        [1, 0],
        [1, 0.001],
      ],
      [[1, 1]],
      0.00075,
      [
        [1, 0.00053],
        [1, 0.00047],
      ],
      1.0002,
    ],
    [
      'a target beside the neuron',
      [[1, 0]],
      [
        [Math.cos(0.01), Math.sin(0.01)],
        [2 * Math.cos(60 * degrees), -2 * Math.sin(60 * degrees)],
      ],
      0.0102,
      [[Math.cos(0.0101), Math.sin(0.0101)]],
      0.99,
    ],
  ];
  it.each(cases)('%s', (_, neurons, targets, radius, moved, least) => {
    expect(distance(neurons, moved)).toBeLessThan(radius);
    const there = floatSigma(moved, targets);
    expect(there).toBeGreaterThan(least);
    const { engine, checker } = sigma(neurons, targets, radius);
    expect(engine).toBeGreaterThanOrEqual(there);
    expect(checker).toBeGreaterThanOrEqual(there);
  });

  it('holds at random points of random balls', () => {
    let state = 4;
    const next = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    };
    const rows = (count: number, d: number): number[][] =>
      Array.from({ length: count }, () => Array.from({ length: d }, next));
    for (let trial = 0; trial < 300; trial++) {
      const d = 2 + (trial % 2);
      const neurons = rows(2, d);
      neurons[0] = neurons[0]!.map((x) => x / Math.hypot(...neurons[0]!));
      const targets = rows(2, d);
      // One vector close to the line of the first neuron, so that it may turn round.
      targets[0] = neurons[0].map((x, a) => x + 0.02 * targets[0]![a]!);
      const radius = 0.03 * (1 + Math.abs(next()));
      const step = rows(2, d);
      const size = (0.999 * radius) / Math.hypot(...step.flat());
      const moved = neurons.map((row, i) => row.map((x, a) => x + size * step[i]![a]!));
      const there = floatSigma(moved, targets);
      const { engine, checker } = sigma(neurons, targets, radius);
      const input = (): string => `trial ${trial}: ${JSON.stringify({ neurons, targets, radius, moved })}`;
      expectTrue(engine >= there, input);
      expectTrue(checker >= there, input);
      const at = sigma(moved, targets, 0);
      // 64 bits do not tell a turn of 0 from one of 10⁻⁹, and a root of a difference keeps half of the digits.
      expectTrue(Math.abs(at.engine - there) < 1e-3, input);
      expectTrue(Math.abs(at.checker - there) < 1e-6, input);
    }
  });
});
