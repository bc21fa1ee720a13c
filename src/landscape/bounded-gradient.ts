import { type Ball, BallField } from '../arithmetic/ball.ts';
import { gamma, MARGIN, outward } from '../arithmetic/rounding.ts';
import type { BallLandscape, BallVector } from './ball-field.ts';
import { boundedPoint } from './bounded-field.ts';
import type { Point } from './problem.ts';

/** Lengths whose squares neither overflow nor fall below what a unit roundoff of them makes up for. */
const SHORTEST = 1e-100;
const LONGEST = 1e100;
/** Where the enclosure is wider than this part of the norm, nothing is returned. */
const WIDEST = 2 ** -20;
/** Up to this the constants of mathematics.md 5.9 hold. */
const SMALL = 1e-3;

/**
 * ‖∇F‖ of a point without zero neurons, in doubles with an a-priori bound on the error (mathematics.md 5.9), pair after pair
 * without keeping any; null where doubles do not tell it to six digits.
 *
 * With unit vectors u, p = ‖u_i − u_q‖ and p' = ‖u_i + u_q‖ are 2 sin(θ/2) and 2 cos(θ/2), so that sin θ = pp'/2 and
 * π − θ = 2 atan(p'/p), and next to collinear nothing cancels. In (S8) as gradient.ts has it, R_iq w_i/‖w_i‖² = ‖a_q‖ sin θ u_i.
 */
export function boundedGradientNorm(field: BallLandscape, given: Point<Ball, BallVector>): Ball | null {
  const { balls } = field;
  const { d, neurons, targets } = boundedPoint(field, given).point;
  const n = neurons.length;
  const count = n + targets.length;
  const vectors = new Float64Array(count * d);
  const units = new Float64Array(count * d);
  const norms = new Float64Array(count);
  let normSum = 0;
  // max ‖x − x̂‖/‖x̂‖ for the doubles x̂ of the vectors x
  let lost = 0;
  for (const [q, { doubles, errorUpper }] of [...neurons, ...targets].entries()) {
    let squares = 0;
    for (const x of doubles) squares += x * x;
    const norm = Math.sqrt(squares);
    if (!(norm > SHORTEST && norm < LONGEST)) return null;
    norms[q] = norm;
    normSum += norm;
    lost = Math.max(lost, errorUpper / norm);
    vectors.set(doubles, q * d);
    for (let a = 0; a < d; a++) units[q * d + a] = doubles[a]! / norm;
  }
  const vectorError = gamma(d + 8) + lost * MARGIN;
  if (!(vectorError < SMALL)) return null;

  const angular = new Float64Array(n * d);
  const radial = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let q = i + 1; q < count; q++) {
      let differences = 0;
      let sums = 0;
      for (let a = 0; a < d; a++) {
        const x = units[i * d + a]!;
        const y = units[q * d + a]!;
        differences += (x - y) * (x - y);
        sums += (x + y) * (x + y);
      }
      const p = Math.sqrt(differences);
      const other = Math.sqrt(sums);
      const sine = (p * other) / 2;
      const supplement = 2 * angleOf(p, other);
      const between = q < n;
      const sign = between ? 1 : -1;
      radial[i]! += sign * norms[q]! * sine;
      for (let a = 0; a < d; a++) angular[i * d + a]! += sign * supplement * vectors[q * d + a]!;
      if (!between) continue;
      radial[q]! += norms[i]! * sine;
      for (let a = 0; a < d; a++) angular[q * d + a]! += supplement * vectors[i * d + a]!;
    }
  let squares = 0;
  for (let i = 0; i < n; i++)
    for (let a = i * d; a < (i + 1) * d; a++) {
      const entry = Math.PI * vectors[a]! + radial[i]! * units[a]! + angular[a]!;
      squares += entry * entry;
    }
  const norm = Math.sqrt(squares);
  // 2π∇_iF is off by at most (20·vectorError + 5γ)Σ‖x̂‖, whatever the neuron; and a root of a sum of nd squares.
  const perNeuron = (20 * vectorError + 5 * gamma(count + 4)) * (1 + 2 * gamma(count)) * normSum;
  const error = outward(Math.sqrt(n) * perNeuron + gamma(n * d + 4) * norm);
  if (!(error < WIDEST * norm)) return null;
  const [middle, reach] = [balls.exact(norm), balls.exact(error)];
  const doubled = balls.hull(balls.sub(middle, reach), balls.add(middle, reach));
  return balls.div(doubled, balls.scale(balls.pi, 2));
}

/** atan(j/64), j = 0…64, each to less than 0.6 u: to the nearest double, from balls of 64 bits. */
let arcTangents: Float64Array | null = null;

function arcTangentTable(): Float64Array {
  const balls = new BallField(64);
  return Float64Array.from({ length: 65 }, (_, j) => {
    const ball = balls.atan(balls.divideByInteger(balls.integer(j), 64));
    return Number(ball.mid) * 2 ** -64;
  });
}

/**
 * The angle of the vector (x, y), x, y ≥ 0, of length about 2, to 5u. For t = s/c ≤ 1 and j next to 64t, atan t = atan(j/64) +
 * atan z, z = (64s − jc)/(64c + js), |z| < 2^−6: z is off by 1.1u (64s is exact, jc by 64uc), the series by z⁹/9 < u/18 and
 * .02u of roundings, the entry of the table by .6u, the sum by .8u, ½π and the difference from it by 2.2u.
 */
function angleOf(x: number, y: number): number {
  arcTangents ??= arcTangentTable();
  const c = y > x ? y : x;
  const s = y > x ? x : y;
  const j = Math.round((64 * s) / c);
  const z = (64 * s - j * c) / (64 * c + j * s);
  const square = z * z;
  const angle = arcTangents[j]! + (z - z * square * (1 / 3 - square * (1 / 5 - square / 7)));
  return y > x ? Math.PI / 2 - angle : angle;
}
