import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';

const scratch = mkdtempSync(join(tmpdir(), 'spurious-signals-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const at = (...parts: string[]): string => join(scratch, ...parts);

// At the same time: most of it is waiting.
describe.concurrent('signals', () => {
  it('a search says how it is resumed, and resumes', async () => {
    const folder = at('resumed search');
    const args = ['search', '--k', '6', '--runs', '3000', '--seed', '3', '--jobs', '1', '--out', folder];
    const child = spawn(process.execPath, ['dist/cli/spurious.js', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text;
    });
    while (
      !readdirSync(scratch, { recursive: true, encoding: 'utf8' }).some((name) =>
        /resumed.*jsonl$/.test(name),
      )
    )
      await setTimeout(20);
    child.kill('SIGINT');
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    expect([code, signal]).toEqual([130, null]);
    expect(err.split('\n').at(-2)).toBe(
      `spurious: interrupted; nothing is lost, resume with: spurious search --out '${folder}'`,
    );
  }, 60_000);

  /**
   * Milliseconds. Progress in plain lines comes two seconds after a proof has begun, and what it computes until then is of no use to
   * anybody: it is halted when it should have begun, goes on when the line is due, and where none comes, for a moment now and then.
   */
  const BEGUN = 300;
  const HALTED = 2000;
  const ONWARD = 100;
  const AGAIN = 500;

  it.each([
    ['SIGINT', 130, null],
    ['SIGTERM', null, 'SIGTERM'],
    ['SIGHUP', null, 'SIGHUP'],
  ] as const)(
    '%s ends a proof on the main thread',
    async (signal, code, by) => {
      // Between two looks at the clock it computes for a few milliseconds.
      const args = ['prove', '--bad', '8', '--from', '100'];
      const child = spawn(process.execPath, ['dist/cli/spurious.js', ...args], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let err = '';
      const closed = once(child, 'close');
      let sent = false;
      child.stderr.on('data', (text: Buffer) => {
        err += text;
        if (sent || !text.includes('prove:')) return;
        sent = child.kill(signal);
      });
      await setTimeout(BEGUN);
      for (let halted = HALTED; !sent && child.exitCode === null; halted = AGAIN) {
        child.kill('SIGSTOP');
        await setTimeout(halted);
        child.kill('SIGCONT');
        await setTimeout(ONWARD);
      }
      expect(await closed).toEqual([code, by]);
      // Progress in plain lines, which is what the signal waited for.
      expect(err).toMatch(/^(spurious: prove: \d+\/100 % of the range of k\^\(-1\/2\), \d+ s.*\n)+$/);
    },
    60_000,
  );
});
