import type { Ball, BallField } from '../arithmetic/ball.ts';
import { exp, log } from '../arithmetic/exponential.ts';

/**
 * f of a ball from f at its exact midpoint, for a function with |f'| ≤ 2^−halvings everywhere: the values differ from
 * f(mid) by at most the radius times that bound, rounded up to whole units.
 */
function fromMidpoint(field: BallField, a: Ball, halvings: bigint, f: (mid: Ball) => Ball): Ball {
  const centre = f(field.ofUnits(a.mid, 0n));
  if (a.rad === 0n) return centre;
  return field.add(centre, field.ofUnits(0n, (a.rad >> halvings) + 1n));
}

/** e^−|x| of an exact number: at most 1, so that nothing overflows. */
function decay(field: BallField, x: Ball): Ball {
  return exp(field, field.neg(field.abs(x)));
}

/** tanh x, odd, |tanh'| ≤ 1: (1 − e^−2|x|)/(1 + e^−2|x|) with the sign of x. */
export function tanh(field: BallField, a: Ball): Ball {
  return fromMidpoint(field, a, 0n, (x) => {
    if (x.mid === 0n) return field.zero;
    const small = decay(field, field.scale(x, 2));
    const size = field.div(field.sub(field.one, small), field.add(field.one, small));
    return x.mid > 0n ? size : field.neg(size);
  });
}

/** log(1 + e^x), slope within [0, 1]: max(0, x) + log(1 + e^−|x|). */
export function softplus(field: BallField, a: Ball): Ball {
  return fromMidpoint(field, a, 0n, (x) => {
    const rest = log(field, field.add(field.one, decay(field, x)));
    return x.mid > 0n ? field.add(x, rest) : rest;
  });
}

/** 1/(1 + e^−x), slope within [0, 1/4]. */
export function logistic(field: BallField, a: Ball): Ball {
  return fromMidpoint(field, a, 2n, (x) => {
    const small = decay(field, x);
    const upper = field.div(field.one, field.add(field.one, small));
    return x.mid >= 0n ? upper : field.mul(small, upper);
  });
}
