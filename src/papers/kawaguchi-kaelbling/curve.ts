/** Example 1 with Figure 1, and Figure 4: one input, a curve f(θ) with a good and a bad valley. */
import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { decimalOf } from '../../arithmetic/exact.ts';
import { excludesZero, type SmoothFunction, zerosIn } from '../../arithmetic/roots.ts';
import type { Enclosure } from '../../certificate/index.ts';
import { EXAMPLE_ONE } from '../../elimination/example-one.ts';
import { BallAlgebra } from '../../expression/balls.ts';
import { Univariate } from '../../expression/univariate.ts';
import { type Statement, Statements } from './statement.ts';

const DIGITS = 40;
/** Digits of printed enclosures. */
const PRINTED = 20;

/** f of Example 1 and its first two derivatives on balls. */
class Curve {
  readonly field: BallField = BallField.ofDigits(DIGITS);
  private readonly along: Univariate = new Univariate(new BallAlgebra(this.field), EXAMPLE_ONE, 'theta');

  of(decimal: string): Ball {
    return this.field.exact(decimal);
  }

  value = (theta: Ball): Ball => this.along.at(theta).value;

  slope = (theta: Ball): Ball => this.along.at(theta).first;

  curvature = (theta: Ball): Ball => this.along.at(theta).second;

  /** f minus a number, for its zeros. */
  level(y: Ball): SmoothFunction {
    return { value: (theta) => this.field.sub(this.value(theta), y), slope: this.slope };
  }

  positive(x: Ball): boolean {
    return this.field.positive(x) === 'yes';
  }

  negative(x: Ball): boolean {
    return this.positive(this.field.neg(x));
  }

  enclosure(x: Ball): Enclosure {
    return {
      lower: decimalOf(this.field.lowerRational(x), 'down', PRINTED),
      upper: decimalOf(this.field.upperRational(x), 'up', PRINTED),
    };
  }
}

/** The three critical points of f, and that there are no others: they are what every statement below rests on. */
interface Shape {
  readonly curve: Curve;
  readonly bad: Ball;
  readonly top: Ball;
  readonly good: Ball;
  /** Exactly these three, of these kinds, and f > −1 left of `top`, f > −1 right of 1. */
  readonly proved: boolean;
}

/**
 * f' < 0 left of .2 and f' > 0 right of .8, since both terms of f' have that sign there; in [.2, .8] the zeros of f' are
 * enclosed one by one.
 */
function shapeOf(): Shape {
  const curve = new Curve();
  const { field } = curve;
  const zeros = zerosIn(
    field,
    { value: curve.slope, slope: curve.curvature },
    curve.of('0.2'),
    curve.of('0.8'),
  );
  const [bad, top, good] = zeros as [Ball, Ball, Ball];
  const proved =
    zeros.length === 3 &&
    curve.positive(curve.curvature(bad)) &&
    curve.negative(curve.curvature(top)) &&
    curve.positive(curve.curvature(good)) &&
    curve.positive(field.add(curve.value(bad), field.one)) &&
    curve.negative(field.add(curve.value(good), field.one)) &&
    curve.positive(field.add(curve.value(field.one), field.one));
  return { curve, bad, top, good, proved };
}

/** Example 1 with Figure 1, then Figure 4. */
export function curveStatements(): readonly Statement[] {
  const shape = shapeOf();
  return [...exampleOne(shape), ...figureFour(shape)];
}

function exampleOne({ curve, bad, top, good, proved }: Shape): readonly Statement[] {
  const { field } = curve;
  const s = new Statements();
  const cube = (x: Ball): Ball => field.mul(x, field.mul(x, x));
  // L = max(0, 1 − y₁f)³ = max(0, 1 + f)³
  const loss = (theta: Ball): Ball => cube(field.add(curve.value(theta), field.one));
  const three = 'f′ < 0 left of 0.2, f′ > 0 right of 0.8, and between them f′ has three zeros, all simple';
  const located: [string, Ball, string][] = [
    ['a local minimum, near 0.2', bad, 'f″ > 0'],
    ['a local maximum', top, 'f″ < 0'],
    ['the global minimum of f, near 0.8', good, 'f″ > 0'],
  ];
  for (const [name, theta, sign] of located)
    s.holds(
      `Computed: f has exactly three critical points; this one is ${name}`,
      `${three}; ${sign} here`,
      curve.enclosure(theta),
      proved,
    );
  s.holds(
    'Computed: L at the critical point of f near θ = 0.2',
    'L = (1 + f)³',
    curve.enclosure(loss(bad)),
    proved,
  );
  s.holds('Computed: L at the local maximum of f', 'L = (1 + f)³', curve.enclosure(loss(top)), proved);
  s.holds(
    'Computed: f at its critical point near θ = 0.8',
    'the value of f there',
    curve.enclosure(curve.value(good)),
    proved,
  );
  s.holds(
    'Computed: L at the critical point of f near θ = 0.8',
    'f < −1 there, so that L = max(0, 1 + f)³ = 0',
    { lower: '0', upper: '0' },
    proved,
  );
  s.holds(
    '“the original objective function L has a suboptimal local minimum near θ = 0.2”',
    'L′ = 3(1 + f)²f′ = 0 and L″ = 3(1 + f)²f″ > 0 at the critical point of f, where 1 + f > 0, so that L > 0 = min L',
    curve.enclosure(bad),
    proved,
    curve.positive(loss(bad)),
  );
  const ends = zerosIn(field, curve.level(field.integer(-1)), curve.of('0.2'), field.one);
  const [left, right] = ends as [Ball, Ball];
  const fill =
    'L = 0 exactly where f ≤ −1: f = −1 twice in [0.2, 1], f > −1 on (−∞, 0.2] and [1, ∞), where f is monotone';
  const found = ends.length === 2 && curve.positive(field.add(curve.value(curve.of('0.2')), field.one));
  s.holds(
    '“and global minimum near θ = 0.8”',
    `${fill}; they fill an interval, in which 0.8 lies, with the ends of the next two statements`,
    curve.enclosure(field.hull(left, right)),
    proved,
    found,
  );
  s.holds(
    'Computed: the left end of the interval of global minima of L',
    fill,
    curve.enclosure(left),
    proved,
    found,
  );
  s.holds(
    'Computed: the right end of the interval of global minima of L',
    fill,
    curve.enclosure(right),
    proved,
    found,
  );
  s.holds(
    '“there exist local minima of L̃ near θ = 0.8 in bounded (and open) subspaces that are also global minima”',
    'L̃ ≥ 0, and L̃(θ, 0, b, W) = L(θ) = 0 for θ between the two ends, so also at 0.8, and all b, W',
    { lower: '0', upper: '0' },
    proved,
    found,
    curve.negative(field.add(curve.value(curve.of('0.8')), field.one)),
  );
  s.holds(
    '“there is no local minimum of L̃|θ(a, b, W) with a fixed suboptimal θ”',
    'a ∂L̃/∂a − ∂L̃/∂b = 2λa² makes a = 0 at a critical point, where ∂L̃/∂a = 3(1 + f)²e^b > 0 for f > −1; the enclosure is 3(1 + f)² at θ near 0.2',
    curve.enclosure(field.scale(field.square(field.add(curve.value(bad), field.one)), 3)),
    proved,
  );
  s.holds(
    '“if θ is initially near the suboptimal local minimum (0.2), a pure gradient-based local optimization algorithm can still converge to the suboptimal local minimum as θ → 0.2 and can diverge in b as b → ∞”',
    'at the critical point of f near 0.2, ∂L̃/∂θ = 3 max(0, 1 + f + a e^b)²f′ = 0 for all (a, b, W): gradient flow keeps that θ, where L̃|θ has no critical point, so that (a, b, W) converges nowhere; the enclosure is that θ',
    curve.enclosure(bad),
    proved,
  );
  s.holds(
    'Computed: the infimum of L̃ over (a, b, W) at that θ',
    'a e^b = −(1 + f) with b → ∞ makes the loss 0 and λa² → 0; not attained, since L̃ = 0 needs a = 0',
    { lower: '0', upper: '0' },
    proved,
  );
  return s.all;
}

function figureFour({ curve, bad, proved }: Shape): readonly Statement[] {
  const { field } = curve;
  const s = new Statements();
  const label = curve.value(curve.of('0.8'));
  const begin = 'Figure 4, squared loss with y₁ = f(x₁; 0.8)';
  s.holds(`${begin}. Computed: y₁`, 'f at 0.8', curve.enclosure(label), proved);
  const valley = zerosIn(field, curve.level(label), curve.of('0.2'), curve.of('0.7995'));
  const [second] = valley as [Ball];
  const twice =
    'L = 0 exactly where f = f(0.8): once in [0.2, 0.7995]; f < f(0.8) on [0.7995, 0.8) and f is monotone outside [0.2, 0.8]';
  const below = belowLabel(curve, label);
  const found =
    valley.length === 1 && below && curve.positive(field.sub(curve.value(curve.of('0.2')), label));
  s.holds(
    `${begin}. Computed: one global minimum is θ = 0.8 exactly`,
    twice,
    { lower: '0.8', upper: '0.8' },
    proved,
    found,
  );
  s.holds(
    `${begin}. Computed: the other global minimum; there are two`,
    twice,
    curve.enclosure(second),
    proved,
    found,
  );
  const spurious = field.square(field.sub(curve.value(bad), label));
  s.holds(
    `${begin}. Computed: the value of L at the spurious local minimum near 0.2`,
    'L′ = 2(f − y₁)f′ = 0 and L″ = 2(f − y₁)f″ > 0 at the critical point of f near 0.2',
    curve.enclosure(spurious),
    proved,
    curve.positive(field.sub(curve.value(bad), label)),
  );
  s.holds(
    `${begin}. “The qualitatively identical behavior as that in Figure 1 can be observed.”`,
    'at that θ, ∂L̃/∂θ = 2(f + a e^b − y₁)f′ = 0 for all (a, b, W), and L̃|θ has no critical point, since a = 0 there and ∂L̃/∂a = 2(f − y₁)e^b ≠ 0; the enclosure is f − y₁',
    curve.enclosure(field.sub(curve.value(bad), label)),
    proved,
    excludesZero(field, spurious),
  );
  return s.all;
}

/** f < f(.8) on [.7995, .8): f is convex there, hence below the chord of its ends, and f(.7995) < f(.8). */
function belowLabel(curve: Curve, label: Ball): boolean {
  const { field } = curve;
  const [low, high] = [curve.of('0.7995'), curve.of('0.8')];
  const piece = field.hull(low, high);
  return curve.positive(curve.curvature(piece)) && curve.negative(field.sub(curve.value(low), label));
}
