/** Neurons and coordinates in an order that shows the symmetry of a matrix. */
export interface Order {
  /** Neurons by class, in each class as the coordinates they belong to. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Sizes of the classes of rows and columns, in their order. */
  readonly rowClasses: readonly number[];
  readonly columnClasses: readonly number[];
}

/** Entries that differ by less, relative to the largest, count as equal. */
const TOLERANCE = 1e-5;

/**
 * Rows (and columns) whose entries are the same up to their order, to five digits, form a class; large classes come first. A
 * row stands where the coordinate at which it sticks out stands.
 */
export function symmetricOrder(entries: readonly (readonly number[])[]): Order {
  const columns = entries[0]!.map((_, a) => entries.map((row) => row[a]!));
  const columnGroups = classesOf(columns);
  const columnOrder = columnGroups.flat();
  const place = new Map(columnOrder.map((a, i) => [a, i]));
  const rowGroups = classesOf(entries).map((group) =>
    group
      .map((i) => ({ i, at: place.get(salient(entries[i]!))! }))
      .sort((p, q) => p.at - q.at || p.i - q.i)
      .map(({ i }) => i),
  );
  return {
    rows: rowGroups.flat(),
    columns: columnOrder,
    rowClasses: rowGroups.map((group) => group.length),
    columnClasses: columnGroups.map((group) => group.length),
  };
}

/** Where a row differs most from its median. */
function salient(row: readonly number[]): number {
  const median = row.toSorted((a, b) => a - b)[row.length >> 1]!;
  return row.reduce((best, x, a) => (Math.abs(x - median) > Math.abs(row[best]! - median) ? a : best), 0);
}

function classesOf(lines: readonly (readonly number[])[]): number[][] {
  const largest = lines.reduce((most, line) => line.reduce((m, x) => Math.max(m, Math.abs(x)), most), 1e-300);
  const scale = TOLERANCE * largest;
  const sorted = lines.map((line) => line.toSorted((a, b) => a - b));
  const groups: number[][] = [];
  lines.forEach((_, i) => {
    const same = groups.find(([first]) =>
      sorted[first!]!.every((x, j) => Math.abs(x - sorted[i]![j]!) <= scale),
    );
    if (same === undefined) groups.push([i]);
    else same.push(i);
  });
  return groups.sort((p, q) => q.length - p.length || p[0]! - q[0]!);
}
