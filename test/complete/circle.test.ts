import { describe, expect, it } from 'vitest';
import type { Ball } from '../../src/arithmetic/ball.ts';
import { criticalFunction } from '../../src/checker/complete/circle.ts';
import { span } from '../../src/checker/complete/doubles.ts';
import { countZeros, proveCircle, slabOf } from '../../src/complete/circle.ts';
import { boxKernel } from '../../src/complete/kernel.ts';
import { BallLandscape } from '../../src/landscape/ball-field.ts';
import { memberGradient, memberPoint } from '../../src/symmetry/families/member.ts';
import { BALLS, mayHold, random } from './support.ts';

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

/**
 * E = 2h'G − hG' at the half-angle u, from the gradient of F in entries: along a direction 2πs²/k F = ½τ²G − τh, whose derivative by τ gives G and h, and
 * whose derivative by φ at τ = h/G is −hE/(2G²).
 */
function exactE(k: number, u: number, side: number): Ball {
  const f = BALLS;
  const field = new BallLandscape(f);
  const s = f.div(f.one, f.sqrt(f.integer(k - 1)));
  const square = f.square(f.exact(u));
  const over = f.div(f.integer(side), f.add(f.one, square));
  const cos = f.mul(f.sub(f.one, square), over);
  const sin = f.mul(f.scale(f.exact(u), 2), over);
  const shape = { bad: 0, singles: 0 };
  /** Derivatives of 2πs²/k F along the direction, and across it over τ. */
  const derivatives = (tau: number): readonly [Ball, Ball] => {
    const entries = [f.scale(cos, tau), f.scale(f.mul(s, sin), tau)];
    const [ga, gb] = memberGradient(shape, memberPoint(field, shape, f.integer(k), entries)) as [Ball, Ball];
    const [x, y] = [f.mul(f.square(s), ga), f.mul(s, gb)];
    return [f.add(f.mul(cos, x), f.mul(sin, y)), f.sub(f.mul(cos, y), f.mul(sin, x))];
  };
  const [along, across] = derivatives(1);
  const [farther, aside] = derivatives(2);
  const G = f.sub(farther, along);
  const h = f.sub(G, along);
  const tau = f.div(h, G);
  const slope = f.add(across, f.mul(f.sub(tau, f.one), f.sub(aside, across)));
  return f.neg(f.scale(f.mul(slope, G), 2));
}

describe('E and its derivative', () => {
  const { kernel } = boxKernel();

  it.each([3, 4, 7, 50, 10_000])('k = %i: kernel and checker enclose those of the gradient of F', (k) => {
    const seed = k;
    const next = random(seed);
    const [low, high] = slabOf(k);
    const letters = new Set<number>();
    for (let round = 0; round < 24; round++) {
      const side = round % 2 === 0 ? 1 : -1;
      const width = [1e-3, 0.02, 0.1][round % 3]!;
      const from = Math.max(-1, 2 * next() - 1 - width);
      const to = Math.min(1, from + width);
      const [u, v] = [from + (to - from) * 0.4 * next(), to - (to - from) * 0.4 * next()] as const;
      const about = `seed ${seed}, round ${round}: u = ${u}, ${v} in [${from}, ${to}], side ${side}`;
      const [one, other] = [exactE(k, u, side), exactE(k, v, side)];
      const checked = criticalFunction(span(from, to), side as 1 | -1, span(low, high));
      for (const value of [one, other])
        expect(mayHold([checked.value.lo, checked.value.hi], value), about).toBe(true);
      // φ = 2 arctan u
      const angle = 2 * (Math.atan(v) - Math.atan(u));
      const change = Number(BALLS.sub(other, one).mid) / 2 ** BALLS.bits / angle;
      expect(change, about).toBeGreaterThan(checked.slope.lo - 1e-9);
      expect(change, about).toBeLessThan(checked.slope.hi + 1e-9);
      const letter = kernel.circle(from, to, side, low, high);
      letters.add(letter);
      if (letter === 1 || letter === -1)
        for (const value of [one, other])
          expect(BALLS.positive(BALLS.scale(value, letter)), about).toBe('yes');
      if (letter === 2 || letter === -2)
        expect(BALLS.positive(BALLS.scale(BALLS.sub(other, one), letter / 2)), about).toBe('yes');
      // On a point both are tight.
      const point = criticalFunction(span(u, u), side as 1 | -1, span(low, high));
      expect(point.value.hi - point.value.lo, about).toBeLessThan(1e-12);
    }
    expect([...letters].sort()).toEqual(expect.arrayContaining([-1, 1]));
  });
});
