import { entryCount, type NamedArrays, type NumericArray } from './array.ts';
import { FileError, shortName } from './errors.ts';
import { MAX_VARIABLES } from './limits.ts';
import { begins, byteOrderMark, HEADER_LENGTH } from './mark.ts';
import {
  MX_OPAQUE,
  MX_STRUCT,
  matElements,
  readHead,
  readNumbers,
  type Section,
  skipReason,
  structFields,
} from './mat-array.ts';

/** What a MATLAB file holds: its arrays, those in structs by paths like `a.b`, and the names of its objects. */
export interface MatVariables extends NamedArrays {
  readonly objects: ReadonlySet<string>;
}

/** "MATLAB" */
const MATLAB = [0x4d, 0x41, 0x54, 0x4c, 0x41, 0x42];
/** Deepest struct in a struct that is looked into. */
const MAX_DEPTH = 16;

/**
 * Reads the real numeric arrays of a MATLAB 5 file (MathWorks, "MAT-File Format", level 5), either byte order,
 * compressed or not, with any number of dimensions, first index fastest; those in structs, too. Complex, sparse,
 * logical and non-numeric variables are skipped with a note. Throws FileError, also for MATLAB 4 and 7.3 files.
 *
 * Every declared size is compared with the bytes that are there before anything is allocated; a compressed element
 * is first opened far enough to see its head, then inflated to the size it declares and no further.
 */
export function readMatVariables(bytes: Uint8Array, file: string): MatVariables {
  const variables = new Map<string, NumericArray>();
  const notes: string[] = [];
  const objects = new Set<string>();
  const skip = (name: string, reason: string): void => {
    notes.push(`variable ${shortName(name)} (${reason}) is skipped`);
  };
  const take = (name: string, section: Section, depth: number): void => {
    // Inside a struct an array has no name of its own.
    const head = { ...readHead(section), name };
    const reason = head.arrayClass === MX_STRUCT ? structReason(head.shape, depth) : skipReason(head);
    if (reason !== null) {
      skip(name, reason);
    } else if (head.arrayClass === MX_STRUCT) {
      for (const [field, inner] of structFields(section, head)) {
        const path = `${name}.${field}`;
        if (inner === null) skip(path, 'empty array');
        else take(path, { ...inner, place: `variable ${shortName(path)}` }, depth + 1);
      }
    } else {
      const { place, file } = section;
      if (variables.has(name)) throw new FileError(file, place, 'appears twice', 'every name once');
      if (variables.size >= MAX_VARIABLES)
        throw new FileError(file, '', 'too many variables', `at most ${MAX_VARIABLES}`);
      variables.set(name, readNumbers(section, head));
    }
  };
  for (const { head, open } of matElements(bytes, file)) {
    const { name, arrayClass } = head;
    // The nameless variable is MATLAB's own workspace for objects.
    if (name === '') continue;
    if (arrayClass === MX_OPAQUE) objects.add(name);
    const reason = arrayClass === MX_STRUCT ? structReason(head.shape, 0) : skipReason(head);
    if (reason !== null) skip(name, reason);
    else take(name, open(`variable ${shortName(name)}`), 0);
  }
  return { variables, notes, objects };
}

/** Why a struct is not looked into; null if it is. */
function structReason(shape: readonly number[], depth: number): string | null {
  if (depth >= MAX_DEPTH) return `struct in ${MAX_DEPTH} structs`;
  return entryCount(shape) === 1 ? null : `struct array ${shape.join(' x ')}`;
}

/** True for bytes that begin like a MATLAB 5 file (or a 7.3 file, which begins in the same way). */
export function isMat5(bytes: Uint8Array): boolean {
  if (begins(bytes, MATLAB)) return true;
  return bytes.length >= HEADER_LENGTH && byteOrderMark(bytes) !== '';
}

/** True for bytes that begin like a MATLAB 4 matrix: type code, sizes, and a name that ends in a zero byte. */
export function isMat4(bytes: Uint8Array): boolean {
  if (bytes.length < 22) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [true, false].some((little) => {
    const word = (at: number): number => view.getUint32(at, little);
    // Type, rows, columns, whether it is complex, and the length of the name.
    if (word(0) > 4052 || word(4) >= 2 ** 31 || word(8) >= 2 ** 31 || word(12) > 1) return false;
    const length = word(16);
    return (
      length >= 2 &&
      length <= 64 &&
      bytes[19 + length] === 0 &&
      /[A-Za-z]/.test(String.fromCharCode(bytes[20]!))
    );
  });
}

/** What stands beside `WbadNew` in the published files. */
export const COMPANIONS = ['lambdaMin', 'objVals', 'r', 'deviations', 'maxFroDiff', 'magnitude'] as const;

/**
 * True for an archive of the authors: WbadNew, which has a neuron in each column, beside all its companions. A file of
 * anybody else may use the name WbadNew, and its orientation does not hang on that.
 */
export function isAuthorsArchive({ variables, objects }: MatVariables): boolean {
  return variables.has('WbadNew') && COMPANIONS.every((name) => variables.has(name) || objects.has(name));
}
