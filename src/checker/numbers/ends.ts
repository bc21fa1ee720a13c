/** The ends of an interval, as intervals. */
import type { Interval } from './interval.ts';

export function lowerEnd(x: Interval): Interval {
  return { ...x, hi: x.lo };
}

export function upperEnd(x: Interval): Interval {
  return { ...x, lo: x.hi };
}
