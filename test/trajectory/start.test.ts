import { describe, expect, it } from 'vitest';
import { log } from '../../src/arithmetic/exponential.ts';
import { logarithm } from '../../src/arithmetic/logarithm.ts';
import { generatorOf, randomStart } from '../../src/search/generator.ts';
import { gaussianStart } from '../../src/trajectory/start.ts';
import { fieldOf } from '../arithmetic/support.ts';
import { expectTrue } from '../equal.ts';
import { distanceTo, exactStart, midpoint } from './exact.ts';

describe('Gaussian starts', () => {
  it('are the starts of a search, bit by bit', () => {
    for (const stream of [
      { seed: 1, k: 6, n: 6, run: 0 },
      { seed: 2 ** 53 - 1, k: 3, n: 5, run: 7 },
      { seed: 9, k: 1, n: 1, run: 3 },
    ]) {
      const generator = generatorOf(stream);
      const { weights, errorUpper } = gaussianStart(() => generator.uniform(), stream.n, stream.k);
      expect(weights).toEqual(randomStart(stream));
      expect(errorUpper).toBeLessThan(1e-11);
    }
  });

  it('the exactly Gaussian start is within the bound, whatever the bits that were left out are', () => {
    let worst = 0;
    for (let run = 0; run < 60; run++) {
      const [n, k] = [1 + (run % 4), 1 + (run % 3)];
      const stream = { seed: 11, k, n, run };
      for (const bits of [0n, (1n << 60n) - 1n, 0x9e3779b97f4a7c1n]) {
        const generator = generatorOf(stream);
        const { weights, errorUpper } = gaussianStart(() => generator.uniform(), n, k);
        const distance = distanceTo(
          midpoint(
            exactStart(stream, () => bits),
            n,
            k,
          ),
          weights,
        );
        worst = Math.max(worst, distance / errorUpper!);
        expect(distance, `run ${run}, bits ${bits}`).toBeLessThanOrEqual(errorUpper!);
      }
    }
    // The bound is not idle: a tenth of it would be too small.
    expect(worst).toBeGreaterThan(0.1);
  });

  it('a pair that the two methods may treat differently leaves the start undecided', () => {
    // x = 1 − 2^−50, y = 2^−26 gives s = 1 − 2^−49 + 2^−52 + 2^−100; x = y = 0 gives s = 0.
    const source = (values: readonly number[]) => {
      let at = 0;
      return () => values[at++ % values.length]!;
    };
    const usual = [0.75, 0.6];
    expect(gaussianStart(source(usual), 1, 2).errorUpper).not.toBeNull();
    expect(gaussianStart(source([1 - 2 ** -51, 0.5 + 2 ** -27, ...usual]), 1, 2).errorUpper).toBeNull();
    expect(gaussianStart(source([0.5, 0.5, ...usual]), 1, 2).errorUpper).toBeNull();
    // Just outside: s = 1 + 2^-30 is rejected by both.
    expect(gaussianStart(source([1 - 2 ** -53, 0.5 + 2 ** -16, ...usual]), 1, 2).errorUpper).not.toBeNull();
  });

  it('the logarithm is within 9u of itself', () => {
    const balls = fieldOf(200);
    let worst = 0;
    for (let i = 0; i < 3000; i++) {
      const x =
        i % 3 === 0
          ? 1 - 2 ** -(1 + (i % 50)) * (0.5 + i / 6000)
          : 2 ** -((i * 40) / 3000) * (0.5 + i / 6001);
      const exact = log(balls, balls.exact(x));
      const off = balls.abs(balls.sub(exact, balls.exact(logarithm(x))));
      const ratio = Number(off.mid) / Number(balls.abs(exact).mid) / 2 ** -53;
      worst = Math.max(worst, ratio);
      expectTrue(ratio <= 9, () => `${ratio} at ${x}`);
    }
    expect(worst).toBeGreaterThan(0.9);
  });
});
