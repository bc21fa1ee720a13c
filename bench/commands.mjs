// node bench/commands.mjs BEFORE [JOB…]: whole commands of two builds in turn, wall and processor seconds (bash's `time`), median of
// the rounds and their ratio. BEFORE is the folder of a built checkout. JOB: check, certificates, prove, uniform, audit; all by default.
// ROUNDS=3; PUBLISHED=../shared/published holds the archives of the audit.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [before, ...asked] = process.argv.slice(2);
if (before === undefined) throw new Error('name the folder of the build of before');
const HERE = fileURLToPath(new URL('..', import.meta.url));
const BUILDS = [resolve(before), HERE];
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Wall and processor seconds of a program. */
function timed(build, [script, ...args]) {
  const command = [process.execPath, join(build, script), ...args];
  const run = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" > /dev/null 2> /dev/null', 'bash', ...command],
    { encoding: 'utf8', cwd: HERE },
  );
  const [wall, user, system] = run.stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, processor: user + system, code: run.status };
}

function compare(name, args, rounds = ROUNDS) {
  const runs = BUILDS.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [i, build] of BUILDS.entries()) runs[i].push(timed(build, args));
  const part = (what) => {
    const [x, y] = runs.map((list) => median(list.map((run) => run[what])));
    return `${what} ${x.toFixed(2)} -> ${y.toFixed(2)} s, ratio ${(y / x).toFixed(2)}`;
  };
  const codes = runs.map((list) => list.map(({ code }) => code).join(''));
  const answers = codes[0] === codes[1] ? '' : `   EXIT CODES DIFFER: ${codes.join(' ')}`;
  console.log(`${name.padEnd(40)} ${part('wall')}   ${part('processor')}${answers}`);
}

const CLI = 'dist/cli/spurious.js';
const FAMILIES = [
  [1, []],
  [3, []],
  [1, ['1']],
  [3, ['1,2,3']],
  [3, ['1,2', '1,3', '2,3']],
  [4, ['1,2,3', '1,3,4', '2,3,4']],
  [4, ['1,2,3', '1,2,4', '1,3,4', '2,3,4']],
  [7, ['3', '1,2,4,5,6,7']],
];
const JOBS = {
  check: () => compare('check (20,20)', [CLI, 'check', 'certificates/20-20.certificate.json'], 9),
  certificates() {
    const names = readdirSync('certificates').filter((name) => /^\d.*\.json$/.test(name));
    const paths = names.map((name) => join('certificates', name));
    compare(`check of ${paths.length} dense certificates`, [CLI, 'check', ...paths], 1);
  },
  prove() {
    for (const [bad, extras] of FAMILIES) {
      const options = ['--bad', String(bad), ...extras.flatMap((set) => ['--extra', set])];
      compare(`prove ${options.join(' ')}`, [CLI, 'prove', ...options]);
    }
  },
  uniform() {
    const folder = 'certificates/uniform';
    for (const name of readdirSync(folder)) compare(`check ${name}`, [CLI, 'check', join(folder, name)]);
  },
  audit: () =>
    compare('audit of the published files', [CLI, 'audit', process.env.PUBLISHED ?? '../shared/published']),
};
process.chdir(HERE);
for (const job of asked.length > 0 ? asked : Object.keys(JOBS)) JOBS[job]();
