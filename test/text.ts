import fc from 'fast-check';

const SURROGATES = { first: 0xd800, count: 0x800 } as const;

/** fast-check's unit 'binary', every code point but halves of pairs: it lists them all, more than a million, before its first text. */
const anyCharacter = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (i) => String.fromCodePoint(i < SURROGATES.first ? i : i + SURROGATES.count),
  (text) => {
    if (typeof text !== 'string' || [...text].length !== 1) throw new Error('one character');
    const code = text.codePointAt(0)!;
    if (code < SURROGATES.first) return code;
    if (code < SURROGATES.first + SURROGATES.count) throw new Error('half of a pair');
    return code - SURROGATES.count;
  },
);

/** Any text. */
export const anyText: fc.Arbitrary<string> = fc.string({ unit: anyCharacter });
