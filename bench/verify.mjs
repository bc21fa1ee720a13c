// Warm times of verify and check in one process (tinybench), and whole processes from a cold start.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from 'tinybench';
import { serialise } from '../dist/certificate/index.js';
import { checkCertificate } from '../dist/checker/index.js';
import { readCandidates } from '../dist/files/index.js';
import { verify } from '../dist/index.js';

const load = (path) => readCandidates(path).candidates[0].candidate;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const row = (name, values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const text = [sorted[0], median(values), sorted.at(-1)].map((x) => x.toFixed(2).padStart(9)).join(' ');
  console.log(`${name.padEnd(46)}${text} ms  (min, median, max of ${values.length})`);
};

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.version}`,
);

const six = load('candidates/6-6.json');
const ten = load('candidates/10-10.json');
const twenty = load('candidates/20-20.json');
const certificate = serialise(verify(twenty).certify());

const bench = new Bench({ time: 2000, warmupTime: 1500, retainSamples: true });
bench
  .add('verify (6,6), warm', () => void verify(six))
  .add('verify (10,10), warm', () => void verify(ten))
  .add('verify (20,20), warm', () => void verify(twenty))
  .add('verify (20,20) --exact, warm', () => void verify(twenty, { exact: true }))
  .add('verify (20,20) --sharp, warm', () => void verify(twenty, { sharp: true }))
  .add('check (20,20), warm', () => void checkCertificate(certificate));
await bench.run();
for (const task of bench.tasks) row(task.name, task.result.latency.samples ?? [task.result.latency.mean]);

const published = join(process.env.SPURIOUS_SHARED ?? join('..', 'shared'), 'published');
if (existsSync(published)) {
  const files = readdirSync(published).filter((name) => name.endsWith('.mat'));
  const times = [];
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    let families = 0;
    for (const file of files)
      for (const { candidate } of readCandidates(join(published, file)).candidates) {
        verify(candidate);
        families++;
      }
    times.push(performance.now() - start);
    if (families !== 124) throw new Error(`${families} families instead of 124`);
  }
  row('all 124 published families, one process', times);
} else console.log(`(the published files are not at ${published})`);

const folder = mkdtempSync(join(tmpdir(), 'spurious-bench-'));
const path = join(folder, '20-20.certificate.json');
writeFileSync(path, certificate);
const whole = (name, args) => {
  const times = [];
  for (let run = 0; run < 7; run++) {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`${name}: exit code ${status}`);
    times.push(performance.now() - start);
  }
  row(`${name}, whole process`, times.slice(1));
};
whole('node alone', ['-e', '0']);
whole('verify (6,6)', ['dist/cli/spurious.js', 'verify', 'candidates/6-6.json']);
whole('verify (20,20)', ['dist/cli/spurious.js', 'verify', 'candidates/20-20.json']);
whole('check (20,20)', ['dist/cli/spurious.js', 'check', path]);
rmSync(folder, { recursive: true });
