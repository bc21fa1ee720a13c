import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** Figure 1 or 4 of the paper, or the same of another model: L over θ, and L̃ over (θ, b). */
export interface EliminationFigure {
  /** What it is a figure of, for those who do not see it. */
  readonly label: string;
  /** The parameter θ as it is called, and from where to where it goes. */
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly curve: readonly { readonly theta: number; readonly loss: number }[];
  readonly low: number;
  readonly high: number;
  readonly columns: number;
  readonly rows: number;
  readonly surface: readonly number[];
  readonly arrows: readonly {
    readonly theta: number;
    readonly b: number;
    readonly alongTheta: number;
    readonly alongB: number;
  }[];
}

const WIDTH = 340;
const HEIGHT = 330;
const MARGIN = { left: 48, right: 14, top: 34, bottom: 42 } as const;
const ARROW = 13;
/** Below this the gradient is drawn as a dot: on the valley of global minima it is 0. */
const FLAT = 1e-9;
/** Greys from light (low) to dark (high), so that the figure needs no colour. */
const LIGHTEST = 0.97;
const DARKEST = 0.45;

interface SvgElement {
  readonly outerHTML: string;
  setAttribute(name: string, value: string): void;
}

/** Sides of a surface in b, and its fineness. */
const LOW = -3;
const HIGH = 4;
const COLUMNS = 121;
const ROWS = 121;
const ARROWS = 17;

/** A surface over (θ, b) with its gradient. */
export interface FigureSurface extends Pick<EliminationFigure, 'label' | 'name' | 'left' | 'right'> {
  /** L. */
  original(theta: number): number;
  at(
    theta: number,
    b: number,
  ): { readonly value: number; readonly slopeTheta: number; readonly slopeB: number };
}

/** Everything that a figure shows. */
export function sampled({ label, name, left, right, original, at }: FigureSurface): EliminationFigure {
  const theta = (share: number): number => left + (right - left) * share;
  const height = (step: number, steps: number): number => LOW + ((HIGH - LOW) * step) / steps;
  const curve = Array.from({ length: 401 }, (_, i) => ({
    theta: theta(i / 400),
    loss: original(theta(i / 400)),
  }));
  const surface: number[] = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column < COLUMNS; column++)
      surface.push(at(theta(column / (COLUMNS - 1)), height(row, ROWS - 1)).value);
  const arrows: EliminationFigure['arrows'][number][] = [];
  for (let row = 0; row < ARROWS; row++)
    for (let column = 0; column < ARROWS; column++) {
      const place = { theta: theta((column + 0.5) / ARROWS), b: height(row + 0.5, ARROWS) };
      const { slopeTheta, slopeB } = at(place.theta, place.b);
      arrows.push({ ...place, alongTheta: -slopeTheta, alongB: -slopeB });
    }
  const sizes = { low: LOW, high: HIGH, columns: COLUMNS, rows: ROWS };
  return { label, name, left, right, curve, ...sizes, surface, arrows };
}

/** Three panels side by side: (a) L over θ, (b) L̃ over (θ, b) with (a, W) minimised out, (c) the directions of −∇L̃. */
export function eliminationFigureSvg(data: EliminationFigure): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const common = {
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width: WIDTH,
    height: HEIGHT,
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: MARGIN.top,
    marginBottom: MARGIN.bottom,
    style: { background: 'white', color: 'black', fontFamily: 'sans-serif', fontSize: '11px' },
  };
  const x: Plot.ScaleOptions = {
    domain: [data.left, data.right],
    label: data.name,
    labelAnchor: 'center',
    labelArrow: 'none',
    ticks: 5,
  };
  const y: Plot.ScaleOptions = {
    domain: [data.low, data.high],
    label: 'b',
    labelAnchor: 'center',
    labelArrow: 'none',
    ticks: 7,
  };
  const title = (text: string): Plot.Markish =>
    Plot.text([text], { frameAnchor: 'top', dy: -18, fontSize: 12, text: (s: string) => s });
  const levels = levelsOf(data.surface);
  const contour = (options: Plot.ContourOptions): Plot.Markish =>
    Plot.contour(data.surface as number[], {
      width: data.columns,
      height: data.rows,
      x1: data.left,
      x2: data.right,
      y1: data.low,
      y2: data.high,
      // As in pictures/landscape.ts: the values are those of the grid.
      interpolate: null,
      thresholds: levels,
      ...options,
    });
  const greys = Array.from({ length: levels.length + 1 }, (_, i) => {
    const grey = Math.round(255 * (LIGHTEST + ((DARKEST - LIGHTEST) * i) / levels.length));
    return `rgb(${grey},${grey},${grey})`;
  });
  const panels = [
    Plot.plot({
      ...common,
      x,
      y: { label: 'L', grid: true, labelArrow: 'none', labelAnchor: 'center', zero: true },
      marks: [
        Plot.frame({ stroke: '#999' }),
        Plot.line(data.curve, { x: 'theta', y: 'loss', strokeWidth: 1.6 }),
        title('(a) original objective function L'),
      ],
    }),
    Plot.plot({
      ...common,
      x,
      y,
      color: { type: 'threshold', domain: levels, range: greys },
      marks: [
        contour({ fill: Plot.identity, stroke: '#333', strokeWidth: 0.5 }),
        Plot.frame({ stroke: '#999' }),
        title('(b) modified objective function L̃, dark = high'),
      ],
    }),
    Plot.plot({
      ...common,
      x,
      y,
      marks: [
        contour({ stroke: '#bbb', strokeWidth: 0.5 }),
        Plot.frame({ stroke: '#999' }),
        ...arrowsOf(data),
        title('(c) negative gradient directions of L̃'),
      ],
    }),
  ] as unknown as SvgElement[];
  const placed = panels.map((panel, i) => {
    panel.setAttribute('x', String(i * WIDTH));
    return panel.outerHTML;
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<svg xmlns="http://www.w3.org/2000/svg" width="${3 * WIDTH}" height="${HEIGHT}" viewBox="0 0 ${3 * WIDTH} ${HEIGHT}" role="img" aria-label="${data.label}">` +
    `${placed.join('')}</svg>\n`
  );
}

/** Levels in geometric progression below the largest value, so that the valleys are seen. */
function levelsOf(surface: readonly number[]): number[] {
  const most = surface.reduce((x, y) => Math.max(x, y), 0);
  return Array.from({ length: 16 }, (_, i) => most * 0.58 ** (16 - i));
}

/** Arrows of one length in the direction that −∇L̃ has on the page, and dots where there is none. */
function arrowsOf({ arrows, low, high, left, right }: EliminationFigure): Plot.Markish[] {
  const across = (WIDTH - MARGIN.left - MARGIN.right) / (right - left);
  const up = (HEIGHT - MARGIN.top - MARGIN.bottom) / (high - low);
  const moving = arrows.filter(({ alongTheta, alongB }) => Math.hypot(alongTheta, alongB) > FLAT);
  const flat = arrows.filter((arrow) => !moving.includes(arrow));
  return [
    Plot.vector(moving, {
      x: 'theta',
      y: 'b',
      length: ARROW,
      rotate: ({ alongTheta, alongB }: EliminationFigure['arrows'][number]) =>
        (Math.atan2(alongTheta * across, alongB * up) * 180) / Math.PI,
      anchor: 'middle',
      strokeWidth: 1,
    }),
    Plot.dot(flat, { x: 'theta', y: 'b', r: 1, fill: 'black' }),
  ];
}
