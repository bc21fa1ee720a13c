import { describe, expect, it } from 'vitest';
import { curveAt, figureData, reduced } from '../../../src/papers/kawaguchi-kaelbling/figure.ts';
import { eliminationFigureSvg } from '../../../src/report/elimination-figure.ts';
import { generator } from '../../points.ts';

describe('Figures 1 and 4', () => {
  const SEED = 14;
  it.each([1, 4] as const)(`Figure %s: a is minimised out, seed ${SEED}`, (figure) => {
    const uniform = generator(SEED);
    for (let i = 0; i < 30; i++) {
      const [theta, b, lambda] = [uniform(), 4 * uniform() - 2, 0.1 + uniform()];
      const { value, slopeTheta, slopeB } = reduced(figure, theta, b, lambda);
      const f = curveAt(theta).value;
      const at = (a: number): number => {
        const q = f + a * Math.exp(b);
        return (figure === 1 ? Math.max(0, 1 + q) ** 3 : (q - curveAt(0.8).value) ** 2) + lambda * a * a;
      };
      // Nested sections: the function of a is convex.
      let [low, high] = [-60, 60];
      for (let step = 0; step < 200; step++) {
        const [p, q] = [low + (high - low) / 3, high - (high - low) / 3];
        if (at(p) < at(q)) high = q;
        else low = p;
      }
      expect(value).toBeCloseTo(at((low + high) / 2), 10);
      const h = 1e-6;
      const slope = (f: (by: number) => number): number => (f(h) - f(-h)) / (2 * h);
      const scale = 1 + Math.abs(value);
      expect(slopeTheta / scale).toBeCloseTo(
        slope((by) => reduced(figure, theta + by, b, lambda).value) / scale,
        6,
      );
      expect(slopeB / scale).toBeCloseTo(
        slope((by) => reduced(figure, theta, b + by, lambda).value) / scale,
        6,
      );
    }
  });

  it.each([1, 4] as const)('Figure %s as SVG: three panels, an arrow or a dot at every point', (figure) => {
    const data = figureData(figure, 1);
    const svg = eliminationFigureSvg(data);
    expect(svg).toMatch(/^<\?xml[\s\S]*<\/svg>\n$/);
    expect(svg.match(/<svg/g)).toHaveLength(4);
    for (const panel of ['(a)', '(b)', '(c)']) expect(svg).toContain(panel);
    expect(svg).not.toMatch(/NaN|undefined|url\(/);
    const part = (label: string): string =>
      new RegExp(`aria-label="${label}"[\\s\\S]*?</g>`).exec(svg)?.[0] ?? '';
    const arrows = part('vector').match(/<path/g)?.length ?? 0;
    const dots = part('dot').match(/<circle/g)?.length ?? 0;
    expect(arrows + dots).toBe(data.arrows.length);
    expect(arrows).toBeGreaterThan(0.9 * data.arrows.length);
    // Near the bad valley, above it, descent leads along b away from everything.
    const bad = reduced(figure, 0.20002783104958, 2, 1);
    expect(Math.abs(bad.slopeTheta)).toBeLessThan(1e-12);
    expect(bad.slopeB).toBeLessThan(0);
  });
});
