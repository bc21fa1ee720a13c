import { type Component, type IsotypicBlock, zeros } from './component.ts';
import { orbitsOf, type Reduced, type ReducedPair, type Relation } from './reduced.ts';

/** Coefficients p, q of a linear form u_i p + u_j q, i the coordinate of the direction's neuron, j of the vector. */
interface Form<S> {
  readonly near: readonly S[];
  /** Null where it vanishes. */
  readonly far: readonly S[] | null;
}

/** What a sum over pairs makes of products of such forms: Σu_i², Σu_iu_j, Σu_j². */
interface Weights<S> {
  readonly near: S;
  readonly mixed: S;
  readonly far: S;
}

/** How a component looks to the sums of the Hessian: 'trivial' or 'standard'. */
interface Directions<S> {
  /** Number of unknowns of each neuron type. */
  readonly sizes: readonly number[];
  /** w·ξ for a direction ξ at a neuron of type a and a vector w of type b. */
  form(a: number, b: number, relation: Relation, orbits: ReducedPair<S>['orbits'], flipped: boolean): Form<S>;
  /** Σ ξ·ξ' over the pairs of neurons of types a, b that stand in the relation. */
  innerSum(a: number, b: number, relation: Relation, orbits: ReducedPair<S>['orbits']): S[][];
  /** Sums over the pairs (neuron of type a, vector of type b). */
  weights(a: number, b: number, relation: Relation): Weights<S>;
  /** ‖Σ_w ξ_w‖² and, on the trivial component, (Σ ŵ·ξ)², as a list of squares of forms on all unknowns. */
  squares(): readonly { readonly weight: S; readonly form: readonly S[] }[];
}

/** The Hessian on the points that the group fixes, by the entries of the types. */
export function trivialBlock<S>(reduced: Reduced<S>): IsotypicBlock<S> {
  return summed(reduced, { kind: 'trivial' }, trivialDirections(reduced));
}

/** The Hessian on the standard representation of a block. */
export function standardBlock<S>(reduced: Reduced<S>, block: number): IsotypicBlock<S> {
  return summed(reduced, { kind: 'standard', block }, standardDirections(reduced, block));
}

/**
 * 2πD²F(ξ,ξ) = (π/2)‖Σξ_w‖² + (Σ w̄·ξ_w)² + Σ_w { (π/2 − 1)‖ξ_w‖² + (ℓ_w/‖w‖)‖ξ_w^⊥‖² + Σ_{q≠w} ε_q(q·ξ_w^⊥)²/R_wq }
 *   + Σ_{w≠w'} { β ξ_w·ξ_w' + (w'·ξ_w^⊥)(w·ξ_w'^⊥)/R − κ(w̄·ξ_w)(w̄'·ξ_w') }   (mathematics.md 1.6).
 */
function summed<S>(reduced: Reduced<S>, component: Component, directions: Directions<S>): IsotypicBlock<S> {
  const { field, sizes, vectors, squares, norms, pairs, neuronTypes, ell } = reduced;
  const offsets: number[] = [];
  let size = 0;
  for (const count of directions.sizes) {
    offsets.push(size);
    size += count;
  }
  const entries = zeros(field, size);
  const gram = zeros(field, size);
  for (const { weight, form } of directions.squares())
    for (let i = 0; i < size; i++) {
      const scaled = field.mul(weight, form[i]!);
      for (let j = 0; j < size; j++) entries[i]![j] = field.add(entries[i]![j]!, field.mul(scaled, form[j]!));
    }
  const rest = field.sub(field.div(field.pi, field.integer(2)), field.integer(1));
  const own = vectors.slice(0, neuronTypes).map(({ attached }, a) => {
    const orbits = orbitsOf(field, sizes, attached, attached, 'same');
    const form = directions.form(a, a, 'same', orbits, false);
    const weights = directions.weights(a, a, 'same');
    const innerSum = directions.innerSum(a, a, 'same', orbits);
    const ratio = field.div(ell[a]!, norms[a]!);
    addMatrix(gram, a, a, field.integer(1), innerSum);
    addMatrix(entries, a, a, field.add(rest, ratio), innerSum);
    // ‖ξ^⊥‖² = ‖ξ‖² − (w·ξ)²/‖w‖²
    addProducts(entries, a, a, field.neg(field.div(ratio, squares[a]!)), form, form, weights);
    return form;
  });
  for (const pair of pairs) {
    const { left, right, relation, orbits, inner, inverseArea, beta, weightedVersine } = pair;
    const neuron = right < neuronTypes;
    const there = orthogonal(left, right, false);
    if (inverseArea !== null)
      addProducts(
        entries,
        left,
        left,
        neuron ? inverseArea : field.neg(inverseArea),
        there,
        there,
        directions.weights(left, right, relation),
      );
    if (!neuron) continue;
    const back = left === right ? there : orthogonal(right, left, true);
    if (left !== right && inverseArea !== null)
      addProducts(entries, right, right, inverseArea, back, back, directions.weights(right, left, relation));
    const weights = directions.weights(left, right, relation);
    const normProduct = field.mul(norms[left]!, norms[right]!);
    const scaledVersine = field.div(weightedVersine, field.mul(normProduct, normProduct));
    addMatrix(entries, left, right, beta, directions.innerSum(left, right, relation, orbits));
    if (inverseArea !== null) addProducts(entries, left, right, inverseArea, there, reversed(back), weights);
    addProducts(entries, left, right, field.neg(scaledVersine), own[left]!, reversed(own[right]!), weights);

    /** q·ξ_w^⊥ = q·ξ_w − (q·w/‖w‖²)(w·ξ_w) */
    function orthogonal(w: number, q: number, flipped: boolean): Form<S> {
      const form = directions.form(w, q, relation, orbits, flipped);
      const share = field.div(inner, squares[w]!);
      const along = own[w]!.near;
      return { near: form.near.map((x, i) => field.sub(x, field.mul(share, along[i]!))), far: form.far };
    }
  }
  return { component, entries, gram };

  /** matrix += c·part in the place (a, b) and, transposed, in (b, a). */
  function addMatrix(matrix: S[][], a: number, b: number, c: S, part: readonly (readonly S[])[]): void {
    part.forEach((row, i) => {
      row.forEach((x, j) => {
        const value = field.mul(c, x);
        const [p, q] = [offsets[a]! + i, offsets[b]! + j];
        matrix[p]![q] = field.add(matrix[p]![q]!, value);
        if (a !== b) matrix[q]![p] = field.add(matrix[q]![p]!, value);
      });
    });
  }

  /** matrix += c·Σ(u_i f + u_j g)(u_i f' + u_j g')ᵀ in the place (a, b) and, transposed, in (b, a). */
  function addProducts(
    matrix: S[][],
    a: number,
    b: number,
    c: S,
    left: Form<S> | FlippedForm<S>,
    right: Form<S> | FlippedForm<S>,
    weights: Weights<S>,
  ): void {
    const part = zeros(field, directions.sizes[a]!, directions.sizes[b]!);
    const add = (weight: S, x: readonly S[] | null, y: readonly S[] | null): void => {
      if (x === null || y === null) return;
      x.forEach((value, i) => {
        const scaled = field.mul(weight, value);
        y.forEach((other, j) => {
          part[i]![j] = field.add(part[i]![j]!, field.mul(scaled, other));
        });
      });
    };
    add(weights.near, left.near, right.near);
    add(weights.mixed, left.near, right.far);
    add(weights.mixed, left.far, right.near);
    add(weights.far, left.far, right.far);
    addMatrix(matrix, a, b, c, part);
  }
}

/** A form as seen from the other vector of the pair: near and far exchanged. */
interface FlippedForm<S> {
  readonly near: readonly S[] | null;
  readonly far: readonly S[] | null;
}

const reversed = <S>({ near, far }: Form<S>): FlippedForm<S> => ({ near: far, far: near });

/** Directions that the group fixes: the entries of the types. */
function trivialDirections<S>(reduced: Reduced<S>): Directions<S> {
  const { field, sizes, vectors, norms, pairs, neuronTypes } = reduced;
  const own = sizes.length;
  const neurons = vectors.slice(0, neuronTypes);
  const counts = new Map(
    pairs.map(({ left, right, relation, count }) => [`${left} ${right} ${relation}`, count]),
  );
  const countOf = (a: number, b: number, relation: Relation): S => {
    if (a === b && relation === 'same') return vectors[a]!.count;
    return counts.get(a < b ? `${a} ${b} ${relation}` : `${b} ${a} ${relation}`)!;
  };
  const form: Directions<S>['form'] = (a, b, _relation, orbits, flipped) => {
    const near = vectors[a]!.entries.map(() => field.zero);
    for (const { count, left, right } of orbits) {
      const [at, entry] = flipped ? [right, left] : [left, right];
      near[at] = field.add(near[at]!, field.mul(count, vectors[b]!.entries[entry]!));
    }
    return { near, far: null };
  };
  return {
    sizes: neurons.map(({ entries }) => entries.length),
    form,
    innerSum(a, b, relation, orbits) {
      const matrix = zeros(field, vectors[a]!.entries.length, vectors[b]!.entries.length);
      const times = countOf(a, b, relation);
      for (const { count, left, right } of orbits)
        matrix[left]![right] = field.add(matrix[left]![right]!, field.mul(times, count));
      return matrix;
    },
    weights(a, b, relation) {
      const count = countOf(a, b, relation);
      return { near: count, mixed: count, far: count };
    },
    squares() {
      const half = field.div(field.pi, field.integer(2));
      const sums = sizes.map((size, s) => ({
        weight: field.mul(half, size),
        form: neurons.flatMap(({ attached, entries, count }) =>
          entries.map((_, at) => {
            if (at === own) return field.integer(attached === s ? 1 : 0);
            if (at !== s) return field.zero;
            return attached === s ? field.sub(count, field.integer(1)) : count;
          }),
        ),
      }));
      const radial = neurons.flatMap(({ attached, count }, a) => {
        const orbits = orbitsOf(field, sizes, attached, attached, 'same');
        const factor = field.div(count, norms[a]!);
        return form(a, a, 'same', orbits, false).near.map((x) => field.mul(factor, x));
      });
      return [...sums, { weight: field.integer(1), form: radial }];
    },
  };
}

/**
 * The standard representation of block r, for one u ∈ R^m with Σu_i = 0, ‖u‖ = 1 on the coordinates of the block:
 * neuron i of a type attached to r moves by u_i V_i + C u, V_i with entries like a neuron of the type, every other
 * neuron by C u. Unknowns: the entries of V, then C; C is dropped for m = 2, where u = u_i(e_i − (1_r − e_i)).
 */
function standardDirections<S>(reduced: Reduced<S>, block: number): Directions<S> {
  const { field, shape, sizes, vectors, neuronTypes } = reduced;
  const own = sizes.length;
  const size = sizes[block]!;
  const one = field.integer(1);
  const alone = shape.classes[block] === 2;
  const here = (a: number): boolean => vectors[a]!.attached === block;
  const width = (a: number): number => (here(a) ? own + (alone ? 1 : 2) : 1);
  /** Entry at the own coordinate less that on the others of the block: w·u = u_j times this. */
  const excess = (b: number): S => field.sub(vectors[b]!.entries[own]!, vectors[b]!.entries[block]!);
  const countOf = (a: number, b: number, relation: Relation): S => {
    const { count } = vectors[a]!;
    if (relation === 'same') return count;
    return field.mul(count, relation === 'apart' ? vectors[b]!.count : field.sub(count, one));
  };
  return {
    sizes: Array.from({ length: neuronTypes }, (_, a) => width(a)),
    form(a, b, relation, orbits, flipped) {
      const near: S[] = Array.from({ length: width(a) }, () => field.zero);
      if (!here(a)) return { near, far: here(b) ? [excess(b)] : null };
      for (const { count, left, right } of orbits) {
        const [at, entry] = flipped ? [right, left] : [left, right];
        near[at] = field.add(near[at]!, field.mul(count, vectors[b]!.entries[entry]!));
      }
      if (alone || !here(b)) return { near, far: null };
      if (relation === 'same') {
        near[own + 1] = excess(b);
        return { near, far: null };
      }
      const far = near.map(() => field.zero);
      far[own + 1] = excess(b);
      return { near, far };
    },
    innerSum(a, b, relation, orbits) {
      const matrix = zeros(field, width(a), width(b));
      const together = here(a) && here(b);
      const same = relation === 'same';
      if (together)
        for (const { count, left, right } of orbits)
          matrix[left]![right] = field.add(matrix[left]![right]!, same ? count : field.neg(count));
      const [last, final] = [width(a) - 1, width(b) - 1];
      // (V·u) C' and C C'‖u‖², with V·u = u_i(V_own − V_r).
      const mixed = together ? (same ? one : field.sub(size, one)) : vectors[here(a) ? b : a]!.count;
      if (here(a) && !(together && alone)) {
        matrix[own]![final] = field.add(matrix[own]![final]!, mixed);
        matrix[block]![final] = field.sub(matrix[block]![final]!, mixed);
      }
      if (here(b) && !(together && alone)) {
        matrix[last]![own] = field.add(matrix[last]![own]!, mixed);
        matrix[last]![block] = field.sub(matrix[last]![block]!, mixed);
      }
      if (!(alone && (here(a) || here(b))))
        matrix[last]![final] = field.add(matrix[last]![final]!, countOf(a, b, relation));
      return matrix;
    },
    weights(a, b, relation) {
      if (relation === 'same') return { near: one, mixed: one, far: one };
      if (relation === 'different')
        return { near: field.sub(size, one), mixed: field.neg(one), far: field.sub(size, one) };
      return {
        near: here(a) ? vectors[b]!.count : field.zero,
        mixed: field.zero,
        far: here(b) ? vectors[a]!.count : field.zero,
      };
    },
    squares() {
      const form = Array.from({ length: neuronTypes }, (_, a) => {
        if (!here(a)) return [vectors[a]!.count];
        const part: S[] = Array.from({ length: width(a) }, () => field.zero);
        part[own] = one;
        part[block] = field.neg(one);
        if (!alone) part[own + 1] = size;
        return part;
      }).flat();
      return [{ weight: field.div(field.pi, field.integer(2)), form }];
    },
  };
}
