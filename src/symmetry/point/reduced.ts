import type { Scalars } from '../../arithmetic/scalars.ts';
import type { Entries, Shape, SymmetricPoint } from './shape.ts';

/** A type of vectors: neurons (sign 1) or the targets of a block (sign −1). */
export interface Vectors<S> {
  readonly attached: number | null;
  readonly sign: 1 | -1;
  readonly entries: Entries<S>;
  /** How many vectors the type has. */
  readonly count: S;
}

/**
 * How two vectors lie: 'same' and 'different' coordinate of one block that both types are attached to ('same' also for
 * a vector with itself), 'apart' otherwise.
 */
export type Relation = 'same' | 'different' | 'apart';

/**
 * An orbit of coordinates under the permutations that fix both vectors, so that both are constant on it: how many coordinates,
 * and where the entries of the two types stand.
 */
export interface Orbit<S> {
  readonly count: S;
  readonly left: number;
  readonly right: number;
}

/** Two vectors p, q of given types, ρ the cosine of their angle. */
export interface ReducedPair<S> {
  readonly left: number;
  readonly right: number;
  readonly relation: Relation;
  readonly orbits: readonly Orbit<S>[];
  /** p·q */
  readonly inner: S;
  /** R = ‖p‖‖q‖√(1 − ρ²) */
  readonly area: S;
  /** 1/R, or null for vectors that may be parallel. */
  readonly inverseArea: S | null;
  /** β = asin ρ */
  readonly beta: S;
  /** ‖p‖‖q‖κ, κ = 1 − √(1 − ρ²) = 1 − cos β, the versine of β */
  readonly weightedVersine: S;
  /** How many right vectors a left vector has in this relation, and how many left ones a right one. */
  readonly rightsPerLeft: S;
  readonly leftsPerRight: S;
  /** Number of pairs (p, q). */
  readonly count: S;
}

/** Everything that F, its gradient and the blocks of its Hessian are made of. */
export interface Reduced<S> {
  readonly field: Scalars<S>;
  readonly shape: Shape;
  readonly sizes: readonly S[];
  /** Neuron types, then the targets of each block. */
  readonly vectors: readonly Vectors<S>[];
  readonly neuronTypes: number;
  readonly squares: readonly S[];
  readonly norms: readonly S[];
  /** Pairs with left ≤ right, of two neurons or of a neuron and a target; not a vector with itself. */
  readonly pairs: readonly ReducedPair<S>[];
  /** Unordered pairs of targets are orthogonal and contribute nothing. 𝓛 = Σ‖w_i‖ − Σ‖v_j‖. */
  readonly lengthSum: S;
  /** ℓ_w = 𝓛 − Σ_{q≠w} ε_q‖q‖κ_wq for each neuron type. */
  readonly ell: readonly S[];
  /** S = Σw_i − Σv_j by blocks. */
  readonly vectorSum: readonly S[];
}

/** Neuron types and targets of a point. */
function vectorsOf<S>(field: Scalars<S>, point: SymmetricPoint<S>): Vectors<S>[] {
  const { shape, sizes, neurons } = point;
  const one = field.integer(1);
  const own = neurons.map<Vectors<S>>((entries, a) => {
    const attached = shape.attached[a]!;
    return { attached, sign: 1, entries, count: attached === null ? one : sizes[attached]! };
  });
  const targets = sizes.map<Vectors<S>>((size, r) => {
    const single = shape.classes[r] === 1;
    const values = sizes.map((_, s) => (single && s === r ? one : field.zero));
    return {
      attached: single ? null : r,
      sign: -1,
      entries: single ? values : [...values, one],
      count: size,
    };
  });
  return [...own, ...targets];
}

/** The orbits of the coordinates, block by block. */
export function orbitsOf<S>(
  field: Scalars<S>,
  sizes: readonly S[],
  left: number | null,
  right: number | null,
  relation: Relation,
): Orbit<S>[] {
  const one = field.integer(1);
  const own = sizes.length;
  return sizes.flatMap((size, s) => {
    if (left !== s && right !== s) return [{ count: size, left: s, right: s }];
    if (left === s && right === s && relation === 'different')
      return [
        { count: field.sub(size, field.integer(2)), left: s, right: s },
        { count: one, left: own, right: s },
        { count: one, left: s, right: own },
      ];
    return [
      { count: field.sub(size, one), left: s, right: s },
      { count: one, left: left === s ? own : s, right: right === s ? own : s },
    ];
  });
}

/** Σ over the coordinates of the products of two vectors. */
function product<S>(field: Scalars<S>, orbits: readonly Orbit<S>[], p: Entries<S>, q: Entries<S>): S {
  let sum = field.zero;
  for (const { count, left, right } of orbits)
    sum = field.add(sum, field.mul(count, field.mul(p[left]!, q[right]!)));
  return sum;
}

/** The relations in which vectors of two types stand, those of one type to each other without itself. */
function relationsOf<S>(p: Vectors<S>, q: Vectors<S>): readonly Relation[] {
  if (p === q) return p.attached === null ? [] : ['different'];
  return p.attached !== null && p.attached === q.attached ? ['same', 'different'] : ['apart'];
}

/** Squared norms, pairs and sums of a point; no neuron may be 0. */
export function reduce<S>(field: Scalars<S>, point: SymmetricPoint<S>): Reduced<S> {
  const { shape, sizes, neurons } = point;
  const vectors = vectorsOf(field, point);
  const one = field.integer(1);
  const squares = vectors.map(({ attached, entries, sign }) => {
    if (sign < 0) return one;
    return product(field, orbitsOf(field, sizes, attached, attached, 'same'), entries, entries);
  });
  const norms = squares.map((x, a) => (a < neurons.length ? field.sqrt(x) : one));
  const pairs: ReducedPair<S>[] = [];
  for (let left = 0; left < neurons.length; left++)
    for (let right = left; right < vectors.length; right++)
      for (const relation of relationsOf(vectors[left]!, vectors[right]!))
        pairs.push(pairOf(left, right, relation));
  let lengthSum = field.zero;
  vectors.forEach(({ sign, count }, p) => {
    const total = field.mul(count, norms[p]!);
    lengthSum = sign > 0 ? field.add(lengthSum, total) : field.sub(lengthSum, total);
  });
  const ell = neurons.map(() => lengthSum);
  for (const { left, right, weightedVersine, rightsPerLeft, leftsPerRight } of pairs) {
    const subtractVersine = (w: number, sign: 1 | -1, times: S): void => {
      const amount = field.div(field.mul(times, weightedVersine), norms[w]!);
      ell[w] = sign > 0 ? field.sub(ell[w]!, amount) : field.add(ell[w]!, amount);
    };
    subtractVersine(left, vectors[right]!.sign, rightsPerLeft);
    if (right < neurons.length && right !== left) subtractVersine(right, 1, leftsPerRight);
  }
  return {
    field,
    shape,
    sizes,
    vectors,
    neuronTypes: neurons.length,
    squares,
    norms,
    pairs,
    lengthSum,
    ell,
    vectorSum: sizes.map((_, s) => sumOn(s)),
  };

  function pairOf(left: number, right: number, relation: Relation): ReducedPair<S> {
    const p = vectors[left]!;
    const q = vectors[right]!;
    const orbits = orbitsOf(field, sizes, p.attached, q.attached, relation);
    const inner = product(field, orbits, p.entries, q.entries);
    // R = ‖p‖·‖q − (p·q/‖p‖²)p‖: a sum of squares, accurate for nearly parallel vectors too.
    const along = field.div(inner, squares[left]!);
    let rest = field.zero;
    for (const { count, left: i, right: j } of orbits) {
      const difference = field.sub(q.entries[j]!, field.mul(along, p.entries[i]!));
      rest = field.add(rest, field.mul(count, field.mul(difference, difference)));
    }
    const area = field.mul(norms[left]!, field.sqrt(rest));
    const normProduct = field.mul(norms[left]!, norms[right]!);
    // ‖p‖‖q‖(1 − √(1 − ρ²)) = (p·q)²/(‖p‖‖q‖ + R)
    const weightedVersine = field.div(field.mul(inner, inner), field.add(normProduct, area));
    const perLeft = relation === 'same' ? one : relation === 'apart' ? q.count : field.sub(q.count, one);
    const perRight = relation === 'same' ? one : relation === 'apart' ? p.count : field.sub(p.count, one);
    return {
      left,
      right,
      relation,
      orbits,
      inner,
      area,
      inverseArea: field.isSafelyPositive(area) ? field.div(one, area) : null,
      beta: field.sub(field.halfPi, field.angle(inner, area)),
      weightedVersine,
      rightsPerLeft: perLeft,
      leftsPerRight: perRight,
      count: field.mul(p.count, perLeft),
    };
  }

  /** The sum of all vectors with their signs, at a coordinate of block s. */
  function sumOn(s: number): S {
    let sum = field.zero;
    for (const { attached, sign, entries, count } of vectors) {
      const others = attached === s ? field.sub(count, one) : count;
      let share = field.mul(others, entries[s]!);
      if (attached === s) share = field.add(share, entries[sizes.length]!);
      sum = sign > 0 ? field.add(sum, share) : field.sub(sum, share);
    }
    return sum;
  }
}

/**
 * F (mathematics.md 1.6, without cancellation):
 * F = ‖S‖²/8 + 𝓛²/4π + (1/4π)[ (π/2 − 1) Σ_p‖p‖² + Σ_{p≠q} ε_pε_q‖p‖‖q‖ψ(ρ_pq) ], ‖p‖‖q‖ψ(ρ) = (p·q)β − ‖p‖‖q‖κ.
 */
export function reducedObjective<S>(reduced: Reduced<S>): S {
  const { field, vectors, sizes, squares, pairs, lengthSum, vectorSum } = reduced;
  const half = field.div(field.pi, field.integer(2));
  let squared = field.zero;
  vectors.forEach(({ count }, p) => {
    squared = field.add(squared, field.mul(count, squares[p]!));
  });
  let bracket = field.mul(field.sub(half, field.integer(1)), squared);
  for (const { left, right, inner, beta, weightedVersine, count } of pairs) {
    const value = field.mul(count, field.sub(field.mul(inner, beta), weightedVersine));
    // Pairs of one type are counted in both orders already.
    const both = left === right ? value : field.add(value, value);
    bracket = vectors[right]!.sign > 0 ? field.add(bracket, both) : field.sub(bracket, both);
  }
  let balance = field.zero;
  sizes.forEach((size, s) => {
    balance = field.add(balance, field.mul(size, field.mul(vectorSum[s]!, vectorSum[s]!)));
  });
  const fourPi = field.mul(field.integer(4), field.pi);
  return field.add(
    field.div(balance, field.integer(8)),
    field.div(field.add(field.mul(lengthSum, lengthSum), bracket), fourPi),
  );
}

/**
 * 2π∇_w F for one neuron of each type, by its entries (mathematics.md 1.6 and 9.2):
 * 2π∇_w F = (π/2)S + (ℓ_w/‖w‖ + π/2 − 1) w + Σ_{q≠w} ε_qβ_wq q. At the point all its entries are what they are for
 * one neuron, so that F is critical among all points of R^{nk} where they vanish.
 */
export function reducedGradient<S>(reduced: Reduced<S>): S[][] {
  const { field, vectors, sizes, norms, pairs, ell, vectorSum, neuronTypes } = reduced;
  const own = sizes.length;
  const half = field.div(field.pi, field.integer(2));
  const rest = field.sub(half, field.integer(1));
  const one = field.integer(1);
  const gradient = vectors.slice(0, neuronTypes).map(({ attached, entries }, a) => {
    const radial = field.add(field.div(ell[a]!, norms[a]!), rest);
    return entries.map((x, s) =>
      field.add(field.mul(half, vectorSum[s === own ? attached! : s]!), field.mul(radial, x)),
    );
  });
  for (const { left, right, relation, beta } of pairs) {
    attract(left, right, relation, beta);
    if (right !== left && right < neuronTypes) attract(right, left, relation, beta);
  }
  return gradient;

  /** Adds ε_qβ Σq over the vectors q of a type that stand in the relation to a neuron w. */
  function attract(w: number, q: number, relation: Relation, beta: S): void {
    const { attached: r } = vectors[w]!;
    const { attached: t, sign, entries, count } = vectors[q]!;
    const factor = sign > 0 ? beta : field.neg(beta);
    const target = gradient[w]!;
    const times = relation === 'same' ? one : relation === 'apart' ? count : field.sub(count, one);
    for (let s = 0; s < target.length; s++) {
      const block = s === own ? r! : s;
      let sum: S;
      if (relation === 'same' || t !== block)
        sum = field.mul(times, entries[s === own && t === block ? own : block]!);
      else if (relation === 'apart')
        sum = field.add(field.mul(field.sub(times, one), entries[block]!), entries[own]!);
      else if (s === own) sum = field.mul(times, entries[block]!);
      else sum = field.add(field.mul(field.sub(times, one), entries[block]!), entries[own]!);
      target[s] = field.add(target[s]!, field.mul(factor, sum));
    }
  }
}

/** Number of coordinates of one neuron of type a at which entry s stands. */
export function entryCount<S>(reduced: Reduced<S>, a: number, s: number): S {
  const { field, vectors, sizes } = reduced;
  if (s === sizes.length) return field.integer(1);
  return vectors[a]!.attached === s ? field.sub(sizes[s]!, field.integer(1)) : sizes[s]!;
}
