/** All zeros of a smooth function of one variable in an interval, proved and enclosed. */
import type { Ball, BallField } from './ball.ts';
import { DomainError } from './ball.ts';

/** A function on balls and its derivative, by inclusion. */
export interface SmoothFunction {
  readonly value: (x: Ball) => Ball;
  readonly slope: (x: Ball) => Ball;
}

/** Intervals are split at most this often. */
const DEPTH = 40;

/**
 * Every zero in [low, high], in increasing order, each in a ball of a few units. On a piece on which the values exclude
 * 0 there is none; on one on which the slopes exclude 0 there is at most one, and there is one exactly if the signs at
 * the ends differ. All other pieces are halved. Throws DomainError where this does not end, or a sign at the end of a
 * piece cannot be told.
 */
export function zerosIn(field: BallField, { value, slope }: SmoothFunction, low: Ball, high: Ball): Ball[] {
  const signAt = (x: Ball): 1 | -1 => {
    const at = value(x);
    if (field.positive(at) === 'yes') return 1;
    if (field.positive(field.neg(at)) === 'yes') return -1;
    throw new DomainError('the sign of a function at an end of an interval cannot be told');
  };
  const search = (left: Ball, right: Ball, depth: number): Ball[] => {
    const piece = field.hull(left, right);
    if (excludesZero(field, value(piece))) return [];
    if (excludesZero(field, slope(piece))) {
      const sign = signAt(left);
      return sign === signAt(right) ? [] : [zeroBetween(field, value, left, right, sign)];
    }
    if (depth === DEPTH) throw new DomainError('the zeros of a function cannot be separated');
    const middle = midpoint(field, left, right);
    return [...search(left, middle, depth + 1), ...search(middle, right, depth + 1)];
  };
  return search(field.lower(low), field.upper(high), 0);
}

export function excludesZero(field: BallField, x: Ball): boolean {
  return field.positive(x) === 'yes' || field.positive(field.neg(x)) === 'yes';
}

/**
 * A zero between two ends at which a function that has a zero between them has different signs, in a ball of a few units.
 * Intervals are halved until a sign cannot be told or nothing is left to halve.
 */
export function zeroBetween(
  field: BallField,
  value: SmoothFunction['value'],
  left: Ball,
  right: Ball,
  signLeft: 1 | -1,
): Ball {
  let [low, high] = [left, right];
  while (high.mid - low.mid > 1n) {
    const middle = midpoint(field, low, high);
    const at = value(middle);
    if (!excludesZero(field, at)) break;
    if (field.positive(at) === 'yes' ? signLeft === 1 : signLeft === -1) low = middle;
    else high = middle;
  }
  return polished(field, value, low, high, signLeft);
}

/** Where the middle is too near the zero for its sign to be told, points next to it decide. */
function polished(
  field: BallField,
  value: SmoothFunction['value'],
  low: Ball,
  high: Ball,
  signLeft: 1 | -1,
): Ball {
  const middle = midpoint(field, low, high);
  let [best, worst] = [low, high];
  for (let width = 1n; ; width *= 2n) {
    const left = field.ofUnits(middle.mid - width, 0n);
    const right = field.ofUnits(middle.mid + width, 0n);
    if (left.mid <= low.mid && right.mid >= high.mid) break;
    if (best === low && left.mid > low.mid && signed(field, value(left)) === signLeft) best = left;
    if (worst === high && right.mid < high.mid && signed(field, value(right)) === -signLeft) worst = right;
    if (best !== low && worst !== high) break;
  }
  return field.hull(best, worst);
}

function signed(field: BallField, x: Ball): 1 | -1 | 0 {
  if (field.positive(x) === 'yes') return 1;
  return field.positive(field.neg(x)) === 'yes' ? -1 : 0;
}

function midpoint(field: BallField, low: Ball, high: Ball): Ball {
  return field.ofUnits((low.mid + high.mid) >> 1n, 0n);
}
