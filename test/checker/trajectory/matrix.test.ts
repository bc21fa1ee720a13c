import { describe, expect, it } from 'vitest';
import { shadowCase } from '../../../scripts/shadow-cases.mjs';
import { intervals } from '../../../src/checker/numbers/interval.ts';
import { Landscape } from '../../../src/checker/point/landscape.ts';
import { ONE, type Pair, stepFrom } from '../../../src/checker/trajectory/fixed.ts';
import { scaledHessian } from '../../../src/checker/trajectory/matrix.ts';
import { checkRunProof, isBelow } from '../../../src/checker/trajectory/run.ts';
import { descend } from '../../../src/search/descent.ts';
import { generatorOf } from '../../../src/search/generator.ts';
import { permutationBall } from '../../../src/trajectory/ends.ts';
import { proveRun } from '../../../src/trajectory/prove-run.ts';
import { gaussianStart } from '../../../src/trajectory/start.ts';

const DECIMALS = 20;

describe('Theorem 2 in the checker', () => {
  it('the Hessian in doubles is within its error of that of intervals', () => {
    const I = intervals(30);
    let worst = 0;
    let compared = 0;
    for (const kind of [0, 1, 2, 3, 7])
      for (let round = 0; round < 3; round++) {
        const seed = kind + 8 * round;
        const { n, k, weights } = shadowCase(seed, 4);
        // Multiples of 10^-DECIMALS and of a unit near each other: both describe one point up to 10^-20.
        const decimals = Array.from({ length: n }, (_, i) =>
          Array.from(
            weights.subarray(i * k, i * k + k),
            (x) => (BigInt(Math.round(x * 2 ** 40)) * 10n ** 20n) / 2n ** 40n,
          ),
        );
        const point = decimals.map((row) => row.map((x) => (x * ONE) / 10n ** 20n));
        const pairs: Pair[] = [];
        if (stepFrom(point, 1n, 10n, (pair) => pairs.push(pair)) === null) continue;
        compared++;
        const { entries, error } = scaledHessian(point, pairs, 0.1);
        const basis = Array.from({ length: k }, (_, j) =>
          Array.from({ length: k }, (_, a) => (a === j ? 10n ** 20n : 0n)),
        );
        const exact = new Landscape(I, decimals, basis, DECIMALS).hessian();
        const known = exact.error + 1e-14;
        exact.rows.forEach((row, r) => {
          row.forEach((x, c) => {
            const off = Math.abs(entries[r * n * k + c]! - 0.1 * x);
            expect(off, `seed ${seed}, entry ${r}, ${c}`).toBeLessThanOrEqual(error + 0.1 * known);
            worst = Math.max(worst, off);
          });
        });
        expect(error, `seed ${seed}`).toBeLessThan(kind === 0 ? 1e-11 : 1);
      }
    expect(compared).toBeGreaterThan(8);
    expect(worst).toBeGreaterThan(0);
  });

  it('confirms a line of Theorem 2, and no smaller error', () => {
    const [k, run] = [2, 0];
    const stream = { seed: 5, k, n: k, run };
    const generator = generatorOf(stream);
    const { weights: start, errorUpper } = gaussianStart(() => generator.uniform(), k, k);
    const end = descend(start, k, k);
    const permutation = [0, 1].map((i) => {
      const row = end.weights.subarray(k * i, k * i + k);
      return row.indexOf(Math.max(...row));
    });
    const proof = proveRun({
      n: k,
      k,
      step: 0.1,
      start,
      startError: errorUpper!,
      ball: permutationBall(permutation, 0.1)!,
      maxSteps: 2 * end.iterations + 1000,
      method: 'matrix',
    });
    if (!proof.proved) throw new Error(proof.reason);
    const line = {
      run,
      outcome: 'global',
      permutation,
      steps: proof.steps,
      method: 'matrix',
      error: `${proof.error}`,
      growth: proof.growth,
      blocks: proof.blocks.flatMap(({ steps, lambda }) => [steps, lambda * 2 ** 20]),
    };
    const answer = (changed: object) =>
      checkRunProof({
        ...stream,
        step: '0.1',
        slack: '0',
        line: { ...line, ...changed },
        certificateOf: () => null,
      });
    expect(answer({})).toEqual({ accepted: true });
    expect(answer({ error: '1e-20' })).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('error: ‖W_T − X_T‖ ≤ it'),
    });
    const larger = line.blocks.map((x, at) => (at === 1 ? x + 200_000 : x));
    expect(answer({ blocks: larger })).toMatchObject({ accepted: false });
  });
});

describe('upper bounds on eigenvalues', () => {
  it('holds with a bound that is large beside the matrix, of 180 rows; refuses what is not above', () => {
    // ½I + vvᵀ with v of length 1 has the largest eigenvalue 3/2.
    const size = 180;
    const v = Array.from({ length: size }, (_, i) => Math.sin(i + 1));
    const square = v.reduce((sum, x) => sum + x * x, 0);
    const rows = v.map((x, i) =>
      Float64Array.from(v.slice(0, i + 1), (y, j) => (x * y) / square + (i === j ? 0.5 : 0)),
    );
    const matrix = { rows, error: 2 ** -44 };
    const units = (x: number): bigint => BigInt(Math.round(x * 2 ** 40)) << 72n;
    for (const bound of [1.5 + 1e-6, 2, 20, 1000])
      expect(isBelow(matrix, units(bound)), `${bound}`).toBe(true);
    for (const bound of [-1, 0, 1.4, 1.5 - 1e-6])
      expect(isBelow(matrix, units(bound)), `${bound}`).toBe(false);
  });
});
