import * as Plot from '@observablehq/plot';
import type { TableRow } from '../table.ts';
import { COLOUR, plotSvg } from './svg.ts';

const nameOf = ({ k, n, d }: TableRow): string => `(${k}, ${n}${d === null ? '' : `, ${d}`})`;

/** The share of spurious ends for each (k, n), with its interval. */
export function intervalsSvg(rows: readonly TableRow[]): string {
  const points = rows.map((row) => ({
    ...row,
    name: nameOf(row),
    title: `${nameOf(row)}: ${row.spurious} of ${row.runs} runs, ${row.percent.toFixed(1)} %, from ${row.percentLow.toFixed(2)} to ${row.percentHigh.toFixed(2)}`,
  }));
  return plotSvg(
    {
      height: 50 + 22 * Math.max(2, rows.length),
      marginLeft: 70,
      x: {
        label: 'spurious ends, %',
        labelAnchor: 'center',
        labelArrow: 'none',
        grid: true,
        zero: true,
        nice: true,
        ticks: 6,
      },
      y: { type: 'band', domain: points.map(({ name }) => name), label: null },
      marks: [
        Plot.ruleY(points, {
          y: 'name',
          x1: 'percentLow',
          x2: 'percentHigh',
          stroke: COLOUR.curve,
          strokeWidth: 2,
          title: 'title',
        }),
        Plot.dot(points, { y: 'name', x: 'percent', r: 4, fill: COLOUR.curve, title: 'title' }),
      ],
    },
    'Share of runs that ended at a spurious minimum, with its 95 % interval, for each (k, n)',
  );
}
