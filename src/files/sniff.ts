import { FileError } from './errors.ts';
import { archiveRefusal, foreignRefusal } from './foreign.ts';
import { begins } from './mark.ts';
import { isMat4, isMat5 } from './mat.ts';
import { isNpy } from './npy.ts';
import { isSafetensors } from './safetensors.ts';
import { looksLikeTable } from './table.ts';

/** The formats that are read. */
export type FileFormat = 'json' | 'npy' | 'npz' | 'mat' | 'safetensors' | 'text';

/** How many bytes of a file decide its format (the HDF5 signature may stand at byte 512). */
export const SNIFF_LENGTH = 1024;

const READABLE =
  'candidate JSON, lists in JSON, CSV or another table of numbers, .npy, .npz, .safetensors or a MATLAB 5 .mat file';

/**
 * Decides the format from the first bytes (up to 1024 are looked at), never from the name. Throws FileError for
 * what is not read, with the way out where there is one.
 */
export function sniffFormat(head: Uint8Array, file: string): FileFormat {
  if (head.length === 0) throw new FileError(file, '', 'the file is empty', READABLE);
  if (isNpy(head)) return 'npy';
  if (begins(head, [0x50, 0x4b, 3, 4]) || begins(head, [0x50, 0x4b, 5, 6])) {
    const refusal = archiveRefusal([firstEntry(head)], file);
    if (refusal !== null) throw refusal;
    return 'npz';
  }
  const refusal = foreignRefusal(head, file);
  if (refusal !== null) throw refusal;
  if (isMat5(head)) return 'mat';
  if (isSafetensors(head)) return 'safetensors';
  if (begins(head, [0xff, 0xfe]) || begins(head, [0xfe, 0xff]))
    throw new FileError(file, '', 'text in UTF-16', 'text in UTF-8', 'save it in UTF-8');
  if (looksLikeJson(head)) return 'json';
  if (isMat4(head)) {
    const remedy = "in MATLAB save it again with save('name.mat', 'weights', '-v7')";
    throw new FileError(file, '', 'a MATLAB 4 file', 'a MATLAB 5 to 7.2 file', remedy);
  }
  if (isText(head) && looksLikeTable(new TextDecoder().decode(head), head.length < SNIFF_LENGTH))
    return 'text';
  throw new FileError(file, '', 'not a format that is read', READABLE);
}

/** The name of the first entry of a zip archive, as far as it is in the head. */
function firstEntry(head: Uint8Array): string {
  const length = (head[26] ?? 0) + 256 * (head[27] ?? 0);
  return new TextDecoder('latin1').decode(head.subarray(30, 30 + length));
}

/** An object or a list after white space and perhaps a byte order mark. */
function looksLikeJson(head: Uint8Array): boolean {
  let at = begins(head, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  while ([0x20, 0x09, 0x0a, 0x0d].includes(head[at]!)) at += 1;
  return head[at] === 0x7b || head[at] === 0x5b;
}

/** No control characters but tabs, line ends and form feeds. */
function isText(head: Uint8Array): boolean {
  return head.every(
    (byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d,
  );
}
