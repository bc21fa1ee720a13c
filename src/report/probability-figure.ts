import * as Plot from '@observablehq/plot';
import { COLOUR, plotSvg, standaloneSvg } from './pictures/svg.ts';
import { type ProvedCounts, probabilityBounds } from './probability.ts';

/** What was proved of the runs of one (k, n), and the share that the paper prints for it. */
export interface ProvedFigureRow extends ProvedCounts {
  readonly k: number;
  readonly n: number;
  /** Of 1; null where the paper has no such row. */
  readonly printed: number | null;
}

interface Interval extends ProvedFigureRow {
  readonly panel: string;
  readonly lower: number;
  readonly upper: number;
}

/** The intervals [p ≥, p ≤], each bound with this confidence of 1. */
function intervalsOf(rows: readonly ProvedFigureRow[], confidence: number): Interval[] {
  return rows.map((row) => ({
    ...row,
    panel: row.n === row.k ? 'n = k' : `n = k + ${row.n - row.k}`,
    ...probabilityBounds(row, confidence),
  }));
}

/** The data of the figure; bounds are rounded to six digits, to the safe side. */
export function probabilityCsv(rows: readonly ProvedFigureRow[], confidence: number): string {
  const lines = intervalsOf(rows, confidence).map(
    ({ k, n, spurious, global, undecided, lower, upper, printed }) =>
      [
        k,
        n,
        spurious,
        global,
        undecided,
        (Math.floor(lower * 1e6) / 1e6).toFixed(6),
        (Math.ceil(upper * 1e6) / 1e6).toFixed(6),
        printed === null ? '' : Number(printed.toPrecision(6)),
      ].join(','),
  );
  return `k,n,spurious,global,undecided,lower,upper,printed\n${lines.join('\n')}\n`;
}

/**
 * Over k, the interval of the probability that exact descent ends in a spurious minimum; the printed shares as dots; a panel for each
 * n − k.
 */
export function probabilitySvg(rows: readonly ProvedFigureRow[], confidence: number): string {
  const intervals = intervalsOf(rows, confidence);
  const panels = [
    ...new Set(intervals.toSorted((a, b) => a.n - a.k - (b.n - b.k)).map(({ panel }) => panel)),
  ];
  const sizes = intervals.map(({ k }) => k);
  const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
  const bounds = intervals.flatMap((row) => [row.lower, row.upper].map((bound) => ({ ...row, bound })));
  const at = { x: 'k', fx: 'panel' } as const;
  const options: Plot.PlotOptions = {
    width: 60 + 400 * panels.length,
    height: 380,
    marginTop: 40,
    x: {
      domain: [first - 0.7, last + 0.7],
      label: 'k',
      labelAnchor: 'center',
      ticks: Array.from({ length: last - first + 1 }, (_, i) => first + i),
      tickFormat: String,
    },
    y: { domain: [0, 1], label: 'probability of a spurious minimum', grid: true, tickFormat: '%' },
    fx: { domain: panels, label: null },
    marks: [
      Plot.frame({ stroke: COLOUR.rule }),
      Plot.ruleX(intervals, { ...at, y1: 'lower', y2: 'upper', strokeWidth: 5, strokeOpacity: 0.4 }),
      Plot.dot(bounds, { ...at, y: 'bound', symbol: 'times', r: 2.5, stroke: 'currentColor' }),
      Plot.dot(
        intervals.filter(({ printed }) => printed !== null),
        { ...at, y: 'printed', r: 3, fill: 'white', stroke: 'currentColor' },
      ),
    ],
  };
  const label = `Bounds on the probability of a spurious minimum for each k, each with ${Number((100 * confidence).toPrecision(12))} % confidence; the printed shares as circles`;
  return standaloneSvg(plotSvg(options, label));
}
