import type { ExactNumber } from '../../arithmetic/exact.ts';
import type { BlockCandidate } from '../../model/candidate.ts';

/**
 * How coordinates and vectors of a symmetric point hang together. The coordinates fall into blocks of sizes m_0, m_1, …;
 * the group S_{m_0} x S_{m_1} x … permutes coordinates and, with them, the vectors of every attached type (mathematics.md
 * 9.1).
 */
export interface Shape {
  /** min(m_r, 4): which isotypic components a block has. */
  readonly classes: readonly number[];
  /** Block of each neuron type, of size at least 2; null for a single neuron. */
  readonly attached: readonly (number | null)[];
}

/**
 * A neuron type by its entries: on each block, and last, for an attached type, at the own coordinate (so that the
 * entry on the own block means the other coordinates of it).
 */
export type Entries<S> = readonly S[];

/** A symmetric point over an arithmetic; targets are the standard basis. */
export interface SymmetricPoint<S> {
  readonly shape: Shape;
  /** m_r as scalars. */
  readonly sizes: readonly S[];
  readonly neurons: readonly Entries<S>[];
}

/** A symmetric point of a landscape with whole numbers of coordinates, its entries exact. */
export interface ExactPoint extends SymmetricPoint<ExactNumber> {
  readonly sizes: readonly number[];
}

/** The class of a block of the given size. */
export function classOf(size: number): number {
  return Math.min(size, 4);
}

/**
 * The point of a candidate in the form of this room: a type attached to a block of size one is a single neuron, with
 * its diagonal as the entry on that block.
 */
export function exactPoint(candidate: BlockCandidate): ExactPoint {
  const { blocks, neurons } = candidate;
  const attached = neurons.map(({ attached: r }) => (r === null || blocks[r] === 1 ? null : r));
  return {
    shape: { classes: blocks.map(classOf), attached },
    sizes: blocks,
    neurons: neurons.map(({ attached: r, diagonal, values }) => {
      if (r === null) return values;
      return blocks[r] === 1 ? values.map((x, q) => (q === r ? diagonal! : x)) : [...values, diagonal!];
    }),
  };
}
