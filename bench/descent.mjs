// Time of one descent step (gradient, F, stopping tests, update), per core, for the standard basis and for other targets in
// their span. Needs a build; compared with
// bench/descent_numpy.py where python3 with numpy is installed.   node bench/descent.mjs [--dist DIR] [--repetitions R] [--json]
// With --runs BEFORE, the folder of another build, instead: whole runs in pairs against one after the other in that build.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: join(here, '..', 'dist') },
    repetitions: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
    runs: { type: 'string' },
  },
});
const repetitions = Number(values.repetitions);
const { descend, evaluate } = await import(join(values.dist, 'search', 'descent.js'));
const { descendAll } = await import(join(values.dist, 'search', 'lanes.js'));
const { randomStart } = await import(join(values.dist, 'search', 'generator.js'));

const seed = 1;
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];

/** Microseconds a step over `count` steps from W, and the end. */
function kernelTime(weights, n, k, count, targets = null) {
  const options = { tolerance: 0, drop: 0, maxIterations: count };
  const begin = performance.now();
  const end = descend(weights, n, k, options, targets);
  return { time: ((performance.now() - begin) * 1000) / end.iterations, weights: end.weights };
}

/** One repetition of the NumPy program on 100 runs, or null where it does not run. */
function numpyTime(n, k, runs, steps) {
  const folder = mkdtempSync(join(tmpdir(), 'spurious-bench-'));
  const starts = join(folder, 'starts.bin');
  const all = Array.from({ length: runs }, (_, run) => randomStart({ seed, k, n, run }));
  writeFileSync(starts, Buffer.concat(all.map((start) => Buffer.from(start.buffer))));
  const args = [join(here, 'descent_numpy.py'), starts, n, k, runs, steps, 2].map(String);
  const { status, stdout } = spawnSync('python3', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) return null;
  const result = JSON.parse(stdout);
  const same = descend(all[0], n, k, { tolerance: 0, drop: 0, maxIterations: 2 * steps });
  const gap = Math.abs(evaluate(same.weights, n, k).objective - result.objective);
  if (!(gap < 1e-9)) throw new Error(`the two programs disagree: F differs by ${gap}`);
  return result.least;
}

if (values.runs !== undefined) {
  await wholeRuns();
  process.exit();
}

/** Processor time of 16 runs from random starts, the two builds in turn. */
async function wholeRuns() {
  const before = await import(join(resolve(values.runs), 'dist', 'search', 'descent.js'));
  for (const n of [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]) {
    const starts = Array.from({ length: 16 }, (_, run) => randomStart({ seed: 5, k: n, n, run }));
    const options = { maxIterations: 20_000 };
    const works = [
      () => starts.forEach((start) => void before.descend(start, n, n, options)),
      () => descendAll(starts, n, n, options, () => {}),
    ];
    const times = [[], []];
    for (let turn = 0; turn < repetitions; turn++)
      works.forEach((work, i) => {
        const start = process.cpuUsage();
        work();
        const { user, system } = process.cpuUsage(start);
        times[i].push((user + system) / 1000);
      });
    const ratio = (of) => (of(times[0]) / of(times[1])).toFixed(2);
    const least = (list) => Math.min(...list);
    console.log(
      `n = k = ${n}: ${least(times[0]).toFixed(1)} -> ${least(times[1]).toFixed(1)} ms (least of ${repetitions}), ${ratio(least)} times as fast; by medians ${ratio(median)}`,
    );
  }
}

const rows = [];
for (const [k, n] of [
  [20, 20],
  [19, 20],
  [10, 10],
  [6, 6],
]) {
  const kernel = [];
  const others = [];
  const numpy = [];
  // Triangular targets at angles of about 80 degrees.
  const rows80 = Float64Array.from({ length: k * k }, (_, at) => {
    const [j, c] = [Math.floor(at / k), at % k];
    return c === j ? 1 : c < j ? 0.2 * Math.sin(at) : 0;
  });
  const targets = { width: k, rows: rows80 };
  let weights = randomStart({ seed, k, n, run: 0 });
  weights = kernelTime(weights, n, k, 8192).weights;
  const near = kernelTime(weights, n, k, 8192, targets).weights;
  // The two alternate, so that a load on the machine meets both.
  for (let r = 0; r < repetitions; r++) {
    kernel.push(kernelTime(weights, n, k, 8192).time);
    others.push(kernelTime(near, n, k, 8192, targets).time / kernel.at(-1));
    if (numpy.length < r) continue;
    const time = numpyTime(n, k, 100, 100);
    if (time !== null) numpy.push(time);
  }
  const row = {
    k,
    n,
    kernel: median(kernel),
    otherTargets: median(others),
    numpy: numpy.length === 0 ? null : median(numpy),
  };
  rows.push({ ...row, ratio: row.numpy === null ? null : row.numpy / row.kernel });
}
if (values.json) console.log(JSON.stringify({ rows }));
else {
  console.log('one descent step, median, in microseconds per run and core');
  for (const { k, n, kernel, otherTargets, numpy, ratio } of rows) {
    const other =
      numpy === null ? 'NumPy not available' : `NumPy ${numpy.toFixed(2)}, ratio ${ratio.toFixed(2)}`;
    console.log(
      `k = ${k}, n = ${n}: ${kernel.toFixed(2)}; other targets ${otherTargets.toFixed(2)} times; ${other}`,
    );
  }
}
