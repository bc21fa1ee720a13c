import { describe, expect, it } from 'vitest';
import { countZeros, proveCircle, slabOf } from '../../src/complete/circle.ts';

describe('countZeros', () => {
  it.each([
    ['+>>->-<<+', 2],
    ['+', 0],
    // The circle is closed: the last part lies next to the first one.
    ['>-<+', 2],
    ['+<+', 0],
    ['+>-<+>-<', 4],
    // Cuts are no parts.
    ['x+x>-<', 2],
  ])('%s: %i', (trace, zeros) => expect(countZeros(trace)).toBe(zeros));

  it.each(['', '<>', '+-', '+<-', '+><-', '+<>+', '-<>-'])('%s: does not tell', (trace) =>
    expect(countZeros(trace)).toBeNull());
});

describe('proveCircle', () => {
  it('covers every k ≥ 3 with slabs that meet', () => {
    const result = proveCircle(0, slabOf(3)[1]);
    if ('reason' in result) throw new Error(result.reason);
    const { slabs } = result;
    expect(slabs[0]!.from).toBe('0');
    for (const [i, slab] of slabs.entries()) {
      if (i > 0) expect(slab.from).toBe(slabs[i - 1]!.to);
      expect(countZeros(slab.right + slab.left)).toBe(4);
    }
    expect(Number(slabs.at(-1)!.to)).toBeGreaterThan(Math.SQRT1_2);
  });

  it('one k', () => {
    for (const k of [3, 6, 1_000_000]) {
      const [low, high] = slabOf(k);
      expect(low ** 2 * (k - 1)).toBeLessThan(1);
      expect(high ** 2 * (k - 1)).toBeGreaterThan(1);
      expect(proveCircle(low, high), `k = ${k}`).toHaveProperty('slabs');
    }
  });

  it('says where nothing is proved: at k = 2 two zeros meet', () => {
    expect(proveCircle(0.9, 1)).toEqual({
      reason: expect.stringMatching(/^four zeros of E are not proved at s = 0\.9/),
    });
  });
});
