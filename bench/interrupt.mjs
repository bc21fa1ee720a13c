// Seconds from Ctrl-C in a pseudo-terminal to the end of the command, one command at a time: node bench/interrupt.mjs [ROUNDS].
// A second is what is promised on an idle core. Needs python3.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rounds = Number(process.argv[2] ?? 3);
const scratch = mkdtempSync(join(tmpdir(), 'spurious-interrupt-'));
const LINES = [
  'verify candidates/20-20.json --digits 200',
  'check certificates/families/*.json certificates/*.json',
  `prove --bad 12 --from 200 --out ${join(scratch, 'prove')}`,
  `family --k 6..2000 --out ${join(scratch, 'family')}`,
  `search --k 12..20 --runs 2000 --seed 7 --out ${join(scratch, 'search')}`,
  'complete --symmetry Sk-1 --k 6',
];
let worst = 0;
for (const line of LINES) {
  const words = ['sh', '-c', `exec node dist/cli/spurious.js ${line}`];
  // While it is loaded, when it has begun, and later.
  const seconds = Array.from({ length: rounds }, () => [0.05, 0.25, 1.5])
    .flat()
    .flatMap((after) => {
      const input = JSON.stringify([{ words, after, shown: null }]);
      const [ended] = JSON.parse(
        execFileSync('python3', ['test/cli/terminal.py'], { input, maxBuffer: 1 << 28 }),
      );
      return ended.pressed ? [ended.seconds] : [];
    })
    .sort((a, b) => a - b);
  if (seconds.length === 0) continue;
  const most = seconds.at(-1);
  worst = Math.max(worst, most);
  console.log(
    `${line.split(' --out')[0]}: median ${seconds[seconds.length >> 1].toFixed(2)} s, most ${most.toFixed(2)} s of ${seconds.length}`,
  );
}
console.log(`most of all: ${worst.toFixed(2)} s`);
rmSync(scratch, { recursive: true, force: true });
