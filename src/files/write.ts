import {
  appendFileSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemReason } from './disk.ts';
import { FileError } from './errors.ts';

let written = 0;
/** The temporary file that is being written, if any. */
let unfinished: string | null = null;

/**
 * Writes a text file so that its name never stands for half of it: into a temporary file of the same directory
 * (created if needed), flushed to disk, then renamed. An interruption leaves the old file or the new one; an error
 * removes the temporary file and throws FileError.
 */
export function writeFileAtomic(path: string, text: string): void {
  writingMany((write) => write(path, text));
}

/** The same for all files that `work` writes. Their directories are flushed once, at the end, which takes as long as a file. */
export function writingMany<T>(work: (write: (path: string, text: string) => void) => T): T {
  const directories = new Set<string>();
  try {
    return work((path, text) => {
      writeRenamed(path, text);
      directories.add(dirname(path));
    });
  } finally {
    for (const directory of directories) flushDirectory(directory);
  }
}

function writeRenamed(path: string, text: string): void {
  const directory = dirname(path);
  written += 1;
  const temporary = join(directory, `.${basename(path).slice(0, 100)}.${process.pid}.${written}.tmp`);
  asWriting(path, () => {
    createFolders(directory);
    unfinished = temporary;
    try {
      writeFlushed(temporary, text);
      renameSync(temporary, path);
    } catch (error) {
      removeUnfinished();
      throw error;
    }
    unfinished = null;
  });
}

/** Removes the temporary file that an interruption leaves, which stops the writing without an error. */
export function removeUnfinished(): void {
  if (unfinished !== null) rmSync(unfinished, { force: true });
  unfinished = null;
}

/** Adds to the end of a text file, which is created with its directory if needed. Throws FileError. */
export function appendToFile(path: string, text: string): void {
  asWriting(path, () => {
    createFolders(dirname(path));
    appendFileSync(path, text);
  });
}

/** Creates a directory and those above it, if needed. Throws FileError. */
export function makeFolder(path: string): void {
  asWriting(path, () => createFolders(path));
}

/** mkdirSync's own recursion does not end where the system says ENOENT of a place in a folder that is there (/proc). */
function createFolders(path: string): void {
  const isThere = (): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isThere()) return;
  if (dirname(path) !== path) createFolders(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have been quicker.
    if (!isThere()) throw error;
  }
}

function asWriting(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new FileError(path, '', `cannot be written (${systemReason(error)})`, 'a writable place');
  }
}

function writeFlushed(path: string, text: string): void {
  // 'wx' never follows a link that somebody put under the temporary name.
  const handle = openSync(path, 'wx');
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes the rename itself last; not every system can flush a directory, and the file is whole either way. */
function flushDirectory(directory: string): void {
  try {
    const handle = openSync(directory, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // The rename has happened; only its survival of a power cut is less certain.
  }
}
