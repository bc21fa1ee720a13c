import { closeSync, openSync, readSync } from 'node:fs';
import { Gunzip } from 'fflate';
import { checkFile, readAnyBytes, systemReason } from './disk.ts';
import { FileError, STANDARD_INPUT } from './errors.ts';
import { crc32 } from './inflate.ts';

const CHUNK = 2 ** 20;
const GZIP = [0x1f, 0x8b, 0x08];
/** Gzip shrinks at most 1032-fold: fed in pieces of this size, what comes out of one stays small. */
const PACKED_CHUNK = 2 ** 13;

/**
 * The bytes of a file piece by piece, unpacked where it is in gzip form (several members in one file as well). Throws
 * FileError, also in the middle, where it cannot be read on or is damaged.
 */
export function* bytesOf(path: string): Generator<Uint8Array> {
  const packed = path === STANDARD_INPUT ? fromMemory(readAnyBytes(path)) : fromDisk(path);
  const first = packed.next();
  if (first.done === true) return;
  if (!GZIP.every((byte, i) => first.value[i] === byte)) {
    yield first.value;
    yield* packed;
    return;
  }
  yield* unpacked(joined(first.value, packed), path);
}

function* fromMemory(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

function* fromDisk(path: string): Generator<Uint8Array> {
  checkFile(path);
  const reading = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw new FileError(path, '', `cannot be read (${systemReason(error)})`, 'a readable file');
    }
  };
  const handle = reading(() => openSync(path, 'r'));
  try {
    for (;;) {
      const piece = new Uint8Array(CHUNK);
      const count = reading(() => readSync(handle, piece, 0, CHUNK, null));
      if (count === 0) return;
      yield piece.subarray(0, count);
    }
  } finally {
    closeSync(handle);
  }
}

function* joined(first: Uint8Array, rest: Generator<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

/** The checksum and the length at the end of a member belong to what came out of it. */
function* unpacked(packed: Generator<Uint8Array>, path: string): Generator<Uint8Array> {
  const damaged = (): FileError =>
    new FileError(path, '', 'a damaged gzip file, or one that is cut off', 'a whole file in gzip form');
  let out: Uint8Array[] = [];
  let checksum = 0;
  let length = 0;
  const stream = new Gunzip((piece) => {
    if (piece.length === 0) return;
    checksum = crc32(piece, checksum);
    length += piece.length;
    out.push(piece);
  });
  stream.onmember = () => {
    checksum = 0;
    length = 0;
  };
  let tail = new Uint8Array(0);
  const push = (piece: Uint8Array, last: boolean): void => {
    try {
      stream.push(piece, last);
    } catch {
      throw damaged();
    }
  };
  for (const chunk of packed)
    for (let at = 0; at < chunk.length; at += PACKED_CHUNK) {
      const piece = chunk.slice(at, at + PACKED_CHUNK);
      const both = new Uint8Array(tail.length + piece.length);
      both.set(tail);
      both.set(piece, tail.length);
      tail = both.slice(-8);
      push(piece, false);
      yield* out;
      out = [];
    }
  push(new Uint8Array(0), true);
  yield* out;
  const view = new DataView(tail.buffer);
  if (tail.length < 8 || view.getUint32(0, true) !== checksum || view.getUint32(4, true) !== length % 2 ** 32)
    throw damaged();
}
