import { describe, expect, it } from 'vitest';
import { shadowCase } from '../../../scripts/shadow-cases.mjs';
import { log } from '../../../src/arithmetic/exponential.ts';
import { floorRoot } from '../../../src/checker/numbers/exact.ts';
import {
  arctangent,
  ceilRoot,
  LOG_BITS,
  minusLogarithm,
  ONE,
  STEP_ERROR,
  stepFrom,
} from '../../../src/checker/trajectory/fixed.ts';
import { LONG, philox, startOf } from '../../../src/checker/trajectory/start.ts';
import { generatorOf, philox as philoxOfSearch, preciseVariates } from '../../../src/search/generator.ts';
import { gaussianStart, preciseStart } from '../../../src/trajectory/start.ts';
import { fieldOf, holds, natural } from '../../arithmetic/support.ts';
import { exactStart, exactStep, field } from '../../trajectory/exact.ts';

const size = (x: bigint): bigint => (x < 0n ? -x : x);
/** Bits of the field of test/trajectory/exact.ts beyond the unit. */
const FURTHER = BigInt(field.balls.bits) - 112n;

describe('fixed point of the checker', () => {
  it('roots', () => {
    holds([natural(700)], (x) => {
      const root = floorRoot(x);
      expect(root * root <= x && (root + 1n) ** 2n > x).toBe(true);
      expect(ceilRoot(x)).toBe(root * root === x ? root : root + 1n);
    });
    for (const x of [
      0n,
      1n,
      2n,
      3n,
      4n,
      2n ** 1024n,
      2n ** 1024n - 1n,
      2n ** 2000n - 1n,
      (2n ** 60n) ** 2n - 1n,
    ])
      expect(floorRoot(x) ** 2n <= x && (floorRoot(x) + 1n) ** 2n > x, `${x}`).toBe(true);
  });

  it('arctangents are off by less than 64 units', () => {
    const balls = fieldOf(200);
    let worst = 0n;
    const compare = (t: bigint): void => {
      const exact = balls.atan(balls.dyadic(t, -112)).mid;
      const off = size((arctangent(t) << 88n) - exact) >> 88n;
      worst = off > worst ? off : worst;
      expect(off, `${t}`).toBeLessThan(64n);
    };
    for (let j = 0n; j <= 128n; j++)
      for (const by of [-1n, 0n, 1n]) if (j > 0n || by >= 0n) compare((j * ONE) / 128n + by);
    holds([natural(112)], compare);
    compare(ONE + (1n << 52n));
    expect(worst).toBeGreaterThanOrEqual(1n);
  });

  it('logarithms are off by less than 2^20 of their units', () => {
    const balls = fieldOf(333);
    holds([natural(106)], (x) => {
      if (x === 0n) return;
      const exact = log(balls, balls.dyadic(x, -106)).mid;
      const off = size((minusLogarithm(x, 106n) << (333n - LOG_BITS)) + exact) >> (333n - LOG_BITS);
      expect(off, `${x}`).toBeLessThan(1n << 20n);
    });
  });

  it('a step is within its bound of the exact one, at all kinds of points', () => {
    let worst = 0n;
    let refused = 0;
    for (let seed = 0; seed < 120; seed++) {
      const { kind, n, k, weights } = shadowCase(seed, 6);
      const point = Array.from({ length: n }, (_, i) =>
        Array.from(weights.subarray(i * k, i * k + k), (x) => BigInt(Math.round(x * 2 ** 60)) << 52n),
      );
      const next = stepFrom(point, 1n, 10n);
      if (next === null) {
        refused++;
        continue;
      }
      const exact = exactStep(point.map((row) => row.map((x) => x << FURTHER)));
      let squares = 0n;
      next.forEach((row, i) => {
        row.forEach((x, a) => {
          squares += ((x << FURTHER) - exact[i]![a]!) ** 2n;
        });
      });
      const off = ceilRoot(squares) >> FURTHER;
      worst = off > worst ? off : worst;
      expect(off, `seed ${seed}, ${kind}`).toBeLessThan(STEP_ERROR);
    }
    expect(refused).toBeLessThan(40);
    expect(worst).toBeGreaterThanOrEqual(1n);
  });

  it('points with a neuron that is too short or too long are refused', () => {
    for (const row of [
      [0n, 0n],
      [ONE >> 7n, 0n],
      [8n * ONE, 0n],
    ])
      expect(stepFrom([row, [ONE, ONE]], 1n, 10n)).toBeNull();
    expect(stepFrom([[ONE >> 6n, 0n]], 1n, 10n)).not.toBeNull();
  });
});

describe('starts of the checker', () => {
  it('the words are those of the search', () => {
    holds([natural(32), natural(32), natural(32), natural(32), natural(32), natural(32)], (...words) => {
      const output = new Uint32Array(4);
      const [counter, key] = [words.slice(0, 4), words.slice(4)];
      philoxOfSearch(Uint32Array.from(counter, Number), Uint32Array.from(key, Number), output);
      expect(philox(counter, key).map(Number)).toEqual([...output]);
    });
  });

  it('the start that is known to 117 bits, whatever the bits beyond are, is within the bound, and is that of the engine', () => {
    for (let run = 0; run < 20; run++) {
      const stream = { seed: 2 ** 53 - 1 - run, k: 1 + (run % 4), n: 1 + (run % 3), run: 2 ** 40 + run };
      const { point, error } = startOf(stream, LONG);
      // 2^−80 for the roundings, and next to nothing more.
      expect(error < ONE >> 79n).toBe(true);
      const engine = preciseStart(preciseVariates(stream), stream.n, stream.k)!;
      const between = ceilRoot(
        point.flat().reduce((sum, x, a) => sum + (x - engine.point.flat()[a]!) ** 2n, 0n),
      );
      expect(between < ONE >> 80n, `run ${run}`).toBe(true);
      for (const bits of [0n, 2n ** 60n - 1n, 2n ** 59n]) {
        const exact = exactStart(stream, () => bits, 117);
        const squares = point.flat().reduce((sum, x, a) => sum + ((x << FURTHER) - exact[a]!.mid) ** 2n, 0n);
        expect(ceilRoot(squares) >> FURTHER <= error, `run ${run}`).toBe(true);
      }
      // It refines the start of the search.
      const short = startOf(stream);
      const moved = ceilRoot(
        point.flat().reduce((sum, x, a) => sum + (x - short.point.flat()[a]!) ** 2n, 0n),
      );
      expect(moved <= short.error + error && moved > error, `run ${run}`).toBe(true);
    }
  });

  it('the Gaussian start, whatever V is, is within the bound; the start of the search is within both bounds', () => {
    let worst = 0;
    for (let run = 0; run < 40; run++) {
      const stream = { seed: 2 ** 53 - 1 - run, k: 1 + (run % 4), n: 1 + (run % 3), run: 2 ** 40 + run };
      const { point, error } = startOf(stream);
      for (const bits of [0n, 2n ** 60n - 1n, 2n ** 59n]) {
        const exact = exactStart(stream, () => bits);
        let squares = 0n;
        point.flat().forEach((x, a) => {
          squares += ((x << FURTHER) - exact[a]!.mid) ** 2n;
        });
        const off = ceilRoot(squares) >> FURTHER;
        worst = Math.max(worst, Number(off) / Number(error));
        expect(off <= error, `run ${run}`).toBe(true);
      }
      const generator = generatorOf(stream);
      const start = gaussianStart(() => generator.uniform(), stream.n, stream.k);
      let squares = 0;
      point.flat().forEach((x, a) => {
        squares += (Number(x) * 2 ** -112 - start.weights[a]!) ** 2;
      });
      expect(Math.sqrt(squares)).toBeLessThan(start.errorUpper! + Number(error) * 2 ** -112);
    }
    expect(worst).toBeGreaterThan(0.3);
  });
});
