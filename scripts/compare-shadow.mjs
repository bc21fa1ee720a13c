// node scripts/compare-shadow.mjs [FIRST] [COUNT] [LARGEST]: the bounds on one step of descent in doubles (trajectories.md 3)
// against balls of 112 bits at COUNT points (shadow-cases.mjs) and at as many steps of runs from random starts, 1 000 steps apart.
// Prints the largest true error over its bound. Needs the build. 1 if a bound is too small.
import { BallField } from '../dist/arithmetic/ball.js';
import { BallLandscape } from '../dist/landscape/ball-field.js';
import { fixedEvaluation } from '../dist/landscape/fixed-field.js';
import { gradient } from '../dist/landscape/gradient.js';
import { pairOf, pairsOf } from '../dist/landscape/pairs.js';
import { pointOf } from '../dist/landscape/problem.js';
import { randomStart } from '../dist/search/generator.js';
import { Shadow } from '../dist/trajectory/shadow.js';
import { compareStep, SHADOW_KINDS, shadowCase } from './shadow-cases.mjs';

const [first, count, largest] = [1, 100_000, 12].map((x, i) => Number(process.argv[2 + i] ?? x));
const engine = { Shadow, BallField, BallLandscape, pairOf, pairsOf, pointOf, gradient, fixedEvaluation };
const NAMES = ['residual', 'inner', 'area', 'angle'];
const worst = new Map(
  [...SHADOW_KINDS, 'run'].map((kind) => [kind, { count: 0, residual: 0, inner: 0, area: 0, angle: 0 }]),
);
let refused = 0;
let faults = 0;

function take(kind, where, ratios) {
  if (ratios === null) {
    refused++;
    return;
  }
  const row = worst.get(kind);
  row.count++;
  for (const name of NAMES) row[name] = Math.max(row[name], ratios[name]);
  if (NAMES.some((name) => !(ratios[name] <= 1))) {
    faults++;
    console.log(`bound too small: ${kind}, ${where}: ${JSON.stringify(ratios)}`);
  }
}

for (let seed = first; seed < first + count / 2; seed++) {
  const point = shadowCase(seed, largest);
  take(point.kind, `seed ${seed}`, compareStep(engine, point, { pairs: seed % 16 < 8 }));
}
for (let at = 0, run = 0; at < count / 2; run++) {
  const k = 2 + (run % (largest - 1));
  const n = k;
  const shadow = new Shadow(n, k, 400);
  shadow.start(randomStart({ seed: first, k, n, run }));
  for (let piece = 0; piece < 10 && at < count / 2; piece++) {
    if (shadow.advance(400, 0.1) < 400) break;
    for (let t = 0; t < 400 && at < count / 2; t += piece === 0 ? 10 : 100, at++)
      take(
        'run',
        `(${n}, ${k}) run ${run} step ${400 * piece + t}`,
        compareStep(engine, { n, k, weights: shadow.point(t).slice() }, { pairs: at % 8 === 0 }),
      );
    shadow.start(shadow.point(400).slice());
  }
}
for (const [kind, row] of worst)
  console.log(
    `${kind.padEnd(14)} ${String(row.count).padStart(7)} points  ${NAMES.map((name) => `${name} ${row[name].toFixed(4)}`).join('  ')}`,
  );
console.log(`${refused} refused, ${faults} bounds too small`);
process.exitCode = faults > 0 ? 1 : 0;
