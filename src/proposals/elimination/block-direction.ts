/** Untrusted: a direction, constant on the blocks of a symmetric point, in which an added neuron lowers the loss. */
import {
  type BlockMoments,
  blockShiftedMean,
  blockSquare,
} from '../../elimination/population/block-moments.ts';
import { transcendentalFloats } from '../../elimination/population/transcendental.ts';

const ROUNDS = 400;
/** Significant digits of a proposed number. */
const DIGITS = 12;

/**
 * The u with the largest |S(u)|e^(−‖u‖²/2) that a pattern search in the coordinates √m_r·u_r finds, from 0 and from plus
 * and minus every coordinate direction, as decimals; not proven to be the largest.
 */
export function proposeBlockDirection(moments: BlockMoments<number>): string[] {
  const scales = moments.sizes.map((m) => 1 / Math.sqrt(m));
  const height = (y: readonly number[]): number => {
    const u = y.map((x, r) => x * scales[r]!);
    const size = Math.abs(blockShiftedMean(transcendentalFloats, moments, u));
    return size * Math.exp(-0.5 * blockSquare(transcendentalFloats, moments, u));
  };
  const zero = scales.map(() => 0);
  const starts = [
    zero,
    ...scales.flatMap((_, r) => [1, -1].map((x) => zero.map((_z, q) => (q === r ? x : 0)))),
  ];
  let best = { y: zero, value: -1 };
  for (const start of starts) {
    let y: number[] = start;
    let value = height(y);
    let step = 0.5;
    for (let round = 0; round < ROUNDS && step > 1e-9; round++) {
      let improved = false;
      for (let r = 0; r < y.length; r++)
        for (const sign of [1, -1]) {
          const next = y.map((x, q) => (q === r ? x + sign * step : x));
          const there = height(next);
          if (there > value) {
            y = next;
            value = there;
            improved = true;
          }
        }
      if (!improved) step /= 2;
    }
    if (value > best.value) best = { y, value };
  }
  return best.y.map((x, r) => plain(x * scales[r]!));
}

/** A double in plain notation with few digits. */
function plain(x: number): string {
  if (x === 0) return '0';
  const places = Math.max(0, DIGITS - 1 - Math.floor(Math.log10(Math.abs(x))));
  const text = x.toFixed(Math.min(100, places));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
