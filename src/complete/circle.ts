import { exactDecimal } from '../arithmetic/exact.ts';
import type { CircleSlab } from '../certificate/complete.ts';
import { type BoxKernel, boxKernel } from './kernel.ts';

/** Widest slab of s that is tried, and the narrowest. */
const WIDEST = 0.05;
const NARROWEST = 1e-5;
const MOST_BOXES = 5000;
const DEPTH = 40;

const LETTERS: ReadonlyMap<number, string> = new Map([
  [1, '+'],
  [-1, '-'],
  [2, '<'],
  [-2, '>'],
]);

/**
 * Slabs of s = (k−1)^(−1/2) from `from` to `to` on which the circle of directions has exactly four zeros of E for every s
 * (docs/complete.md 5); or where that is not proved.
 */
export function proveCircle(
  from: number,
  to: number,
): { readonly slabs: readonly CircleSlab[] } | { readonly reason: string } {
  const { kernel } = boxKernel();
  const slabs: CircleSlab[] = [];
  let width = WIDEST;
  for (let low = from; slabs.length === 0 || low < to; ) {
    const high = Math.min(to, low + width);
    const slab = proveSlab(kernel, low, high);
    if (slab === null) {
      width /= 2;
      if (width < NARROWEST) return { reason: `four zeros of E are not proved at s = ${low}` };
      continue;
    }
    slabs.push(slab);
    low = high;
    width = Math.min(WIDEST, 2 * width);
  }
  return { slabs };
}

function proveSlab(kernel: BoxKernel, from: number, to: number): CircleSlab | null {
  const right = half(kernel, 1, from, to);
  const left = half(kernel, -1, from, to);
  if (right === null || left === null || countZeros(right + left) !== 4) return null;
  return { from: exactDecimal(from), to: exactDecimal(to), right, left };
}

function half(kernel: BoxKernel, side: number, from: number, to: number): string | null {
  let trace = '';
  const stack: (readonly [number, number, number])[] = [[-1, 1, 0]];
  while (stack.length > 0) {
    const [low, high, depth] = stack.pop()!;
    const letter = LETTERS.get(kernel.circle(low, high, side, from, to));
    trace += letter ?? 'x';
    if (letter !== undefined) continue;
    if (depth === DEPTH || trace.length > MOST_BOXES) return null;
    const middle = 0.5 * (low + high);
    stack.push([middle, high, depth + 1], [low, middle, depth + 1]);
  }
  return trace;
}

/**
 * Zeros of a continuous function on a circle from the letters of its parts in order, or null where they do not tell: between two
 * parts of one sign each there are parts of one monotony, and a zero exactly if the signs differ, as that monotony says.
 */
export function countZeros(trace: string): number | null {
  const parts = trace.replaceAll('x', '');
  const first = parts.search(/[+-]/);
  if (first < 0) return null;
  const cycle = parts.slice(first) + parts.slice(0, first + 1);
  let zeros = 0;
  for (const [, before, between, after] of cycle.matchAll(/([+-])([<>]*)(?=([+-]))/g)) {
    if (before === after ? /<.*>|>.*</.test(between!) : !(before === '-' ? /^<+$/ : /^>+$/).test(between!))
      return null;
    if (before !== after) zeros++;
  }
  return zeros;
}

/** Doubles low < (k−1)^(−1/2) < high. */
export function slabOf(k: number): readonly [number, number] {
  const s = 1 / Math.sqrt(k - 1);
  // Two roundings, and one for each product: 2^−50 is more.
  return [s * (1 - 2 ** -50), s * (1 + 2 ** -50)];
}
