// Cases for the checker's intervals, each a function of its seed: every operation against exact rational numbers. The script
// interval-containment.mjs tries a million, test/checker/numbers/interval.test.ts a few thousand.

/** A reproducible stream of 32-bit numbers (xorshift). */
export function stream(seed) {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** Decimals of all sizes, near-halves, powers, neighbours of one another, long and short. */
export function decimalCase(next) {
  const digits = 1 + (next() % 30);
  let mantissa = '';
  const kind = next() % 4;
  for (let i = 0; i < digits; i++) {
    mantissa += kind === 0 ? '9' : kind === 1 && i > 0 && i < digits - 1 ? '0' : String(next() % 10);
  }
  const exponent = (next() % 5 === 0 ? 200 : 12) - (next() % (next() % 5 === 0 ? 400 : 24));
  return `${next() % 2 === 0 ? '-' : ''}${BigInt(mantissa)}e${exponent}`;
}

const FIVES = [];
/** 2^two·5^five, or 1 for negative exponents. */
const power = (two, five) => {
  const n = Math.max(five, 0);
  FIVES[n] ??= 5n ** BigInt(n);
  return FIVES[n] << BigInt(Math.max(two, 0));
};

/** The ends of an interval as fractions p/q, q > 0. */
export function fractions({ lo, hi, two, five }) {
  const up = power(two, five);
  const down = power(-two, -five);
  return [
    { p: lo * up, q: down },
    { p: hi * up, q: down },
  ];
}

const less = (x, y) => x.p * y.q < y.p * x.q;
const plus = (x, y) => ({ p: x.p * y.q + y.p * x.q, q: x.q * y.q });
const minus = (x) => ({ p: -x.p, q: x.q });
const times = (x, y) => ({ p: x.p * y.p, q: x.q * y.q });
const over = (x, y) => (y.p < 0n ? { p: -x.p * y.q, q: -x.q * y.p } : { p: x.p * y.q, q: x.q * y.p });
const size = (x) => (x.p < 0n ? minus(x) : x);
const floor = ({ p, q }) => (p >= 0n ? p / q : -((-p + q - 1n) / q));

/** An end, the other end and the middle of an interval; of a point, itself. */
function members(x) {
  const [lo, hi] = fractions(x);
  if (x.lo === x.hi) return [lo];
  return [lo, hi, { p: lo.p * hi.q + hi.p * lo.q, q: 2n * lo.q * hi.q }];
}

/**
 * What is wrong with the operations on the intervals of one case: a number that is not enclosed, an enclosure of a result of
 * points that is wider than the precision, an exact result that is not. `module` is src/checker/numbers/interval.ts or its build.
 */
export function wrongIntervals(module, I, seed) {
  const { floorOf, ceilOf, isPositive, isLess, isAtMost } = module;
  const next = stream(seed);
  const made = () => {
    const x = I.of(decimalCase(next));
    const kind = next() % 4;
    if (kind === 0) return x;
    if (kind === 1) return I.divide(x, I.integer(1 + (next() % 1000)));
    // Of another decimal, or a near one.
    const y = kind === 2 ? I.of(decimalCase(next)) : I.multiply(x, I.of('1.0000000001'));
    return isAtMost(x, y) ? I.hull(x, y) : I.hull(y, x);
  };
  const [x, y] = [made(), made()];
  const wrong = [];
  const within = (name, [lo, hi], value) => {
    if (less(value, lo) || less(hi, value)) wrong.push(`seed ${seed}: ${name} misses a number`);
  };
  const encloses = (name, result, value) => within(name, fractions(result), value);
  const [ofX, ofY] = [members(x), members(y)];
  // Of points, a result that is no wider than a unit of its last digit.
  const sharp = (name, result, points) => {
    const [lo, hi] = fractions(result);
    const room = times(size(less(size(lo), size(hi)) ? hi : lo), { p: 10n, q: power(I.digits, I.digits) });
    if (points && less(room, plus(hi, minus(lo)))) wrong.push(`seed ${seed}: ${name} is too wide`);
  };
  const point = (z) => z.lo === z.hi;
  const points = point(x) && point(y);
  const results = {
    '+': [I.add(x, y), plus],
    '−': [I.subtract(x, y), (a, b) => plus(a, minus(b))],
    '×': [I.multiply(x, y), times],
    max: [I.max(x, y), (a, b) => (less(a, b) ? b : a)],
    min: [I.min(x, y), (a, b) => (less(a, b) ? a : b)],
  };
  for (const [name, [result, exact]] of Object.entries(results)) {
    const ends = fractions(result);
    for (const a of ofX) for (const b of ofY) within(name, ends, exact(a, b));
    // A difference of near numbers has few digits of them.
    if (name !== '+' && name !== '−') sharp(name, result, points);
  }
  const [squareOfX, sizeOfX] = [I.square(x), I.absolute(x)];
  for (const [name, result, exact] of [
    ['square', squareOfX, (a) => times(a, a)],
    ['absolute', sizeOfX, size],
    ['negate', I.negate(x), minus],
  ]) {
    const ends = fractions(result);
    for (const a of ofX) within(name, ends, exact(a));
  }
  for (const z of [squareOfX, sizeOfX]) if (z.lo < 0n) wrong.push(`seed ${seed}: below 0`);
  const divisor = I.absolute(y);
  if (isPositive(divisor)) {
    const quotient = I.divide(x, divisor);
    const ends = fractions(quotient);
    const ofDivisor = members(divisor);
    for (const a of ofX) for (const b of ofDivisor) within('÷', ends, over(a, b));
    sharp('÷', quotient, points);
  }
  // Half of the roots are of squares, or a little beside one.
  const square =
    next() % 2 === 0 ? I.absolute(x) : I.add(I.square(I.lower(I.absolute(x))), I.of(`${next() % 3}e-90`));
  const root = I.sqrt(square);
  const [low, high] = fractions(root);
  const [from, to] = fractions(square);
  if (low.p < 0n || less(from, times(low, low)) || less(times(high, high), to))
    wrong.push(`seed ${seed}: √ misses a root`);
  sharp('√', root, point(square));
  const places = (next() % 300) - 100;
  const unit = places < 0 ? { p: 1n, q: 2n ** BigInt(-places) } : { p: 2n ** BigInt(places), q: 1n };
  const [first, last] = fractions(x).map((end) => times(end, unit));
  if (floorOf(x, places) !== floor(first)) wrong.push(`seed ${seed}: floor in units of 2^−${places}`);
  if (ceilOf(x, places) !== -floor(minus(last))) wrong.push(`seed ${seed}: ceiling in units of 2^−${places}`);
  const [xs, ys] = [fractions(x), fractions(y)];
  if (isLess(x, y) !== less(xs[1], ys[0])) wrong.push(`seed ${seed}: <`);
  if (isAtMost(x, y) !== !less(ys[0], xs[1])) wrong.push(`seed ${seed}: ≤`);
  // arg z + arg w = arg zw for z and w of the upper half plane with a sum up to π, and no angle has lost more than three digits.
  const whole = () => BigInt(next() >>> (next() % 32)) * (next() % 8 === 0 ? 10n ** 30n : 1n) + 1n;
  const signed = () => (next() % 2 === 0 ? -whole() : whole());
  const [a, b, c, d] = [signed(), whole(), signed(), whole()];
  const argument = (real, imaginary) =>
    I.angle(I.exact(imaginary, 0), I.exact(real, 0), I.sqrt(I.exact(real * real + imaginary * imaginary, 0)));
  if (a * d + b * c >= 0n) {
    const [joined, sum] = [argument(a * c - b * d, a * d + b * c), I.add(argument(a, b), argument(c, d))];
    if (isLess(joined, sum) || isLess(sum, joined)) wrong.push(`seed ${seed}: angles do not add up`);
    const [least, most] = fractions(joined);
    if (less({ p: 1000n, q: 10n ** BigInt(I.digits) }, plus(most, minus(least))))
      wrong.push(`seed ${seed}: an angle is too wide`);
  }
  const [twos, fives, value] = [next() % 200, next() % 200, BigInt(next()) ** BigInt(next() % 12)];
  const exact = I.exact(value, twos, fives);
  encloses('exact', exact, { p: value, q: power(twos, fives) });
  sharp('exact', exact, true);
  const rootOf = I.rootOf(value, twos, fives);
  const [least, most] = fractions(rootOf);
  const squared = { p: value, q: power(2 * twos, 2 * fives) };
  if (least.p < 0n || less(squared, times(least, least)) || less(times(most, most), squared))
    wrong.push(`seed ${seed}: rootOf misses the root`);
  sharp('rootOf', rootOf, true);
  return wrong;
}
