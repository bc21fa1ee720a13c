import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const VERIFY = ['dist/cli/spurious.js', 'verify', 'candidates/6-6.json'];

describe('the streams of the command line', () => {
  it.runIf(existsSync('/dev/full'))('says in one line that standard output cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, VERIFY, { stdio: ['ignore', full, 'pipe'] });
    closeSync(full);
    expect(String(stderr)).toBe(
      'spurious: standard output: cannot be written (no space left); expected a writable place\n',
    );
    expect(status).toBe(3);
  });

  it.runIf(existsSync('/dev/full'))('survives a standard error that cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    const args = [...VERIFY.slice(0, 2), 'nowhere.json'];
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'pipe', full] });
    closeSync(full);
    expect(status).toBe(3);
  });

  it('ends in silence when its reader has gone', async () => {
    const child = spawn(process.execPath, VERIFY, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(err).toBe('');
    expect(code).toBe(0);
  });
});
