import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileError, parseCandidates, parseTargets } from '../../src/files/index.ts';
import {
  errorsWithoutStacks,
  joinBytes,
  json,
  mat,
  matCompanions,
  matDouble,
  matStruct,
  npy,
  npz,
  safetensors,
  utf8,
} from './fixtures.ts';

const SEED = 20240601;
const VALUES = Array.from({ length: 24 }, (_, i) => Math.sin(i + 1));
const VARIABLES = [
  matDouble('WbadNew', [3, 4, 2], VALUES),
  ...matCompanions([3, 5]),
  matStruct('s', [matDouble('a', [2, 2], [1, 2, 3, 4]), matStruct('t', [matDouble('b', [1, 1], [5])])]),
];

const SAMPLES: Record<string, Uint8Array> = {
  'dense JSON': json({
    format: 'spurious-candidate',
    version: 1,
    k: 2,
    n: 2,
    d: 2,
    targets: [
      [1, 0],
      ['0', 1],
    ],
    weights: [
      [1.5, '-2e-3'],
      [0, 3],
    ],
  }),
  'block JSON': json({
    format: 'spurious-candidate',
    version: 1,
    blocks: [5, 1],
    neurons: [
      { attached: 0, diagonal: '0.98', values: [0.1, '0.2'] },
      { attached: null, values: [1, 2] },
    ],
  }),
  'block minima': json([
    {
      k: 6,
      blocks: [1, 5],
      vals: [
        [1, 2, 0],
        [3, 4, 5],
      ],
      multiplicity: 3,
    },
  ]),
  'JSON fields': json({
    run: {
      weights: [
        [1.5, '-2e-3'],
        [0, 3],
      ],
      targets: [[1, 0]],
      k: 1,
    },
    seed: 7,
  }),
  'JSON list': json([
    [
      [1, '0.5'],
      [2, 3],
    ],
    [
      [4, 5],
      [6, 7],
    ],
  ]),
  CSV: utf8('a,b\n1.5,-2e-3\n+.5,3.\n'),
  'text with tabs': utf8('# from a program\n1.5\t-2e-3\n\n0\t3\n'),
  safetensors: safetensors({
    weights: ['F64', [2, 3], VALUES.slice(0, 6)],
    half: ['BF16', [2, 2], [0x3f80, 0x4000, 0, 0x7f80]],
    targets: ['F32', [2, 3], [1, 0, 0, 0, 1, 0]],
  }),
  npy: npy('f8', [2, 3, 4], VALUES),
  'npy, Fortran order, version 2': npy('f4', [4, 6], VALUES, { fortran: true, version: 2, little: false }),
  'npz, stored': npz({ weights: npy('i8', [2, 2], [1, 2, 3, 4]), other: npy('u1', [1], [1]) }, 0),
  'npz, deflated': npz({ weights: npy('f8', [2, 3, 4], VALUES) }),
  'mat, plain': mat(VARIABLES, { compressed: false }),
  'mat, compressed': mat(VARIABLES),
  'mat, big endian': mat([matDouble('W', [4, 6], VALUES, false)], { little: false, compressed: false }),
};

interface Mutation {
  readonly at: number;
  readonly kind: 'set' | 'flip' | 'word' | 'cut' | 'insert' | 'repeat' | 'remove';
  readonly value: number;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  kind: fc.constantFrom('set', 'flip', 'word', 'cut', 'insert', 'repeat', 'remove'),
  value: fc.oneof(fc.nat(255), fc.constantFrom(0xff, 0x7f, 0x80, 0x39, 0x2d, 0x65, 0x5b, 0x22, 0x2c)),
});

function mutate(bytes: Uint8Array, { at, kind, value }: Mutation): Uint8Array {
  const i = Math.floor(at * bytes.length);
  const before = bytes.subarray(0, i);
  switch (kind) {
    case 'set':
      return joinBytes(before, Uint8Array.of(value), bytes.subarray(i + 1));
    case 'flip':
      return joinBytes(before, Uint8Array.of((bytes[i] ?? 0) ^ (1 << (value & 7))), bytes.subarray(i + 1));
    case 'word':
      return joinBytes(before, new Uint8Array(4).fill(value), bytes.subarray(i + 4));
    case 'cut':
      return before;
    case 'insert':
      return joinBytes(before, Uint8Array.of(value), bytes.subarray(i));
    case 'repeat':
      return joinBytes(before, bytes.subarray(i, i + value), bytes.subarray(i));
    case 'remove':
      return joinBytes(before, bytes.subarray(i + 1 + (value & 15)));
  }
}

/** Anything but FileError is a failure; so is a message of several lines, a long time, or an infinite number. */
function survives(bytes: Uint8Array): void {
  // Millions of times: what fails is told by expect, what holds is only looked at.
  const start = performance.now();
  for (const read of [parseCandidates, parseTargets]) {
    try {
      const text = JSON.stringify(read(bytes, 'f'), (_key, x: unknown) => {
        if (typeof x === 'number' && !Number.isFinite(x)) expect(x, 'a number that is not finite').toBeNull();
        return x;
      });
      if (text.length === 0) expect(text).not.toBe('');
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      if (error.message.includes('\n')) expect(error.message).not.toContain('\n');
      if (error.message.length >= 2000) expect(error.message.length).toBeLessThan(2000);
    }
  }
  const took = performance.now() - start;
  if (took >= 5000) expect(took).toBeLessThan(5000);
}

// A failure says its seed and its path.
errorsWithoutStacks();

describe('damaged files throw FileError and nothing else', () => {
  test.each(Object.entries(SAMPLES))('%s is read as it is', (_name, bytes) => {
    expect(() => parseCandidates(bytes, 'f')).not.toThrow();
  });

  test('all of them, each 3000 times', () => {
    const before = process.memoryUsage().arrayBuffers;
    // The same places and values for all: to draw them takes as long as to read some of the files.
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        for (const [name, bytes] of Object.entries(SAMPLES)) {
          try {
            survives(mutations.reduce(mutate, bytes));
          } catch (error) {
            throw new Error(name, { cause: error });
          }
        }
      }),
      { seed: SEED, numRuns: 3000 },
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200_000_000);
  });

  test.each(Object.entries(SAMPLES))('%s, every truncation', (_name, bytes) => {
    for (let length = 0; length < bytes.length; length += 1) survives(bytes.subarray(0, length));
  });

  test('random bytes behind every magic number', () => {
    const heads = Object.values(SAMPLES).flatMap((bytes) =>
      [0, 4, 10, 40, 128, 140].map((n) => bytes.subarray(0, n)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        survives(new Uint8Array(Buffer.concat([head, tail])));
      }),
      { seed: SEED, numRuns: 10_000 },
    );
  });
});
