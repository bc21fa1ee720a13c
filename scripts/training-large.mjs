// `verify --model` at the size that its documents promise: a tanh network 16-16-1 (289 parameters) on 2 000 random data, squared loss
// with decay, from where a descent in this script ends. Prints processor time and time on the clock of each run.
//
//   node scripts/training-large.mjs [RUNS] [CLI …]      RUNS of each CLI in turn, default 1; CLI: dist/cli/spurious.js
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [runs = '1', ...named] = process.argv.slice(2);
const clis = named.length > 0 ? named : ['dist/cli/spurious.js'];
/** Prints what a process took when it ends. */
const COUNT = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.error('processor ' + (user + system) / 1e6); })",
)}`;
const [INPUTS, HIDDEN, DATA, DECAY] = [16, 16, 2000, 0.02];

let state = 12345;
/** mulberry32, and from it normal numbers. */
function uniform() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

const inputs = Array.from({ length: DATA }, () =>
  Array.from({ length: INPUTS }, () => Math.round(normal() * 1e3) / 1e3),
);
const teacher = Array.from({ length: 4 }, () => Array.from({ length: INPUTS }, () => normal() / 4));
const labels = inputs.map((x) => {
  const values = teacher.map((w) => Math.tanh(3 * w.reduce((sum, entry, c) => sum + entry * x[c], 0)));
  return Math.round((values[0] + values[1] - values[2] * values[3] + 0.1 * normal()) * 1e3) / 1e3;
});

const bias = HIDDEN * INPUTS;
const outer = bias + HIDDEN;
const last = outer + HIDDEN;
const flat = Float64Array.from(inputs.flat());
/** L and its gradient. */
function objective(theta) {
  const gradient = theta.map((x) => DECAY * x);
  let value = (DECAY / 2) * dot(theta, theta);
  const hidden = new Float64Array(HIDDEN);
  for (let i = 0; i < DATA; i++) {
    const row = i * INPUTS;
    let f = theta[last];
    for (let o = 0; o < HIDDEN; o++) {
      let z = theta[bias + o];
      for (let c = 0; c < INPUTS; c++) z += theta[o * INPUTS + c] * flat[row + c];
      hidden[o] = Math.tanh(z);
      f += theta[outer + o] * hidden[o];
    }
    const error = f - labels[i];
    value += error ** 2 / DATA;
    const slope = (2 * error) / DATA;
    gradient[last] += slope;
    for (let o = 0; o < HIDDEN; o++) {
      gradient[outer + o] += slope * hidden[o];
      const back = slope * theta[outer + o] * (1 - hidden[o] ** 2);
      gradient[bias + o] += back;
      for (let c = 0; c < INPUTS; c++) gradient[o * INPUTS + c] += back * flat[row + c];
    }
  }
  return { value, gradient };
}

function dot(x, y) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** L-BFGS with halved steps. */
function descended(start, steps) {
  let theta = start;
  let { value, gradient } = objective(theta);
  const pairs = [];
  for (let step = 0; step < steps && Math.sqrt(dot(gradient, gradient)) > 1e-7; step++) {
    const direction = gradient.slice();
    const factors = [];
    for (const { s, y, rho } of [...pairs].reverse()) {
      const a = rho * dot(s, direction);
      factors.unshift(a);
      for (const i of direction.keys()) direction[i] -= a * y[i];
    }
    const newest = pairs.at(-1);
    const scale = newest ? 1 / (newest.rho * dot(newest.y, newest.y)) : 1;
    for (const i of direction.keys()) direction[i] *= scale;
    for (const [p, { s, y, rho }] of pairs.entries()) {
      const b = rho * dot(y, direction);
      for (const i of direction.keys()) direction[i] += (factors[p] - b) * s[i];
    }
    let size = 1;
    let next;
    for (let tries = 0; tries < 40; tries++, size /= 2) {
      next = theta.map((x, i) => x - size * direction[i]);
      if (objective(next).value < value) break;
    }
    const after = objective(next);
    const s = next.map((x, i) => x - theta[i]);
    const y = after.gradient.map((x, i) => x - gradient[i]);
    if (dot(s, y) > 0) pairs.push({ s, y, rho: 1 / dot(s, y) });
    if (pairs.length > 30) pairs.shift();
    [theta, value, gradient] = [next, after.value, after.gradient];
  }
  console.log(`descent: L = ${value}, norm of the gradient ${Math.sqrt(dot(gradient, gradient))}`);
  return theta;
}

const theta = Array.from(
  descended(
    Float64Array.from({ length: last + 1 }, () => normal() / 4),
    1500,
  ),
);
const folder = mkdtempSync(join(tmpdir(), 'spurious-large-'));
try {
  const rows = Array.from({ length: HIDDEN }, (_, o) => theta.slice(o * INPUTS, (o + 1) * INPUTS));
  const model = {
    format: 'spurious-model',
    version: 1,
    layers: [
      { weights: rows, bias: theta.slice(bias, outer), activation: 'tanh' },
      { weights: [theta.slice(outer, last)], bias: [theta[last]], activation: 'linear' },
    ],
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
  writeFileSync(join(folder, 'data.csv'), inputs.map((x, i) => `${[...x, labels[i]].join(',')}\n`).join(''));
  for (let run = 0; run < Number(runs); run++)
    for (const cli of clis) {
      const start = performance.now();
      const options = ['--model', join(folder, 'model.json'), '--data', join(folder, 'data.csv')];
      const { stdout, stderr } = spawnSync(
        'node',
        [
          '--import',
          COUNT,
          cli,
          'verify',
          ...options,
          '--loss',
          'squared',
          '--decay',
          String(DECAY),
          '--json',
        ],
        { encoding: 'utf8' },
      );
      const seconds = (performance.now() - start) / 1000;
      const verdict = /"verdict": "([^"]*)"/.exec(stdout)?.[1] ?? stderr;
      const processor = Number(/^processor (.*)$/m.exec(stderr)?.[1] ?? Number.NaN);
      console.log(
        `${cli}: ${verdict}, ${processor.toFixed(1)} s of processor time, ${seconds.toFixed(1)} s on the clock`,
      );
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
