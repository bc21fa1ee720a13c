// node scripts/largest-slack.mjs DIR [RUNS]: how large an error of every step may be for the proofs of prove-runs to go through
// (trajectories.md 6). Of the first RUNS runs of each (k, n) of a search, the largest power of two z with which each is proved: least, lower
// decile and median, and how many runs are proved with z at all. Needs the build. Each z was proved.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proofOfRun } from '../dist/search/prove-runs.js';

const [folder, runs = '50'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: node scripts/largest-slack.mjs DIR [RUNS]');
  process.exit(2);
}
const read = (name) => readFileSync(join(folder, name), 'utf8');
const { plan, rows } = JSON.parse(read('manifest.json'));
for (const { k, n, results, points } of rows) {
  const certificates = new Map(points.map(({ id, certificate }) => [id, JSON.parse(read(certificate))]));
  const lines = read(results).split('\n').slice(0, Number(runs));
  const largest = lines.map((line) => {
    const found = JSON.parse(line);
    const proved = (exponent) =>
      proofOfRun(plan, { k, n }, found, certificates, 2 ** exponent).outcome !== 'undecided';
    // Proved with 2^low, not with 2^high.
    let [low, high] = [-60, -8];
    if (!proved(low)) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (proved(middle)) low = middle;
      else high = middle;
    }
    return low;
  });
  const sorted = largest.filter((x) => x !== null).sort((a, b) => a - b);
  const at = (part) => `2^${sorted[Math.floor(part * (sorted.length - 1))]}`;
  console.log(
    `(${k}, ${n}): ${sorted.length} of ${largest.length} proved; least ${at(0)}, lower decile ${at(0.1)}, median ${at(0.5)}`,
  );
}
