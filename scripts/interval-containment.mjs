// The checker's intervals against exact rational numbers: node scripts/interval-containment.mjs [--count 1000000] [--seed 1]
// [--arithmetic binary|decimal]. Prints what is wrong, and how many cases there were. Exit code 1 if anything is.
import { parseArgs } from 'node:util';
import { decimalIntervals } from '../dist/checker/numbers/decimal.js';
import * as module from '../dist/checker/numbers/interval.js';
import { wrongIntervals } from './interval-cases.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    arithmetic: { type: 'string', default: 'binary' },
  },
});
const precisions = { binary: module.intervals, decimal: decimalIntervals }[values.arithmetic];
if (precisions === undefined) throw new RangeError('--arithmetic takes binary or decimal');
const [count, seed] = [Number(values.count), Number(values.seed)];
const digits = [18, 40, 60, 80, 300];
let misses = 0;
for (let i = 0; i < count; i++)
  for (const line of wrongIntervals(module, precisions(digits[i % digits.length]), seed + i)) {
    misses += 1;
    console.log(line);
  }
console.log(`${count} cases from seed ${seed}, ${values.arithmetic}: ${misses} misses`);
process.exitCode = misses === 0 ? 0 : 1;
