// Makes the elimination certificates that are missing beside certificates/*.certificate.json and
// certificates/families/*.certificate.json, in certificates/elimination,
// and has the checker confirm all that are there. Prints counts; exit code 1 if one is missing, outdated or rejected.
// Needs a build. --check: makes nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const FOLDER = 'certificates/elimination';
const END = '.certificate.json';
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const spurious = (...args) =>
  spawnSync(process.execPath, ['dist/cli/spurious.js', ...args], { encoding: 'utf8', maxBuffer: 1 << 28 });

const subjects = ['certificates', 'certificates/families']
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => path.endsWith(END))
  .map((path) => ({ path, certificate: read(path) }))
  .filter(({ certificate }) => certificate.claim.verdict === 'spurious-local-minimum');
const elimination = (path) => join(FOLDER, basename(path, END) + '.elimination' + END);
const current = ({ path, certificate }) =>
  existsSync(elimination(path)) && read(elimination(path)).subject.sha256 === certificate.sha256;

const missing = subjects.filter((subject) => !current(subject)).map(({ path }) => path);
if (missing.length > 0 && !process.argv.includes('--check')) {
  const made = spurious('eliminate', ...missing, '--out', FOLDER);
  process.stderr.write(made.stderr);
}
const there = subjects.filter(current);
const files = there.map(({ path }) => elimination(path));
const { results } =
  files.length === 0 ? { results: [] } : JSON.parse(spurious('check', '--json', ...files).stdout);
const accepted = results.filter((result) => result.accepted).length;
console.log(`spurious minima: ${subjects.length}`);
console.log(`elimination certificates: ${there.length}, accepted: ${accepted}`);
const decreases = files.map((file) => Number(read(file).claim.largestDecrease.lower));
const signs = files.filter((file) => Number(read(file).claim.correlationAtZero.upper) < 0).length;
console.log(`c(0) certainly negative: ${signs}`);
console.log(`largest decrease found: ${Math.min(...decreases)} to ${Math.max(...decreases)}`);
process.exitCode = accepted === subjects.length ? 0 : 1;
