import * as Plot from '@observablehq/plot';
import { COLOUR, plotSvg, shortNumber } from './svg.ts';

/** F along one descent. */
export interface Curve {
  /** Steps and F. */
  readonly points: readonly (readonly [number, number])[];
  /** It ended at a critical point. */
  readonly stopped: boolean;
  /** Curves of one group have one colour; 0 is for those that reached the targets. */
  readonly group: number;
}

/** Colours of groups; more groups than these share them. */
const GROUPS = [
  COLOUR.muted,
  COLOUR.negative,
  COLOUR.positive,
  'var(--saddle, #74520c)',
  'var(--global, #1f6a3a)',
];

/** The colour of a group. */
export function groupColour(group: number): string {
  return group === 0 ? GROUPS[0]! : GROUPS[1 + ((group - 1) % (GROUPS.length - 1))]!;
}

/** Descents side by side: F against steps, both on logarithmic scales. */
export function curvesSvg(curves: readonly Curve[], least = 1e-5): string {
  const rows = curves.flatMap(({ points, group }, run) =>
    points.filter(([, loss]) => loss > least).map(([steps, loss]) => ({ steps, loss, run, group })),
  );
  const ends = curves
    .filter(({ stopped }) => stopped)
    .map(({ points, group }) => ({ steps: points.at(-1)![0], loss: points.at(-1)![1], group }));
  return plotSvg(
    {
      height: 300,
      x: {
        type: 'log',
        label: 'steps',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 5,
        tickFormat: shortNumber,
      },
      y: { type: 'log', label: 'F', labelArrow: 'none', ticks: 5, tickFormat: shortNumber, grid: true },
      marks: [
        Plot.line(rows, {
          x: 'steps',
          y: 'loss',
          z: 'run',
          stroke: ({ group }: { group: number }) => groupColour(group),
          strokeWidth: 1,
          strokeOpacity: 0.6,
        }),
        Plot.dot(ends, {
          x: 'steps',
          y: 'loss',
          r: 3,
          fill: ({ group }: { group: number }) => groupColour(group),
        }),
      ],
    },
    'F along each run, against the number of steps',
  );
}

/** One descent with the value that it began beside, and F along a direction: both with W* marked. */
export function lineSvg(
  points: readonly (readonly [number, number])[],
  options: {
    readonly label: string;
    readonly axis: string;
    readonly logarithmic: boolean;
    readonly level: { readonly value: number; readonly name: string };
  },
): string {
  const { label, axis, logarithmic, level } = options;
  const rows = points.map(([t, loss]) => ({ t, loss }));
  return plotSvg(
    {
      height: 250,
      x: {
        ...(logarithmic ? { type: 'log' as const, tickFormat: shortNumber } : {}),
        label: axis,
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 5,
      },
      y: { label: 'F', labelArrow: 'none', grid: true, ticks: 5, tickFormat: shortNumber },
      marks: [
        Plot.ruleY([level.value], { stroke: COLOUR.certified, strokeDasharray: '5 3' }),
        Plot.text([level], {
          y: 'value',
          frameAnchor: 'left',
          text: 'name',
          dx: 6,
          dy: 9,
          fill: COLOUR.certified,
          stroke: COLOUR.paper,
          strokeWidth: 3,
        }),
        Plot.line(rows, { x: 't', y: 'loss', stroke: COLOUR.curve, strokeWidth: 2 }),
      ],
    },
    label,
  );
}

/** Bounds for members of a family, against k. */
export function membersSvg(
  members: readonly { readonly k: number; readonly lambda: number | null; readonly minimum: boolean }[],
  mark: { readonly k: number; readonly name: string } | null,
): string {
  const rows = members.filter(({ lambda }) => lambda !== null);
  return plotSvg(
    {
      height: 260,
      marginTop: 28,
      x: {
        type: 'log',
        label: 'k',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 5,
        tickFormat: shortNumber,
      },
      y: { label: 'λ', labelArrow: 'none', grid: true, ticks: 5, nice: true },
      marks: [
        Plot.ruleY([0], { stroke: COLOUR.muted }),
        ...(mark === null
          ? []
          : [
              Plot.ruleX([mark.k], { stroke: COLOUR.certified, strokeDasharray: '5 3' }),
              Plot.text([mark.k], {
                x: (x: number) => x,
                frameAnchor: 'top',
                dy: -14,
                text: () => mark.name,
                fill: COLOUR.certified,
                textAnchor: 'start',
              }),
            ]),
        Plot.line(rows, { x: 'k', y: 'lambda', stroke: COLOUR.rule }),
        Plot.dot(rows, {
          x: 'k',
          y: 'lambda',
          r: 4,
          fill: ({ minimum }: { minimum: boolean }) => (minimum ? COLOUR.curve : COLOUR.paper),
          stroke: COLOUR.curve,
          strokeWidth: 1.5,
          title: ({ k, lambda }: { k: number; lambda: number }) => `k = ${k}: λ ${shortNumber(lambda)}`,
        }),
      ],
    },
    'Certified bounds on the least eigenvalue for members of the family; filled dots are minima, hollow ones saddles',
  );
}
