import { expect, test } from 'vitest';
import { histogramBins, histogramCsv, histogramSvg, histogramText } from '../../src/report/histogram.ts';

const SERIES = [
  { name: 'one', values: [0, 0.1, 10, Number.POSITIVE_INFINITY] },
  { name: 'two', values: [5, 5, 5] },
];

test('every finite value lies in one bin, and all series share the bins', () => {
  const bins = histogramBins(SERIES);
  for (const { name, values } of SERIES) {
    const own = bins.filter((bin) => bin.name === name);
    expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(values.filter(Number.isFinite).length);
    expect(own[0]!.from).toBe(0);
    expect(own.at(-1)!.to).toBeCloseTo(10, 12);
  }
  expect(histogramBins([{ name: 'none', values: [] }])).toEqual([]);
  expect(histogramBins([{ name: 'same', values: [2, 2] }]).find(({ count }) => count > 0)).toMatchObject({
    from: 2,
    count: 2,
  });
});

test('CSV, text and SVG show them', () => {
  expect(histogramCsv(SERIES).split('\n')[0]).toBe('name,from,to,count');
  const text = histogramText(SERIES);
  expect(text).toContain('one (1 not finite)');
  expect(text).toContain('█ 1');
  const svg = histogramSvg(SERIES, 'loss');
  expect(svg).toContain('<svg');
  expect(svg).toContain('two');
  expect(svg.match(/<rect/g)!.length).toBeGreaterThanOrEqual(3);
});
