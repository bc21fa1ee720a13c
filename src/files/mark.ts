/** Bytes of the header of a MATLAB 5 file. */
export const HEADER_LENGTH = 128;

/** Are these the bytes from a place on? */
export function begins(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  for (let i = 0; i < signature.length; i++) if (bytes[at + i] !== signature[i]) return false;
  return true;
}

/** The mark of the byte order at the end of such a header, or nothing. */
export function byteOrderMark(bytes: Uint8Array): string {
  const mark = String.fromCharCode(bytes[126]!, bytes[127]!);
  return mark === 'IM' || mark === 'MI' ? mark : '';
}
