import type { Ball, BallField } from '../../arithmetic/ball.ts';
import { lowerBound, upperBound } from '../../proof/bounds.ts';
import type { Range } from './types.ts';

/** Outward decimals of an enclosure. */
export function rangeOf(balls: BallField, x: Ball): Range {
  return { lower: lowerBound(balls, x).text, upper: upperBound(balls, x).text };
}

/** The ball of a range. */
export function ballOf(balls: BallField, { lower, upper }: Range): Ball {
  return balls.hull(balls.exact(lower), balls.exact(upper));
}

/** |x/y − 1| ≤, for an exact y ≠ 0. */
export function relativeErrorUpper(balls: BallField, x: Ball, y: number): string {
  const exact = balls.exact(y);
  return upperBound(balls, balls.abs(balls.div(balls.sub(x, exact), exact))).text;
}
