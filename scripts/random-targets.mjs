// The experiment of docs/random-targets.md: Gaussian targets of several dimensions, a search for each k; then the table.
// Needs a build. Interrupted, the same command goes on where it was.
//   node scripts/random-targets.mjs --out DIR [--k 6,8,10,14,20] [--d k,2k,5k,10k,100k,10^4,10^6] [--samples 20] [--runs 20]
//        [--seed 2018] [--max-iterations 1000000] [--jobs J]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    k: { type: 'string', default: '6,8,10,14,20' },
    d: { type: 'string', default: 'k,2k,5k,10k,100k,10^4,10^6' },
    samples: { type: 'string', default: '20' },
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '2018' },
    'max-iterations': { type: 'string', default: '1000000' },
    jobs: { type: 'string' },
  },
});
if (values.out === undefined) {
  console.error('random-targets: --out DIR is needed');
  process.exit(2);
}
const program = fileURLToPath(new URL('../dist/cli/spurious.js', import.meta.url));
const { samples, runs, seed, 'max-iterations': most } = values;
const folders = values.k.split(',').map((k) => {
  const out = join(values.out, k);
  const options = { k, targets: `gaussian:${values.d}`, samples, runs, seed, 'max-iterations': most, out };
  if (values.jobs !== undefined) options.jobs = values.jobs;
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { status, signal } = spawnSync(process.execPath, [program, 'search', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // 1: some run was given up or undecided, which the table says.
  if (signal !== null || status > 1) process.exit(status ?? 130);
  return out;
});
spawnSync(process.execPath, [program, 'table', ...folders, '--format', 'markdown'], { stdio: 'inherit' });
