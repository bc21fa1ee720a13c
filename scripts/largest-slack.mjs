// node scripts/largest-slack.mjs DIR [RUNS] [--rows K,…] [--at EXPONENT,…]: how large an error of every step may be for the proofs of
// prove-runs to go through (trajectories.md 6). Of the first RUNS runs of each (k, n) of a search (of n = K, …), the largest power of two z
// with which each is proved by Theorem 1: least, lower decile and median, and how many runs are proved with z at all. Each z was proved. With
// --at: how many runs are proved with these z alone. Needs the build. Figures of single runs on stderr.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { proofOfRun } from '../dist/search/prove-runs.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string' }, at: { type: 'string' } },
});
const [folder, runs = '50'] = positionals;
if (folder === undefined) {
  console.error('usage: node scripts/largest-slack.mjs DIR [RUNS] [--rows K,…] [--at EXPONENT,…]');
  process.exit(2);
}
const numbers = (text) => text?.split(',').map(Number);
const [wanted, exponents] = [numbers(values.rows), numbers(values.at)];
const read = (name) => readFileSync(join(folder, name), 'utf8');
const { plan, rows } = JSON.parse(read('manifest.json'));
for (const { k, n, results, points } of rows) {
  if (wanted !== undefined && !wanted.includes(n)) continue;
  const certificates = new Map(points.map(({ id, certificate }) => [id, JSON.parse(read(certificate))]));
  const found = read(results).split('\n').slice(0, Number(runs)).map(JSON.parse);
  const isProved = (run, exponent) =>
    proofOfRun(plan, { k, n }, run, certificates, 2 ** exponent, 'scalar').outcome !== 'undecided';
  if (exponents !== undefined) {
    for (const exponent of exponents) {
      const proved = found.filter((run) => isProved(run, exponent));
      const ends = proved.filter(({ outcome }) => outcome !== 'dropped').length;
      console.log(
        `(${k}, ${n}): with 2^${exponent} ${proved.length} of ${found.length} runs are proved, ${ends} of them spurious`,
      );
    }
    continue;
  }
  const largest = found.map((run) => {
    // Proved with 2^low, not with 2^high.
    let [low, high] = [-46, -14];
    if (!isProved(run, low)) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (isProved(run, middle)) low = middle;
      else high = middle;
    }
    console.error(`(${k}, ${n}) run ${run.run}: 2^${low}`);
    return low;
  });
  const sorted = largest.filter((x) => x !== null).sort((a, b) => a - b);
  const at = (part) => `2^${sorted[Math.floor(part * (sorted.length - 1))]}`;
  console.log(
    `(${k}, ${n}): ${sorted.length} of ${largest.length} proved; least ${at(0)}, lower decile ${at(0.1)}, median ${at(0.5)}`,
  );
}
