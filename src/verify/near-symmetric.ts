import { BallField } from '../arithmetic/ball.ts';
import { integerSquareRoot } from '../arithmetic/integer.ts';
import type { BlockCertificate } from '../certificate/index.ts';
import type { DenseCandidate } from '../model/candidate.ts';
import { lowerBound, upperBound } from '../proof/bounds.ts';
import type { Verification } from '../proof/figures.ts';
import { detectSymmetry } from '../proposals/symmetric/detect.ts';
import { type SymmetricOptions, verifySymmetric } from './symmetric.ts';

/**
 * Verifies a dense candidate by a symmetric point W_s near it, or null where there is none or its proof does not carry
 * over. With δ ≥ ‖W − W_s‖ the critical point lies within radius + δ of W, which must not exceed
 * 10⁻³(max‖w_i of W_s‖ − δ) ≤ r0, and the ball of radius basinRadius − δ about W lies in that about W_s. Everything but
 * these two figures is about the critical point; gradientNorm and the published figures would be about W_s and are left
 * out. The certificate is one about W_s.
 */
export function verifyNearSymmetric(
  candidate: DenseCandidate,
  options: SymmetricOptions,
): Verification<BlockCertificate> | null {
  const found = detectSymmetry(candidate);
  if (found === null) return null;
  const result = verifySymmetric(found.candidate, options);
  if (result.radius === null) return null;
  const balls = BallField.ofDigits(60);
  let squares = 0n;
  candidate.weights.forEach((row, i) => {
    row.forEach((x, a) => {
      const { mid, rad } = balls.sub(balls.exact(x), balls.exact(found.entry(i, a)));
      const most = (mid < 0n ? -mid : mid) + rad;
      squares += most * most;
    });
  });
  const delta = balls.ofUnits(integerSquareRoot(squares) + 1n, 0n);
  const radius = upperBound(balls, balls.add(balls.exact(result.radius), delta));
  // A neuron is at least as long as the entry of it that is largest; Number() may round up, by less than 2^−40 of it.
  const entries = found.candidate.neurons.flatMap(({ diagonal, values }) => [diagonal ?? 0, ...values]);
  const longest = balls.exact(Math.max(...entries.map((x) => Math.abs(Number(x)))) * (1 - 2 ** -40));
  const reach = balls.divideByInteger(balls.sub(longest, delta), 1000);
  if (balls.lessOrEqual(radius.value, reach) !== 'yes') return null;
  const rest = balls.sub(balls.exact(result.basinRadius ?? '0'), delta);
  const basin = balls.positive(rest) === 'yes' ? lowerBound(balls, rest).text : '0';
  const { certificate, ...figures } = result;
  return {
    ...figures,
    gradientNorm: null,
    published: null,
    radius: radius.text,
    basinRadius: result.basinRadius === null ? null : basin,
    certificate,
  };
}
