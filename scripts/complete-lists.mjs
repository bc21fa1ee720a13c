// Reads certificates of kind complete (spurious complete --out DIR) and prints a row of docs/complete.md for each. For the k of
// test/complete/reference.json, which scripts/complete-reference.py found by Newton's iteration from 10^5 random starts, the two lists
// are compared: each point of one is in the other.
// Usage: node scripts/complete-lists.mjs DIR
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCertificate } from '../dist/certificate/index.js';

const [folder] = process.argv.slice(2);
const reference = JSON.parse(
  readFileSync(new URL('../test/complete/reference.json', import.meta.url), 'utf8'),
);
const lists = readdirSync(folder)
  .filter((name) => /^complete-Sk-1-.*\.certificate\.json$/.test(name))
  .map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return { bytes: text.length, ...readCertificate(text) };
  })
  .sort((one, other) => one.problem.kFrom - other.problem.kFrom);

const entriesOf = ({ certificate, values }) =>
  (
    values ??
    certificate.point.centre.flatMap((type) =>
      type.diagonal === null ? type.values : [type.diagonal, ...type.values],
    )
  ).map(Number);

let missing = 0;
for (const { problem, claim, witness, bytes } of lists) {
  const k = problem.kFrom;
  const boxes = witness.charts.reduce((sum, { trace }) => sum + trace.length, 0);
  const indices = claim.points.flatMap(({ certificate }) =>
    certificate === null ? [] : [certificate.claim.index],
  );
  const merged = claim.points.length - indices.length;
  const minima = claim.points
    .filter(({ certificate }) => certificate?.claim.index === 0)
    .map(({ certificate }) => certificate.claim.objective?.lower ?? '0')
    .sort((x, y) => Number(x) - Number(y))
    .map((x) => Number(x).toPrecision(6));
  const others = indices.filter((index) => index > 0).sort((x, y) => x - y);
  console.log(
    `| ${k} | ${claim.points.length} | ${minima.join(', ')} | ${others.join(', ')} | ${merged} | ${boxes} | ${(bytes / 1e6).toFixed(2)} |`,
  );
  const expected = reference[k]?.map((point) => point.map(Number));
  if (expected === undefined) continue;
  const own = claim.points.map(entriesOf);
  const isIn = (point, list) =>
    list.some((other) => point.every((x, i) => Math.abs(x - other[i]) < 1e-8 * (1 + Math.abs(x))));
  missing += own.filter((point) => !isIn(point, expected)).length;
  missing += expected.filter((point) => !isIn(point, own)).length;
  console.log(`  k = ${k}: ${expected.length} points found by random starts, ${own.length} in the list`);
}
if (missing > 0) {
  console.log(`${missing} points are in one list only`);
  process.exitCode = 1;
}
