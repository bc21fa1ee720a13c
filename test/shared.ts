import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['SPURIOUS_SHARED'] ?? join('..', 'shared');

/** Path of a file or folder of the shared data, or null (with a word on stderr) where it is not there. */
export function shared(...parts: string[]): string | null {
  const path = join(folder, ...parts);
  if (existsSync(path)) return path;
  process.stderr.write(`tests on ${join(...parts)} are left out: ${path} is not there\n`);
  return null;
}
