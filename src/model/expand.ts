import { checkThat } from '../arithmetic/argument.ts';
import { exactDecimal } from '../arithmetic/exact.ts';
import type { BlockCandidate, DenseCandidate } from './candidate.ts';
import { checkBlock } from './check-candidate.ts';
import { sizesOf } from './sizes.ts';

/** More entries than these are not written out. */
const MAX_ENTRIES = 2 ** 26;

/**
 * The dense point of R^{nk} that a symmetric candidate stands for: n rows of k exact numbers.
 *
 * @example
 * const { n, weights } = expandBlocks({
 *   form: 'block',
 *   blocks: [6],
 *   neurons: [{ attached: 0, diagonal: '-0.6634', values: ['0.3307'] }],
 * });
 */
export function expandBlocks(candidate: BlockCandidate): DenseCandidate {
  checkBlock(candidate);
  const { k, n } = sizesOf(candidate);
  checkThat(
    n * k <= MAX_ENTRIES,
    'candidate.blocks',
    n * k,
    `at most ${MAX_ENTRIES} entries n·k of the dense point`,
  );
  const { blocks, neurons } = candidate;
  const owner = blocks.flatMap((size, block) => new Array<number>(size).fill(block));
  const weights = neurons.flatMap(({ attached, diagonal, values }) => {
    const row = owner.map((block) => values[block]!);
    if (attached === null) return [row];
    return owner.flatMap((block, coordinate) =>
      block === attached ? [row.map((x, a) => (a === coordinate ? diagonal! : x))] : [],
    );
  });
  const rows = weights.map((row) => row.map((x) => (typeof x === 'string' ? exactDecimal(x) : x)));
  return { form: 'dense', k: owner.length, n: rows.length, d: owner.length, targets: null, weights: rows };
}
