import { describe, expect, it } from 'vitest';
import { checkRunProof } from '../../src/checker/trajectory/run.ts';
import { descend } from '../../src/search/descent.ts';
import { generatorOf, preciseVariates } from '../../src/search/generator.ts';
import { SHIFT_UNIT } from '../../src/trajectory/block.ts';
import { type EndBall, permutationBall } from '../../src/trajectory/ends.ts';
import { PreciseShadow } from '../../src/trajectory/precise-shadow.ts';
import { type ProvedRun, proveRun } from '../../src/trajectory/prove-run.ts';
import { Shadow } from '../../src/trajectory/shadow.ts';
import { gaussianStart, preciseStart } from '../../src/trajectory/start.ts';
import { distanceTo, distanceToPrecise, exactStart, exactStep, midpoint } from './exact.ts';

const STEP = 0.1;

/** A run of n = k neurons that drops: its start and the ball about the permutation at its end. */
function problemOf(k: number, seed: number, run: number, step = STEP) {
  const stream = { seed, k, n: k, run };
  const generator = generatorOf(stream);
  const { weights: start, errorUpper } = gaussianStart(() => generator.uniform(), k, k);
  const { weights, outcome, iterations } = descend(start, k, k, { step });
  expect(outcome).toBe('dropped');
  const permutation = Array.from({ length: k }, (_, i) => {
    const row = weights.subarray(i * k, i * k + k);
    return row.indexOf(Math.max(...row));
  });
  const ball: EndBall = permutationBall(permutation, step)!;
  const precise = () => preciseStart(preciseVariates(stream), k, k);
  const maxSteps = 2 * iterations + 1000;
  return {
    n: k,
    k,
    step,
    start,
    startError: errorUpper!,
    preciseStart: precise,
    ball,
    maxSteps,
    permutation,
  };
}

const ORBITS = new Map<string, bigint[][][]>();

/** The exact descent of a run from its Gaussian start with some bits V: the point after t steps. Each is computed once. */
function exactOrbit(k: number, seed: number, run: number): (t: number) => bigint[][] {
  const name = `${k} ${seed} ${run}`;
  let orbit = ORBITS.get(name);
  if (orbit === undefined) {
    const start = exactStart({ seed, k, n: k, run }, () => 0x5555555555555n);
    orbit = [midpoint(start, k, k)];
    ORBITS.set(name, orbit);
  }
  const points = orbit;
  return (t) => {
    while (points.length <= t) points.push(exactStep(points.at(-1)!));
    return points[t]!;
  };
}

describe('the proof of a run', () => {
  it.each([
    [2, 5, 2, 'scalar'],
    [2, 5, 0, 'matrix'],
    [2, 5, 3, 'scalar'],
    [3, 5, 1, 'matrix'],
    [3, 5, 1, 'scalar'],
    [2, 5, 2, 'narrow'],
  ] as const)('k = %i, seed %i, run %i, %s bound: the exact descent, in 200 digits, stays within the bound of every step', (k, seed, run, method) => {
    const problem = problemOf(k, seed, run);
    const proof = proveRun({ ...problem, method });
    if (!proof.proved) throw new Error(proof.reason);
    expect(proof.method).toBe(method === 'matrix' ? 'matrix' : 'scalar');
    const exact = exactOrbit(k, seed, run);
    const shadow = new Shadow(k, k, proof.steps);
    shadow.start(problem.start);
    expect(shadow.advance(proof.steps, STEP)).toBe(proof.steps);
    let t = 0;
    let distance = 0;
    for (const { steps, error } of proof.blocks) {
      t += steps;
      distance = distanceTo(exact(t), shadow.point(t));
      expect(distance, `step ${t}`).toBeLessThanOrEqual(error);
    }
    expect(proof.blocks.at(-1)!.error).toBe(proof.error);
    expect(proof.largestError).toBeGreaterThanOrEqual(proof.error);
    // Not by a hair's breadth and not idle: the true distance is seen.
    expect(distance).toBeGreaterThan(1e-9 * proof.error);
    // It is in the ball and goes on to the permutation.
    expect(distanceTo(exact(t), problem.ball.centre)).toBeLessThan(problem.ball.radius);
    expect(distanceTo(exact(t + 200), problem.ball.centre)).toBeLessThan(0.2 * problem.ball.radius);
  });

  it.each([
    [2, 5, 0],
    [3, 5, 1],
  ])('k = %i, seed %i, run %i with 112 bits: the exact descent from the start that is known to 117 bits stays within the bounds', (k, seed, run) => {
    const problem = problemOf(k, seed, run);
    const proof = proveRun({ ...problem, method: 'precise' });
    if (!proof.proved) throw new Error(proof.reason);
    expect(proof).toMatchObject({ method: 'scalar', precise: true });
    expect(proof.error).toBeLessThan(1e-15);
    const start = problem.preciseStart()!;
    const stream = { seed, k, n: k, run };
    const shadow = new PreciseShadow(k, k);
    for (const bits of [0n, 2n ** 60n - 1n]) {
      let exact = midpoint(
        exactStart(stream, () => bits, 117),
        k,
        k,
      );
      expect(distanceToPrecise(exact, start.point)).toBeLessThanOrEqual(start.errorUpper);
      shadow.start(start.point);
      let t = 0;
      for (const { steps, error } of proof.blocks) {
        expect(shadow.advance(steps, STEP)).toBe(steps);
        for (const end = t + steps; t < end; t++) exact = exactStep(exact);
        shadow.goOnFrom(steps);
        expect(distanceToPrecise(exact, shadow.exactPoint(0)), `step ${t}`).toBeLessThanOrEqual(error);
        expect(distanceTo(exact, shadow.point(0))).toBeLessThanOrEqual(shadow.pointError + error);
      }
      expect(distanceTo(exact, problem.ball.centre)).toBeLessThan(problem.ball.radius);
    }
  });

  it('blocks add up, and the result is a function of the arguments', () => {
    const problem = problemOf(4, 2, 0);
    const proof = proveRun(problem);
    if (!proof.proved) throw new Error(proof.reason);
    expect(proof.blocks.reduce((sum, { steps }) => sum + steps, 0)).toBe(proof.steps);
    expect(proveRun(problem)).toEqual(proof);
  });

  it('what cannot be proved is open, with the reason', () => {
    const problem = problemOf(3, 5, 1);
    const reason = (changed: object): string => {
      const answer = proveRun({ ...problem, ...changed });
      return answer.proved ? 'proved' : answer.reason;
    };
    expect(reason({ startError: 0.01, preciseStart: undefined })).toMatch(
      /the error bound passes 0.05|the bounds of a single step fail/,
    );
    expect(reason({ slack: 1e-3 })).toMatch(/error/);
    expect(reason({ maxSteps: 10 })).toBe('the ball is not reached in 10 steps');
    // The ball about another permutation is never reached.
    const { centre } = problem.ball;
    const other = Float64Array.from(centre, (_, at) => centre[(at + 3) % 9]!);
    expect(reason({ ball: { ...problem.ball, centre: other } })).toMatch(/is not reached in \d+ steps/);
    expect(reason({ start: new Float64Array(9) })).toBe('a norm is out of range at step 0');
    expect(() => proveRun({ ...problem, startError: Number.NaN })).toThrow(RangeError);
  });

  it('a slack within reach is proved, and its error is larger', () => {
    const problem = problemOf(3, 5, 1);
    const exact = proveRun(problem);
    const sloppy = proveRun({ ...problem, slack: 1e-9 });
    if (!exact.proved || !sloppy.proved) throw new Error('both are proved');
    expect(sloppy.error).toBeGreaterThan(100 * exact.error);
  });

  // 2/η = 2.2 here, which the simple bound Λ exceeds often and the largest eigenvalue never.
  it('narrow bounds grow less where the simple Λ is too large, and the checker needs them as well', () => {
    const [k, seed, run, step] = [3, 5, 14, 0.9];
    const problem = problemOf(k, seed, run, step);
    const proved = (method: 'scalar' | 'narrow' | 'precise'): ProvedRun => {
      const proof = proveRun({ ...problem, method });
      if (!proof.proved) throw new Error(proof.reason);
      return proof;
    };
    const [scalar, narrow, precise] = [proved('scalar'), proved('narrow'), proved('precise')];
    expect(narrow.growth).toBeLessThan(scalar.growth / 2);
    const answer = ({ steps, growth, blocks, precise }: ProvedRun, error: number, slack = '0') =>
      checkRunProof({
        seed,
        k,
        n: k,
        run,
        step: `${step}`,
        slack,
        line: {
          run,
          outcome: 'global',
          permutation: problem.permutation,
          steps,
          method: 'scalar',
          ...(precise && { bits: 117 }),
          error: error.toExponential(6).replace('+', ''),
          growth,
          blocks: blocks.flatMap((block) => [block.steps, block.lambda / SHIFT_UNIT]),
        },
        certificateOf: () => null,
      });
    expect(answer(narrow, narrow.error)).toEqual({ accepted: true });
    expect(answer(scalar, scalar.error)).toEqual({ accepted: true });
    expect(answer(precise, precise.error)).toEqual({ accepted: true });
    // What the checker's arithmetic itself is off by is not claimed away.
    expect(answer(precise, precise.error / 1e5)).toMatchObject({ accepted: false });
    // The same blocks from the start that is known to 53 bits.
    expect(answer({ ...precise, precise: false }, precise.error)).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('error: ‖W_T − X_T‖ ≤ it'),
    });
    expect(answer(precise, precise.error, '1e-30')).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('with a slack, the start is that of the search'),
    });
  });

  it('more digits are not tried with a slack, nor where the start is not known to them', () => {
    const problem = { ...problemOf(2, 5, 0), method: 'precise' as const };
    expect(proveRun({ ...problem, slack: 1e-12 })).toMatchObject({ proved: false, reason: 'not tried' });
    expect(proveRun({ ...problem, preciseStart: () => null })).toMatchObject({
      proved: false,
      reason: 'a pair of variates may be accepted or not',
    });
  });
});
