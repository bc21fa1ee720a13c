import type { BallField } from '../src/arithmetic/ball.ts';
import type { decimalOf, decimalOfDyadic } from '../src/arithmetic/exact.ts';
import type { exp, log } from '../src/arithmetic/exponential.ts';
import type { normalCdf, normalDensity } from '../src/arithmetic/normal.ts';

export interface ArithmeticEngine {
  readonly BallField: typeof BallField;
  readonly decimalOf: typeof decimalOf;
  readonly decimalOfDyadic: typeof decimalOfDyadic;
  readonly exp: typeof exp;
  readonly log: typeof log;
  readonly normalCdf: typeof normalCdf;
  readonly normalDensity: typeof normalDensity;
}

export interface CheckedCase {
  readonly op: string;
  readonly exact: boolean;
  readonly radius: bigint | null;
  readonly halfWidth: bigint | null;
}

export function checker(engine: ArithmeticEngine): (line: string) => CheckedCase;
