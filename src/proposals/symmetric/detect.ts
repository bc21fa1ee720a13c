import { approximately, rationalOf } from '../../arithmetic/exact.ts';
import type { BlockCandidate, DenseCandidate } from '../../model/candidate.ts';

/** A symmetric point near a dense one, and where the neurons and coordinates of that one stand in it, written out. */
export interface DetectedSymmetry {
  readonly candidate: BlockCandidate;
  /** For each neuron of the dense point its row in expandBlocks(candidate). */
  readonly rows: readonly number[];
  /** For each coordinate of the dense point its column there. */
  readonly columns: readonly number[];
}

/** Entries that differ by less count as equal. */
const TOLERANCE = 1e-6;

/**
 * Untrusted: blocks of coordinates and types of neurons that make a point with the standard basis as targets nearly
 * symmetric, by refinement of colours of rows and columns; entries are means. Null where there are none.
 */
export function detectSymmetry({ n, k, d, targets, weights }: DenseCandidate): DetectedSymmetry | null {
  if (targets !== null || d !== k) return null;
  const entries = weights.map((row) => row.map((x) => approximately(rationalOf(x))));
  const labels = labelsOf(entries.flat());
  const label = (i: number, a: number): number => labels[i * k + a]!;
  let rows = new Array<number>(n).fill(0);
  let columns = new Array<number>(k).fill(0);
  for (let count = 0; ; ) {
    rows = colours(rows.map((own, i) => [own, columns.map((c, a) => `${c}:${label(i, a)}`)]));
    columns = colours(columns.map((own, a) => [own, rows.map((c, i) => `${c}:${label(i, a)}`)]));
    const next = new Set(rows).size + new Set(columns).size;
    if (next === count) break;
    count = next;
  }
  const [types, blocks] = [classes(rows), classes(columns)];
  const neurons: BlockCandidate['neurons'][number][] = [];
  // Blocks stand one after the other, and so do types; neurons of an attached type as their own coordinates.
  const order = blocks.flat();
  const column = inverted(order);
  const neuronOrder: number[] = [];
  for (const members of types) {
    let attached: number | null = null;
    let diagonal: number | null = null;
    let own: number | undefined;
    const mean = (places: readonly (readonly [number, number])[], x: number): number => {
      const equal = places.filter(([i, a]) => label(i, a) === x).map(([i, a]) => entries[i]![a]!);
      return equal.reduce((sum, y) => sum + y, 0) / equal.length;
    };
    const values: number[] = [];
    for (const [r, block] of blocks.entries()) {
      const places = members.flatMap((i) => block.map((a) => [i, a] as const));
      const met = [...new Set(places.map(([i, a]) => label(i, a)))];
      const found =
        met.length === 1
          ? undefined
          : met.find((x) => members.every((i) => block.filter((a) => label(i, a) === x).length === 1));
      if (met.length > 1 && (found === undefined || met.length > 2 || attached !== null)) return null;
      if (found !== undefined) {
        if (members.length !== block.length) return null;
        attached = r;
        own = found;
        diagonal = mean(places, found);
      }
      values.push(mean(places, met.find((x) => x !== found)!));
    }
    if (members.length > 1 && attached === null) return null;
    neurons.push({ attached, diagonal, values });
    const place = (i: number): number =>
      attached === null ? 0 : column[blocks[attached]!.find((a) => label(i, a) === own)!]!;
    neuronOrder.push(...members.toSorted((i, j) => place(i) - place(j)));
  }
  const candidate: BlockCandidate = { form: 'block', blocks: blocks.map((block) => block.length), neurons };
  return { candidate, rows: inverted(neuronOrder), columns: column };
}

/** Of a permutation: where each number stands. */
function inverted(order: readonly number[]): number[] {
  const places = new Array<number>(order.length);
  for (const [place, i] of order.entries()) places[i] = place;
  return places;
}

/** Numbers that are equal up to the tolerance, step by step, have one label. */
function labelsOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const labels = new Array<number>(values.length);
  let label = 0;
  order.forEach((i, at) => {
    if (at > 0 && values[i]! - values[order[at - 1]!]! > TOLERANCE) label += 1;
    labels[i] = label;
  });
  return labels;
}

function colours(keys: readonly (readonly [number, readonly string[]])[]): number[] {
  const known = new Map<string, number>();
  return keys.map(([own, others]) => {
    const key = `${own}|${others.toSorted().join()}`;
    const colour = known.get(key) ?? known.size;
    known.set(key, colour);
    return colour;
  });
}

function classes(colour: readonly number[]): number[][] {
  return [...new Set(colour)].map((c) => colour.flatMap((x, i) => (x === c ? [i] : [])));
}
