import * as Plot from '@observablehq/plot';
import type { Plane, Segment } from '../portrait/cuts.ts';
import type { Eigenvalue } from '../portrait/portrait.ts';
import { COLOUR, plotSvg, shortNumber, WIDTH } from './svg.ts';

/** Eigenvalues of the Hessian in doubles as lines with dots, and the certified bound. */
export function spectrumSvg(
  spectrum: readonly Eigenvalue[],
  bound: { readonly value: number; readonly side: 'least' | 'most' } | null,
): string {
  const values = spectrum.map(({ value }) => value);
  const negative = values[0]! <= 0;
  const most = Math.max(...spectrum.map(({ count }) => count));
  const many = most > 60;
  const floor = many ? 0.7 : 0;
  return plotSvg(
    {
      height: 230,
      marginTop: 34,
      x: {
        type: negative ? 'symlog' : 'log',
        ...(negative ? { constant: Math.abs(values[0]!) || 1 } : {}),
        label: 'eigenvalue of the Hessian',
        labelAnchor: 'center',
        labelArrow: 'none',
        nice: true,
        ticks: 5,
        tickFormat: shortNumber,
      },
      y: {
        type: many ? 'log' : 'linear',
        domain: [floor, most * (many ? 2 : 1.1)],
        label: 'how often',
        labelArrow: 'none',
        ticks: 4,
        tickFormat: many ? shortNumber : (x: number) => (Number.isInteger(x) ? String(x) : ''),
        grid: true,
      },
      marks: [
        Plot.ruleX(spectrum, {
          x: 'value',
          y1: floor,
          y2: 'count',
          stroke: COLOUR.curve,
          strokeWidth: 1.5,
        }),
        Plot.dot(spectrum, {
          x: 'value',
          y: 'count',
          r: 3,
          fill: COLOUR.curve,
          title: ({ value, count }: Eigenvalue) => `${shortNumber(value)}, ${count} times`,
        }),
        ...(bound === null
          ? []
          : [
              Plot.ruleX([bound.value], {
                stroke: COLOUR.certified,
                strokeDasharray: '5 3',
                strokeWidth: 1.5,
              }),
              Plot.text([bound.value], {
                x: (x: number) => x,
                frameAnchor: 'top',
                dy: -20,
                dx: 2,
                text: () => `certified: λ ${bound.side === 'least' ? '≥' : '≤'} ${shortNumber(bound.value)}`,
                fill: COLOUR.certified,
                textAnchor: 'start',
              }),
            ]),
      ],
    },
    'Eigenvalues of the Hessian and how often each occurs; a dashed line marks the certified bound',
  );
}

const SEGMENTS: Readonly<Record<Segment['kind'], { readonly label: string; readonly axis: string }>> = {
  targets: {
    label: 'F along the straight line from W* to the nearest copy of the targets',
    axis: 'W* at 0, the targets at 1',
  },
  weakest: {
    label: 'F along the eigenvector of the least eigenvalue',
    axis: 'distance from W* along the weakest eigenvector',
  },
  split: {
    label: 'F along the direction in which the halves of a split neuron move apart',
    axis: 'how far the two halves have moved apart',
  },
};

export function segmentSvg({ kind, at, loss }: Segment): string {
  const { label, axis } = SEGMENTS[kind];
  const points = at.map((t, i) => ({ t, loss: loss[i]! }));
  const here = points.reduce((best, point) => (Math.abs(point.t) < Math.abs(best.t) ? point : best));
  const marks = [{ ...here, name: 'W*' }];
  if (kind === 'targets') marks.push({ t: 1, loss: 0, name: 'targets, F = 0' });
  return plotSvg(
    {
      height: 230,
      x: { label: axis, labelAnchor: 'center', labelArrow: 'none', ticks: 6 },
      y: {
        label: 'F',
        labelArrow: 'none',
        grid: true,
        ticks: 5,
        ...(kind === 'targets' ? { zero: true } : {}),
      },
      marks: [
        Plot.line(points, { x: 't', y: 'loss', stroke: COLOUR.curve, strokeWidth: 2 }),
        Plot.dot(marks, { x: 't', y: 'loss', r: 4, fill: COLOUR.certified, stroke: COLOUR.paper }),
        Plot.text(marks, {
          x: 't',
          y: 'loss',
          text: 'name',
          dy: -13,
          fill: COLOUR.ink,
          stroke: COLOUR.paper,
          strokeWidth: 3,
        }),
      ],
    },
    label,
  );
}

const LEVELS = 11;
const MARGIN = { left: 54, right: 16, top: 16, bottom: 40 } as const;
/** A ball of fewer pixels is shown in an inset as well. */
const VISIBLE = 7;
const INSET = 84;

/** F in a plane through W*, with the certified ball drawn to scale, and magnified where it would be invisible. */
export function planeSvg(plane: Plane, radius: number): string {
  const { kind, x, y, targets } = plane;
  const across = WIDTH - MARGIN.left - MARGIN.right;
  const scale = across / (x[1] - x[0]);
  const up = scale * (y[1] - y[0]);
  const hidden = radius * scale < VISIBLE;
  const points = [
    { x: 0, y: 0, name: 'W*' },
    ...(targets === null ? [] : [{ x: targets, y: 0, name: 'targets, F = 0' }]),
  ];
  const label =
    kind === 'targets'
      ? 'Level lines of F in the plane through W*, the nearest copy of the targets and the weakest eigenvector'
      : 'Level lines of F after the split, in the plane of the split direction and the weakest eigenvector';
  const main = plotSvg(
    {
      height: up + MARGIN.top + MARGIN.bottom,
      marginTop: MARGIN.top,
      x: {
        domain: [...x],
        label: kind === 'targets' ? 'towards the nearest copy of the targets' : 'the two halves apart',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 6,
      },
      y: {
        domain: [...y],
        label: 'weakest eigenvector',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 4,
      },
      marks: [
        contours(plane.loss, plane.columns, plane.rows, x, y, levelsOf(plane)),
        Plot.frame({ stroke: COLOUR.rule }),
        Plot.line(circle(radius), { x: 'x', y: 'y', stroke: COLOUR.certified, strokeWidth: 1.5 }),
        Plot.dot(points, { x: 'x', y: 'y', r: 3.5, fill: COLOUR.certified, stroke: COLOUR.paper }),
        Plot.text(points, {
          x: 'x',
          y: 'y',
          text: 'name',
          dy: 14,
          fill: COLOUR.ink,
          stroke: COLOUR.paper,
          strokeWidth: 3,
        }),
      ],
    },
    hidden
      ? `${label}; the certified ball of radius ${shortNumber(radius)} is magnified in a corner`
      : `${label}, with the certified ball of radius ${shortNumber(radius)}`,
  );
  if (!hidden || !(radius > 0)) return main;
  const inset = insetSvg(plane, radius);
  const placed = `<g transform="translate(${WIDTH - MARGIN.right - INSET - 6}, ${MARGIN.top + 6})"><rect width="${INSET}" height="${INSET}" fill="${COLOUR.paper}" stroke="${COLOUR.ink}"/>${inset}</g>`;
  return main.replace(/<\/svg>$/, `${placed}</svg>`);
}

/** The ball in its own scale: level lines of the quadratic part of F. */
function insetSvg({ curvature: [a, b, c] }: Plane, radius: number): string {
  const side = 31;
  const reach = 1.9 * radius;
  const grid = Array.from({ length: side }, (_, i) => ((i - 0.5) / (side - 2)) * 2 * reach - reach);
  const values = grid.flatMap((v) => grid.map((u) => (a * u * u + 2 * b * u * v + c * v * v) / 2));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const levels = Array.from({ length: 8 }, (_, i) => ((i + 0.5) / 8) ** 2).flatMap((share) =>
    least < -0.1 * most ? [share * most, share * least] : [share * most],
  );
  levels.sort((x, y) => x - y);
  const svg = plotSvg(
    {
      width: INSET,
      height: INSET,
      margin: 0,
      marginLeft: 0,
      marginRight: 0,
      marginBottom: 0,
      marginTop: 0,
      x: { domain: [-reach, reach], axis: null },
      y: { domain: [-reach, reach], axis: null },
      marks: [
        contours(values, side, side, [-reach, reach], [-reach, reach], levels),
        Plot.line(circle(radius), { x: 'x', y: 'y', stroke: COLOUR.certified, strokeWidth: 1.5 }),
        Plot.dot([{ x: 0, y: 0 }], { x: 'x', y: 'y', r: 3, fill: COLOUR.certified }),
        Plot.text([`radius ${shortNumber(radius)}`], {
          frameAnchor: 'bottom',
          text: (text: string) => text,
          fontSize: 10,
          dy: -2,
          fill: COLOUR.ink,
          stroke: COLOUR.paper,
          strokeWidth: 3,
        }),
      ],
    },
    '',
  );
  return svg.replaceAll(/ (role|aria-label)="[^"]*"/g, '');
}

function contours(
  values: readonly number[],
  columns: number,
  rows: number,
  x: readonly [number, number],
  y: readonly [number, number],
  thresholds: readonly number[],
): Plot.Markish {
  const [cell, line] = [(x[1] - x[0]) / (columns - 2), (y[1] - y[0]) / (rows - 2)];
  return Plot.contour(values as number[], {
    width: columns,
    height: rows,
    x1: x[0] - cell,
    x2: x[1] + cell,
    y1: y[0] - line,
    y2: y[1] + line,
    clip: true,
    // The values are those of the grid: without this Plot looks for the nearest one of each cell, by a triangulation.
    interpolate: null,
    thresholds: thresholds as number[],
    fill: COLOUR.curve,
    fillOpacity: 0.065,
    stroke: COLOUR.curve,
    strokeOpacity: 0.55,
    strokeWidth: 0.7,
  });
}

/** Shares of F(W*) by which levels close around it are higher. */
const CLOSE = [0.004, 0.02, 0.06, 0.15];

/** Levels that get denser towards the lowest, since valleys are flat, and a few just above F(W*), since minima are. */
function levelsOf({ loss, centre }: Plane): number[] {
  const least = Math.min(...loss);
  const most = Math.max(...loss);
  const all = Array.from({ length: LEVELS }, (_, i) => least + (most - least) * ((i + 0.5) / LEVELS) ** 2);
  return [...all, ...CLOSE.map((share) => centre * (1 + share))].sort((a, b) => a - b);
}

function circle(radius: number): { readonly x: number; readonly y: number }[] {
  return Array.from({ length: 65 }, (_, i) => ({
    x: radius * Math.cos((2 * Math.PI * i) / 64),
    y: radius * Math.sin((2 * Math.PI * i) / 64),
  }));
}
