import { BallField } from './ball.ts';

let table: Float64Array | null = null;

/** The doubles nearest to atan(j/64), j = 0 … 64: each at most 2^−53 off (trajectories.md 3.4). */
export function arctangents(): Float64Array {
  if (table !== null) return table;
  const balls = BallField.ofDigits(32);
  const scale = 2 ** -balls.bits;
  table = Float64Array.from({ length: 65 }, (_, j) => {
    const angle = balls.atan(balls.rational({ numerator: BigInt(j), denominator: 64n }));
    return Number(angle.mid) * scale;
  });
  return table;
}
