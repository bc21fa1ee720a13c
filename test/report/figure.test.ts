import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type FigureRow, figureCsv, figureSvg, stepsOf } from '../../src/report/figure.ts';

const row = (k: number, n: number, dropped: number, objectives: number[]): FigureRow => ({
  k,
  n,
  runs: 10,
  dropped,
  drop: 1e-3,
  objectives,
});
const ROWS = [
  row(9, 9, 4, [0.02, 0.01, 0.02, 0.03, 0.02, 0.01]),
  row(10, 10, 9, [0.05]),
  row(10, 11, 7, [0.018, 0.018]),
];

describe('the distribution of objectives', () => {
  it('jumps at every value, by the share of runs that ended there; runs given up stay above', () => {
    expect(stepsOf([ROWS[0]!])).toEqual([
      { k: 9, n: 9, objective: 1e-3, share: 0.4 },
      { k: 9, n: 9, objective: 0.01, share: 0.6 },
      { k: 9, n: 9, objective: 0.02, share: 0.9 },
      { k: 9, n: 9, objective: 0.03, share: 1 },
    ]);
    expect(stepsOf([ROWS[2]!]).at(-1)).toMatchObject({ objective: 0.018, share: 0.9 });
  });

  it('as CSV', () => {
    expect(figureCsv(ROWS.slice(1))).toBe(
      'k,n,objective,share\n10,10,0.001,0.9\n10,10,0.05,1\n10,11,0.001,0.7\n10,11,0.018,0.9\n',
    );
  });
});

describe('the figure', () => {
  const svg = figureSvg(ROWS);
  const { document } = parseHTML(svg.replace(/^<\?xml[^>]*>/, ''));

  it('is one SVG with a panel for each n − k and a labelled line for each (k, n)', () => {
    expect(svg).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/,
    );
    expect(document.querySelectorAll('svg > style, svg > g').length).toBeGreaterThan(3);
    const texts = [...document.querySelectorAll('text')].map((node) => node.textContent);
    for (const label of ['(9, 9)', '(10, 10)', '(10, 11)', 'n = k', 'n = k + 1'])
      expect(texts, label).toContain(label);
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('tells the lines of a panel apart without colour: dashes differ', () => {
    const many = figureSvg([6, 7, 8, 9].map((k) => row(k, k, 5, [0.02, 0.02 + 0.001 * k])));
    const dashes = new Set([...many.matchAll(/stroke-dasharray="([^"]+)"/g)].map(([, dash]) => dash));
    expect(dashes.size).toBe(4);
  });

  it('is the same for the same data', () => expect(figureSvg(ROWS)).toBe(svg));

  it('keeps labels of many lines inside the frame and apart', () => {
    const many = Array.from({ length: 20 }, (_, i) => row(6 + i, 6 + i, i < 10 ? 0 : 10, [0.01]));
    const text = figureSvg(many);
    const places = [...text.matchAll(/translate\(([-\d.]+),([-\d.]+)\)"[^>]*>\((\d+), \d+\)</g)].map((m) =>
      Number(m[2]),
    );
    expect(places).toHaveLength(20);
    const sorted = places.toSorted((a, b) => a - b);
    for (let i = 1; i < sorted.length; i++) expect(sorted[i]! - sorted[i - 1]!).toBeGreaterThan(12.9);
    expect(sorted[0]!).toBeGreaterThan(30);
    expect(sorted.at(-1)!).toBeLessThan(430);
  });
});
