// node scripts/compare-fixed.mjs [SEED] [SECONDS]: random operations of the balls in WebAssembly against those in big integers,
// numbers of all lengths with ends of words and of the range among them. Needs the build. 1 at the first difference.
import { BallField, DomainError } from '../dist/arithmetic/ball.js';
import { BallLandscape } from '../dist/landscape/ball-field.js';
import { FIXED_BITS, FixedLandscape } from '../dist/landscape/fixed-field.js';

const [seed = '1', seconds = '60'] = process.argv.slice(2);
const WORD = (1n << 64n) - 1n;

// SplitMix64
let state = BigInt(seed);
const word = () => {
  state = (state + 0x9e3779b97f4a7c15n) & WORD;
  let z = state;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & WORD;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & WORD;
  return z ^ (z >> 31n);
};
const below = (n) => Number(word() % BigInt(n));

/** A natural number of at most so many bits: any, all ones, just above a power of 2, or with zeros at its end. */
const natural = (bits) => {
  if (bits === 0) return 0n;
  const limit = (1n << BigInt(bits)) - 1n;
  const any = ((word() << 64n) | word()) & limit;
  switch (below(6)) {
    case 0:
      return limit > 2n ? limit - BigInt(below(3)) : limit;
    case 1:
      return ((1n << BigInt(bits - 1)) + BigInt(below(3))) & limit;
    case 2:
      return ((any >> BigInt(below(bits))) << BigInt(below(bits))) & limit;
    default:
      return any;
  }
};
const midpoint = (bits) => (below(2) === 0 ? 1n : -1n) * natural(below(bits + 1));
const radius = () => (below(3) === 0 ? 0n : natural(below(63)));

const balls = new BallField(FIXED_BITS);
const field = new BallLandscape(balls);
const fixed = FixedLandscape.of(balls);
const scalar = () => balls.ofUnits(midpoint(126), radius());
const vectorOf = (d) =>
  field.vectorOfUnits(
    Array.from({ length: d }, () => (below(4) === 0 ? 0n : midpoint(121))),
    radius(),
  );
const place = ({ mid, rad }) => fixed.scalar(mid, rad);

/** ‖a‖², ‖b‖² and a·b of vectors that point nearly the same or the opposite way. */
const collinear = () => {
  const [p, q] = [natural(112 + below(7)), natural(100 + below(19))];
  const shift = BigInt(FIXED_BITS);
  const near = (x) => balls.ofUnits(x, below(2) === 0 ? 0n : natural(below(20)));
  return [near((p * p) >> shift), near((q * q) >> shift), near(((below(2) === 0 ? p : -p) * q) >> shift)];
};

const ARITY = { add: 2, sub: 2, neg: 1, mul: 2, div: 2, crossNorm: 3, angle: 2 };
const counts = { compared: 0, left: 0 };

function compare(what, given, got, want) {
  counts.compared += 1;
  if (JSON.stringify(got, text) === JSON.stringify(want, text)) return;
  console.error(`${what} of ${JSON.stringify(given, text)}: ${JSON.stringify(got, text)}`);
  console.error(`in big integers ${want === null ? 'outside its domain' : JSON.stringify(want, text)}`);
  process.exit(1);
}
const text = (_, value) => (typeof value === 'bigint' ? String(value) : value);
const units = ({ mid, rad }) => ({ mid, rad });

function scalars() {
  const names = Object.keys(ARITY);
  const name = names[below(names.length)];
  const given =
    name === 'crossNorm' && below(2) === 0 ? collinear() : Array.from({ length: ARITY[name] }, scalar);
  fixed.reset(1);
  const result = fixed[name](...given.map(place));
  if (fixed.failed) {
    counts.left += 1;
    return;
  }
  let want = null;
  try {
    want = units(balls[name](...given));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
  compare(name, given.map(units), fixed.unitsOf(result), want);
}

function vectors() {
  const d = 1 + below(12);
  const [x, y] = [vectorOf(d), vectorOf(d)];
  fixed.reset(d);
  const product = fixed.dot(fixed.vector(x), fixed.vector(y));
  if (fixed.failed) counts.left += 1;
  else compare('dot', [x.mids, x.rad, y.mids, y.rad], fixed.unitsOf(product), units(field.dot(x, y)));

  const terms = Array.from({ length: 1 + below(8) }, () => [
    balls.ofUnits(midpoint(121), radius()),
    vectorOf(d),
  ]);
  const [coefficients, parts] = [terms.map(([c]) => c), terms.map(([, v]) => v)];
  fixed.reset(d);
  const sum = fixed.combine(
    d,
    coefficients.map(place),
    parts.map((v) => fixed.vector(v)),
  );
  const { mids, rad } = field.combine(d, coefficients, parts);
  if (fixed.failed) counts.left += 1;
  else compare('combine', coefficients.map(units), fixed.vectorUnitsOf(sum), { mids, rad });
}

const end = Date.now() + 1000 * Number(seconds);
while (Date.now() < end) {
  for (let i = 0; i < 1000; i++) scalars();
  for (let i = 0; i < 100; i++) vectors();
}
console.log(`seed ${seed}: ${counts.compared} results equal; ${counts.left} left to big integers`);
