import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Values of one kind, for a panel of its own. */
export interface HistogramSeries {
  readonly name: string;
  readonly values: readonly number[];
}

/** `count` of the values of `name` lie in [from, to), in the last bin also at its end. */
export interface HistogramBin {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A value with what is said of it, for a histogram in colours. */
export interface KindOfValue {
  readonly name: string;
  readonly kind: string;
  readonly value: number;
}

const BINS = 25;

/** Bins of one width for all series, over the finite values; others are left out. */
export function histogramBins(series: readonly HistogramSeries[]): HistogramBin[] {
  const all = series.flatMap(({ values }) => values.filter(Number.isFinite));
  if (all.length === 0) return [];
  const least = Math.min(...all);
  const width = (Math.max(...all) - least) / BINS || 1;
  return series.flatMap(({ name, values }) => {
    const counts = new Array<number>(BINS).fill(0);
    for (const value of values)
      if (Number.isFinite(value)) counts[Math.min(BINS - 1, Math.floor((value - least) / width))]! += 1;
    return counts.map((count, i) => ({ name, from: least + i * width, to: least + (i + 1) * width, count }));
  });
}

export function histogramCsv(series: readonly HistogramSeries[]): string {
  const lines = histogramBins(series).map(({ name, from, to, count }) => `${name},${from},${to},${count}`);
  return `name,from,to,count\n${lines.join('\n')}\n`;
}

/** Bins of values of every name and kind, all of one width; empty ones are left out. */
function kindBins(values: readonly KindOfValue[]): (HistogramBin & { readonly kind: string })[] {
  const apart = (name: string, kind: string): string => JSON.stringify([name, kind]);
  const groups = new Map<string, number[]>();
  for (const { name, kind, value } of values) {
    const key = apart(name, kind);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  const bins = histogramBins([...groups].map(([key, own]) => ({ name: key, values: own })));
  return bins
    .filter(({ count }) => count > 0)
    .map((bin) => {
      const [name, kind] = JSON.parse(bin.name) as [string, string];
      return { ...bin, name, kind };
    });
}

export function kindsCsv(values: readonly KindOfValue[]): string {
  const lines = kindBins(values).map(({ name, kind, from, to, count }) =>
    [name, kind, from, to, count].join(','),
  );
  return `name,kind,from,to,count\n${lines.join('\n')}\n`;
}

/** Lines of blocks for a terminal: bins that are empty in all series are left out. */
export function histogramText(series: readonly HistogramSeries[]): string {
  const bins = histogramBins(series);
  const greatest = Math.max(1, ...bins.map(({ count }) => count));
  const lines = series.flatMap(({ name, values }) => {
    const own = bins.filter((bin) => bin.name === name && bin.count > 0);
    const lost = values.filter((value) => !Number.isFinite(value)).length;
    return [
      `${name}${lost > 0 ? ` (${lost} not finite)` : ''}`,
      ...own.map(
        ({ from, to, count }) =>
          `  ${from.toPrecision(4).padStart(10)} … ${to.toPrecision(4).padEnd(10)} ${'█'.repeat(Math.ceil((40 * count) / greatest))} ${count}`,
      ),
    ];
  });
  return `${lines.join('\n')}\n`;
}

/** A panel for each series, one below the other, on one scale of values. */
export function histogramSvg(series: readonly HistogramSeries[], label: string): string {
  const bins = histogramBins(series).filter(({ count }) => count > 0);
  const names = series.map(({ name }) => name);
  return panels(names, label, [
    Plot.rectY(bins, { x1: 'from', x2: 'to', y: 'count', fy: 'name', fill: '#3b518b' }),
  ]);
}

/** Likewise, with a colour for each kind, one above the other. */
export function kindsSvg(values: readonly KindOfValue[], label: string): string {
  const names = [...new Set(values.map(({ name }) => name))];
  const bars = Plot.rectY(kindBins(values), { x1: 'from', x2: 'to', y: 'count', fy: 'name', fill: 'kind' });
  return panels(names, label, [bars], [...new Set(values.map(({ kind }) => kind))].sort());
}

function panels(
  names: readonly string[],
  label: string,
  marks: readonly Plot.Markish[],
  kinds: readonly string[] = [],
): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width: 640,
    height: 60 + 130 * names.length,
    marginLeft: 50,
    marginRight: kinds.length > 0 ? 190 : 110,
    style: { background: 'white', color: 'black', fontFamily: 'sans-serif', fontSize: '11px' },
    x: { label, labelAnchor: 'center' },
    y: { label: 'trials', grid: true },
    fy: { domain: names, label: null },
    ...(kinds.length > 0 ? { color: { domain: kinds, range: COLOURS.slice(0, kinds.length) } } : {}),
    marks: [
      Plot.frame({ stroke: '#999' }),
      ...marks,
      // The kinds in words, in the first panel.
      ...kinds.map((kind, i) =>
        Plot.text([kind], {
          frameAnchor: 'top-right',
          textAnchor: 'start',
          dx: 8,
          dy: 4 + 14 * i,
          fill: COLOURS[i]!,
          fontWeight: 'bold',
          fy: () => names[0],
          text: (words: string) => words,
        }),
      ),
    ],
  }) as unknown as { readonly outerHTML: string; setAttribute(name: string, value: string): void };
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', `Histograms of the ${label}: ${names.join(', ')}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svg.outerHTML}\n`;
}

/** Of kinds, dark and light for those who see no colours. */
const COLOURS = ['#3b518b', '#d1861b', '#2e8b57', '#9c2c44', '#6a5acd', '#777777'];
