import { closeSync, fstatSync, openSync, readdirSync, readSync, type Stats, statSync } from 'node:fs';
import { FileError, STANDARD_INPUT } from './errors.ts';
import { MAX_FILE_BYTES, MAX_TEXT_BYTES } from './limits.ts';
import { SNIFF_LENGTH, sniffFormat } from './sniff.ts';

const REASONS = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EISDIR', 'a directory'],
  ['ELOOP', 'too many symbolic links'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['EROFS', 'a read-only file system'],
  ['ENOSPC', 'no space left'],
  ['EEXIST', 'a file is in the place of a folder'],
]);

/**
 * Reads a file whose first bytes are those of a readable format; anything else is refused after 1024 bytes, whatever
 * its size. Throws FileError.
 */
export function readCandidateBytes(path: string): Uint8Array {
  return readBytes(path, (head, size) => {
    const limit = ['json', 'text'].includes(sniffFormat(head, path)) ? MAX_TEXT_BYTES : MAX_FILE_BYTES;
    if (size > limit) throw new FileError(path, '', `${size} bytes`, `at most ${limit}`);
  });
}

/** Reads a file of text of at most 2^28 bytes, or as many as are said. Throws FileError. */
export function readTextBytes(path: string, limit: number = MAX_TEXT_BYTES): Uint8Array {
  return readBytes(path, (head, size) => {
    if (head.length === 0) throw new FileError(path, '', 'the file is empty', 'text');
    if (size > limit) throw new FileError(path, '', `${size} bytes`, `at most ${limit}`);
  });
}

/** Reads a file of any contents of at most 2^30 bytes that is not empty. Throws FileError. */
export function readAnyBytes(path: string): Uint8Array {
  return readBytes(path, (head) => {
    if (head.length === 0) throw new FileError(path, '', 'the file is empty', 'examples');
  });
}

/** The names in a directory; none where nothing is. Throws FileError for what is no directory. */
export function namesIn(path: string): string[] {
  const stats = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (stats === undefined) return [];
  if (!stats.isDirectory()) throw new FileError(path, '', 'a file', 'a folder', 'move it away');
  return attempt(path, () => readdirSync(path));
}

/** The size of a file in bytes, 0 where there is none, or null for a folder. Throws FileError. */
export function sizeOf(path: string): number | null {
  const stats = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  return stats?.isDirectory() ? null : (stats?.size ?? 0);
}

/** The words for an error of the file system. */
export function systemReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS.get(code) ?? (code === '' ? 'the file system reported an error' : code);
}

/** `check` sees the first bytes and the size, and throws to refuse the file before the rest of it is read. */
function readBytes(path: string, check: (head: Uint8Array, size: number) => void): Uint8Array {
  if (path === STANDARD_INPUT) return readStandardInput(check);
  checkFile(path);
  const handle = attempt(path, () => openSync(path, 'r'));
  try {
    const { size } = attempt(path, () => fstatSync(handle));
    if (size > MAX_FILE_BYTES) throw new FileError(path, '', `${size} bytes`, `at most ${MAX_FILE_BYTES}`);
    check(fill(path, handle, Math.min(size, SNIFF_LENGTH)), size);
    return fill(path, handle, size);
  } finally {
    closeSync(handle);
  }
}

let standardInput: Uint8Array | null = null;

/** It can be read once only, so that what was read is kept for those who look at a file twice. */
function readStandardInput(check: (head: Uint8Array, size: number) => void): Uint8Array {
  if (standardInput === null) {
    const head = takeStandardInput(SNIFF_LENGTH);
    check(head, head.length);
    const rest = takeStandardInput(MAX_FILE_BYTES);
    const bytes = new Uint8Array(head.length + rest.length);
    bytes.set(head);
    bytes.set(rest, head.length);
    standardInput = bytes;
  }
  const size = standardInput.length;
  if (size > MAX_FILE_BYTES)
    throw new FileError(STANDARD_INPUT, '', `more than ${MAX_FILE_BYTES} bytes`, `at most ${MAX_FILE_BYTES}`);
  check(standardInput.subarray(0, SNIFF_LENGTH), size);
  return standardInput;
}

/** The next `most` bytes of standard input, fewer at its end. */
function takeStandardInput(most: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < most) {
    const part = new Uint8Array(Math.min(most - length, 1 << 20));
    const count = readSome(part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
    length += count;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Waits for bytes where the stream was opened by somebody who does not wait, or a signal came; 0 at the end. */
function readSome(part: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, part, 0, part.length, null);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN' && code !== 'EINTR')
        throw new FileError(
          STANDARD_INPUT,
          '',
          `cannot be read (${systemReason(error)})`,
          'a file or a pipe',
        );
      // After a signal: who hears it may be about to end this, and could not while the next read waits.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, code === 'EINTR' ? 500 : 10);
    }
  }
}

/** Throws a FileError unless there is a regular file; looked at before opening, since opening a pipe would wait for a writer. */
export function checkFile(path: string): void {
  checkKind(
    path,
    attempt(path, () => statSync(path)),
  );
}

function checkKind(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const what = stats.isDirectory() ? 'a directory' : 'no regular file';
  throw new FileError(
    path,
    '',
    what,
    'a file',
    stats.isDirectory() ? 'name the files in it' : 'copy it to a file',
  );
}

/** The first `length` bytes, fewer when the file has become shorter. */
function fill(path: string, handle: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const count = attempt(path, () => readSync(handle, bytes, at, length - at, at));
    if (count === 0) break;
    at += count;
  }
  return bytes.subarray(0, at);
}

function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new FileError(path, '', `cannot be read (${systemReason(error)})`, 'a readable file');
  }
}
