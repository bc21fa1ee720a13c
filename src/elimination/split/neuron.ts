/**
 * What B = ∂²F/∂w² − ½I of one neuron w is made of (docs/split.md), over an abstract arithmetic:
 * the other neurons and the targets, and the subspaces of R^d that B maps to themselves.
 */
import type { ExactNumber } from '../../arithmetic/exact.ts';
import { type Scalars, total } from '../../arithmetic/scalars.ts';
import type { BlockNeurons } from '../../certificate/index.ts';

/** Other neurons (times > 0) or targets (times < 0) that stand alike to w and to the moves of a part. */
export interface Others<S> {
  readonly times: S;
  /** w·q */
  readonly product: S;
  /** ‖q‖² */
  readonly square: S;
  /** q·e_1, q·e_2, … */
  readonly along: readonly S[];
}

/** An invariant subspace of R^d with the orthogonal basis e_1, e_2, … */
export interface Part<S> {
  /** At a symmetric point: the block on which e_1 is 1 at one coordinate and −1 at another; null for all other moves. */
  readonly block: number | null;
  /** How many copies of the part R^d has. */
  readonly multiplicity: number;
  /** ‖e_j‖² */
  readonly lengths: readonly S[];
  /** w·e_j */
  readonly own: readonly S[];
  readonly others: readonly Others<S>[];
}

export interface NeuronParts<S> {
  /** ‖w‖² */
  readonly square: S;
  /** The first one holds w. */
  readonly parts: readonly Part<S>[];
}

type Enter<S> = (x: ExactNumber) => S;

/** Neuron i of a dense point: one part, all of R^d. Targets that are 0 are left out. */
export function denseNeuron<S>(
  field: Scalars<S>,
  enter: Enter<S>,
  weights: readonly (readonly ExactNumber[])[],
  targets: readonly (readonly ExactNumber[])[] | null,
  { k, i }: { readonly k: number; readonly i: number },
): NeuronParts<S> {
  const one = field.integer(1);
  const w = weights[i]!.map(enter);
  const units = (): S[][] =>
    Array.from({ length: k }, (_, j) => w.map((_x, a) => (a === j ? one : field.zero)));
  const goals =
    targets?.filter((row) => row.some((x) => Number(x) !== 0)).map((row) => row.map(enter)) ?? units();
  const seen =
    (times: S) =>
    (q: readonly S[]): Others<S> => ({
      times,
      product: dot(field, w, q),
      square: dot(field, q, q),
      along: q,
    });
  const others = [
    ...weights.filter((_, j) => j !== i).map((row) => seen(one)(row.map(enter))),
    ...goals.map(seen(field.neg(one))),
  ];
  const whole: Part<S> = { block: null, multiplicity: 1, lengths: w.map(() => one), own: w, others };
  return { square: dot(field, w, w), parts: [whole] };
}

/**
 * A neuron of type i of a symmetric point. The permutations that fix w leave its own coordinate alone and permute the
 * other coordinates of every block; B commutes with them. R^k is the sum of the vectors constant on these sets and, set
 * by set, of those with sum 0, an irreducible representation that occurs once: B is a number there (Schur).
 */
export function blockNeuron<S>(
  field: Scalars<S>,
  enter: Enter<S>,
  blocks: readonly number[],
  types: readonly BlockNeurons[],
  i: number,
): NeuronParts<S> {
  const home = types[i]!.attached;
  const counts = blocks.map((m, r) => (r === home ? m - 1 : m));
  const sizes = [...counts, ...(home === null ? [] : [1])].map((m) => field.integer(m));
  const goals = blocks.map((_, r): BlockNeurons & { readonly target: true } => ({
    attached: r,
    diagonal: '1',
    values: blocks.map(() => '0'),
    target: true,
  }));
  /** A vector by its entries on the sets, and at one coordinate of block `at` by `excess` more. */
  const vector = ({ attached, diagonal, values }: BlockNeurons, at: number | null) => {
    const v = values.map(enter);
    const excess =
      attached === null || diagonal === null ? field.zero : field.sub(enter(diagonal), v[attached]!);
    const here = home === null ? [] : [at === null ? field.add(v[home]!, own(attached, excess)) : v[home]!];
    return { entries: [...v, ...here], at, excess };
  };
  const own = (attached: number | null, excess: S): S => (attached === home ? excess : field.zero);
  const w = vector(types[i]!, null).entries;
  const weighted = (x: readonly S[], y: readonly S[]): S =>
    total(
      field,
      x.map((entry, l) => field.mul(sizes[l]!, field.mul(entry, y[l]!))),
    );
  const classes = [...types, ...goals].flatMap((type, b) => {
    const { attached } = type;
    const sign = 'target' in type ? -1 : 1;
    const single = b === i ? [] : [{ ...vector(type, null), count: 1, sign }];
    if (attached === null) return single;
    const apart = { ...vector(type, attached), count: counts[attached]!, sign };
    return attached === home ? [...single, apart] : [apart];
  });
  const met = classes.map(({ entries, at, excess, count, sign }) => {
    const product = weighted(w, entries);
    const square = weighted(entries, entries);
    if (at === null) return { at, excess, count, sign, entries, product, square };
    // At one coordinate x + v for v: w·q grows by x w_r, ‖q‖² by x(2v + x).
    const twice = field.add(entries[at]!, entries[at]!);
    return {
      at,
      excess,
      count,
      sign,
      entries,
      product: field.add(product, field.mul(excess, w[at]!)),
      square: field.add(square, field.mul(excess, field.add(twice, excess))),
    };
  });
  const constant: Part<S> = {
    block: null,
    multiplicity: 1,
    lengths: sizes,
    own: w.map((x, l) => field.mul(sizes[l]!, x)),
    others: met.map(({ at, excess, count, sign, entries, product, square }) => ({
      times: field.integer(sign * count),
      product,
      square,
      along: entries.map((x, l) => {
        const whole = field.mul(sizes[l]!, x);
        return l === at ? field.add(whole, excess) : whole;
      }),
    })),
  };
  const differences = counts.flatMap((m, block): Part<S>[] => {
    if (m < 2) return [];
    const others = met.flatMap(({ at, excess, count, sign, product, square }) => {
      const of = (number: number, x: S): Others<S>[] =>
        number === 0 ? [] : [{ times: field.integer(sign * number), product, square, along: [x] }];
      if (at !== block) return of(count, field.zero);
      return [...of(1, excess), ...of(1, field.neg(excess)), ...of(count - 2, field.zero)];
    });
    return [{ block, multiplicity: m - 1, lengths: [field.integer(2)], own: [field.zero], others }];
  });
  return { square: weighted(w, w), parts: [constant, ...differences] };
}

function dot<S>(field: Scalars<S>, x: readonly S[], y: readonly S[]): S {
  return total(
    field,
    x.map((entry, a) => field.mul(entry, y[a]!)),
  );
}
