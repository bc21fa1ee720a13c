// node bench/paired.mjs BEFORE [JOB…]: two builds in turn, so that the machine's mood falls on both. BEFORE is the folder of a
// built checkout (git worktree add ../before COMMIT; npm ci there); this one is the other. JOB: warm, check, dense, cold, archive.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [before, ...asked] = process.argv.slice(2);
if (before === undefined) throw new Error('name the folder of the build of before');
const BUILDS = [resolve(before), fileURLToPath(new URL('..', import.meta.url))];
const folder = mkdtempSync(join(tmpdir(), 'spurious-paired-'));

const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
/** Two lists of milliseconds, before and now. */
function report(name, [first, second]) {
  const show = (values) => `${Math.min(...values).toFixed(2)} / ${median(values).toFixed(2)}`;
  const ratio = (of) => (of(second) / of(first)).toFixed(2);
  const least = ratio((values) => Math.min(...values));
  console.log(
    `${name.padEnd(34)} before ${show(first).padStart(17)}   now ${show(second).padStart(17)} ms (min / median)   ratio ${least} / ${ratio(median)}`,
  );
}

/** Early builds want to be told everything, what proposes among it. */
const optionsOf = ({ DEFAULT_DIGITS: digits, polish, negativeDirections }) =>
  polish === undefined
    ? {}
    : {
        digits,
        exact: false,
        sharp: false,
        dimension: 'all',
        propose: polish,
        negativeDirections,
        producer: { name: 'bench', version: '0' },
      };

async function warm() {
  const modules = [];
  for (const build of BUILDS) {
    const load = (path) => import(pathToFileURL(join(build, 'dist', path)).href);
    const engine = await load('index.js');
    modules.push({ ...engine, ...(await load('files/index.js')), options: optionsOf(engine) });
  }
  for (const [name, calls] of [
    ['6-6', 2000],
    ['10-10', 1000],
    ['20-20', 500],
  ]) {
    const times = [[], []];
    const path = join(BUILDS[1], 'candidates', `${name}.json`);
    const works = modules.map(({ verify, readCandidates, options }) => {
      const { candidate } = readCandidates(path).candidates[0];
      return () => verify(candidate, options);
    });
    for (let i = 0; i < calls + 40; i++)
      for (const [which, work] of works.entries()) {
        const start = processor();
        work();
        if (i >= 40) times[which].push(processor() - start);
      }
    report(`verify (${name.replace('-', ',')}), warm`, times);
  }
}

/** check of certificates that are checked over and over: processor time, and the clock. */
async function check() {
  const checkers = [];
  for (const build of BUILDS)
    checkers.push(await import(pathToFileURL(join(build, 'dist/checker/index.js')).href));
  for (const [name, calls] of [
    ['6-6', 40],
    ['20-20', 25],
  ]) {
    const text = readFileSync(join(BUILDS[1], `certificates/${name}.certificate.json`), 'utf8');
    const [used, wall] = [0, 1].map(() => [[], []]);
    for (let i = 0; i < calls + 5; i++)
      for (const [which, { checkCertificate }] of checkers.entries()) {
        const [start, clock] = [processor(), performance.now()];
        if (!checkCertificate(text).accepted) throw new Error(`${BUILDS[which]}: ${name} is rejected`);
        if (i < 5) continue;
        wall[which].push(performance.now() - clock);
        used[which].push(processor() - start);
      }
    report(`check (${name.replace('-', ',')}), warm, processor`, used);
    report(`check (${name.replace('-', ',')}), warm, clock`, wall);
  }
}

/** A symmetric matrix with a dense factor; smallest eigenvalue about .7. */
function matrixOf(size) {
  let state = 12345;
  const mid = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      state = (state * 1103515245 + 12345) % 2147483648;
      const x = state / 2147483648 - 0.5;
      mid[i * size + j] = i === j ? 1 + 0.5 * x : x / Math.sqrt(size) / 8;
      mid[j * size + i] = mid[i * size + j];
    }
  return { size, mid, errorUpper: 1e-13, largest: 1.25 };
}

/** Definiteness of one dense matrix: factor, Lanczos, factor at the shift. A process for each, for its memory. */
function dense() {
  for (const [size, calls, turns] of [
    [1024, 5, 3],
    [4096, 1, 3],
  ]) {
    const times = [[], []];
    const memory = [0, 0];
    for (let turn = 0; turn < turns; turn++)
      for (const [which, build] of BUILDS.entries()) {
        const { stdout } = spawnSync(
          process.execPath,
          [fileURLToPath(import.meta.url), build, 'dense-here', String(size), String(calls)],
          { encoding: 'utf8' },
        );
        const found = JSON.parse(stdout);
        times[which].push(...found.times);
        memory[which] = Math.max(memory[which], found.megabytes);
      }
    report(`definiteness, N = ${size}`, times);
    console.log(
      `  most memory: before ${memory[0]} MB, now ${memory[1]} MB (${(8 * size ** 2) / 1e6} of them the matrix)`,
    );
  }
  // A type II point of k = 64, all 4 096 coordinates written out as doubles, which no symmetry is looked for in.
  const path = join(folder, '64.json');
  writeFileSync(path, JSON.stringify(typeTwo(64)));
  processes('verify, n·d = 4096', ['verify', path], 2);
}

/** A type II point, from the family of this build. */
function typeTwo(k) {
  spawnSync(process.execPath, [cli(BUILDS[1]), 'family', '--k', String(k), '--out', folder]);
  const { point } = JSON.parse(readFileSync(join(folder, `bad-1-k-${k}.certificate.json`), 'utf8'));
  const [own, last] = point.candidate;
  const weights = Array.from({ length: k }, (_, i) =>
    Array.from({ length: k }, (_, j) => {
      if (i === k - 1) return Number(last.values[j === k - 1 ? 1 : 0]);
      return Number(i === j ? own.diagonal : own.values[j === k - 1 ? 1 : 0]);
    }),
  );
  return { format: 'spurious-candidate', version: 1, k, n: k, d: k, weights };
}

const cli = (build) => join(build, 'dist/cli/spurious.js');

/** Whole processes: wall clock, and processor time of the children. */
function processes(name, args, turns) {
  const wall = [[], []];
  for (let turn = 0; turn < turns; turn++)
    for (const [which, build] of BUILDS.entries()) {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, [cli(build), ...args], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      if (status !== 0) throw new Error(`${build}: ${args.join(' ')}: exit code ${status}: ${stderr}`);
      wall[which].push(performance.now() - start);
    }
  report(`${name}, whole process`, wall);
}

function cold() {
  const jobs = [
    ['node -e 0', null],
    ['--version', ['--version']],
    ['verify (6,6)', ['verify', join(BUILDS[1], 'candidates/6-6.json')]],
    ['verify (20,20)', ['verify', join(BUILDS[1], 'candidates/20-20.json')]],
    ['check (6,6)', ['check', join(BUILDS[1], 'certificates/6-6.certificate.json')]],
  ];
  const times = jobs.map(() => [[], []]);
  for (let turn = 0; turn < 21; turn++)
    for (const [job, [, args]] of jobs.entries())
      for (const [which, build] of BUILDS.entries()) {
        const start = performance.now();
        spawnSync(process.execPath, args === null ? ['-e', '0'] : [cli(build), ...args], { stdio: 'ignore' });
        if (turn > 0) times[job][which].push(performance.now() - start);
      }
  const node = median(times[0].flat());
  for (const [job, [name]] of jobs.entries()) {
    report(name, times[job]);
    console.log(
      `  over node: before ${(median(times[job][0]) / node).toFixed(2)}, now ${(median(times[job][1]) / node).toFixed(2)}`,
    );
  }
}

/** An archive of so many members of families at k = 13 … 100, moved a little: certificates and all. */
function archive() {
  const path = join(folder, 'archive.json');
  const members = [];
  for (const bad of [1, 2]) {
    const made = join(folder, `family-${bad}`);
    const args = ['family', '--k', '13..100', '--bad', String(bad), '--out', made];
    spawnSync(process.execPath, [cli(BUILDS[1]), ...args]);
    for (let k = 13; k <= 100; k++) {
      const text = readFileSync(join(made, `bad-${bad}-k-${k}.certificate.json`), 'utf8');
      const { problem, point } = JSON.parse(text);
      const types = point.candidate.map(({ attached: att, diagonal, values }) => ({
        att,
        diag: diagonal === null ? null : Number(diagonal),
        q: values.map(Number),
      }));
      members.push({ k, blocks: problem.blocks, types });
    }
  }
  const archived = Array.from({ length: 2200 }, (_, i) => members[i % members.length]);
  writeFileSync(path, JSON.stringify(archived));
  processes(
    'archive of 2 200 block minima',
    ['verify', path, '--out', join(folder, 'certificates'), '--json'],
    3,
  );
}

const JOBS = { warm, check, dense, cold, archive };
if (asked[0] === 'dense-here') {
  const { lambdaMinLower } = await import(pathToFileURL(join(BUILDS[0], 'dist/arithmetic/definite.js')).href);
  const matrix = matrixOf(Number(asked[1]));
  const times = [];
  for (let i = 0; i < Number(asked[2]); i++) {
    const start = processor();
    if (lambdaMinLower(matrix, 'cholesky') === null) throw new Error('not definite');
    times.push(processor() - start);
  }
  console.log(JSON.stringify({ times, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));
} else for (const job of asked.length > 0 ? asked : Object.keys(JOBS)) await JOBS[job]();
rmSync(folder, { recursive: true });
