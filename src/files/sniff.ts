import { FileError } from './errors.ts';
import { hdf5Refusal, isMat4, isMat5 } from './mat.ts';
import { isNpy } from './npy.ts';

/** The formats that are read. */
export type FileFormat = 'json' | 'npy' | 'npz' | 'mat';

/** How many bytes of a file decide its format (the HDF5 signature may stand at byte 512). */
export const SNIFF_LENGTH = 1024;

const HDF5 = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const READABLE = 'candidate JSON, .npy, .npz or a MATLAB 5 .mat file';

/**
 * Decides the format from the first bytes (up to 1024 are looked at), never from the name. Throws FileError for
 * what is not read, with the way out where there is one.
 */
export function sniffFormat(head: Uint8Array, file: string): FileFormat {
  if (head.length === 0) throw new FileError(file, '', 'the file is empty', READABLE);
  if (isNpy(head)) return 'npy';
  if (begins(head, 0, [0x50, 0x4b, 3, 4]) || begins(head, 0, [0x50, 0x4b, 5, 6])) return 'npz';
  if (begins(head, 0, HDF5) || begins(head, 512, HDF5)) throw hdf5Refusal(file);
  if (isMat5(head)) return 'mat';
  if (begins(head, 0, [0x1f, 0x8b]))
    throw new FileError(file, '', 'compressed by gzip', READABLE, 'unpack it first');
  if (begins(head, 0, [0xff, 0xfe]) || begins(head, 0, [0xfe, 0xff])) {
    throw new FileError(file, '', 'text in UTF-16', 'JSON in UTF-8', 'save it in UTF-8');
  }
  if (looksLikeJson(head)) return 'json';
  if (isMat4(head)) {
    const remedy = "in MATLAB save it again with save('name.mat', 'WbadNew', '-v7')";
    throw new FileError(file, '', 'a MATLAB 4 file', 'a MATLAB 5 to 7.2 file', remedy);
  }
  throw new FileError(file, '', 'not a format that is read', READABLE);
}

function begins(head: Uint8Array, at: number, signature: readonly number[]): boolean {
  return signature.every((byte, i) => head[at + i] === byte);
}

/** An object or a list after white space and perhaps a byte order mark. */
function looksLikeJson(head: Uint8Array): boolean {
  let at = begins(head, 0, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(head[at]!)) at += 1;
  return head[at] === 0x7b || head[at] === 0x5b;
}
