import { describe, expect, it } from 'vitest';
import { type Ball, BallField } from '../../src/arithmetic/ball.ts';
import { compareRationals, rationalOf } from '../../src/arithmetic/exact.ts';
import { roundedBall } from '../../src/training/objective.ts';

/** The ends of a ball are within the rounded one, by exact comparison. */
function holds(
  { mid, rad }: { mid: number; rad: number },
  ball: { mid: bigint; rad: bigint; bits: number },
): boolean {
  const denominator = 1n << BigInt(ball.bits);
  const [low, high] = [rationalOf(mid), rationalOf(rad)];
  const end = (sign: 1n | -1n) => ({
    numerator: low.numerator * high.denominator + sign * high.numerator * low.denominator,
    denominator: low.denominator * high.denominator,
  });
  return (
    compareRationals(end(-1n), { numerator: ball.mid - ball.rad, denominator }) <= 0 &&
    compareRationals(end(1n), { numerator: ball.mid + ball.rad, denominator }) >= 0
  );
}

describe('balls in doubles', () => {
  it.each([
    20, 40, 300, 320, 400, 1000,
  ])('%d digits: the rounded ball holds the ball, and is near it', (digits) => {
    const field = BallField.ofDigits(digits);
    for (const text of ['0', '0.1', '-3.7', '1e-30', '-123456789.123456789', '1e200', '7e-290', '-2e-310']) {
      const exact = field.exact(text);
      for (const ball of [
        exact,
        field.add(exact, field.ofUnits(0n, 5n)),
        { ...exact, rad: exact.mid < 0n ? -exact.mid : exact.mid },
      ]) {
        const rounded = roundedBall(ball as Ball);
        expect(Number.isFinite(rounded.rad)).toBe(true);
        expect(holds(rounded, ball), `${text} in ${field.bits} bits`).toBe(true);
        expect(Math.abs(rounded.mid - Number(text))).toBeLessThanOrEqual(
          1e-15 * Math.abs(Number(text)) + 1e-18,
        );
      }
    }
  });

  it('a number beyond the doubles has no finite radius', () => {
    const rounded = roundedBall(BallField.ofDigits(20).exact('-1e400'));
    expect(rounded).toEqual({ mid: 0, rad: Number.POSITIVE_INFINITY });
  });
});
