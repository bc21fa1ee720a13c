// Finds spurious minima for targets that are far from orthonormal: k targets of R^k with pairwise cosines of .3 and more and
// unequal lengths, rounded to three decimals; plain gradient descent in doubles from random starts proposes, the library proves.
// Writes candidates/correlated/K-K-I.json and certificates/correlated/K-K-I.certificate.json, one for each value of F. Needs a build.
//   node scripts/correlated-minima.mjs [--k 20] [--starts 10] [--seed 20280] [--out DIR] [--dist DIST]
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    k: { type: 'string', default: '20' },
    starts: { type: 'string', default: '10' },
    seed: { type: 'string', default: '20280' },
    out: { type: 'string', default: root },
    dist: { type: 'string', default: join(root, 'dist') },
  },
});
const [k, starts, seed] = [values.k, values.starts, values.seed].map(Number);
const { verify, writeCertificate } = await import(join(values.dist, 'index.js'));

/** What the targets have in common: their cosines are about this. */
const COMMON = 0.34;
/** A step, and where descent stops: Newton's iteration of `verify` does the rest. */
const STEP = 2.4 / k;
const ENOUGH = 1e-8;
const MAX_STEPS = 60_000;

let state = seed >>> 0;
function uniform() {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
const dot = (x, y) => x.reduce((sum, entry, a) => sum + entry * y[a], 0);
const norm = (x) => Math.sqrt(dot(x, x));

const targets = Array.from({ length: k }, (_, j) => {
  const length = 0.7 + 0.9 * uniform();
  const row = Array.from(
    { length: k },
    (_entry, a) => Math.sqrt(COMMON / k) + (a === j ? Math.sqrt(1 - COMMON) : 0) + 0.03 * normal(),
  );
  return row.map((x) => Math.round((1000 * length * x) / norm(row)) / 1000);
});
const cosines = targets.flatMap((v, i) => targets.slice(0, i).map((w) => dot(v, w) / (norm(v) * norm(w))));
const lengths = targets.map(norm);
const range = (list) => `${Math.min(...list).toFixed(3)} to ${Math.max(...list).toFixed(3)}`;
console.log(`k = n = ${k}: cosines from ${range(cosines)}, lengths from ${range(lengths)}`);

/** ∇F of Safran & Shamir (S8), row by row. */
function gradient(W) {
  return W.map((w, i) => {
    const own = norm(w);
    const sum = w.map((x) => x / 2);
    const take = (a, sign) => {
      const length = norm(a);
      const cosine = Math.max(-1, Math.min(1, dot(w, a) / (own * length)));
      const radial = (sign * length * Math.sqrt(1 - cosine * cosine)) / (2 * Math.PI * own);
      const along = (sign * (Math.PI - Math.acos(cosine))) / (2 * Math.PI);
      for (let b = 0; b < k; b++) sum[b] += radial * w[b] + along * a[b];
    };
    W.forEach((other, j) => {
      if (j !== i) take(other, 1);
    });
    for (const v of targets) take(v, -1);
    return sum;
  });
}

const write = (path, text) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
};
const found = new Map();
for (let start = 0; start < starts; start++) {
  const weights = Array.from({ length: k }, () => Array.from({ length: k }, () => normal() / Math.sqrt(k)));
  let steps = 0;
  for (; steps < MAX_STEPS; steps++) {
    const G = gradient(weights);
    if (Math.sqrt(G.reduce((sum, row) => sum + dot(row, row), 0)) < ENOUGH) break;
    G.forEach((row, i) => {
      for (let b = 0; b < k; b++) weights[i][b] -= STEP * row[b];
    });
  }
  const { verdict, objective, lambdaMin, certify } = verify({
    form: 'dense',
    k,
    n: k,
    d: k,
    targets,
    weights,
  });
  const key = objective === null ? verdict : Number(objective.upper).toPrecision(8);
  console.log(`start ${start}, ${steps} steps: ${verdict}, F = ${key}, λ ≥ ${lambdaMin}`);
  if (verdict !== 'spurious-local-minimum' || found.has(key)) continue;
  found.set(key, start);
  const name = join('correlated', `${k}-${k}-${found.size}`);
  const rows = (matrix) => matrix.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
  const origin = { program: 'scripts/correlated-minima.mjs', seed, start, steps };
  write(
    join(values.out, 'candidates', `${name}.json`),
    `{\n  "format": "spurious-candidate",\n  "version": 1,\n  "k": ${k},\n  "n": ${k},\n  "targets": [\n${rows(targets)}\n  ],\n` +
      `  "weights": [\n${rows(weights)}\n  ],\n  "origin": ${JSON.stringify(origin)}\n}\n`,
  );
  write(join(values.out, 'certificates', `${name}.certificate.json`), writeCertificate(certify()));
}
