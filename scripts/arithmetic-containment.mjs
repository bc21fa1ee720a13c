// Reads cases (see arithmetic-cases.mjs) on stdin, checks them against the built engine and prints a table. Needs a
// build and python3 with mpmath:
//   python3 scripts/arithmetic-vectors.py --count 100000 --seed 1 | node scripts/arithmetic-containment.mjs [--dist DIR]
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { checker } from './arithmetic-cases.mjs';

const { values } = parseArgs({
  options: { dist: { type: 'string', default: fileURLToPath(new URL('../dist', import.meta.url)) } },
});
const engine = {};
for (const name of ['ball', 'exact', 'exponential', 'normal'])
  Object.assign(
    engine,
    await import(pathToFileURL(join(resolve(values.dist), 'arithmetic', `${name}.js`)).href),
  );
const check = checker(engine);

/** Half-widths below this say more about rounding than about the propagation of radii. */
const WIDE = 64n;
const table = new Map();
let failures = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === '' || line.startsWith('#')) continue;
  let result;
  try {
    result = check(line);
  } catch (error) {
    failures++;
    if (failures <= 20) console.error(error.message);
    continue;
  }
  let row = table.get(result.op);
  if (row === undefined) {
    row = { cases: 0, exact: 0, radius: null, ratio: null };
    table.set(result.op, row);
  }
  row.cases++;
  if (result.exact) {
    row.exact++;
    if (result.radius !== null && (row.radius === null || result.radius > row.radius))
      row.radius = result.radius;
  } else if (result.halfWidth >= WIDE) {
    const ratio = Number((result.radius * 1000n) / result.halfWidth) / 1000;
    if (row.ratio === null || ratio > row.ratio) row.ratio = ratio;
  }
}
console.log(
  '| function | cases | of them with exact arguments | worst radius of those, units | radius / half-width, worst |',
);
console.log('|---|---:|---:|---:|---:|');
for (const [op, row] of [...table].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(
    `| ${op} | ${row.cases} | ${row.exact} | ${row.radius ?? ''} | ${row.ratio === null ? '' : row.ratio.toPrecision(3)} |`,
  );
console.log(`\nfailures: ${failures}`);
process.exitCode = failures === 0 ? 0 : 1;
