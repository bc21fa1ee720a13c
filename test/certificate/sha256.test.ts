import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claimId, sha256 } from '../../src/certificate/index.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('sha256', () => {
  it('gives the published vectors', () => {
    const vectors: readonly (readonly [string, string])[] = [
      ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
      ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
      [
        'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
        '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
      ],
      [
        'abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu',
        'cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1',
      ],
      ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
    ];
    for (const [message, digest] of vectors) expect(sha256(utf8(message))).toBe(digest);
  });

  it('agrees with another implementation at every length around the block size', () => {
    for (let length = 0; length < 300; length++) {
      const message = Uint8Array.from({ length }, (_, index) => (index * 151 + length) & 255);
      expect(sha256(message), `length ${length}`).toBe(createHash('sha256').update(message).digest('hex'));
    }
  });

  it('names a claim by its first 16 digits', () => {
    expect(claimId(sha256(utf8('abc')))).toBe('ba7816bf8f01cfea');
  });
});
