import type { Ball } from '../../arithmetic/ball.ts';
import { exp } from '../../arithmetic/exponential.ts';
import { normalCdf, normalDensity } from '../../arithmetic/normal.ts';
import type { Scalars } from '../../arithmetic/scalars.ts';
import { BallLandscape, type BallVector } from '../../landscape/ball-field.ts';
import type { Field } from '../../landscape/field.ts';
import { floatField } from '../../landscape/float-field.ts';

/** Scalars with the functions that moments of an exponential neuron take. */
export interface TranscendentalScalars<S> extends Scalars<S> {
  exp(a: S): S;
  /** Φ, the distribution function of N(0, 1). */
  normalCdf(a: S): S;
  /** φ, its density. */
  normalDensity(a: S): S;
}

export interface TranscendentalField<S, V> extends Field<S, V>, TranscendentalScalars<S> {}

/** Balls: for proofs. */
export class TranscendentalBalls extends BallLandscape implements TranscendentalField<Ball, BallVector> {
  exp(a: Ball): Ball {
    return exp(this.balls, a);
  }
  normalCdf(a: Ball): Ball {
    return normalCdf(this.balls, a);
  }
  normalDensity(a: Ball): Ball {
    return normalDensity(this.balls, a);
  }
}

const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** Φ(x) = ½ + φ(x)(x + x³/3 + x⁵/15 + …); absolute error about 1e-15. */
function cdf(x: number): number {
  if (!(Math.abs(x) < 9)) return x > 0 ? 1 : 0;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

/** Doubles: for proposals, never for proofs. */
export const transcendentalFloats: TranscendentalField<number, Float64Array> = {
  ...floatField,
  exp: Math.exp,
  normalCdf: cdf,
  normalDensity: density,
};
