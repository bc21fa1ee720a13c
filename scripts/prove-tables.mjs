// node scripts/prove-tables.mjs DIR [ROWS] [--jobs J]: Tables 1 and 2 as theorems. The plans stand here, in a commit from before the runs (docs/results.md);
// DIR gets a folder for each. Resumes where it was interrupted; the bytes depend on nothing but the plans. ROWS: a part of the names below.
//
//   table-1   k = n = 6 … 12, 1 000 runs each        about an hour on two cores
//   wide      all 26 rows of the paper, 60 runs each  several hours
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SEED = 20261129;
const PLANS = {
  'table-1': ['--k', '6..12', '--n', 'k', '--runs', '1000', '--seed', SEED],
  wide: ['--k', '6..20', '--n', 'k', '--runs', '60', '--seed', SEED],
  'wide-extra': ['--k', '8,10..19', '--n', 'k+1', '--runs', '60', '--seed', SEED],
};

const {
  values: { jobs },
  positionals: [folder, ...names],
} = parseArgs({ allowPositionals: true, options: { jobs: { type: 'string' } } });
const wanted = names.length === 0 ? Object.keys(PLANS) : names;
const unknown = wanted.find((name) => !Object.hasOwn(PLANS, name));
if (folder === undefined || unknown !== undefined) {
  console.error(`usage: node scripts/prove-tables.mjs DIR [${Object.keys(PLANS).join(' ')}] [--jobs J]`);
  process.exit(2);
}
const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli', 'spurious.js');
const threads = jobs === undefined ? [] : ['--jobs', jobs];
const run = (...args) => {
  const { status } = spawnSync(process.execPath, [program, ...args, ...threads], { stdio: 'inherit' });
  // 1: some run is undecided.
  if (status !== 0 && status !== 1) process.exit(status ?? 130);
};
for (const name of wanted) {
  const out = join(folder, name);
  run('search', ...PLANS[name].map(String), '--out', out);
  run('prove-runs', out);
}
