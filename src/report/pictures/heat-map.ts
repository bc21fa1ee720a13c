import type { HeatMap } from '../portrait/portrait.ts';
import { COLOUR, shortNumber, WIDTH } from './svg.ts';

const GAP = 5;
/** Room for numbers of neurons, or of how many a class has. */
const LEFT = { each: 58, classes: 108 } as const;
const TOP = 30;
const LARGEST_CELL = 34;
/** More cells than these have no text that a pointer shows. */
const MOST_TITLES = 900;

/**
 * W as a picture: a row a neuron, a column a coordinate; colour by sign, darkness by size. Classes of neurons and
 * coordinates that the symmetry does not tell apart stand together.
 */
export function heatMapSvg(heat: HeatMap): string {
  const { entries, rowClasses, columnClasses, labels, counts } = heat;
  const across = entries[0]!.length;
  const largest = entries.flat().reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1;
  const left = counts === null ? LEFT.each : LEFT.classes;
  const room = WIDTH - left - 12 - GAP * (columnClasses.length - 1);
  const cell = Math.min(LARGEST_CELL, room / across);
  const columns = places(columnClasses, cell);
  const rows = places(rowClasses, cell);
  const height = rows.end;
  const titled = entries.length * across <= MOST_TITLES;
  const round = (x: number): string => String(Number(x.toFixed(2)));
  const cells = entries.flatMap((row, i) =>
    row.map((x, a) => {
      const colour = x < 0 ? COLOUR.negative : COLOUR.positive;
      // The root makes small entries visible.
      const opacity = Math.sqrt(Math.abs(x) / largest).toFixed(3);
      const box = `x="${round(columns.at[a]!)}" y="${round(rows.at[i]!)}" width="${round(cell)}" height="${round(cell)}"`;
      const title = titled
        ? `<title>${counts === null ? `neuron ${labels.rows[i]}, coordinate ${labels.columns[a]}: ` : ''}${shortNumber(x)}</title>`
        : '';
      return `<rect ${box} fill="${colour}" fill-opacity="${opacity}">${title}</rect>`;
    }),
  );
  const frames = rows.classes.flatMap((row) =>
    columns.classes.map(
      (column) =>
        `<rect x="${round(column.from)}" y="${round(row.from)}" width="${round(column.size)}" height="${round(row.size)}" fill="none" stroke="${COLOUR.rule}"/>`,
    ),
  );
  // A class has a label where there is no room for one at each line.
  const each = counts === null && cell >= 11;
  const text = (x: number, y: number, anchor: string, content: string): string =>
    `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" dominant-baseline="middle">${content}</text>`;
  const names = [
    ...(each
      ? [
          ...labels.rows.map((name, i) => text(-6, rows.at[i]! + cell / 2, 'end', name)),
          ...labels.columns.map((name, a) => text(columns.at[a]! + cell / 2, -9, 'middle', name)),
        ]
      : [
          ...rows.classes.map(({ from, size }, c) =>
            text(-6, from + size / 2, 'end', times((counts?.rows ?? rowClasses)[c]!)),
          ),
          ...columns.classes.map(({ from, size }, c) =>
            text(from + size / 2, -9, 'middle', times((counts?.columns ?? columnClasses)[c]!)),
          ),
        ]),
  ];
  const legend = [-1, -0.5, -0.1, 0.1, 0.5, 1]
    .map((part, i) => {
      const colour = part < 0 ? COLOUR.negative : COLOUR.positive;
      const x = i * 62;
      return (
        `<rect x="${x}" y="0" width="13" height="13" fill="${colour}" fill-opacity="${Math.sqrt(Math.abs(part)).toFixed(3)}" stroke="${COLOUR.rule}"/>` +
        `<text x="${x + 17}" y="7" dominant-baseline="middle">${shortNumber(Number((part * largest).toPrecision(2)))}</text>`
      );
    })
    .join('');
  const total = { width: WIDTH, height: Math.ceil(TOP + height + 34) };
  const label = `Heat map of W: ${entries.length} rows, the neurons, and ${across} columns, the coordinates`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${total.width}" height="${total.height}" viewBox="0 0 ${total.width} ${total.height}" role="img" aria-label="${label}" font-family="inherit" font-size="12" fill="${COLOUR.ink}" style="max-width: 100%; height: auto;">` +
    `<g transform="translate(${left}, ${TOP})">${cells.join('')}${frames.join('')}${names.join('')}` +
    `<g transform="translate(0, ${round(height + 16)})">${legend}</g></g></svg>`
  );
}

const times = (count: number): string =>
  count === 1 ? '1' : `× ${count.toLocaleString('en').replaceAll(',', ' ')}`;

/** Where lines begin, with a gap between classes. */
function places(
  classes: readonly number[],
  cell: number,
): {
  readonly at: number[];
  readonly classes: readonly { readonly from: number; readonly size: number }[];
  readonly end: number;
} {
  const at: number[] = [];
  const boxes: { from: number; size: number }[] = [];
  let from = 0;
  for (const count of classes) {
    boxes.push({ from, size: count * cell });
    for (let i = 0; i < count; i++) at.push(from + i * cell);
    from += count * cell + GAP;
  }
  return { at, classes: boxes, end: from - GAP };
}
