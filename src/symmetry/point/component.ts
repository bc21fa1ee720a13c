import type { Scalars } from '../../arithmetic/scalars.ts';
import type { Reduced } from './reduced.ts';

/**
 * The isotypic components of R^{nk} under S_{m_0} x S_{m_1} x …: 'trivial'; the standard representation of block r;
 * (m_r − 2, 2) and (m_r − 2, 1, 1); the product of the standard representations of blocks r < s (mathematics.md 9.4).
 */
export type Component =
  | { readonly kind: 'trivial' }
  | { readonly kind: 'standard' | 'symmetric' | 'alternating'; readonly block: number }
  | { readonly kind: 'product'; readonly block: number; readonly other: number };

/**
 * The Hessian on one component, on representatives of its multiplicity space: entries 2π⟨ξ_a, H ξ_b⟩ and Gram matrix
 * ⟨ξ_a, ξ_b⟩, both symmetric (mathematics.md 9.3).
 */
export interface IsotypicBlock<S> {
  readonly component: Component;
  readonly entries: readonly (readonly S[])[];
  readonly gram: readonly (readonly S[])[];
}

/** How often a component occurs in R^{nk} (in R^n for M): the dimension of the representation. */
export function multiplicityOf(component: Component, sizes: readonly number[]): bigint {
  const m = component.kind === 'trivial' ? 0n : BigInt(sizes[component.block]!);
  switch (component.kind) {
    case 'trivial':
      return 1n;
    case 'standard':
      return m - 1n;
    case 'symmetric':
      return (m * (m - 3n)) / 2n;
    case 'alternating':
      return ((m - 1n) * (m - 2n)) / 2n;
    case 'product':
      return (m - 1n) * (BigInt(sizes[component.other]!) - 1n);
  }
}

/** Neuron types that are attached to one of two blocks. */
export function attachedTo<S>(reduced: Reduced<S>, block: number, other: number = block): number[] {
  return reduced.shape.attached.flatMap((r, a) => (r === block || r === other ? [a] : []));
}

/** π/2 − 1 + ℓ_w/‖w‖ */
export function curvature<S>(reduced: Reduced<S>, a: number): S {
  const { field, ell, norms } = reduced;
  const rest = field.sub(field.div(field.pi, field.integer(2)), field.integer(1));
  return field.add(rest, field.div(ell[a]!, norms[a]!));
}

/** Σ β ξ_w·ξ_w' where ξ_i·ξ'_i sums to 1 and ξ_i·ξ'_j, i ≠ j, to −1 over neurons attached to one block. */
export function addAngles<S>({ field, pairs }: Reduced<S>, types: readonly number[], entries: S[][]): void {
  const place = new Map(types.map((a, i) => [a, i]));
  for (const { left, right, relation, beta } of pairs) {
    const [i, j] = [place.get(left), place.get(right)];
    if (relation === 'apart' || i === undefined || j === undefined) continue;
    const value = relation === 'same' ? beta : field.neg(beta);
    entries[i]![j] = field.add(entries[i]![j]!, value);
    if (i !== j) entries[j]![i] = field.add(entries[j]![i]!, value);
  }
}

export function zeros<S>(field: Scalars<S>, rows: number, columns: number = rows): S[][] {
  return Array.from({ length: rows }, () => new Array<S>(columns).fill(field.zero));
}

export function identity<S>(field: Scalars<S>, size: number): S[][] {
  return zeros(field, size).map((row, i) => row.map((zero, j) => (i === j ? field.integer(1) : zero)));
}
