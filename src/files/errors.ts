const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

/**
 * The one error of this room: a file (or a path) that cannot be used, in one line that says where, what is wrong,
 * what was expected and what to do. `place` is '' when the whole file is meant, otherwise for instance
 * "weights[3][2]", "byte 128" or "variable WbadNew".
 *
 * @example
 * try {
 *   readCandidate(bytes);
 * } catch (error) {
 *   if (error instanceof FileError) console.error(error.message, error.place);
 * }
 */
export class FileError extends Error {
  readonly file: string;
  readonly place: string;
  readonly expected: string;
  /** What the constructor was given: `new FileError(...parts)` is the same error. */
  readonly parts: ConstructorParameters<typeof FileError>;

  constructor(file: string, place: string, what: string, expected: string, remedy = '') {
    const name = file === STANDARD_INPUT ? 'standard input' : file;
    const head = [name, place, what].filter((part) => part !== '').join(': ');
    const tail = remedy === '' ? '' : `; ${remedy}`;
    super(oneLine(`${head}; expected ${expected}${tail}`));
    this.name = 'FileError';
    this.file = file;
    this.place = place;
    this.expected = expected;
    this.parts = [file, place, what, expected, remedy];
  }
}

/** Text from a foreign file, quoted and cut to a length that fits in a message. */
export function quote(text: string): string {
  return `"${shortName(text)}"`;
}

/** A name from a foreign file, cut to a length that fits in a message. */
export function shortName(name: string): string {
  return oneLine(name.length > 60 ? `${name.slice(0, 57)}…` : name);
}

/** File names and names inside files may hold line breaks and terminal escapes: they must not reach a terminal. */
export function oneLine(text: string): string {
  return text.replace(CONTROL, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
