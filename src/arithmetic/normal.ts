import { type Ball, BallField } from './ball.ts';
import { exp } from './exponential.ts';

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** Density of the standard normal distribution, φ(x) = e^(−x²/2)/√(2π): decreasing in |x|. */
export function normalDensity(field: BallField, a: Ball): Ball {
  const size = field.abs(a);
  const working = workingField(field.bits + 16);
  const at = (x: Ball): Ball => field.from(densityAt(working, working.field.from(x)));
  const low = at(field.upper(size));
  if (a.rad === 0n) return low;
  const least = size.mid > size.rad ? field.lower(size) : field.zero;
  return field.hull(low, at(least));
}

/** Distribution function of the standard normal distribution, Φ(x): increasing in x. */
export function normalCdf(field: BallField, a: Ball): Ball {
  const low = cdfAt(field, field.lower(a));
  return a.rad === 0n ? low : field.hull(low, cdfAt(field, field.upper(a)));
}

/** A field of more bits and 1/√(2π) in it. */
interface Working {
  readonly field: BallField;
  readonly peak: Ball;
}

const workings = new Map<number, Working>();

function workingField(bits: number): Working {
  let working = workings.get(bits);
  if (working === undefined) {
    const field = new BallField(bits);
    working = { field, peak: field.div(field.one, field.sqrt(field.scale(field.pi, 2))) };
    workings.set(bits, working);
  }
  return working;
}

function densityAt({ field, peak }: Working, x: Ball): Ball {
  return field.mul(peak, exp(field, field.neg(field.shiftBy(field.square(x), -1))));
}

/**
 * Φ of an exact number, for x > 0 as 1/2 + φ(x)·S with S = Σ T_n, T_0 = x, T_n = T_(n−1)·x²/(2n+1), all in balls;
 * Φ(−x) = 1 − Φ(x). Once 2x² ≤ 2n + 3 every term is at most half of the one before it, so the tail after T_n is at
 * most T_n. For x² ≥ 1.4·bits, 1 − Φ(x) ≤ e^(−x²/2)/2 < 2^−bits/2 decides at once; below that S ≤ 1.3·e^(x²/2) adds
 * fewer than bits + 2 bits before the point, which the working field has beyond those of the result.
 */
function cdfAt(field: BallField, x: Ball): Ball {
  const half = field.shiftBy(field.one, -1);
  if (x.mid === 0n) return half;
  const square = Number((x.mid * x.mid) >> BigInt(2 * field.bits));
  let above: Ball;
  if (square >= 1.4 * field.bits) {
    above = field.hull(field.sub(field.one, field.ofUnits(1n, 0n)), field.one);
  } else {
    // x²/2 · log2 e < 0.73 (⌊x²⌋ + 1); a multiple of 64, so that few fields are made.
    const bits = Math.ceil((field.bits + 0.73 * (square + 1) + 32) / 64) * 64;
    const working = workingField(bits);
    const fine = working.field;
    const size = fine.from(field.ofUnits(magnitude(x.mid), 0n));
    const sized = fine.square(size);
    let term = size;
    let sum = size;
    for (let n = 1; ; n++) {
      term = fine.divideByInteger(fine.mul(term, sized), 2 * n + 1);
      sum = fine.add(sum, term);
      const bound = term.mid + term.rad;
      if (bound <= 64n && 2 * (square + 1) <= 2 * n + 3) {
        sum = fine.add(sum, fine.ofUnits(0n, bound));
        break;
      }
    }
    above = field.add(half, field.from(fine.mul(densityAt(working, size), sum)));
  }
  return x.mid > 0n ? above : field.sub(field.one, above);
}
