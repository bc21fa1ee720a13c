import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { chartOf } from '../../src/complete/chart.ts';
import { boxKernel } from '../../src/complete/kernel.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { memberGradient, memberPoint } from '../../src/symmetry/families/member.ts';

export const BALLS: BallField = BallField.ofDigits(60);
const LANDSCAPE = new BallLandscape(BALLS);

/** [low, high] */
export type Ends = readonly [number, number];

/** Enclosures of the five equations on a box. */
export interface Enclosed {
  readonly values: readonly Ends[];
  /** Rows of five: by the free directions, τ and t. */
  readonly jacobian: readonly (readonly Ends[])[];
}

const { kernel, memory } = boxKernel();

export function enclosedByKernel(k: number, chart: number, box: readonly Ends[]): Enclosed {
  kernel.prepare(k);
  kernel.begin(chart, 1);
  const cells = (at: number, count: number): Ends[] => {
    const ends = new Float64Array(memory.buffer, at, 2 * count);
    return Array.from({ length: count }, (_, i) => [-ends[2 * i]!, ends[2 * i + 1]!] as const);
  };
  const X = new Float64Array(memory.buffer, kernel.X.value, 10);
  for (const [i, [low, high]] of box.entries()) X.set([-low, high], 2 * i);
  kernel.enclose();
  const all = cells(kernel.J.value, 25);
  return {
    values: cells(kernel.E.value, 5),
    jacobian: [0, 1, 2, 3, 4].map((i) => all.slice(5 * i, 5 * i + 5)),
  };
}

/**
 * 2π times the gradient by A over mτ and by B over t (docs/complete.md 2.2) at exact free directions and norms, from the gradient
 * of the reduced problem in balls: another formula, in entries of W.
 */
export function exactEquations(k: number, chart: number, x: readonly number[]): Ball[] {
  const f = BALLS;
  const { faceA, signA, faceB, signB, free } = chartOf(chart);
  const q: Ball[] = [];
  q[faceA] = f.integer(signA);
  q[faceB] = f.integer(signB);
  for (const [i, j] of free.entries()) q[j] = f.exact(x[i]!);
  const good = f.sqrt(f.integer(k - 2));
  const bad = f.sqrt(f.integer(k - 1));
  const tau = f.exact(x[3]!);
  const t = f.exact(x[4]!);
  const entries = [
    f.mul(tau, q[0]!),
    f.div(f.mul(tau, q[1]!), good),
    f.mul(tau, q[2]!),
    f.div(f.mul(t, q[3]!), bad),
    f.mul(t, q[4]!),
  ];
  const shape = { bad: 1, singles: 1 };
  const point = memberPoint(LANDSCAPE, shape, f.integer(k), entries);
  const [a, b, c, d, e] = memberGradient(shape, point) as [Ball, Ball, Ball, Ball, Ball];
  return [a, f.mul(good, b), c, f.mul(bad, d), e];
}

/** Not certainly outside. */
export function mayHold([low, high]: Ends, x: Ball, field: BallField = BALLS): boolean {
  return field.less(x, field.exact(low)) !== 'yes' && field.less(field.exact(high), x) !== 'yes';
}

/** A box of free directions and norms about a random point, of random widths; repeatable. */
export function randomBox(random: () => number, width: number): Ends[] {
  return Array.from({ length: 5 }, (_, i) => {
    const centre = i < 3 ? 2 * random() - 1 : 0.1 + 2 * random();
    const r = i < 3 || width > 0 ? width * random() * 0.5 : 0;
    return [centre - r, centre + r] as const;
  });
}

/** Random points of a box. */
export function within(box: readonly Ends[], random: () => number): number[] {
  return box.map(([low, high]) => Math.min(high, Math.max(low, low + random() * (high - low))));
}

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
