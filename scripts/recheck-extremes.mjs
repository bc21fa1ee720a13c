// Whatever verify writes, check accepts: verifies extreme candidates (extreme-candidates.mjs) with the built engine, has
// every certificate checked and prints verdicts by kind; exit code 1 where one is rejected or something is thrown. Needs a build:
//   node scripts/recheck-extremes.mjs [--seed 1] [--count 2000] [--kind KIND] [--dist DIR]
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { EXTREME_KINDS, extremeOf } from './extreme-candidates.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '2000' },
    kind: { type: 'string' },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) },
  },
});
const load = (...path) => import(pathToFileURL(join(resolve(values.dist), ...path)).href);
const { verify } = await load('verify', 'verify.js');
const { serialise } = await load('certificate', 'index.js');
const { checkCertificate } = await load('checker', 'index.js');
const { weights: six } = JSON.parse(readFileSync(new URL('../candidates/6-6.json', import.meta.url), 'utf8'));

const producer = { name: 'recheck-extremes', version: '0' };
const table = new Map();
let [written, rejected, slowest] = [0, 0, { seconds: 0 }];
const first = Number(values.seed) * EXTREME_KINDS.length;
for (let i = 0, done = 0; done < Number(values.count); i++) {
  const seed = first + i;
  const { kind, candidate, options } = extremeOf(seed, six);
  if (values.kind !== undefined && kind !== values.kind) continue;
  done++;
  const start = performance.now();
  let [verdict, fault] = ['error', null];
  try {
    const verification = verify(candidate, { ...options, producer });
    verdict = verification.verdict;
    const certificate = verification.certify();
    if (certificate !== null) {
      written++;
      const answer = checkCertificate(serialise(certificate));
      if (!answer.accepted) fault = `rejected: ${answer.reason}`;
    }
  } catch (error) {
    fault = error.stack;
  }
  const seconds = (performance.now() - start) / 1000;
  if (seconds > slowest.seconds) slowest = { seconds, seed, kind };
  if (fault !== null) {
    rejected++;
    console.error(
      `seed ${seed}, ${kind}, ${verdict}: ${fault}\n  ${JSON.stringify({ candidate, options }).slice(0, 4000)}`,
    );
  }
  const row = table.get(kind) ?? new Map();
  row.set(verdict, (row.get(verdict) ?? 0) + 1);
  table.set(kind, row);
}

const verdicts = [
  'spurious-local-minimum',
  'saddle',
  'not-spurious',
  'no-critical-point',
  'inconclusive',
  'error',
].filter((verdict) => [...table.values()].some((row) => row.has(verdict)));
console.log(`| kind | ${verdicts.join(' | ')} |\n|---|${verdicts.map(() => '---:|').join('')}`);
for (const [kind, row] of table)
  console.log(`| ${kind} | ${verdicts.map((verdict) => row.get(verdict) ?? 0).join(' | ')} |`);
console.log(
  `\n${written} certificates written, ${rejected} rejected or failed; slowest ${slowest.seconds.toFixed(1)} s (seed ${slowest.seed}, ${slowest.kind})`,
);
if (rejected > 0) process.exitCode = 1;
