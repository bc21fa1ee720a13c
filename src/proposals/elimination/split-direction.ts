/** Untrusted: along which direction to split a neuron, and how far the other eigenvalues of B are from 0. */
import { changeOfObjective, curvatureOn, squareOf } from '../../elimination/split/curvature.ts';
import type { NeuronParts } from '../../elimination/split/neuron.ts';
import type { SplitProposal } from '../../elimination/split/split.ts';
import { floatField } from '../../landscape/float-field.ts';
import { eigenpairs } from '../../numerics/matrix.ts';

/** Lengths of the step that are tried, in norms of the neuron: 4 to 10⁻⁶ in steps of 2^(1/4). */
const STEPS: readonly number[] = Array.from({ length: 88 }, (_, j) => 2 ** (2 - j / 4));

/** The eigenvector of the least eigenvalue of B over all parts, as long as it lowers F most at α = ½. */
export function proposeSplit(neuron: NeuronParts<number>): SplitProposal {
  const spectra = neuron.parts.map((part) => {
    const { entries, transverse } = curvatureOn(floatField, neuron, part);
    const scale = part.lengths.map((x) => 1 / Math.sqrt(x));
    const pairs = eigenpairs(entries.map((row, i) => row.map((x, j) => x * scale[i]! * scale[j]!)));
    return { ...pairs, scale, transverse };
  });
  const lowest = spectra.reduce(
    (best, { values }, p) => (values[0]! < spectra[best]!.values[0]! ? p : best),
    0,
  );
  const { vectors, scale } = spectra[lowest]!;
  const unit = vectors[0]!.map((x, i) => x * scale[i]!);
  const part = neuron.parts[lowest]!;
  const length = Math.sqrt(neuron.square / squareOf(floatField, part, unit));
  const changes = STEPS.map((step) => {
    const direction = unit.map((x) => x * step * length);
    return { direction, change: changeOfObjective(floatField, neuron, part, direction, 0.5) };
  });
  const { direction } = changes.reduce((best, tried) => (tried.change < best.change ? tried : best));
  // B is 0 along w, which the first part holds; what else is nearest to 0 bounds the gap.
  const first = spectra[0]!;
  const kernel = first.values.reduce(
    (best, x, j) => (Math.abs(x) < Math.abs(first.values[best]!) ? j : best),
    0,
  );
  const others = spectra.flatMap(({ values }, p) => values.filter((_, j) => p !== 0 || j !== kernel));
  const gap = Math.min(...[...others, first.transverse].map(Math.abs)) / 2;
  return { block: part.block, direction: direction.map((x) => decimal(x, 15)), gap: decimal(gap, 3), alpha: '0.5' };
}

function decimal(x: number, digits: number): string {
  return String(Number(x.toPrecision(digits)));
}
