// The comparisons of test/elimination with many more random problems than the tests draw:
//   - 2 500 decisions about finite data against a search in doubles that knows nothing of the tests (500 for each built-in loss);
//   - 590 random problems (118 for each loss) through expressions: the same verdicts, and the same numbers to 50 digits;
//   - 708 problems with losses of a user's kind (118 for each of six) against that search;
//   - the gradient basis (K Theorem 3) on 590 random problems: no minimum is refuted.
//
//   node scripts/data-problems.mjs [SHARE]      SHARE of these numbers, default 1; three minutes and more on one core
import { spawnSync } from 'node:child_process';

const share = Number(process.argv[2] ?? 1);
if (!(share > 0 && share <= 10)) {
  console.error('data-problems: SHARE is a number above 0, at most 10');
  process.exit(2);
}

const campaigns = [
  { runs: 500, file: 'test/elimination/decide.test.ts', name: 'random small' },
  { runs: 118, file: 'test/elimination/expressions.test.ts', name: 'through expressions' },
  { runs: 118, file: 'test/elimination/expressions.test.ts', name: 'brute force' },
  { runs: 118, file: 'test/elimination/gradient-basis.test.ts', name: 'for every loss' },
];

let code = 0;
for (const { runs, file, name } of campaigns) {
  const count = Math.ceil(runs * share);
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['vitest', 'run', '--maxWorkers=1', '--testTimeout=3600000', file, '-t', name],
    { env: { ...process.env, SPURIOUS_RUNS: String(count) }, encoding: 'utf8' },
  );
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${file}, "${name}", ${count} for each loss: ${status === 0 ? 'no disagreement' : 'FAILED'} (${seconds} s)`,
  );
  if (status === 0) continue;
  code = 1;
  console.log(stdout, stderr);
}
process.exit(code);
