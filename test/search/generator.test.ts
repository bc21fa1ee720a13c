import { describe, expect, it } from 'vitest';
import { logarithm } from '../../src/arithmetic/logarithm.ts';
import { generatorOf, philox, randomStart } from '../../src/search/generator.ts';

function block(counter: number[], key: number[]): number[] {
  const output = new Uint32Array(4);
  philox(Uint32Array.from(counter), Uint32Array.from(key), output);
  return [...output];
}

describe('Philox4x32-10', () => {
  // kat_vectors of the Random123 distribution.
  it('gives the published answers', () => {
    expect(block([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    const ones = 0xffffffff;
    expect(block([ones, ones, ones, ones], [ones, ones])).toEqual([
      0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
    ]);
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0])).toEqual([
      0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1,
    ]);
  });
});

describe('logarithm', () => {
  it('is as good as the platform', () => {
    for (let i = 1; i < 5000; i++) {
      for (const x of [i / 5000, 1 + i / 1e9, 1 - i / 1e9, i * 1.25e-17, i * 3e100]) {
        const expected = Math.log(x);
        const error = Math.abs(logarithm(x) - expected);
        const allowed = 8e-16 * Math.max(Math.abs(expected), 1e-9);
        if (!(error < allowed)) expect(error, `log ${x}`).toBeLessThan(allowed);
      }
    }
    expect(logarithm(1)).toBe(0);
  });
});

describe('streams', () => {
  it('are frozen: the same four numbers give these starts for ever', () => {
    const start = randomStart({ seed: 1, k: 3, n: 2, run: 0 });
    expect([...start]).toMatchInlineSnapshot(`
      [
        0.5687395235848424,
        -0.9490024013624405,
        -0.7658659495439049,
        0.1013644084299407,
        -0.5585105283535609,
        0.00836584684157406,
      ]
    `);
    const generator = generatorOf({ seed: 2 ** 53 - 1, k: 65535, n: 65535, run: 2 ** 53 - 1 });
    expect([generator.uniform(), generator.uniform(), generator.normal()]).toMatchInlineSnapshot(`
      [
        0.07139102729254843,
        0.6045320930866733,
        -0.8745190096022978,
      ]
    `);
  });

  it('differ in seed, k, n and run', () => {
    const ids = [
      { seed: 1, k: 4, n: 4, run: 0 },
      { seed: 2, k: 4, n: 4, run: 0 },
      { seed: 1 + 2 ** 32, k: 4, n: 4, run: 0 },
      { seed: 1, k: 5, n: 4, run: 0 },
      { seed: 1, k: 4, n: 5, run: 0 },
      { seed: 1, k: 4, n: 4, run: 1 },
      { seed: 1, k: 4, n: 4, run: 2 ** 32 },
    ];
    const seen = ids.flatMap((id) => {
      const generator = generatorOf(id);
      return Array.from({ length: 50 }, () => generator.uniform());
    });
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('refuse numbers outside their ranges', () => {
    const id = { seed: 1, k: 4, n: 4, run: 0 };
    for (const bad of [
      { seed: -1 },
      { seed: 0.5 },
      { seed: 2 ** 53 },
      { k: 0 },
      { n: 65536 },
      { run: Number.NaN },
    ])
      expect(() => generatorOf({ ...id, ...bad })).toThrow(RangeError);
  });

  it('have normal moments, tails and no correlation', () => {
    const generator = generatorOf({ seed: 7, k: 1, n: 1, run: 0 });
    const count = 400_000;
    const sums = [0, 0, 0, 0];
    let tail = 0;
    let lagged = 0;
    let last = 0;
    for (let i = 0; i < count; i++) {
      const x = generator.normal();
      for (let p = 0; p < 4; p++) sums[p]! += x ** (p + 1);
      if (Math.abs(x) > 2) tail += 1;
      lagged += x * last;
      last = x;
    }
    // Five standard errors: the variances of x, x², x³, x⁴ are 1, 2, 15, 96.
    const bound = (variance: number): number => 5 * Math.sqrt(variance / count);
    const moments = sums.map((sum) => sum / count);
    expect(Math.abs(moments[0]!)).toBeLessThan(bound(1));
    expect(Math.abs(moments[1]! - 1)).toBeLessThan(bound(2));
    expect(Math.abs(moments[2]!)).toBeLessThan(bound(15));
    expect(Math.abs(moments[3]! - 3)).toBeLessThan(bound(96));
    expect(Math.abs(tail / count - 0.04550026)).toBeLessThan(bound(0.0434));
    expect(Math.abs(lagged / count)).toBeLessThan(bound(1));
  });

  it('fill the bins of the unit interval evenly', () => {
    const generator = generatorOf({ seed: 3, k: 2, n: 2, run: 5 });
    const bins = new Float64Array(256);
    const count = 256_000;
    for (let i = 0; i < count; i++) bins[Math.floor(generator.uniform() * 256)]! += 1;
    const chiSquared = bins.reduce((sum, b) => sum + (b - 1000) ** 2 / 1000, 0);
    expect(Math.abs(chiSquared - 255)).toBeLessThan(5 * Math.sqrt(510));
  });

  it('start the descent with variance 1/k', () => {
    const k = 20;
    let sum = 0;
    for (let run = 0; run < 200; run++)
      sum += randomStart({ seed: 9, k, n: 20, run }).reduce((total, x) => total + x * x, 0);
    expect(Math.abs(sum / (200 * 400) - 1 / k)).toBeLessThan((5 / k) * Math.sqrt(2 / 80_000));
  });
});
