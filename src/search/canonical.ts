import { decomposeDecimal, type ExactNumber } from '../arithmetic/exact.ts';

/**
 * Points up to symmetry. With the targets e_1 … e_k the landscape is invariant under permutations of the neurons (rows) and
 * of the coordinates (columns) of W; with other targets under those permutations of coordinates that map the set of targets to
 * itself, exactly. Here floating point proposes a permutation that carries one point to another; whether
 * the two are the same critical point is decided by the caller, in rigorous arithmetic, with that permutation as the witness.
 */

/** Permuting `matrix` (n x k) by it gives the matrix with entry [i][j] = matrix[rows[i]][columns[j]]. */
export interface Symmetry {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** A proposed symmetry and the largest absolute difference that it leaves between the two matrices. */
export interface Match extends Symmetry {
  readonly distance: number;
}

/** Rows that a symmetry must permute among themselves: the classes of their entries, row-major, count x k. */
export interface FixedRows {
  readonly count: number;
  /** From 0; entries of one class are equal, and only they. */
  readonly classes: Int32Array;
}

const NO_ROWS: FixedRows = { count: 0, classes: new Int32Array(0) };

/** The rows of targets as a symmetry must keep them; exact. */
export function fixedRows(targets: readonly (readonly ExactNumber[])[]): FixedRows {
  const numbers = new Map<string, number>();
  const classes = Int32Array.from(targets.flat(), (x) => {
    const name = nameOf(x);
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
  return { count: targets.length, classes };
}

/** The same for the same number, however it is written. */
function nameOf(x: ExactNumber): string {
  let { mantissa, exponent } = decomposeDecimal(x);
  if (mantissa === 0n) return '0';
  for (; mantissa % 10n === 0n; exponent++) mantissa /= 10n;
  return `${mantissa}e${exponent}`;
}

/** The n x k matrix (row-major) with entry [i][j] = matrix[rows[i]][columns[j]]. */
export function permute(matrix: Float64Array, symmetry: Symmetry): Float64Array {
  const { rows, columns } = symmetry;
  const k = columns.length;
  const result = new Float64Array(rows.length * k);
  rows.forEach((r, i) => {
    columns.forEach((c, j) => {
      result[i * k + j] = matrix[r * k + c]!;
    });
  });
  return result;
}

/**
 * All entries, sorted. Invariant under the group, and 1-Lipschitz in the maximum norm: if some symmetry carries a to b with
 * distance t, the signatures differ by at most t in every place. So a larger difference excludes a match.
 */
export function signatureOf(matrix: Float64Array): Float64Array {
  return matrix.toSorted();
}

/** The largest absolute difference of two signatures; Infinity if the lengths differ. */
export function signatureDistance(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

/** Thrown when the search for a permutation takes more than its budget: the answer is neither yes nor no. */
export class MatchBudgetError extends Error {
  override readonly name: string = 'MatchBudgetError';
}

/**
 * A symmetry that carries `a` to `b` (n x k, row-major) with max|a[rows[i]][columns[j]] − b[i][j]| ≤ tolerance, or null if
 * there is none. The search is complete: entries of both matrices are put into classes so that entries within `tolerance`
 * share one; rows and columns are coloured by refinement; where colours leave a choice, one row or column is fixed and the
 * choices for its partner are tried in turn. For points with large symmetry groups the first choices succeed, since
 * rows or columns of one colour are then exchanged by symmetries. `fixed` rows are mapped to one another exactly. Throws MatchBudgetError after `budget` choices.
 */
export function matchPoints(
  a: Float64Array,
  b: Float64Array,
  n: number,
  k: number,
  tolerance: number,
  fixed: FixedRows = NO_ROWS,
  budget = 100_000,
): Match | null {
  if (a.length !== n * k || b.length !== n * k)
    throw new RangeError(`both matrices must have n·k = ${n * k} entries, not ${a.length} and ${b.length}`);
  if (signatureDistance(signatureOf(a), signatureOf(b)) > tolerance) return null;
  const lines = n + fixed.count;
  const size = lines + k;
  const classes = entryClasses(a, b, tolerance).map((own) => {
    const others = own.reduce((most, x) => Math.max(most, x), 0) + 1;
    return Int32Array.from([...own, ...fixed.classes.map((x) => others + x)]);
  }) as [Int32Array, Int32Array];
  const graphs: Graphs = { n: lines, k, classes };
  // Colours: of the rows of the two matrices, of the columns, of the fixed rows.
  const plain = (): Int32Array => new Int32Array(size).fill(2, n).fill(1, lines);
  const start = refine(graphs, [plain(), plain()]);
  let left = budget;

  function search(colours: Colouring): Match | null {
    const cell = smallestCell(colours[0], size);
    if (cell === null) {
      const match = read(colours);
      return match !== null && match.distance <= tolerance ? match : null;
    }
    const pivot = cell[0]!;
    const colour = colours[0][pivot]!;
    for (let partner = 0; partner < size; partner++) {
      if (colours[1][partner] !== colour) continue;
      if (left-- <= 0) throw new MatchBudgetError(`no decision after ${budget} choices`);
      const chosen: Colouring = [colours[0].slice(), colours[1].slice()];
      chosen[0][pivot] = size;
      chosen[1][partner] = size;
      const refined = refine(graphs, chosen);
      const match = refined === null ? null : search(refined);
      if (match !== null) return match;
    }
    return null;
  }

  /** Null where the fixed rows are not kept: colours compare them by hashes only. */
  function read([colourA, colourB]: Colouring): Match | null {
    const vertexOf = new Int32Array(size);
    colourA.forEach((colour, vertex) => {
      vertexOf[colour] = vertex;
    });
    const image = Array.from(colourB, (colour) => vertexOf[colour]!);
    const symmetry = { rows: image.slice(0, n), columns: image.slice(lines).map((vertex) => vertex - lines) };
    const { columns } = symmetry;
    const keeps = image
      .slice(n, lines)
      .every((row, j) =>
        columns.every((c, i) => fixed.classes[(row - n) * k + c] === fixed.classes[j * k + i]),
      );
    if (!keeps) return null;
    const carried = permute(a, symmetry);
    let distance = 0;
    for (let i = 0; i < carried.length; i++) distance = Math.max(distance, Math.abs(carried[i]! - b[i]!));
    return { ...symmetry, distance };
  }

  return start === null ? null : search(start);
}

/** Colours of the rows 0 … n−1 and columns n … n+k−1 of the two matrices. */
type Colouring = [Int32Array, Int32Array];

interface Graphs {
  readonly n: number;
  readonly k: number;
  readonly classes: readonly [Int32Array, Int32Array];
}

/** Numbers classes of entries such that two entries, of either matrix, within `tolerance` are in one class. */
function entryClasses(a: Float64Array, b: Float64Array, tolerance: number): [Int32Array, Int32Array] {
  const sorted = Float64Array.from([...a, ...b]).sort();
  const starts: number[] = [];
  sorted.forEach((x, i) => {
    if (i === 0 || x - sorted[i - 1]! > tolerance) starts.push(x);
  });
  const classOf = (x: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= x) low = middle;
      else high = middle;
    }
    return low;
  };
  return [Int32Array.from(a, classOf), Int32Array.from(b, classOf)];
}

/**
 * Splits colours until rows (columns) of one colour have, class by class of entries and colour by colour of columns (rows),
 * equally many entries; new colours are 0 … m−1, the same in both matrices. Null if the two differ in some count.
 * Multisets are compared by 32-bit hashes: a collision splits less than possible, and nothing is decided by it.
 */
function refine(graphs: Graphs, colouring: Colouring): Colouring | null {
  let current = colouring;
  let count = 0;
  for (;;) {
    const labels = [labelsOf(graphs, 0, current[0]), labelsOf(graphs, 1, current[1])] as const;
    const sorted = labels[0].toSorted();
    const other = labels[1].toSorted();
    const colourOf = new Map<number, number>();
    for (let v = 0; v < sorted.length; v++) {
      const label = sorted[v]!;
      if (label !== other[v]) return null;
      if (!colourOf.has(label)) colourOf.set(label, colourOf.size);
    }
    const recolour = (own: Float64Array): Int32Array => Int32Array.from(own, (label) => colourOf.get(label)!);
    current = [recolour(labels[0]), recolour(labels[1])];
    if (colourOf.size === count) return current;
    count = colourOf.size;
  }
}

/** For every row and column its colour and a hash of the pairs (class of the entry, colour of the other end), in one number. */
function labelsOf(graphs: Graphs, side: 0 | 1, colours: Int32Array): Float64Array {
  const { n, k } = graphs;
  const classes = graphs.classes[side];
  const hashes = new Int32Array(n + k);
  for (let i = 0; i < n; i++) {
    const rowColour = colours[i]!;
    for (let j = 0; j < k; j++) {
      const entry = classes[i * k + j]!;
      hashes[i]! += scramble(entry, colours[n + j]!);
      hashes[n + j]! += scramble(entry, rowColour);
    }
  }
  return Float64Array.from(hashes, (hash, v) => colours[v]! * 4294967296 + (hash >>> 0));
}

/** Mixes two small integers into 32 bits (the finaliser of MurmurHash3). */
function scramble(x: number, y: number): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca77);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** The vertices of the smallest colour with more than one vertex, or null if all colours are single. */
function smallestCell(colours: Int32Array, size: number): number[] | null {
  const cells: number[][] = Array.from({ length: size }, () => []);
  colours.forEach((colour, vertex) => {
    cells[colour]!.push(vertex);
  });
  let smallest: number[] | null = null;
  for (const cell of cells)
    if (cell.length > 1 && (smallest === null || cell.length < smallest.length)) smallest = cell;
  return smallest;
}
