// Points and what engine and checker enclose there, a line of JSON each, for scripts/landscape_reference.py to judge:
// node scripts/landscape-enclosures.mjs --seed 1 --count 1000 | python3 scripts/landscape_reference.py
// Random points and parallel vectors up to 10^-40, exactly parallel and opposite ones, lengths from 1 to 10^-30, zero and repeated targets,
// copies of the targets, entries 0 and ±1, d = 1; some at the scale of 10^±150 or 10^±300. Needs the build.
import { parseArgs } from 'node:util';
import { BallField } from '../dist/arithmetic/ball.js';
import { inOneUnit } from '../dist/checker/numbers/exact.js';
import { intervals } from '../dist/checker/numbers/interval.js';
import { hessianNorm } from '../dist/checker/point/claims.js';
import { Landscape } from '../dist/checker/point/landscape.js';
import { BallLandscape } from '../dist/landscape/ball-field.js';
import { boundedGradientNorm } from '../dist/landscape/bounded-gradient.js';
import { Evaluation } from '../dist/landscape/evaluation.js';
import { pointOf } from '../dist/landscape/problem.js';
import { generatorOf } from '../dist/search/generator.js';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, count: { type: 'string', default: '1000' } },
});
/** Decimal places of all entries. */
const PLACES = 80;
const ONE = 10n ** BigInt(PLACES);
const KINDS = 8;

const written = (x) => {
  const digits = String(x < 0n ? -x : x).padStart(PLACES + 1, '0');
  return `${x < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
};
const isZero = (row) => row.every((x) => x === 0n);

function pointAt(run) {
  const generator = generatorOf({ seed: Number(values.seed), k: 1, n: 1, run });
  const integer = (low, high) => low + Math.floor(generator.uniform() * (high - low + 1));
  const oneOf = (list) => list[integer(0, list.length - 1)];
  const kind = run % KINDS;
  const d = kind === 7 ? 1 : integer(2, 4);
  const vector = () =>
    Array.from({ length: d }, () => BigInt(Math.round(generator.normal() * 2 ** 50)) * (ONE >> 50n));
  const vectors = (count) => Array.from({ length: count }, vector);
  const beside = (row, factor, places) => {
    const away = vector();
    return row.map((x, a) => factor * x + (places === null ? 0n : away[a] / 10n ** BigInt(places)));
  };
  let [W, V] = [vectors(integer(1, 4)), vectors(integer(1, 4))];
  if (kind === 1 || kind === 2)
    W = W.map((w) =>
      generator.uniform() < 0.25
        ? w
        : beside(oneOf([...W, ...V]), oneOf([1n, -1n, 2n, -3n]), kind === 1 ? integer(1, 40) : null),
    );
  if (kind === 3)
    [W, V] = [W, V].map((rows) => rows.map((row) => row.map((x) => x / 10n ** BigInt(integer(0, 30)))));
  if (kind === 4) V = V.map((v, j) => v.map((x) => (j === 0 ? 0n : j === 1 ? 3n * V.at(-1)[0] : x)));
  if (kind === 5) W = W.map((_, i) => beside(V[i % V.length], 1n, oneOf([null, integer(5, 60)])));
  if (kind === 6) {
    V = V.map((v, j) => v.map((_, a) => (a === j % d ? ONE : 0n)));
    W = W.map((w) => w.map((x) => oneOf([0n, ONE, -ONE, x, x / 1_000_000n])));
  }
  W = W.map((w) => (isZero(w) ? w.map((_, a) => (a === 0 ? ONE : 0n)) : w));
  const scale = oneOf([0, 0, 0, 0, 0, 0, 150, -150, 300, -300]);
  return { kind, d, W, V, scale, digits: oneOf([16, 20, 50]), precision: oneOf([30, 40, 60]) };
}

const interval = ({ lo, hi, two, five }) => ({ lo: String(lo), hi: String(hi), two, five });
const ball = (balls, { mid, rad }) => interval({ lo: mid - rad, hi: mid + rad, two: -balls.bits, five: 0 });

function ofChecker({ W, V, scale, precision }) {
  const scaled = (rows) => rows.map((row) => row.map((x) => `${written(x)}e${scale}`));
  const { unit, lists } = inOneUnit([scaled(W), scaled(V)]);
  const point = new Landscape(intervals(precision), lists[0], lists[1], unit.twos, unit.fives);
  const matrix = ({ rows, error }) => ({ rows: rows.map((row) => [...row]), error });
  return {
    gradient: interval(point.gradientNorm()),
    objective: interval(point.objective()),
    norm: interval(hessianNorm(point)),
    hessian: matrix(point.hessian()),
    transverse: matrix(point.transverse()),
  };
}

function ofEngine({ W, V, d }, digits) {
  const balls = BallField.ofDigits(digits);
  const field = new BallLandscape(balls);
  const rows = (list) => list.map((row) => field.vector(row.map(written)));
  const point = pointOf(field, d, rows(W), rows(V.filter((row) => !isZero(row))), false);
  const evaluation = new Evaluation(field, point);
  // With so few places after the point a short neuron may be 0.
  if (evaluation.zeroNeuron() >= 0) return [];
  const { hessian, transverse } = evaluation.hessians;
  const matrix = ({ mid, size, errorUpper }) => ({
    rows: Array.from({ length: size }, (_, i) => [...mid.subarray(i * size, i * size + i + 1)]),
    error: Number.isFinite(errorUpper) ? errorUpper : null,
  });
  const quick = boundedGradientNorm(field, point);
  return [
    {
      digits,
      gradient: ball(balls, evaluation.gradientNorm()),
      quick: quick && ball(balls, quick),
      objective: ball(balls, evaluation.objective),
      hessian: matrix(hessian),
      transverse: matrix(transverse),
    },
  ];
}

for (let run = 0; run < Number(values.count); run++) {
  const point = pointAt(run);
  const { W, V, kind, scale, digits } = point;
  const engine = [32, digits].flatMap((own) => ofEngine(point, own));
  const rows = (list) => list.map((row) => row.map(String));
  console.log(
    JSON.stringify({
      run,
      kind,
      places: PLACES,
      W: rows(W),
      V: rows(V),
      scale,
      checker: ofChecker(point),
      engine,
    }),
  );
}
