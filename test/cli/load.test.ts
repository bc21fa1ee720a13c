import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'spurious load '));
afterAll(() => rmSync(root, { recursive: true }));

/** The command line as it is installed from a package: without compiled code. */
function installed(name: string): string {
  const folder = join(root, name, 'dist', 'cli');
  mkdirSync(folder, { recursive: true });
  cpSync('dist/cli', folder, { recursive: true, filter: (path) => !path.endsWith('.cache') });
  copyFileSync('package.json', join(root, name, 'package.json'));
  symlinkSync(resolve('node_modules'), join(root, name, 'node_modules'), 'dir');
  return folder;
}

const cachesOf = (folder: string): string[] => readdirSync(folder).filter((name) => name.endsWith('.cache'));

function verified(folder: string, ...flags: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(folder, 'spurious.js'), 'verify', resolve('candidates/6-6.json')],
    { encoding: 'utf8', cwd: root },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.replace(/[\d.]+ ms/, '');
}

describe('compiled code of the command line', () => {
  const expected = verified(resolve('dist/cli'));

  it('comes with a build, is kept by the first run of an installed one, and is not made twice', () => {
    expect(cachesOf('dist/cli').some((name) => name.startsWith('program.js'))).toBe(true);
    const folder = installed('first use');
    expect(verified(folder)).toBe(expected);
    const made = cachesOf(folder);
    expect(made.some((name) => name.startsWith('program.js'))).toBe(true);
    const times = made.map((name) => statSync(join(folder, name)).mtimeMs);
    expect(verified(folder)).toBe(expected);
    expect(cachesOf(folder)).toEqual(made);
    expect(made.map((name) => statSync(join(folder, name)).mtimeMs)).toEqual(times);
  });

  it('is not kept of a refused command line, nor under other flags of the engine', () => {
    const folder = installed('unusual');
    const refused = spawnSync(process.execPath, [join(folder, 'spurious.js'), 'verify'], {
      encoding: 'utf8',
    });
    expect(refused.status).toBe(2);
    expect(verified(folder, '--no-opt')).toBe(expected);
    expect(cachesOf(folder)).toEqual([]);
  });

  it('is not needed: where it cannot be written, is damaged, or is older than the file', () => {
    const folder = installed('damaged');
    verified(folder);
    const caches = cachesOf(folder).map((name) => join(folder, name));
    for (const path of caches) {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
    }
    expect(verified(folder)).toBe(expected);
    for (const path of caches) utimesSync(path, 1, 1);
    expect(verified(folder)).toBe(expected);
    for (const path of caches) {
      rmSync(path);
      mkdirSync(path);
    }
    expect(verified(folder)).toBe(expected);
    expect(caches.every((path) => statSync(path).isDirectory())).toBe(true);
    expect(readdirSync(folder).filter((name) => /\.\d+\.cache$/.test(name))).toHaveLength(0);
  });
});
