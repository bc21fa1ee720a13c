import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { asImage, shortNumber, standaloneSvg } from './pictures/svg.ts';

/** The objective values at which the runs of one (k, n), or one (k, n, d), ended. */
export interface FigureRow {
  readonly k: number;
  readonly n: number;
  /** The dimension of targets other than the standard basis. */
  readonly d?: number;
  readonly runs: number;
  /** Runs that ended below `drop`, where descent was broken off. */
  readonly dropped: number;
  readonly drop: number;
  /** Values above `drop`, one for each run that came to an end; the runs missing from `runs` count as above all values. */
  readonly objectives: readonly number[];
}

/** `share` of the runs ended at or below `objective`. */
export interface Step {
  readonly k: number;
  readonly n: number;
  readonly d?: number;
  readonly objective: number;
  readonly share: number;
}

/** The distribution function of each (k, n), at its jumps. */
export function stepsOf(rows: readonly FigureRow[]): Step[] {
  return rows.flatMap(({ k, n, d, runs, dropped, drop, objectives }) => {
    const row = { k, n, ...(d !== undefined && { d }) };
    const steps: Step[] = [{ ...row, objective: drop, share: dropped / runs }];
    const sorted = objectives.toSorted((a, b) => a - b);
    sorted.forEach((objective, i) => {
      if (objective !== sorted[i + 1]) steps.push({ ...row, objective, share: (dropped + i + 1) / runs });
    });
    return steps;
  });
}

export function figureCsv(rows: readonly FigureRow[]): string {
  const wide = rows.some(({ d }) => d !== undefined);
  const lines = stepsOf(rows).map(
    ({ k, n, d, objective, share }) => `${k},${n},${wide ? `${d ?? ''},` : ''}${objective},${share}`,
  );
  return `k,n,${wide ? 'd,' : ''}objective,share\n${lines.join('\n')}\n`;
}

const HEIGHT = 460;
const TOP = 40;
const BOTTOM = 45;
/** Least distance of two labels, in pixels. */
const SPACING = 13;
/** Lines differ in darkness, dashes and the label at their beginning, so that colour is not needed. */
const DASHES = ['1 0', '6 2', '2 2', '8 2 2 2'] as const;
/** Part of the viridis scale that is dark enough on white; also ordered by darkness for readers without colour. */
const COLOURS = ['#440154', '#472c7a', '#3b518b', '#2c718e', '#21908d', '#27a07f', '#3fa060'].map(
  (colour, i) => `var(--line-${i}, ${colour})`,
);

interface Line {
  readonly name: string;
  readonly panel: string;
  readonly colour: string;
  readonly dash: string;
  readonly steps: readonly Step[];
}

/**
 * Figure 1 of the paper: for each (k, n) the share of runs that ended at or below a value of the objective; a panel for
 * each n − k.
 */
export function figureSvg(rows: readonly FigureRow[]): string {
  return standaloneSvg(figureMarkup(rows, false));
}

/** The same in the colours of the page around it; where it is asked for, the pointer shows counts. */
export function figureMarkup(rows: readonly FigureRow[], counts = true): string {
  const lines = linesOf(rows);
  const panels = [...new Set(lines.map(({ panel }) => panel))];
  const right = 1.03 * Math.max(...lines.flatMap(({ steps }) => steps.map(({ objective }) => objective)));
  const left = -0.3 * right;
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const points = lines.flatMap((line) => {
    const last = line.steps.at(-1)!;
    return [...line.steps, { ...last, objective: right }].map((step) => ({ ...line, ...step }));
  });
  const labels = labelsOf(lines);
  const svg = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width: 60 + 460 * panels.length,
    height: HEIGHT,
    marginLeft: 50,
    marginTop: TOP,
    marginBottom: BOTTOM,
    style: {
      background: 'var(--paper, white)',
      color: 'var(--ink, black)',
      fontFamily: 'sans-serif',
      fontSize: '11px',
    },
    x: {
      domain: [left, right],
      label: 'objective value F',
      ticks: ticksOf(right),
      labelAnchor: 'center',
      tickFormat: (x: number) => String(x),
    },
    y: { domain: [0, 1], label: 'share of runs that end at or below', grid: true, tickFormat: '%' },
    fx: { domain: panels, label: null },
    marks: [
      Plot.frame({ stroke: 'var(--rule, #999)' }),
      ...lines.map((line) =>
        Plot.line(
          points.filter(({ name }) => name === line.name),
          {
            x: 'objective',
            y: 'share',
            fx: 'panel',
            curve: 'step-after',
            stroke: line.colour,
            strokeDasharray: line.dash,
            strokeWidth: 1.5,
          },
        ),
      ),
      Plot.link(labels, {
        x1: () => left * 0.42,
        x2: 'objective',
        y1: 'place',
        y2: 'share',
        fx: 'panel',
        stroke: 'colour',
        strokeWidth: 0.7,
      }),
      Plot.text(labels, {
        x: () => left * 0.45,
        y: 'place',
        fx: 'panel',
        text: 'name',
        fill: 'colour',
        textAnchor: 'end',
      }),
      ...(counts ? [Plot.dot(jumpsOf(rows, lines), { ...JUMP, r: 5, fillOpacity: 0, fill: 'black' })] : []),
    ],
  }) as unknown as { readonly outerHTML: string; setAttribute(name: string, value: string): void };
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute(
    'aria-label',
    'Distribution of the objective at the ends of the runs, a line for each (k, n)',
  );
  return asImage(svg.outerHTML);
}

const JUMP = { x: 'objective', y: 'share', fx: 'panel', title: 'title' } as const;

/** A place for the pointer at each jump: how many runs ended there. */
function jumpsOf(
  rows: readonly FigureRow[],
  lines: readonly Line[],
): (Step & { readonly panel: string; readonly title: string })[] {
  return lines.flatMap(({ name, panel, steps }) => {
    const { runs } = rows.find((row) => name === rowTuple(row))!;
    return steps.map((step, i) => {
      const ended = Math.round((step.share - (steps[i - 1]?.share ?? 0)) * runs);
      const where = i === 0 ? `below F = ${step.objective}` : `at F = ${shortNumber(step.objective)}`;
      return { ...step, panel, title: `${name}: ${ended} of ${runs} runs ended ${where}` };
    });
  });
}

function linesOf(rows: readonly FigureRow[]): Line[] {
  const excesses = [...new Set(rows.map(({ k, n }) => n - k))].sort((a, b) => a - b);
  return excesses.flatMap((excess) => {
    const members = rows
      .filter(({ k, n }) => n - k === excess)
      .sort((a, b) => a.k - b.k || (a.d ?? 0) - (b.d ?? 0));
    return members.map((row, i) => ({
      name: rowTuple(row),
      panel: excess === 0 ? 'n = k' : `n = k + ${excess}`,
      colour: COLOURS[Math.floor((i * COLOURS.length) / members.length)]!,
      dash: DASHES[i % DASHES.length]!,
      steps: stepsOf([row]),
    }));
  });
}

const rowTuple = ({ k, n, d }: FigureRow): string => `(${k}, ${n}${d === undefined ? '' : `, ${d}`})`;

/** Round numbers from 0 to `end`, about six. */
function ticksOf(end: number): number[] {
  const rough = end / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => Number((i * step).toPrecision(6)));
}

/** A label at the beginning of each line, moved up or down where two would overlap. */
function labelsOf(
  lines: readonly Line[],
): (Step & { name: string; panel: string; colour: string; place: number })[] {
  const gap = SPACING / (HEIGHT - TOP - BOTTOM);
  return [...new Set(lines.map(({ panel }) => panel))].flatMap((panel) => {
    const sorted = lines
      .filter((line) => line.panel === panel)
      .sort((a, b) => a.steps[0]!.share - b.steps[0]!.share);
    const places = sorted.map(({ steps }) => steps[0]!.share);
    for (let i = 0; i < places.length; i++) {
      const least = i === 0 ? gap / 2 : places[i - 1]! + gap;
      places[i] = Math.max(places[i]!, least);
    }
    // Those pushed over the top are pushed back, in the other direction.
    for (let i = places.length - 1; i >= 0; i--) {
      const most = i === places.length - 1 ? 1 - gap / 4 : places[i + 1]! - gap;
      places[i] = Math.min(places[i]!, most);
    }
    return sorted.map(({ name, colour, steps }, i) => ({
      ...steps[0]!,
      name,
      panel,
      colour,
      place: places[i]!,
    }));
  });
}
