import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { spuriousHere } from './run.ts';

const MEBIBYTES = 1024;
const limited = (mebibytes: number, line: string): { code: number | null; out: string; err: string } => {
  const script = `ulimit -v ${mebibytes * MEBIBYTES} && exec node dist/cli/spurious.js ${line}`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};
let unlimited: string | null = null;
const untimed = (text: string): string => text.replaceAll(/"milliseconds": [\d.]+/g, '');

describe.runIf(process.platform === 'linux')('under ulimit -v', () => {
  const line =
    'verify --json candidates/6-6.json candidates/7-8.json candidates/8-8-1.json candidates/9-10.json';

  it.each([1536, 4096, 16384])('%i MiB: four candidates, the same figures', {
    timeout: 60_000,
  }, async (mebibytes) => {
    const { code, out, err } = limited(mebibytes, line);
    expect(err.split('\n').filter((text) => text !== '' && !text.startsWith('spurious: verify:'))).toEqual(
      [],
    );
    expect(code).toBe(0);
    unlimited ??= untimed((await spuriousHere(...line.split(' '))).out);
    expect(untimed(out)).toBe(unlimited);
  });

  it('what does not fit is refused in one line', () => {
    // The Hessian of 60 neurons in R^60 takes 3 · 3600² · 8 bytes, an eighth of the limit is less.
    const rows = Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 60 }, (_, a) => (a === (i + 1) % 60 ? 1 : 0)),
    );
    const candidate = JSON.stringify({
      format: 'spurious-candidate',
      version: 1,
      k: 60,
      n: 60,
      d: 60,
      weights: rows,
    });
    const { code, err } = limited(1536, `verify - <<'END'\n${candidate}\nEND\n`);
    expect(err.split('\n').filter((text) => text !== '' && !text.startsWith('spurious: verify:'))).toEqual([
      'spurious: not enough address space: ulimit -v allows 1.50 GiB; allow more, or less to do at once (docs/search.md)',
    ]);
    expect(code).toBe(70);
  });
});
