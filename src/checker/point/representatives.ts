/**
 * Representatives of the components of R^{nk} and R^n under the group S_{m_0} x S_{m_1} x …, which permutes the
 * coordinates of each block and the neurons attached to it. By Schur's lemma a symmetric operator that commutes with the
 * group has on a component V ⊗ R^s the eigenvalues of its form on one vector of V, relative to the Gram matrix, each
 * dim V times (mathematics.md 9.3 and 9.4).
 */

/** Coordinates that the representatives do not tell apart: an orbit under the permutations that fix them. */
interface CoordinateClass {
  readonly block: number;
  readonly size: bigint;
}

/** Vectors of a type that the representatives do not tell apart: one, or one for each coordinate of a class. */
export interface VectorClass {
  readonly type: number;
  /** The class of the own coordinates, or −1. */
  readonly own: number;
  readonly count: bigint;
}

/** A vector by its values on the classes of coordinates, with something more at one coordinate of class `own`. */
export interface Vector {
  readonly values: readonly bigint[];
  readonly excess: bigint;
  readonly own: number;
}

/** Coordinates and vectors of a point in classes. */
export interface Classes {
  readonly coordinates: readonly CoordinateClass[];
  readonly neurons: readonly VectorClass[];
  /** Neurons, then targets. */
  readonly vectors: readonly VectorClass[];
}

/** For every direction and every class of neurons the move, or null. */
export type Directions = readonly (readonly (Vector | null)[])[];
/** For every direction a number for every class of neurons. */
export type Numbers = readonly (readonly bigint[])[];

export interface Component {
  /** Number of distinguished coordinates of each block. */
  readonly distinguished: readonly number[];
  /** dim V */
  readonly multiplicity: bigint;
  directions(classes: Classes): Directions;
  /** The same in R^n. */
  numbers(classes: Classes): Numbers;
}

/** Σ over the coordinates of v·w; `same`: the own coordinates of the two are one. */
export function dot({ coordinates }: Classes, v: Vector, w: Vector, same: boolean): bigint {
  let sum = 0n;
  coordinates.forEach(({ size }, c) => {
    const product = v.values[c]! * w.values[c]!;
    if (product !== 0n) sum += size * product;
  });
  if (v.own >= 0) sum += v.excess * w.values[v.own]!;
  if (w.own >= 0) sum += w.excess * v.values[w.own]!;
  return same ? sum + v.excess * w.excess : sum;
}

/** Classes for the given numbers of distinguished coordinates. */
export function classesOf(
  blocks: readonly bigint[],
  types: readonly { readonly attached: number | null }[],
  neuronTypes: number,
  distinguished: readonly number[],
): Classes {
  const coordinates = blocks.flatMap((size, block) => {
    const single = Array.from({ length: distinguished[block]! }, () => ({ block, size: 1n }));
    const rest = size - BigInt(distinguished[block]!);
    return rest > 0n ? [...single, { block, size: rest }] : single;
  });
  const vectors = types.flatMap(({ attached }, type): VectorClass[] => {
    if (attached === null) return [{ type, own: -1, count: 1n }];
    return coordinates.flatMap(({ block, size }, own) =>
      block === attached ? [{ type, own, count: size }] : [],
    );
  });
  return { coordinates, vectors, neurons: vectors.filter(({ type }) => type < neuronTypes) };
}

/** All components, for the blocks that the neuron types are attached to. */
export function componentsOf(
  blocks: readonly bigint[],
  attached: readonly (number | null)[],
): readonly Component[] {
  const none = blocks.map(() => 0);
  const single = (block: number, count: number): number[] => none.map((_, s) => (s === block ? count : 0));
  const components: Component[] = [trivial(blocks, attached, none)];
  blocks.forEach((size, r) => {
    if (size >= 2n) components.push(standard(blocks, attached, r, single(r, 2)));
    const half = size * (size - 3n);
    if (size >= 4n) components.push(rows(attached, r, single(r, 4), half / 2n, SYMMETRIC));
    if (size >= 3n)
      components.push(rows(attached, r, single(r, 3), ((size - 1n) * (size - 2n)) / 2n, ALTERNATING));
    blocks.forEach((other, s) => {
      if (s <= r || size < 2n || other < 2n) return;
      const both = none.map((_, t) => (t === r || t === s ? 2 : 0));
      components.push(product(attached, r, s, both, (size - 1n) * (other - 1n)));
    });
  });
  return components;
}

/** A direction in which the neurons of one type move, each by what is said for its class. */
function moved(
  { coordinates, neurons }: Classes,
  type: number,
  move: (own: number) => { values: (coordinate: number) => bigint; excess: bigint } | null,
): (Vector | null)[] {
  return neurons.map((neuron) => {
    const step = neuron.type === type ? move(neuron.own) : null;
    if (step === null) return null;
    return { values: coordinates.map((_, c) => step.values(c)), excess: step.excess, own: neuron.own };
  });
}

const nothing = (): bigint => 0n;

/** The entries of every type. */
function trivial(
  blocks: readonly bigint[],
  attached: readonly (number | null)[],
  distinguished: readonly number[],
): Component {
  return {
    distinguished,
    multiplicity: 1n,
    directions: (classes) =>
      attached.flatMap((r, type) => {
        const values = blocks.map((_, s) =>
          moved(classes, type, () => ({
            values: (c) => (classes.coordinates[c]!.block === s ? 1n : 0n),
            excess: r === s ? -1n : 0n,
          })),
        );
        return r === null
          ? values
          : [...values, moved(classes, type, () => ({ values: nothing, excess: 1n }))];
      }),
    numbers: ({ neurons }) =>
      attached.map((_, type) => neurons.map((neuron) => (neuron.type === type ? 1n : 0n))),
  };
}

/** The distinguished coordinates of a block, as classes. */
function places({ coordinates }: Classes, block: number): number {
  return coordinates.findIndex((coordinate) => coordinate.block === block);
}

/** u = e_1 − e_2 on the coordinates from `first` on: the value at class c. */
const difference =
  (first: number) =>
  (c: number): bigint =>
    c === first ? 1n : c === first + 1 ? -1n : 0n;

/**
 * u = e_1 − e_2 in block r. Neuron i of an attached type: u_i e_i; u_i(1_r − e_i); u − u_i e_i (for m = 2 the same as
 * the second up to sign); u_i 1_s for every other block s. Every neuron of another type: u.
 */
function standard(
  blocks: readonly bigint[],
  attached: readonly (number | null)[],
  r: number,
  distinguished: readonly number[],
): Component {
  return {
    distinguished,
    multiplicity: blocks[r]! - 1n,
    directions: (classes) => {
      const u = difference(places(classes, r));
      const on = (s: number, c: number): bigint => (classes.coordinates[c]!.block === s ? 1n : 0n);
      return attached.flatMap((own, type) => {
        if (own !== r) return [moved(classes, type, () => ({ values: u, excess: 0n }))];
        const scaled = (values: (c: number) => bigint, excess: bigint): (Vector | null)[] =>
          moved(classes, type, (i) =>
            u(i) === 0n ? null : { values: (c) => u(i) * values(c), excess: u(i) * excess },
          );
        const own1 = scaled(nothing, 1n);
        const others = scaled((c) => on(r, c), -1n);
        const rest = moved(classes, type, (i) => ({ values: u, excess: -u(i) }));
        const elsewhere = blocks.flatMap((_, s) => (s === r ? [] : [scaled((c) => on(s, c), 0n)]));
        return blocks[r] === 2n ? [own1, others, ...elsewhere] : [own1, others, rest, ...elsewhere];
      });
    },
    numbers: (classes) => {
      const u = difference(places(classes, r));
      return attached.flatMap((own, type) =>
        own === r ? [classes.neurons.map((neuron) => (neuron.type === type ? u(neuron.own) : 0n))] : [],
      );
    },
  };
}

/** (e_1 − e_2)(e_3 − e_4)ᵀ + its transpose, in (m − 2, 2). */
const SYMMETRIC: readonly (readonly bigint[])[] = [
  [0n, 0n, 1n, -1n],
  [0n, 0n, -1n, 1n],
  [1n, -1n, 0n, 0n],
  [-1n, 1n, 0n, 0n],
];
/** The antisymmetric matrix of a cycle of three, in (m − 2, 1, 1). */
const ALTERNATING: readonly (readonly bigint[])[] = [
  [0n, 1n, -1n],
  [-1n, 0n, 1n],
  [1n, -1n, 0n],
];

/** Neuron i of a type attached to block r moves by row i of a matrix. */
function rows(
  attached: readonly (number | null)[],
  r: number,
  distinguished: readonly number[],
  multiplicity: bigint,
  matrix: readonly (readonly bigint[])[],
): Component {
  return {
    distinguished,
    multiplicity,
    directions: (classes) => {
      const first = places(classes, r);
      return attached.flatMap((own, type) => {
        if (own !== r) return [];
        return [
          moved(classes, type, (i) => {
            const row = matrix[i - first];
            return row === undefined ? null : { values: (c) => row[c - first] ?? 0n, excess: 0n };
          }),
        ];
      });
    },
    numbers: () => [],
  };
}

/** u = e_1 − e_2 in block r, u' likewise in block s: neuron i attached to r moves by u_i u', to s by u'_i u. */
function product(
  attached: readonly (number | null)[],
  r: number,
  s: number,
  distinguished: readonly number[],
  multiplicity: bigint,
): Component {
  return {
    distinguished,
    multiplicity,
    directions: (classes) => {
      const [u, v] = [difference(places(classes, r)), difference(places(classes, s))];
      return attached.flatMap((own, type) => {
        if (own !== r && own !== s) return [];
        const [mine, other] = own === r ? [u, v] : [v, u];
        return [
          moved(classes, type, (i) =>
            mine(i) === 0n ? null : { values: (c) => mine(i) * other(c), excess: 0n },
          ),
        ];
      });
    },
    numbers: () => [],
  };
}
