/** Examples 2 to 7: exact algebra in whole numbers and in exponents, and enclosures at one ε each. */
import { type Ball, BallField } from '../../arithmetic/ball.ts';
import { decimalOf } from '../../arithmetic/exact.ts';
import { exp } from '../../arithmetic/exponential.ts';
import type { Enclosure } from '../../certificate/index.ts';
import { type Statement, Statements } from './statement.ts';

const field: BallField = BallField.ofDigits(60);
const PRINTED = 20;

/** A whole number or half of one, exactly. */
const exactly = (value: number): Enclosure => ({ lower: String(value), upper: String(value) });

function enclosure(x: Ball): Enclosure {
  return {
    lower: decimalOf(field.lowerRational(x), 'down', PRINTED),
    upper: decimalOf(field.upperRational(x), 'up', PRINTED),
  };
}

const positive = (x: Ball): boolean => field.positive(x) === 'yes';
const within = (x: Ball, low: number, high: number): boolean =>
  field.less(field.exact(low), x) === 'yes' && field.less(x, field.exact(high)) === 'yes';

/**
 * Exponents p/ε + q·w·x₁ + r·‖x₂ − x₁‖²/ε with whole p, q, r: an identity between them holds for all ε, w, x₁, x₂. With
 * the printed w = −(x₂ − x₁)/ε, w·x₂ = w·x₁ − ‖x₂ − x₁‖²/ε.
 */
type Exponent = readonly [reciprocal: number, first: number, gap: number];
const plus = (...terms: readonly Exponent[]): Exponent =>
  terms.reduce<Exponent>(([p, q, r], [x, y, z]) => [p + x, q + y, r + z], [0, 0, 0]);
const same = (x: Exponent, y: Exponent): boolean => x.every((entry, i) => entry === y[i]);
const AT_FIRST: Exponent = [0, 1, 0];
const AT_SECOND: Exponent = [0, 1, -1];
/** b = 1/ε − w·x₁, and |a| is a whole number times e^(−1/ε). */
const B: Exponent = [1, -1, 0];
const SIZE_OF_A: Exponent = [-1, 0, 0];
const NOTHING: Exponent = [0, 0, 0];

/** |a| e^(w·x₁ + b) is that whole number, exactly, whatever ε, w and x₁. */
const firstCancels: boolean = same(plus(SIZE_OF_A, AT_FIRST, B), NOTHING);
/** |a| e^(w·x₂ + b) is that number times e^(−‖x₂ − x₁‖²/ε). */
const secondDecays: boolean = same(plus(SIZE_OF_A, AT_SECOND, B), [0, 0, -1]);
/** a² is the square of that number times e^(−2/ε). */
const squareDecays: boolean = same(plus(SIZE_OF_A, SIZE_OF_A), [-2, 0, 0]);

/** One data point: the output f of the model, its label y, and e^(w·x + b) as an exponent. */
interface Datum {
  readonly f: number;
  readonly y: number;
  readonly x: Exponent;
}

type Loss = (q: Ball, y: number) => Ball;
const squared: Loss = (q, y) => field.square(field.sub(q, field.integer(y)));
/** max(0, 1 − yq)³ */
const hinge: Loss = (q, y) => {
  const margin = field.max(field.zero, field.sub(field.one, field.scale(q, y)));
  return field.mul(margin, field.square(margin));
};

/** e^exponent at ε = 1/20, w·x₁ = 3/2 and ‖x₂ − x₁‖ = 1. */
function power([reciprocal, first, gap]: Exponent): Ball {
  return exp(
    field,
    field.add(field.integer(20 * (reciprocal + gap)), field.scale(field.exact('1.5'), first)),
  );
}

/** The data term of L̃ at ε = 1/20 with a = coefficient·e^(−1/ε), computed from a, w and b as they stand. */
function dataTerm(loss: Loss, data: readonly Datum[], coefficient: number): Ball {
  const a = field.scale(power(SIZE_OF_A), coefficient);
  return data.reduce((sum, { f, y, x }) => {
    const neuron = field.mul(a, field.mul(power(x), power(B)));
    return field.add(sum, loss(field.add(field.integer(f), neuron), y));
  }, field.zero);
}

/** The loss of integers, exactly. */
const hingeAt = (f: number, y: number): number => Math.max(0, 1 - y * f) ** 3;
const squaredAt = (f: number, y: number): number => (f - y) ** 2;

const STATIONARY =
  'a ∂L̃/∂a − ∂L̃/∂b = 2λa² (each ∂g/∂b is a ∂g/∂a), and both derivatives are 0 at a local minimum';
const AT_TWENTIETH = 'at ε = 1/20';

/** Example 2, on an instance: the paper states a possibility. */
export function exampleTwo(): readonly Statement[] {
  const s = new Statements();
  const instance = 'f(x; θ) = θˣ, x = (1, 2), y = (−1/4, 1), squared loss';
  // In quarters: θ = 2/4, f = (2, 1)/4, y = (−1, 4)/4, r = 2(f − y) = (3/2, −3/2); ∂f/∂θ = (1, 2θ) = (1, 1).
  const [theta, f, y] = [0.5, [0.5, 0.25], [-0.25, 1]];
  const r = f.map((value, i) => 2 * (value - y[i]!));
  const jacobian = [1, 2 * theta];
  const stationary = jacobian[0]! * r[0]! + jacobian[1]! * r[1]!;
  const lossAt = (t: number): number => (t + 0.25) ** 2 + (t * t - 1) ** 2;
  const curvature = 12 * theta * theta - 2;
  s.holds(
    `Computed, for ${instance}: r[f(·; θ)] ∈ Null(A[θ]) at θ = 1/2, where mL = 9/8 is not the minimum, and L″ > 0`,
    `A r = ½(r₁ + r₂) = ½(3/2 − 3/2) = 0, (mL)″ = 12θ² − 2 = 1, mL(−3/4) = 0.44140625 < 9/8`,
    exactly(lossAt(theta)),
    stationary === 0,
    curvature === 1,
    lossAt(-0.75) === 0.44140625,
    lossAt(theta) === 1.125,
  );
  // A r[f + g] = ½·2(g(x₁) + g(x₂)) = a(e^(w+b) + e^(2w+b))
  const sum = field.add(exp(field, field.one), exp(field, field.integer(2)));
  s.holds(
    '“The modified objective L̃ helps a gradient-based method by creating extra decreasing directions as r[f(·;θ) + g(·;a,b,W)] ∉ Null(A[θ]) even when r[f(·;θ)] ∈ Null(A[θ]).”',
    `${instance}, θ = 1/2: A r[f + g] = a(e^(w+b) + e^(2w+b)) ≠ 0 for every a ≠ 0, so ∂L̃/∂θ has the sign of a; the enclosure is that number at a = 1, b = 0, w = 1`,
    enclosure(sum),
    positive(sum),
  );
  return s.all;
}

/** Example 3: one datum, squared loss, f = 2, y = 1. */
export function exampleThree(): readonly Statement[] {
  const s = new Statements();
  const data: Datum[] = [{ f: 2, y: 1, x: AT_FIRST }];
  s.holds('“L(θ) = 1”', '(2 − 1)²', exactly(squaredAt(2, 1)), squaredAt(2, 1) === 1);
  s.holds(
    '“L̃(θ,a,b,W) = 1 + 2a exp(wᵀx₁ + b) + a² exp(2wᵀx₁ + 2b) + λa²”',
    '(1 + t)² = 1 + 2t + t² with t = a exp(wᵀx₁ + b)',
    null,
    squaresOf([1], [[1, 2, 1]]),
  );
  s.holds(
    '“we must have a = 0, yielding that L̃(θ,a,b,W) = 1”',
    STATIONARY,
    exactly(1),
    squaredAt(2, 1) === 1,
  );
  // With E = exp(wᵀx₁ + b) > 0 and a < 0: 1 − 2|a|E + a²(E² + λ) < 1 for |a| < 2E/(E² + λ). At E = λ = 1, a = −½: ½.
  s.holds(
    '“with a < 0 and |a| > 0 being sufficiently small, L̃(θ,a,b,W) = 1 − 2|a|·exp(wᵀx₁ + b) + |a|²(exp(2wᵀx₁ + 2b) + λ) < 1”',
    'for |a| < 2E/(E² + λ), E = exp(wᵀx₁ + b); the enclosure is L̃ at E = λ = 1, a = −1/2',
    exactly(1 - 2 * 0.5 + 0.25 * 2),
    1 - 2 * 0.5 + 0.25 * 2 < 1,
  );
  s.holds(
    '“there is no local minimum (a,b,W) ∈ ℝ × ℝ × ℝ^{d_x} of L̃|θ”',
    'a = 0 is necessary, and no point with a = 0 is a local minimum',
    null,
  );
  const term = dataTerm(squared, data, -1);
  s.holds(
    '“if we set a = −exp(−1/ε) and b = 1/ε − wᵀx₁, L̃(θ,a,b,W) = λ exp(−2/ε) → 0 as ε → 0, and hence as a → 0⁻ and b → ∞”',
    'a exp(wᵀx₁ + b) = −1 for every ε, so the loss is (2 − 1 − 1)² = 0, and λa² = λ exp(−2/ε); the enclosure is the limit',
    exactly(0),
    firstCancels,
    squareDecays,
    within(term, -1e-30, 1e-30),
  );
  s.holds(
    '“The identical conclusion holds with the general case of f(x₁;θ) ≠ y₁”',
    'a = (y₁ − f) exp(−1/ε): a exp(wᵀx₁ + b) = y₁ − f; ∂L̃/∂a = 2(f − y₁) exp(wᵀx₁ + b) ≠ 0 at a = 0',
    exactly(0),
    firstCancels,
  );
  return s.all;
}

/** Example 4: two inputs, squared loss, f = 0, y = ±1. */
export function exampleFour(): readonly Statement[] {
  const s = new Statements();
  const data: Datum[] = [
    { f: 0, y: 1, x: AT_FIRST },
    { f: 0, y: -1, x: AT_SECOND },
  ];
  const value = squaredAt(0, 1) + squaredAt(0, -1);
  s.holds('“L(θ) = 2”', '(0 − 1)² + (0 + 1)²', exactly(value), value === 2);
  s.holds('“we must have a = 0 …, yielding that L̃(θ,a,b,W) = 2”', STATIONARY, exactly(value), value === 2);
  s.holds(
    '“L̃(θ,a,b,W) = 2 − 2a(exp(wᵀx₁ + b) − exp(wᵀx₂ + b)) + φ(a²)”, φ(a²) = a² exp(2wᵀx₁ + 2b) + a² exp(2wᵀx₂ + 2b) + λa²',
    '(t₁ − 1)² + (t₂ + 1)² = 2 − 2(t₁ − t₂) + t₁² + t₂² with tᵢ = a exp(wᵀxᵢ + b)',
    null,
    squaresOf(
      [-1, 1],
      [
        [1, -2, 1],
        [1, 2, 1],
      ],
    ),
  );
  s.holds(
    '“with a > 0 being sufficiently small, L̃(θ,a,b,W) < 2” where exp(wᵀx₁ + b) > exp(wᵀx₂ + b); with a < 0 where <; where =, w is perturbed',
    'for 0 < |a| < 2|E₁ − E₂|/(E₁² + E₂² + λ), Eᵢ = exp(wᵀxᵢ + b); the enclosure is L̃ at E₁ = 2, E₂ = 1, λ = 3, a = 1/8',
    exactly(2 - 2 / 8 + (4 + 1 + 3) / 64),
    2 - 2 / 8 + (4 + 1 + 3) / 64 < 2,
  );
  s.holds('“there is no local minimum (a,b,W) of L̃|θ”', 'as in Example 3', null);
  const term = dataTerm(squared, data, 1);
  const formula = field.square(field.add(field.one, exp(field, field.integer(-20))));
  const because =
    'a exp(wᵀx₁ + b) = 1 and a exp(wᵀx₂ + b) = exp(−‖x₂ − x₁‖²/ε) for every ε: 0² + (1 + exp(−‖x₂ − x₁‖²/ε))²';
  s.holds(
    '“if we set a = exp(−1/ε), b = 1/ε − wᵀx₁, and w = −(x₂ − x₁)/ε, L̃(θ,a,b,W) = (exp(−‖x₂ − x₁‖₂²/ε) + 1)² + λ exp(−2/ε) → 1, as ε → 0”',
    `${because}; the enclosure is the limit`,
    exactly(1),
    firstCancels,
    secondDecays,
    squareDecays,
    agree(term, formula),
  );
  s.holds(
    `Computed: its data term ${AT_TWENTIETH}, ‖x₂ − x₁‖ = 1`,
    because,
    enclosure(term),
    within(term, 1, 1.0001),
  );
  s.corrected(
    '“and hence as a → 0⁻, b → ∞ and ‖w‖ → ∞”',
    'a = +exp(−1/ε) > 0, so a → 0⁺ (as printed 0⁻); b → ∞ and ‖w‖ → ∞ hold.',
    `the enclosure is a ${AT_TWENTIETH}`,
    enclosure(power(SIZE_OF_A)),
    positive(power(SIZE_OF_A)),
  );
  return s.all;
}

/** Example 5: Example 4 with x₁ = x₂. */
export function exampleFive(): readonly Statement[] {
  const s = new Statements();
  // (q − 1)² + (q + 1)² = 2 + 2q² for a common output q.
  const common = squaresOf(
    [-1, 1],
    [
      [1, -2, 1],
      [1, 2, 1],
    ],
  );
  s.holds(
    '“a θ with f(x₁;θ) = f(x₂;θ) = 0 is a global minimum unlike in Example 4”',
    'x₁ = x₂ have one output q, and (q − 1)² + (q + 1)² = 2 + 2q² ≥ 2; the enclosure is that minimum',
    exactly(2),
    common,
  );
  s.holds(
    '“A point with a = 0 is indeed a local minimum of L̃, … for all a, 2 − 2a(exp(wᵀx₁ + b) − exp(wᵀx₁ + b)) + φ(a²) = 2 + φ(a²) ≥ 2”',
    'φ(a²) ≥ 0, and L̃ ≥ 2 for every θ too, since f + g has one value on x₁ = x₂; the enclosure is L̃ at a = 0',
    exactly(2),
    common,
  );
  return s.all;
}

/** Example 6: one datum, hinge loss, f = −1, y = 1. */
export function exampleSix(): readonly Statement[] {
  const s = new Statements();
  const data: Datum[] = [{ f: -1, y: 1, x: AT_FIRST }];
  const value = hingeAt(-1, 1);
  s.corrected(
    '“Let θ be a non-global minimum of L as f(x₁;θ) ≠ y₁”',
    'The condition is y₁f(x₁;θ) < 1: with y₁f ≥ 1 the loss is 0, whether f = y₁ or not.',
    'max(0, 1 − y₁f)³ = 0 exactly for y₁f ≥ 1; the enclosure is the loss at f = 2, y₁ = 1, where f ≠ y₁',
    exactly(hingeAt(2, 1)),
    hingeAt(2, 1) === 0,
    hingeAt(1, 1) === 0,
    hingeAt(0, 1) > 0,
  );
  s.holds('“L(θ) = 8”', '(1 + 1)³', exactly(value), value === 8);
  s.holds('“we must have a = 0 …, yielding that L̃(θ,a,b,W) = 8”', STATIONARY, exactly(value), value === 8);
  s.holds(
    '“with a > 0 being sufficiently small, L̃(θ,a,b,W) = (2 − a exp(wᵀx₁ + b))³ + λa² < 8”',
    '∂L̃/∂a = −12 exp(wᵀx₁ + b) < 0 at a = 0; the enclosure is L̃ at wᵀx₁ + b = 0, λ = 1, a = 1',
    exactly((2 - 1) ** 3 + 1),
    (2 - 1) ** 3 + 1 < 8,
  );
  s.holds('“there is no local minimum (a,b,W) ∈ ℝ × ℝ × ℝ^{d_x} of L̃|θ”', 'as in Example 3', null);
  const printed = dataTerm(hinge, data, -2);
  const right = dataTerm(hinge, data, 2);
  s.fails(
    '“if we set a = −2 exp(−1/ε) and b = 1/ε − wᵀx₁, L̃(θ,a,b,W) = λ exp(−2/ε) → 0 as ε → 0”',
    'With the printed a the loss is (2 + 2)³ = 64 for every ε, and L̃ = 64 + 4λ exp(−2/ε) → 64. The sign of a must be +.',
    'a exp(wᵀx₁ + b) = −2 for every ε; the enclosure is the loss as printed',
    exactly((2 + 2) ** 3),
    firstCancels,
    squareDecays,
    within(printed, 63.999999, 64.000001),
  );
  s.corrected(
    '“L̃(θ,a,b,W) = λ exp(−2/ε) → 0 as ε → 0”',
    'With a = +2 exp(−1/ε) and b = 1/ε − wᵀx₁ the loss is (2 − 2)³ = 0 and L̃ = 4λ exp(−2/ε) → 0 (printed λ exp(−2/ε)).',
    'a exp(wᵀx₁ + b) = 2 for every ε, and λa² = 4λ exp(−2/ε); the enclosure is the limit',
    exactly((2 - 2) ** 3),
    firstCancels,
    squareDecays,
    within(right, -1e-30, 1e-30),
  );
  const square = field.square(field.scale(power(SIZE_OF_A), 2));
  s.corrected(
    `Computed: the regulariser a² ${AT_TWENTIETH}, printed exp(−2/ε)`,
    '4 exp(−2/ε)',
    'a = ±2 exp(−1/ε)',
    enclosure(square),
    agree(square, field.scale(power(plus(SIZE_OF_A, SIZE_OF_A)), 4)),
  );
  s.corrected(
    '“and hence as a → 0⁻ and b → ∞”',
    'a = +2 exp(−1/ε) > 0, so a → 0⁺ (as printed 0⁻); b → ∞ holds.',
    `the enclosure is a ${AT_TWENTIETH}`,
    enclosure(field.scale(power(SIZE_OF_A), 2)),
    positive(power(SIZE_OF_A)),
  );
  s.corrected(
    '“The identical conclusion holds with the general case of f(x₁;θ) ≠ y₁ by following the same logic.”',
    'It holds in the general case y₁f(x₁;θ) < 1.',
    'a = y₁(1 − y₁f) exp(−1/ε) makes 1 − y₁(f + a exp(wᵀx₁ + b)) = 0, y₁² = 1; for y₁f ≥ 1, L̃ = 0 at a = 0 is a global minimum',
    exactly(0),
    firstCancels,
  );
  return s.all;
}

/** Example 7: two inputs, hinge loss, f = (−1, 1), y = (1, −1). */
export function exampleSeven(): readonly Statement[] {
  const s = new Statements();
  const data: Datum[] = [
    { f: -1, y: 1, x: AT_FIRST },
    { f: 1, y: -1, x: AT_SECOND },
  ];
  const value = hingeAt(-1, 1) + hingeAt(1, -1);
  s.holds(
    '“we must have a = 0 …, yielding L̃(θ,a,b,W) = 16”',
    `8 + 8; ${STATIONARY}`,
    exactly(value),
    value === 16,
  );
  // (2 − t₁)³ + (2 + t₂)³ + λa² = 16 − 12(t₁ − t₂) + …; every number here is a double, exactly.
  const lower = (2 - 0.125) ** 3 + (2 + 0.0625) ** 3 + 0.0625 ** 2;
  s.holds(
    '“a point with a = 0 is not a local minimum, which follows from the perturbations of (a,W) in the same manner as in Example 4”',
    '∂L̃/∂a = −12(exp(wᵀx₁ + b) − exp(wᵀx₂ + b)) at a = 0, not 0 after a small change of w; the enclosure is L̃ at exponentials 2 and 1, λ = 1, a = 1/16',
    exactly(lower),
    lower < 16,
  );
  s.holds('“there is no local minimum (a,b,W) of L̃|θ”', 'as in Example 3', null);
  const term = dataTerm(hinge, data, 2);
  const base = field.add(field.integer(2), field.scale(exp(field, field.integer(-20)), 2));
  const formula = field.mul(base, field.square(base));
  const because =
    'a exp(wᵀx₁ + b) = 2 and a exp(wᵀx₂ + b) = 2 exp(−‖x₂ − x₁‖²/ε) for every ε: 0³ + (2 + 2 exp(−‖x₂ − x₁‖²/ε))³';
  const proved = [firstCancels, secondDecays, squareDecays, agree(term, formula)];
  s.corrected(
    '“if we set a = 2 exp(−1/ε), b = 1/ε − wᵀx₁, and w = −(x₂ − x₁)/ε, L̃(θ,a,b,W) = (2 + 2 exp(−‖x₂ − x₁‖₂²/ε))³ + λ exp(−2/ε)”',
    'The regulariser is λa² = 4λ exp(−2/ε) (printed λ exp(−2/ε)): L̃ = (2 + 2 exp(−‖x₂ − x₁‖²/ε))³ + 4λ exp(−2/ε).',
    `${because}; the enclosure is the data term ${AT_TWENTIETH}, ‖x₂ − x₁‖ = 1`,
    enclosure(term),
    ...proved,
    within(term, 8, 8.0001),
  );
  s.holds('“→ 8 as ε → 0”', because, exactly(2 ** 3), ...proved);
  s.corrected(
    '“and hence as a → 0⁻, b → ∞ and ‖w‖ → ∞”',
    'a = +2 exp(−1/ε) > 0, so a → 0⁺ (as printed 0⁻); b → ∞ and ‖w‖ → ∞ hold.',
    `the enclosure is a ${AT_TWENTIETH}`,
    enclosure(field.scale(power(SIZE_OF_A), 2)),
    positive(power(SIZE_OF_A)),
  );
  return s.all;
}

/** (t + shift)² has these coefficients, from the constant on. */
function squaresOf(shifts: readonly number[], coefficients: readonly (readonly number[])[]): boolean {
  return shifts.every((shift, i) => {
    const [constant, linear, quadratic] = coefficients[i]!;
    return constant === shift * shift && linear === 2 * shift && quadratic === 1;
  });
}

/** The two enclose one number as far as can be told, to 40 digits after the point. */
function agree(x: Ball, y: Ball): boolean {
  return within(field.sub(x, y), -1e-40, 1e-40);
}
