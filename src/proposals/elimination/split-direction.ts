/** Untrusted: along which direction to split a neuron, and how far the other eigenvalues of B are from 0. */
import type { FloatForm, SplitProposal } from '../../elimination/split/split.ts';
import { eigenpairs } from '../../numerics/matrix.ts';

/** Lengths of the step that are offered, in norms of the neuron: 4 to 10⁻⁶. */
const STEPS: readonly number[] = Array.from({ length: 45 }, (_, j) => 2 ** (2 - j / 2));

/** The eigenvector of the least eigenvalue of B over all parts. */
export function proposeSplit(forms: readonly FloatForm[], norm: number): SplitProposal {
  const spectra = forms.map(({ lengths, entries }) => {
    const scale = lengths.map((x) => 1 / Math.sqrt(x));
    const pairs = eigenpairs(entries.map((row, i) => row.map((x, j) => x * scale[i]! * scale[j]!)));
    return { ...pairs, scale };
  });
  const lowest = spectra.reduce(
    (best, { values }, p) => (values[0]! < spectra[best]!.values[0]! ? p : best),
    0,
  );
  const { vectors, scale } = spectra[lowest]!;
  const directions = STEPS.map((step) => vectors[0]!.map((x, i) => decimal(x * scale[i]! * step * norm, 15)));
  // B is 0 along w, which the first part holds; what else is nearest to 0 bounds the gap.
  const { values } = spectra[0]!;
  const kernel = values.reduce((best, x, j) => (Math.abs(x) < Math.abs(values[best]!) ? j : best), 0);
  const others = spectra.flatMap((each, p) => each.values.filter((_, j) => p !== 0 || j !== kernel));
  const gap = Math.min(...[...others, forms[0]!.transverse].map(Math.abs)) / 2;
  return { block: forms[lowest]!.block, directions, gap: decimal(gap, 3), alpha: '0.5' };
}

function decimal(x: number, digits: number): string {
  return String(Number(x.toPrecision(digits)));
}
