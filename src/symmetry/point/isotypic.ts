import type { IsotypicBlock } from './component.ts';
import type { Reduced } from './reduced.ts';
import { rowBlock } from './row-blocks.ts';
import { standardBlock, trivialBlock } from './summed-blocks.ts';

/** All isotypic blocks of the Hessian in R^{nk}; multiplicityOf says how often each occurs (mathematics.md 9.4). */
export function isotypicBlocks<S>(reduced: Reduced<S>): IsotypicBlock<S>[] {
  const { shape } = reduced;
  const blocks = [trivialBlock(reduced)];
  shape.classes.forEach((size, block) => {
    if (size >= 2) {
      blocks.push(standardBlock(reduced, block));
    }
    if (size >= 4) blocks.push(rowBlock(reduced, { kind: 'symmetric', block }));
    if (size >= 3) blocks.push(rowBlock(reduced, { kind: 'alternating', block }));
    for (let other = block + 1; other < shape.classes.length; other++)
      if (size >= 2 && shape.classes[other]! >= 2)
        blocks.push(rowBlock(reduced, { kind: 'product', block, other }));
  });
  return blocks.filter(({ entries }) => entries.length > 0);
}
