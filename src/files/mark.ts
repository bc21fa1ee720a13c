/** Bytes of the header of a MATLAB 5 file. */
export const HEADER_LENGTH = 128;

/** The mark of the byte order at the end of such a header, or nothing. */
export function byteOrderMark(bytes: Uint8Array): string {
  const mark = String.fromCharCode(bytes[126]!, bytes[127]!);
  return mark === 'IM' || mark === 'MI' ? mark : '';
}
