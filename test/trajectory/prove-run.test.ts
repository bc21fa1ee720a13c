import { describe, expect, it } from 'vitest';
import { descend } from '../../src/search/descent.ts';
import { generatorOf } from '../../src/search/generator.ts';
import { type EndBall, permutationBall } from '../../src/trajectory/ends.ts';
import { proveRun } from '../../src/trajectory/prove-run.ts';
import { Shadow } from '../../src/trajectory/shadow.ts';
import { gaussianStart } from '../../src/trajectory/start.ts';
import { distanceTo, exactStart, exactStep, midpoint } from './exact.ts';

const STEP = 0.1;

/** A run of n = k neurons that drops: its start and the ball about the permutation at its end. */
function problemOf(k: number, seed: number, run: number) {
  const generator = generatorOf({ seed, k, n: k, run });
  const { weights: start, errorUpper } = gaussianStart(() => generator.uniform(), k, k);
  const { weights, outcome, iterations } = descend(start, k, k);
  expect(outcome).toBe('dropped');
  const permutation = Array.from({ length: k }, (_, i) => {
    const row = weights.subarray(i * k, i * k + k);
    return row.indexOf(Math.max(...row));
  });
  const ball: EndBall = permutationBall(permutation, STEP)!;
  return { n: k, k, step: STEP, start, startError: errorUpper!, ball, maxSteps: 2 * iterations + 1000 };
}

describe('the proof of a run', () => {
  it.each([
    [2, 5, 2, 'scalar'],
    [2, 5, 0, 'matrix'],
    [2, 5, 3, 'scalar'],
    [3, 5, 1, 'matrix'],
    [3, 5, 1, 'scalar'],
  ] as const)('k = %i, seed %i, run %i, %s bound: the exact descent, in 200 digits, stays within the bound of every step', (k, seed, run, method) => {
    const problem = problemOf(k, seed, run);
    const proof = proveRun({ ...problem, method });
    if (!proof.proved) throw new Error(proof.reason);
    expect(proof.method).toBe(method);
    // The Gaussian start with some bits V, and the exact descent from there.
    let exact = midpoint(
      exactStart({ seed, k, n: k, run }, () => 0x5555555555555n),
      k,
      k,
    );
    const shadow = new Shadow(k, k, proof.steps);
    shadow.start(problem.start);
    expect(shadow.advance(proof.steps, STEP)).toBe(proof.steps);
    let t = 0;
    let distance = 0;
    for (const { steps, error } of proof.blocks) {
      for (const end = t + steps; t < end; t++) exact = exactStep(exact);
      distance = distanceTo(exact, shadow.point(t));
      expect(distance, `step ${t}`).toBeLessThanOrEqual(error);
    }
    expect(proof.blocks.at(-1)!.error).toBe(proof.error);
    expect(proof.largestError).toBeGreaterThanOrEqual(proof.error);
    // Not by a hair's breadth and not idle: the true distance is seen.
    expect(distance).toBeGreaterThan(1e-9 * proof.error);
    // It is in the ball and goes on to the permutation.
    expect(distanceTo(exact, problem.ball.centre)).toBeLessThan(problem.ball.radius);
    for (let t = 0; t < 200; t++) exact = exactStep(exact);
    expect(distanceTo(exact, problem.ball.centre)).toBeLessThan(0.2 * problem.ball.radius);
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
    expect(reason({ startError: 0.01 })).toMatch(
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
});
