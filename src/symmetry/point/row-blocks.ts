import {
  addAngles,
  attachedTo,
  type Component,
  curvature,
  type IsotypicBlock,
  identity,
  zeros,
} from './component.ts';
import type { Reduced } from './reduced.ts';

/**
 * (m−2, 2) and (m−2, 1, 1): neuron i of an attached type moves along row i of a symmetric or antisymmetric matrix with
 * zero diagonal and zero row sums, of norm 1. Then w_i·ξ_i = 0, w_j·ξ_i = x M_ij with x the excess of w_j at its own
 * coordinate, Σ_i ξ_i = 0 and Σ_{i≠j} ξ_i·ξ'_j = −1.
 * Products: neuron i attached to r moves by u_i u', neuron j attached to s by u'_j u. Then w_j·ξ_i = x u_i u'_j for j in
 * the other block and 0 in the own one, and ξ_i·ξ'_j = 0 across (mathematics.md 9.5).
 */
export function rowBlock<S>(
  reduced: Reduced<S>,
  component: Exclude<Component, { kind: 'trivial' }>,
): IsotypicBlock<S> {
  const { field, sizes, vectors, pairs, neuronTypes } = reduced;
  const own = sizes.length;
  const { block, kind } = component;
  const across = kind === 'product' ? component.other : block;
  const types = attachedTo(reduced, block, across);
  const place = new Map(types.map((a, i) => [a, i]));
  const entries = zeros(field, types.length);
  types.forEach((a, i) => {
    entries[i]![i] = curvature(reduced, a);
  });
  addAngles(reduced, types, entries);
  const excess = (b: number): S =>
    field.sub(vectors[b]!.entries[own]!, vectors[b]!.entries[vectors[b]!.attached!]!);
  for (const { left, right, relation, inverseArea } of pairs) {
    const [r, s] = [vectors[left]!.attached, vectors[right]!.attached];
    const met =
      kind === 'product'
        ? (r === block && s === across) || (r === across && s === block)
        : r === block && s === r;
    if (!met || inverseArea === null || relation === 'same') continue;
    const [x, y] = [excess(left), excess(right)];
    const [i, j] = [place.get(left)!, place.get(right)];
    const own = field.mul(field.mul(y, y), inverseArea);
    entries[i]![i] =
      vectors[right]!.sign > 0 ? field.add(entries[i]![i]!, own) : field.sub(entries[i]![i]!, own);
    if (right >= neuronTypes || j === undefined) continue;
    const mixed = field.mul(field.mul(x, y), inverseArea);
    const signed = kind === 'alternating' ? field.neg(mixed) : mixed;
    if (left !== right) {
      entries[j]![j] = field.add(entries[j]![j]!, field.mul(field.mul(x, x), inverseArea));
      entries[j]![i] = field.add(entries[j]![i]!, signed);
    }
    entries[i]![j] = field.add(entries[i]![j]!, signed);
  }
  return { component, entries, gram: identity(field, types.length) };
}
