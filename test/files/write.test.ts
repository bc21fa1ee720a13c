import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { writeFileAtomic, writingMany } from '../../src/files/index.ts';
import { refusal, temporaryDirectory } from './fixtures.ts';

const directory = temporaryDirectory();

/** What is wrong with a file that holds so many times one letter, a or b: null where nothing is. */
function faultOf(path: string, size: number): string | null {
  const bytes = readFileSync(path);
  const letters = lettersOf(size);
  if (letters.some((whole) => whole.equals(bytes))) return null;
  return `${bytes.length} bytes of ${size}, the first of them ${bytes.subarray(0, 40).toString('latin1')}`;
}

const wholes = new Map<number, readonly Buffer[]>();

function lettersOf(size: number): readonly Buffer[] {
  const known = wholes.get(size) ?? ['a', 'b'].map((letter) => Buffer.alloc(size, letter));
  wholes.set(size, known);
  return known;
}

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
      const before = statSync(target).ino;
      const child = spawn(process.execPath, [loop], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      // Its first file is there: from now on it is in the midst of the next ones.
      while (statSync(target).ino === before) await setTimeout(5);
      await setTimeout(11 + 37 * i);
      child.kill(signal);
      await ended;
      expect(faultOf(target, size), `${signal} ${11 + 37 * i} ms after the first file`).toBeNull();
    }
  });
});

describe('writingMany', () => {
  const many = join(directory, 'many');

  test('writes all files, of one name the last, while the work goes on', async () => {
    const names = Array.from({ length: 100 }, (_, i) => join(many, `${i % 7}`, `${i}.txt`));
    const value = await writingMany(async (write) => {
      for (const name of names) {
        write(name, `${name}\n`);
        write(join(many, 'last'), name);
        await null;
      }
      return 17;
    });
    expect(value).toBe(17);
    for (const name of names) expect(readFileSync(name, 'utf8')).toBe(`${name}\n`);
    expect(readFileSync(join(many, 'last'), 'utf8')).toBe(names.at(-1));
    const left = readdirSync(many, { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('the first error ends the writing, at the next file or at the end; what was written before stands', async () => {
    const folder = join(directory, 'failing');
    const taken = join(folder, 'taken');
    mkdirSync(join(taken, 'inside'), { recursive: true });
    let written = 0;
    const failing = writingMany(async (write) => {
      write(join(folder, 'before'), 'x');
      write(taken, 'x');
      for (; ; written++) {
        await setTimeout(5);
        write(join(folder, `after-${written}`), 'x');
      }
    });
    const error = await failing.catch((thrown: unknown) => thrown);
    const thrown = (): never => {
      throw error;
    };
    refusal(thrown, taken, 'cannot be written');
    const left = readdirSync(folder);
    expect(left).toContain('before');
    expect(left).not.toContain(`after-${written}`);
    expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    for (const name of left.filter((each) => each !== 'taken'))
      expect(readFileSync(join(folder, name), 'utf8'), name).toBe('x');
    await expect(writingMany((write) => write(taken, 'x'))).rejects.toThrow(/cannot be written/);
  });

  test('what the work throws is thrown, after the files before it', async () => {
    const path = join(directory, 'first');
    const work = (write: (path: string, text: string) => void): void => {
      write(path, 'x');
      throw new RangeError('of the work');
    };
    await expect(writingMany(work)).rejects.toThrow('of the work');
    expect(readFileSync(path, 'utf8')).toBe('x');
  });

  test('an interruption never leaves half a file under a name, and removes the others', async () => {
    const built = resolve('dist/files/write.js');
    const folder = join(directory, 'interrupted');
    const size = 200_000;
    const script = `import { removeUnfinished, writingMany } from ${JSON.stringify(built)};
      process.on('SIGINT', () => { removeUnfinished(); process.exit(130); });
      await writingMany(async (write) => {
        for (let i = 0; ; i += 1) {
          write(${JSON.stringify(folder)} + '/' + (i % 40), 'ab'[i % 2].repeat(${size}));
          if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
        }
      });`;
    const loop = join(directory, 'many.mjs');
    writeFileSync(loop, script);
    for (const [i, signal] of (['SIGINT', 'SIGKILL', 'SIGINT'] as const).entries()) {
      const child = spawn(process.execPath, [loop], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      while (!existsSync(join(folder, '39'))) await setTimeout(10);
      await setTimeout(30 + 17 * i);
      child.kill(signal);
      await ended;
      for (const name of readdirSync(folder)) {
        // SIGKILL leaves no time to remove them.
        if (name.endsWith('.tmp')) {
          expect(signal).toBe('SIGKILL');
          continue;
        }
        expect(faultOf(join(folder, name), size), `${name} after ${signal}`).toBeNull();
      }
      rmSync(folder, { recursive: true });
    }
  });
});
