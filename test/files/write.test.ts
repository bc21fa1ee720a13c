import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeFileAtomic } from '../../src/files/index.ts';
import { refusal, temporaryDirectory } from './fixtures.ts';

const directory = temporaryDirectory();

describe('writeFileAtomic', () => {
  test('creates directories, writes, replaces, and leaves nothing else', () => {
    const path = join(directory, 'a', 'b', 'c.json');
    writeFileAtomic(path, 'one\n');
    writeFileAtomic(path, 'zwei: ä\n');
    expect(readFileSync(path, 'utf8')).toBe('zwei: ä\n');
    expect(readdirSync(join(directory, 'a', 'b'))).toEqual(['c.json']);
  });

  test('a failure is one line, keeps what was there and removes the temporary file', () => {
    const taken = join(directory, 'd', 'taken');
    mkdirSync(join(taken, 'inside'), { recursive: true });
    refusal(() => writeFileAtomic(taken, 'x'), taken, 'cannot be written');
    expect(readdirSync(join(directory, 'd'))).toEqual(['taken']);
    writeFileSync(join(directory, 'plain'), 'x');
    refusal(() => writeFileAtomic(join(directory, 'plain', 'below'), 'x'), 'cannot be written');
    refusal(() => writeFileAtomic(join(directory, 'a\0b'), 'x'), 'cannot be written');
  });

  test('a long name is no problem for the temporary file', () => {
    const path = join(directory, `${'n'.repeat(240)}.json`);
    writeFileAtomic(path, 'x');
    expect(readFileSync(path, 'utf8')).toBe('x');
  });

  test.runIf(existsSync('/proc/self'))('a folder that lets nothing be made in it ends the attempt', () => {
    expect(() => writeFileAtomic('/proc/spurious/x.txt', 'x')).toThrow(/cannot be written/);
  });

  test('an interruption never leaves half a file under the name', async () => {
    // A child of this Node does not read TypeScript.
    const built = resolve('dist/files/write.js');
    const target = join(directory, 'target.txt');
    const size = 4_000_000;
    const script = `import { writeFileAtomic } from ${JSON.stringify(built)};
      for (let i = 0; ; i += 1) { writeFileAtomic(${JSON.stringify(target)}, 'ab'[i % 2].repeat(${size})); }`;
    const loop = join(directory, 'loop.mjs');
    writeFileSync(loop, script);
    writeFileAtomic(target, 'a'.repeat(size));
    for (const [i, signal] of (['SIGINT', 'SIGTERM', 'SIGKILL', 'SIGINT', 'SIGKILL'] as const).entries()) {
      const child = spawn(process.execPath, [loop], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      setTimeout(() => child.kill(signal), 300 + 37 * i);
      await ended;
      const text = readFileSync(target, 'latin1');
      expect(text.length, `${signal} after ${300 + 37 * i} ms`).toBe(size);
      expect(text).toBe(text.charAt(0).repeat(size));
    }
  });
});
