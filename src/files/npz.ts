import { entryCount, type NamedArrays, type NumericArray } from './array.ts';
import { FileError, quote, shortName } from './errors.ts';
import { archiveRefusal } from './foreign.ts';
import { crc32, inflatePrefix, inflateRaw } from './inflate.ts';
import { MAX_INFLATED_BYTES, MAX_VARIABLES } from './limits.ts';
import { readNpy, readNpyHeader } from './npy.ts';

interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  /** The stored or deflated bytes. */
  readonly packed: Uint8Array;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const REMEDY = 'the file is cut off or damaged, or was not written by numpy.savez';

/**
 * Reads the arrays of an .npz file: a zip archive (PKWARE APPNOTE 6.3) of .npy files, stored or deflated. Entries
 * that hold no real numbers are skipped with a note. Throws FileError. Checksums are verified; the inflated size is
 * limited entry by entry to what the directory declares, and in total.
 */
export function readNpzVariables(bytes: Uint8Array, file: string): NamedArrays {
  const variables = new Map<string, NumericArray>();
  const notes: string[] = [];
  let budget = MAX_INFLATED_BYTES;
  const entries = listEntries(bytes, file);
  if (!entries.some(({ name }) => name.endsWith('.npy'))) {
    const refusal = archiveRefusal(
      entries.map(({ name }) => name),
      file,
    );
    if (refusal !== null) throw refusal;
  }
  for (const entry of entries) {
    const name = entry.name.replace(/\.npy$/, '');
    const place = `variable ${shortName(name)}`;
    const reason = name === entry.name ? 'no .npy file' : skipReason(entry, file, place);
    if (reason !== null) {
      notes.push(`${place} (${reason}) is skipped`);
      continue;
    }
    if (variables.has(name)) throw new FileError(file, place, 'appears twice', 'every name once');
    budget -= entry.size;
    if (budget < 0) {
      throw new FileError(
        file,
        place,
        'too much data',
        `at most ${MAX_INFLATED_BYTES} bytes in all arrays together`,
      );
    }
    variables.set(name, readNpy(unpack(entry, file, place), file, place));
  }
  return { variables, notes };
}

function skipReason(entry: ZipEntry, file: string, place: string): string | null {
  const { packed, method } = entry;
  // A header is at most 64 KiB long, and hardly ever more than 128 bytes.
  const start = method === 8 ? inflatePrefix(packed, 1024) : packed;
  const header = readNpyHeader(start, file, place);
  if (header.kind === null) return `type ${quote(header.descr)}`;
  return entryCount(header.shape) === 0 ? 'empty' : null;
}

function unpack(entry: ZipEntry, file: string, place: string): Uint8Array {
  const data = entry.method === 8 ? inflateRaw(entry.packed, entry.size) : entry.packed;
  if (data !== null && data.length === entry.size && crc32(data) === entry.crc) return data;
  throw new FileError(
    file,
    place,
    'damaged',
    `${entry.size} bytes with checksum ${entry.crc.toString(16)}`,
    REMEDY,
  );
}

function listEntries(bytes: Uint8Array, file: string): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view, file);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) {
    throw new FileError(
      file,
      '',
      'a zip64 archive',
      'a zip archive below 4 GiB',
      'save the array alone as .npy',
    );
  }
  if (count > MAX_VARIABLES) throw new FileError(file, '', `${count} arrays`, `at most ${MAX_VARIABLES}`);
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i += 1) {
    if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new FileError(file, `byte ${at}`, 'no entry of the zip directory', `${count} of them`, REMEDY);
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => view.getUint16(at + o, true));
    const nameEnd = at + ENTRY_LENGTH + nameLength!;
    if (nameEnd > end) throw new FileError(file, `byte ${at}`, 'a name cut off', 'a whole directory', REMEDY);
    entries.push(readEntry(bytes, view, at, nameEnd, file));
    at = nameEnd + extraLength! + commentLength!;
  }
  return entries;
}

/** The end-of-directory record: last in the file but for a comment of at most 64 KiB. */
function findEnd(view: DataView, file: string): number {
  const least = Math.max(0, view.byteLength - END_LENGTH - 0xffff);
  for (let at = view.byteLength - END_LENGTH; at >= least; at -= 1) {
    if (view.getUint32(at, true) === END_SIGNATURE) return at;
  }
  throw new FileError(file, '', 'a zip archive without its directory', 'a whole .npz file', REMEDY);
}

function readEntry(bytes: Uint8Array, view: DataView, at: number, nameEnd: number, file: string): ZipEntry {
  const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_LENGTH, nameEnd));
  const place = `variable ${shortName(name)}`;
  const method = view.getUint16(at + 10, true);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  if ((view.getUint16(at + 8, true) & 1) !== 0)
    throw new FileError(file, place, 'encrypted', 'a plain archive');
  if (method !== 0 && method !== 8) {
    throw new FileError(file, place, `compression method ${method}`, 'stored or deflated', 'use numpy.savez');
  }
  const local = view.getUint32(at + 42, true);
  if (local + LOCAL_LENGTH > bytes.length || view.getUint32(local, true) !== LOCAL_SIGNATURE) {
    throw new FileError(file, place, `nothing at byte ${local}`, 'the entry', REMEDY);
  }
  // Sizes in the local header may be missing or in zip64 form (numpy writes them so): the directory has them.
  const start = local + LOCAL_LENGTH + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedSize > bytes.length || (method === 0 && packedSize !== size)) {
    throw new FileError(
      file,
      place,
      `${packedSize} bytes from byte ${start}`,
      'data inside the file',
      REMEDY,
    );
  }
  return {
    name,
    method,
    crc: view.getUint32(at + 16, true),
    size,
    packed: bytes.subarray(start, start + packedSize),
  };
}
