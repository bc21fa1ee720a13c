import { type Ball, BallField } from '../arithmetic/ball.ts';
import type { BallVector } from './ball-field.ts';
import type { Field } from './field.ts';
import type { Point } from './problem.ts';

/** For the angles of the sharp constant: 19 digits, and 15 would do. Its tables are made once. */
const balls: BallField = new BallField(64);

/**
 * For each neuron the sharper value of its part L₂ of the Lipschitz constant on B(W, R) (mathematics.md 3.5 and
 * 3.6), an upper bound in the field of R. With p over all other neurons and targets, c_p = a_p·w̄_i,
 * b_p = a_p − c_p w̄_i, θ_pq = angle(b_p, b_q):
 *   ρ_i² = (1/2π) Σ s_p s_q ‖b_p‖‖b_q‖ ( sin θ_pq + (π/2 − θ_pq) cos θ_pq ) = E(½ Σ s_p |b_p·y|)²,
 *   σ_i² = ¼ Σ s_p s_q c_p c_q (1 − 2θ_pq/π)                              = E(½ Σ s_p c_p sgn(b_p·y))².
 * On the ball a rotation by at most asin(R/‖w_i‖) and a shift move a_p by at most η_p = R·[p is a neuron] + χ‖a_p‖,
 * χ = 2 sin(½ asin(R/‖w_i‖)), hence ρ̂ = ρ_i + ½Ση_p, σ̂ = σ_i + ½Σ(η_p + |c_p| g_p), and
 *   L₂ ≤ min( √(27ρ̂² + 15σ̂²), 2ρ̂ + √15 σ̂ ) / ( √(2π) (‖w_i‖ − R)² ).
 * g_p bounds the L²-norm of the change of sgn(b_p·y): √(2η_p/‖b_p‖) while η_p < ‖b_p‖, so that b_p turns by at most
 * asin(η_p/‖b_p‖) ≤ (π/2)η_p/‖b_p‖. From there on b_p may turn by π: such a p is left out of σ_i, and g_p = 1 for its
 * whole sign, which is never worse than g_p = 2.
 * Needs ‖w_i‖ > R for all i.
 */
export function sharpOwnParts<V extends BallVector>(
  field: Field<Ball, V>,
  point: Point<Ball, V>,
  radius: Ball,
  target: BallField,
): Ball[] {
  const ball = balls.from(radius);
  return sharpMoments(field, point, radius).map(({ norm, rho, sigma }) => {
    const squares = balls.add(balls.scale(balls.square(rho), 27), balls.scale(balls.square(sigma), 15));
    const linear = balls.add(balls.scale(rho, 2), balls.mul(balls.sqrt(balls.integer(15)), sigma));
    const least = balls.sub(norm, ball);
    const denominator = balls.mul(balls.sqrt(balls.scale(balls.pi, 2)), balls.square(least));
    const value = balls.div(balls.min(balls.sqrt(squares), linear), denominator);
    return target.from(balls.upper(value));
  });
}

/** ‖w_i‖ and bounds ρ̂ and σ̂ on B(W, radius), for each neuron; for radius 0, where no b_p is 0, ρ_i and σ_i. */
export function sharpMoments<V extends BallVector>(
  field: Field<Ball, V>,
  point: Point<Ball, V>,
  radius: Ball,
): { readonly norm: Ball; readonly rho: Ball; readonly sigma: Ball }[] {
  const [small, margin] = [balls.dyadic(1n, -16), balls.exact('1.000001')];
  // Left out here, while an arithmetic of more digits may see that η_p < ‖b_p‖ and keep p with g_p < √2: σ_i without p is at
  // most σ_i + ½|c_p|, and the other way round, so that 1 + √2 covers both.
  const undecided = balls.exact('2.4143');
  const vectors = [...point.neurons, ...point.targets];
  const n = point.neurons.length;
  const gram = vectors.map((x, p) => vectors.slice(0, p + 1).map((y) => balls.from(field.dot(x, y))));
  const product = (p: number, q: number): Ball => (p >= q ? gram[p]![q]! : gram[q]![p]!);
  const norms = vectors.map((_, p) => balls.sqrt(product(p, p)));
  const ball = balls.from(radius);
  const pi = balls.pi;
  const half = (x: Ball): Ball => balls.divideByInteger(x, 2);
  const halfPi = half(pi);
  return point.neurons.map((_, i) => {
    const norm = norms[i]!;
    const others = vectors.map((_, p) => p).filter((p) => p !== i);
    const c = others.map((p) => balls.div(product(p, i), norm));
    const b = others.map((p, x) => balls.sqrt(balls.sub(product(p, p), balls.square(c[x]!))));
    const ratio = balls.div(ball, norm);
    // 2 sin(α/2) with sin α = t is √(2 − 2√(1 − t²)).
    const cosine = balls.sqrt(balls.sub(balls.one, balls.square(ratio)));
    const chi = balls.sqrt(balls.sub(balls.integer(2), balls.scale(cosine, 2)));
    const eta = others.map((p) => {
      const moved = balls.mul(chi, norms[p]!);
      return p < n ? balls.add(moved, ball) : moved;
    });
    const known = b.map(
      (length, x) =>
        balls.less(small, length) === 'yes' && balls.less(balls.mul(margin, eta[x]!), length) === 'yes',
    );
    let rhoSquared = balls.zero;
    let sigmaSquared = balls.zero;
    for (let x = 0; x < others.length; x++) {
      const squared = balls.square(b[x]!);
      rhoSquared = balls.add(rhoSquared, balls.mul(halfPi, squared));
      if (known[x]) sigmaSquared = balls.add(sigmaSquared, balls.square(c[x]!));
      for (let y = 0; y < x; y++) {
        const dot = balls.sub(product(others[x]!, others[y]!), balls.mul(c[x]!, c[y]!));
        const lengths = balls.mul(b[x]!, b[y]!);
        const sine = balls.sqrt(balls.sub(balls.square(lengths), balls.square(dot)));
        const theta = balls.angle(dot, sine);
        const value = balls.add(sine, balls.mul(balls.sub(halfPi, theta), dot));
        const same = others[x]! < n === others[y]! < n;
        const twice = balls.scale(value, same ? 2 : -2);
        rhoSquared = balls.add(rhoSquared, twice);
        if (!known[x] || !known[y]) continue;
        const sign = balls.sub(balls.one, balls.div(balls.scale(theta, 2), pi));
        const signed = balls.scale(balls.mul(balls.mul(c[x]!, c[y]!), sign), same ? 2 : -2);
        sigmaSquared = balls.add(sigmaSquared, signed);
      }
    }
    let rho = balls.sqrt(balls.div(rhoSquared, balls.scale(pi, 2)));
    let sigma = half(balls.sqrt(sigmaSquared));
    for (let x = 0; x < others.length; x++) {
      const change = known[x]
        ? balls.sqrt(balls.div(balls.scale(eta[x]!, 2), b[x]!))
        : balls.less(b[x]!, eta[x]!) === 'yes'
          ? balls.one
          : undecided;
      rho = balls.add(rho, half(eta[x]!));
      sigma = balls.add(sigma, half(balls.add(eta[x]!, balls.mul(balls.abs(c[x]!), change))));
    }
    return { norm, rho, sigma };
  });
}
