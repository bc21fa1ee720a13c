/**
 * Doubles as text: base64 (RFC 4648, with padding) of 8 bytes each, IEEE 754, least significant byte first. One number has one
 * text: 0 has no sign, and infinities and NaN are no numbers.
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES: Uint8Array = Uint8Array.from(ALPHABET, (c) => c.charCodeAt(0));
const PADDING = '='.charCodeAt(0);
/** A bit that no value has. */
const NONE = 64;
const VALUES: Uint8Array = new Uint8Array(1 << 16).fill(NONE);
CODES.forEach((code, value) => {
  VALUES[code] = value;
});

/** Characters of the text of so many doubles. */
export function doublesLength(count: number): number {
  return 4 * Math.ceil((8 * count) / 3);
}

/** The text of finite doubles. */
export function encodeDoubles(numbers: readonly number[]): string {
  const bytes = new Uint8Array(8 * numbers.length);
  const view = new DataView(bytes.buffer);
  numbers.forEach((x, a) => {
    if (!Number.isFinite(x)) throw new RangeError(`not a finite number: ${x}`);
    view.setFloat64(8 * a, x === 0 ? 0 : x, true);
  });
  const text = new Uint8Array(doublesLength(numbers.length)).fill(PADDING);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const left = bytes.length - from;
    const word = (bytes[from]! << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    text[to] = CODES[word >> 18]!;
    text[to + 1] = CODES[(word >> 12) & 63]!;
    if (left > 1) text[to + 2] = CODES[(word >> 6) & 63]!;
    if (left > 2) text[to + 3] = CODES[word & 63]!;
  }
  return new TextDecoder('utf-8').decode(text);
}

/** The doubles of a text that encodeDoubles wrote, count of them; null for any other text. */
export function decodeDoubles(text: string, count: number): Float64Array | null {
  if (text.length !== doublesLength(count)) return null;
  const size = 8 * count;
  const padding = (3 - (size % 3)) % 3;
  if (!text.endsWith('='.repeat(padding))) return null;
  // The digit of value 0 in the place of the padding.
  const last = text.slice(-4, text.length - padding) + 'A'.repeat(padding);
  const bytes = new Uint8Array(3 * (text.length / 4));
  let wrong = 0;
  const put = (from: string, at: number, to: number): void => {
    const first = VALUES[from.charCodeAt(at)]!;
    const second = VALUES[from.charCodeAt(at + 1)]!;
    const third = VALUES[from.charCodeAt(at + 2)]!;
    const fourth = VALUES[from.charCodeAt(at + 3)]!;
    wrong |= first | second | third | fourth;
    bytes[to] = (first << 2) | (second >> 4);
    bytes[to + 1] = (second << 4) | (third >> 2);
    bytes[to + 2] = (third << 6) | fourth;
  };
  for (let from = 0, to = 0; from < text.length - 4; from += 4, to += 3) put(text, from, to);
  put(last, 0, bytes.length - 3);
  // Bits beyond the last double are 0.
  if ((wrong & NONE) !== 0 || bytes.subarray(size).some((byte) => byte !== 0)) return null;
  const view = new DataView(bytes.buffer);
  const numbers = new Float64Array(count);
  for (let a = 0; a < count; a++) {
    const x = view.getFloat64(8 * a, true);
    if (!Number.isFinite(x) || Object.is(x, -0)) return null;
    numbers[a] = x;
  }
  return numbers;
}
