import { addAngles, attachedTo, curvature, type IsotypicBlock, identity, zeros } from './component.ts';
import type { Reduced } from './reduced.ts';

/** The blocks of the matrix M of further coordinates (mathematics.md 6.2 and 9.4): components of R^n. */
export function transverseBlocks<S>(reduced: Reduced<S>): IsotypicBlock<S>[] {
  const { field, shape, vectors, pairs, neuronTypes } = reduced;
  const half = field.div(field.pi, field.integer(2));
  const counts = vectors.slice(0, neuronTypes).map(({ count }) => count);
  const trivial = zeros(field, neuronTypes);
  for (let a = 0; a < neuronTypes; a++) {
    for (let b = 0; b < neuronTypes; b++) trivial[a]![b] = field.mul(half, field.mul(counts[a]!, counts[b]!));
    trivial[a]![a] = field.add(trivial[a]![a]!, field.mul(counts[a]!, curvature(reduced, a)));
  }
  for (const { left, right, beta, count } of pairs) {
    if (right >= neuronTypes) continue;
    const value = field.mul(count, beta);
    trivial[left]![right] = field.add(trivial[left]![right]!, value);
    if (left !== right) trivial[right]![left] = field.add(trivial[right]![left]!, value);
  }
  const gram = zeros(field, neuronTypes);
  counts.forEach((count, a) => {
    gram[a]![a] = count;
  });
  const blocks: IsotypicBlock<S>[] = [{ component: { kind: 'trivial' }, entries: trivial, gram }];
  shape.classes.forEach((size, block) => {
    const types = attachedTo(reduced, block);
    if (size < 2 || types.length === 0) return;
    const entries = zeros(field, types.length);
    types.forEach((a, i) => {
      entries[i]![i] = curvature(reduced, a);
    });
    addAngles(reduced, types, entries);
    blocks.push({ component: { kind: 'standard', block }, entries, gram: identity(field, types.length) });
  });
  return blocks;
}

/**
 * What pairs of vectors that may be parallel can add to 2π H, in spectral norm: rows of blocks summed, one number a
 * neuron type. The parts with 1/R of a pair have norms R/‖w‖² in the block of w and R/(‖w‖‖w'‖) beside it, since the
 * part of q orthogonal to w has norm R/‖w‖; they are left out of the entries (mathematics.md 9.6).
 */
export function parallelSlack<S>(reduced: Reduced<S>): S[] {
  const { field, pairs, squares, norms, neuronTypes } = reduced;
  const slack: S[] = Array.from({ length: neuronTypes }, () => field.zero);
  for (const { left, right, area, inverseArea, rightsPerLeft, leftsPerRight } of pairs) {
    if (inverseArea !== null) continue;
    const beside = field.div(area, field.mul(norms[left]!, norms[right]!));
    const add = (w: number, times: S, neuron: boolean): void => {
      const own = field.div(area, squares[w]!);
      slack[w] = field.add(slack[w]!, field.mul(times, neuron ? field.add(own, beside) : own));
    };
    add(left, rightsPerLeft, right < neuronTypes);
    if (right < neuronTypes && right !== left) add(right, leftsPerRight, true);
  }
  return slack;
}
