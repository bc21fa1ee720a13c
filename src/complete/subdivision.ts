import { checkWhole } from '../arithmetic/argument.ts';
import { CHARTS, COMPLETE_LIMITS } from '../certificate/complete.ts';
import { boxKernel, PIECE } from './kernel.ts';

/** [low, high] in each coordinate. */
export type Box = readonly (readonly [number, number])[];

/** A box of directions with exactly one zero. */
export interface UniqueZero {
  readonly centre: readonly number[];
  readonly radius: number;
  /** Encloses the three free directions, τ and t. */
  readonly enclosure: Box;
}

/** What the subdivision of a chart came to; plain data. */
export interface ChartResult {
  readonly chart: number;
  readonly trace: string;
  readonly zeros: readonly UniqueZero[];
  /** Boxes about which nothing is known: empty in a proof. */
  readonly undecided: readonly Box[];
  readonly boxes: number;
}

/** Boxes narrower than this are not cut: doubles have few digits left there. */
const NARROWEST = 1e-6;
/** Undecided boxes after which a chart is given up: what is left is listed whole. */
const MOST_UNDECIDED = 1000;
/** Where a box is cut; off the middle, since zeros lie at 0 and ±1. */
export const CUT = 0.4871;

/**
 * All zeros of the critical equations with directions in one of the 24 charts (docs/complete.md 3): each box of the trace is
 * proved to hold none, or only points of the segments, or to lie in a box with exactly one.
 *
 * @example
 * const { zeros, undecided, boxes } = subdivide(6, 13);
 * console.log(boxes, zeros.length, undecided.length);
 */
export function subdivide(
  k: number,
  chart: number,
  progress: (boxes: number, left: number) => void = () => {},
): ChartResult {
  checkWhole('k', k, 3, COMPLETE_LIMITS.k);
  checkWhole('chart', chart, 0, CHARTS - 1);
  const { kernel, memory } = boxKernel();
  kernel.prepare(k);
  kernel.begin(chart, NARROWEST);
  const decoder = new TextDecoder();
  let trace = '';
  let boxes = 0;
  let undecided = 0;
  while (kernel.openBoxes() > 0 && undecided < MOST_UNDECIDED && boxes < COMPLETE_LIMITS.letters) {
    boxes += kernel.explore(PIECE);
    const piece = decoder.decode(new Uint8Array(memory.buffer, kernel.TRACE.value, kernel.letters()).slice());
    undecided += piece.split('?').length - 1;
    trace += piece;
    progress(boxes, kernel.openBoxes());
  }
  const zeros = Array.from({ length: kernel.knownBoxes() }, (_, i): UniqueZero => {
    // A box and an enclosure: pairs of ends.
    const ends = new Float64Array(memory.buffer, kernel.KNOWN.value + 160 * i, 20);
    return {
      centre: Array.from(ends.subarray(6, 9)),
      radius: ends[9]!,
      enclosure: Array.from({ length: 5 }, (_, j) => [ends[10 + 2 * j]!, ends[11 + 2 * j]!] as const),
    };
  });
  const isWhole = undecided === 0 && kernel.openBoxes() === 0;
  return { chart, trace, zeros, undecided: isWhole ? [] : openBoxes(trace), boxes };
}

/** The boxes of a trace that end with '?' or are not in it. */
function openBoxes(trace: string): Box[] {
  const open: Box[] = [];
  const stack: Box[] = [Array.from({ length: 3 }, () => [-1, 1] as const)];
  for (const letter of trace) {
    const box = stack.pop()!;
    const axis = '012'.indexOf(letter);
    if (axis >= 0) {
      const [low, high] = box[axis]!;
      const cut = low + CUT * (high - low);
      const part = (ends: readonly [number, number]): Box => box.map((own, i) => (i === axis ? ends : own));
      stack.push(part([cut, high]), part([low, cut]));
    } else if (letter === '?') open.push(box);
  }
  return [...open, ...stack];
}
