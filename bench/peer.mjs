// node bench/peer.mjs [ROUNDS]: verify, warm, in turn with bench/peer.c, which makes one evaluation at the same point by Arb at 128 bits (and
// LAPACK). Processor time, min / median, and ratios. It is compiled with cc where the libraries are installed, on Debian 12:
//   apt-get install gcc libflint-dev libflint-arb-dev liblapack-dev libopenblas-dev
// (from FLINT 3 on, Arb is part of it).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCandidates } from '../dist/files/index.js';
import { verify } from '../dist/index.js';
import { evaluate } from '../dist/search/descent.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const rounds = Number(process.argv[2] ?? 7);
const folder = mkdtempSync(join(tmpdir(), 'spurious-peer-'));
const program = join(folder, 'peer');
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** How it is linked: with Arb as part of FLINT, as a library of Debian's name, as one of its own name. */
function compiled() {
  const ways = existsSync('/usr/include/flint/arb.h')
    ? [['-DFLINT3', '-lflint']]
    : [
        ['-lflint-arb', '-lflint'],
        ['-larb', '-lflint'],
      ];
  return ways.some((way) => {
    const args = ['-O3', '-march=native', '-o', program, here('peer.c'), ...way, '-llapack', '-lblas', '-lm'];
    return spawnSync('cc', args, { stdio: 'ignore' }).status === 0;
  });
}

/** One run of the program: what it found, and milliseconds of each repetition, for balls and for doubles. */
function peer(rows, k, repetitions) {
  const input = [[rows.length, k, repetitions], ...rows].map((row) => row.join(' ')).join('\n');
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const { status, stdout } = spawnSync(program, { input, encoding: 'utf8', env });
  if (status !== 0) throw new Error(`the peer ended with exit code ${status}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [objective, gradientNorm, trace, definite, ...times] = line.split(' ').map(Number);
      return { objective, gradientNorm, trace, definite, times };
    });
}

if (compiled())
  for (const [name, calls, repetitions] of [
    ['6-6', 60, 60],
    ['10-10', 30, 30],
    ['20-20', 10, 10],
  ]) {
    const { candidate } = readCandidates(here(`../candidates/${name}.json`)).candidates[0];
    const { n, k, weights } = candidate;
    const rows = weights.map((row) => row.map(Number));
    const own = evaluate(Float64Array.from(rows.flat()), n, k);
    const times = [[], [], []];
    for (let i = 0; i < 2 * calls; i++) verify(candidate);
    for (let round = 0; round < rounds; round++) {
      for (let i = 0; i < calls; i++) {
        const start = process.cpuUsage();
        if (verify(candidate).verdict !== 'spurious-local-minimum') throw new Error('not proved');
        const { user, system } = process.cpuUsage(start);
        times[0].push((user + system) / 1000);
      }
      for (const [i, found] of peer(rows, k, repetitions).entries()) {
        // Both compute the same thing.
        if (
          Math.abs(found.objective - own.objective) > 1e-13 ||
          found.definite !== 1 ||
          found.gradientNorm > 1e-8
        )
          throw new Error(`the two programs disagree: ${JSON.stringify({ ...found, times: null })}`);
        times[1 + i].push(...found.times);
      }
    }
    const show = (list) => `${Math.min(...list).toFixed(2)} / ${median(list).toFixed(2)}`;
    const ratio = (list) =>
      `${(Math.min(...times[0]) / Math.min(...list)).toFixed(2)} / ${(median(times[0]) / median(list)).toFixed(2)}`;
    console.log(
      `(${n},${k}) verify ${show(times[0])} ms; Arb ${show(times[1])}, ratio ${ratio(times[1])}; expert ${show(times[2])}, ratio ${ratio(times[2])}  (min / median)`,
    );
  }
else console.log('the peer in C was not compiled: it needs cc, FLINT with Arb, and LAPACK (bench/peer.mjs)');
rmSync(folder, { recursive: true });
