import {
  appendFileSync,
  closeSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { systemReason } from './disk.ts';
import { FileError } from './errors.ts';

let written = 0;
/** The temporary files that are being written. */
const unfinished = new Set<string>();

/**
 * Writes a text file so that its name never stands for half of it: into a temporary file of the same directory
 * (created if needed), flushed to disk, then renamed. An interruption leaves the old file or the new one; an error
 * removes the temporary file and throws FileError.
 */
export function writeFileAtomic(path: string, text: string): void {
  asWriting(path, () => {
    const file = writtenBeside(path, text);
    rename(file, path, () => fsyncSync(file.handle));
  });
  flushDirectory(dirname(path));
}

/** Files that are flushed at the same time: a disk takes little longer for several than for one. */
const AT_ONCE = 16;
const flushed = promisify(fsync);

/**
 * The same for many files, which `work` hands over and does not wait for. What holds for one holds for each: it is renamed when its
 * own flush has returned, never before, so that a name stands for a whole text whatever happens, a power cut included.
 * Files of one name follow each other. The directories are flushed once, at the end, which takes as long as a file: until then a power cut may take the
 * rename back, and leaves what stood there before. After an error nothing more is written; it is thrown at the next file, or at the end.
 */
export async function writingMany<T>(
  work: (write: (path: string, text: string) => void) => T | Promise<T>,
): Promise<T> {
  const lanes = Array.from({ length: AT_ONCE }, () => Promise.resolve());
  const laneOf = new Map<string, number>();
  const directories = new Set<string>();
  const failures: unknown[] = [];
  const write = (path: string, text: string): void => {
    if (failures.length > 0) throw failures[0];
    const lane = laneOf.get(path) ?? laneOf.size % AT_ONCE;
    laneOf.set(path, lane);
    lanes[lane] = lanes[lane]!.then(async () => {
      if (failures.length > 0) return;
      try {
        await writeAside(path, text);
        directories.add(dirname(path));
      } catch (error) {
        failures.push(error);
      }
    });
  };
  try {
    const result = await work(write);
    await Promise.all(lanes);
    if (failures.length > 0) throw failures[0];
    return result;
  } finally {
    await Promise.all(lanes);
    for (const directory of directories) flushDirectory(directory);
  }
}

/** As writeFileAtomic, but for the directory, while a thread of Node's waits for the disk. */
async function writeAside(path: string, text: string): Promise<void> {
  try {
    const file = writtenBeside(path, text);
    const fault = await flushed(file.handle).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    rename(file, path, () => {
      if (fault !== null) throw fault.error;
    });
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** A temporary file, open, that holds a text. */
interface TemporaryFile {
  readonly name: string;
  readonly handle: number;
}

/** A temporary file with the text, in the directory of the file that it is to become. */
function writtenBeside(path: string, text: string): TemporaryFile {
  const directory = dirname(path);
  written += 1;
  const name = join(directory, `.${basename(path).slice(0, 100)}.${process.pid}.${written}.tmp`);
  createFolders(directory);
  unfinished.add(name);
  try {
    // 'wx' never follows a link that somebody put under the temporary name.
    const handle = openSync(name, 'wx');
    try {
      writeFileSync(handle, text);
    } catch (error) {
      closeSync(handle);
      throw error;
    }
    return { name, handle };
  } catch (error) {
    remove(name);
    throw error;
  }
}

/** Gives the text its name, after `flush`. */
function rename({ name, handle }: TemporaryFile, path: string, flush: () => void): void {
  try {
    try {
      flush();
    } finally {
      closeSync(handle);
    }
    renameSync(name, path);
    unfinished.delete(name);
  } catch (error) {
    remove(name);
    throw error;
  }
}

/** Removes the temporary files that an interruption leaves, which stops the writing without an error. */
export function removeUnfinished(): void {
  for (const name of unfinished) remove(name);
}

function remove(name: string): void {
  rmSync(name, { force: true });
  unfinished.delete(name);
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
    throw notWritten(path, error);
  }
}

function notWritten(path: string, error: unknown): FileError {
  return new FileError(path, '', `cannot be written (${systemReason(error)})`, 'a writable place');
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
