// Points of more coordinates than targets, each a function of its seed, proved in the span of their targets whatever their width;
// every certificate goes through the checker. Needs a build.
//   node scripts/recheck-wide.mjs [--seed 1] [--count 250] [--dist DIST]
// Exit 1 if one is rejected. Targets nearly dependent, scales from 10^-300 to 10^300, decimals among doubles, 16 to 100 digits.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '250' },
    dist: { type: 'string', default: join(root, 'dist') },
  },
});
const module = (...path) => import(join(values.dist, ...path));
const { verifyWide } = await module('verify', 'wide.js');
const { PROPOSERS } = await module('verify', 'verify.js');
const { settingsOf } = await module('proof', 'options.js');
const { checkCertificate } = await module('checker', 'index.js');
const { writeCertificate } = await module('index.js');

const json = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));
const numbers = (rows) => rows.map((row) => row.map(Number));
const MINIMUM = json('candidates', '6-6.json').weights;
const SADDLES = ['saddle', 'saddle-index-2'].map((name) =>
  numbers(json('test', 'checker', 'vectors', `${name}.json`).point.candidate),
);

function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const dot = (x, y) => x.reduce((sum, entry, a) => sum + entry * y[a], 0);

function orthonormal(rows) {
  rows.forEach((row, i) => {
    for (let pass = 0; pass < 2; pass++)
      for (const other of rows.slice(0, i)) {
        const c = dot(row, other);
        for (let a = 0; a < row.length; a++) row[a] -= c * other[a];
      }
    const length = Math.sqrt(dot(row, row));
    for (let a = 0; a < row.length; a++) row[a] /= length;
  });
  return rows;
}

/** A candidate, its kind and options for verify. */
function trialOf(seed) {
  const uniform = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const below = (m) => Math.floor(m * uniform());
  const matrix = (n, d) => Array.from({ length: n }, () => Array.from({ length: d }, normal));
  const combined = (Y, V) => Y.map((y) => V[0].map((_, a) => y.reduce((sum, x, j) => sum + x * V[j][a], 0)));
  const noisy = (rows, size) => rows.map((row) => row.map((x) => x + size * normal()));
  const kinds = ['minimum', 'saddle', 'near targets', 'near the span', 'in the span', 'anywhere'];
  const kind = kinds[below(kinds.length)];
  let [V, W] = [[], []];
  if (kind === 'minimum' || kind === 'saddle') {
    const base = kind === 'minimum' ? MINIMUM : SADDLES[below(2)];
    const size = uniform() < 0.5 ? 1e-8 : 0;
    const rows = orthonormal(matrix(base.length, base.length + 1 + below(4)));
    [V, W] = [noisy(rows, size / 10), noisy(combined(base, rows), size)];
  } else {
    const k = 1 + below(4);
    const n = Math.max(1, k + below(4) - 1);
    V = matrix(k, k + 1 + below(6));
    const nearness = 10 ** (-10 * uniform());
    if (k > 1 && uniform() < 0.4) V[k - 1] = V[0].map((x, a) => x + nearness * V[k - 1][a]);
    const others = combined(matrix(n, k), V);
    if (kind === 'near targets')
      W = noisy(
        others.map((row, i) => (i < k ? V[(i + 1) % k] : row)),
        10 ** (-5 - 4 * below(2)),
      );
    else if (kind === 'near the span') W = noisy(others, 1e-6);
    else W = kind === 'in the span' ? others : matrix(n, V[0].length);
  }
  const scale = uniform() < 0.3 ? 10 ** (below(601) - 300) : 1;
  const written = uniform() < 0.3;
  const taken = (rows, odd) =>
    rows.map((row, i) => row.map((x) => (written && i % 2 === odd ? String(x * scale) : x * scale)));
  const [k, n, d] = [V.length, W.length, V[0].length];
  return {
    kind,
    candidate: { form: 'dense', k, n, d, targets: taken(V, 0), weights: taken(W, 1) },
    options: {
      digits: [16, 20, 32, 60, 100][below(5)],
      exact: uniform() < 0.2,
      polish: uniform() > 0.25,
      dimension: uniform() < 0.2 ? d + below(5) : 'all',
    },
  };
}

const tally = new Map();
let rejected = 0;
for (let i = 0; i < Number(values.count); i++) {
  const seed = 1000 * Number(values.seed) + i;
  const { kind, candidate, options } = trialOf(seed);
  const settings = settingsOf(options, candidate.d);
  const proof = verifyWide(candidate, settings, settings.polish ? PROPOSERS : { ...PROPOSERS, polish: null });
  const row = `${kind}: ${proof.verdict}`;
  tally.set(row, (tally.get(row) ?? 0) + 1);
  const certificate = proof.certify();
  if (certificate === null) continue;
  const answer = checkCertificate(writeCertificate(certificate));
  if (answer.accepted) continue;
  rejected += 1;
  console.log(`seed ${seed}, ${kind}, ${JSON.stringify(options)}: ${proof.verdict}, ${answer.reason}`);
}
for (const [row, count] of [...tally].sort()) console.log(`${row} ${count}`);
console.log(`${rejected} rejected`);
process.exitCode = rejected === 0 ? 0 : 1;
