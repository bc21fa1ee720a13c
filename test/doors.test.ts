import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCertificate, serialise } from '../src/certificate/index.ts';
import * as checker from '../src/checker/index.ts';
import * as audit from '../src/entries/audit.ts';
import * as elimination from '../src/entries/elimination.ts';
import * as families from '../src/entries/families.ts';
import * as searching from '../src/entries/search.ts';
import * as library from '../src/index.ts';
import type { BlockCandidate, DenseCandidate } from '../src/model/candidate.ts';
import { PROPOSERS, type Proposers } from '../src/verify/verify.ts';
import { projectCandidate, verified } from './points.ts';
import { type Argument, expectRefusals } from './wrong-arguments.ts';

const { BallField } = library;

/** How an export of an entry point is called rightly; null for what is no function of ours to call. */
interface Door {
  readonly calls: readonly {
    readonly call: (...args: never[]) => unknown;
    readonly args: readonly Argument[];
    readonly left?: (path: string) => boolean;
  }[];
}

const door = (
  call: (...args: never[]) => unknown,
  args: readonly Argument[],
  left?: (path: string) => boolean,
): Door => ({ calls: [left === undefined ? { call, args } : { call, args, left }] });

const producer = { name: 'test', version: 'none' };
const dense: DenseCandidate = {
  form: 'dense',
  k: 2,
  n: 2,
  d: 2,
  targets: [
    ['1.5', '0.25'],
    ['0.5', 1.25],
  ],
  weights: [
    [1.0683, 1.0684],
    ['0.3', '-0.7'],
  ],
};
const block: BlockCandidate = {
  form: 'block',
  blocks: [3, 1],
  neurons: [
    { attached: 0, diagonal: 1.0004, values: ['-0.28', 0.0278] },
    { attached: null, diagonal: null, values: [0.0187, -0.9328] },
  ],
};
const options = { digits: 32, exact: false, sharp: false, dimension: 2, polish: true, producer };
/** What may be left out. */
const OPTIONAL = ['options', ...Object.keys(options).map((name) => `options.${name}`)];
const text = JSON.stringify({
  format: 'spurious-candidate',
  version: 1,
  k: 2,
  n: 2,
  weights: [
    [1, 0],
    [0, 1],
  ],
});
const wrongText = [Number.NaN, 3, null, undefined, true, [], {}];
const certificate = verified(projectCandidate('6-6')).certificate!;
const field = new BallField(64);

/** A type may be missing, and be attached or not. */
const TYPES = ['candidate.neurons', 'candidate.neurons.attached', 'candidate.neurons.diagonal'];

const DOORS: Readonly<Record<string, Readonly<Record<string, Door | 'a constant' | 'an error'>>>> = {
  '.': {
    BallField: {
      calls: [
        { call: (bits: number) => new BallField(bits), args: [{ name: 'bits', value: 64 }] },
        { call: (digits: number) => BallField.ofDigits(digits), args: [{ name: 'digits', value: 30 }] },
        { call: (x: string) => field.exact(x), args: [{ name: 'x', value: '0.5' }] },
        { call: (x: number) => field.exact(x), args: [{ name: 'x', value: 0.5 }] },
      ],
    },
    DEFAULT_DIGITS: 'a constant',
    MAX_DIGITS: 'a constant',
    MIN_DIGITS: 'a constant',
    FileError: 'an error',
    verify: {
      calls: [
        {
          call: library.verify,
          args: [
            { name: 'candidate', value: dense, nullable: ['candidate.targets'] },
            { name: 'options', value: options, loose: OPTIONAL },
            { name: 'proposers', value: { ...PROPOSERS }, loose: ['proposers'] },
          ],
        },
        {
          call: library.verify,
          args: [
            { name: 'candidate', value: { ...dense, targets: null } },
            { name: 'options', value: { ...options, dimension: 'all' }, loose: OPTIONAL },
          ],
        },
        {
          call: library.verify,
          args: [
            { name: 'candidate', value: block, loose: TYPES },
            { name: 'options', value: { ...options, dimension: 4 }, loose: OPTIONAL },
          ],
        },
      ],
    },
    gaussianDimensionFor: door(library.gaussianDimensionFor, [
      { name: 'minimum', value: { k: 6, d: 6, robustnessRadius: '1e-6' } },
      { name: 'probability', value: '0.5' },
    ]),
    gaussianProbability: door(library.gaussianProbability, [
      { name: 'minimum', value: { k: 6, d: 6, robustnessRadius: '1e-6' } },
      {
        name: 'dimension',
        value: 1e15,
        wrong: [Number.NaN, 0, 1.5, -3, '1e9', '', null, undefined, true, [], {}],
      },
    ]),
    expandBlocks: door(library.expandBlocks, [{ name: 'candidate', value: block, loose: TYPES }]),
    readCandidate: door(
      library.readCandidate,
      [
        { name: 'contents', value: text, wrong: wrongText },
        {
          name: 'options',
          value: { source: 'x', variable: 'W', k: 2, family: 0, transpose: true, note: () => {} },
          loose: ['', '.k', '.family', '.transpose', '.note'].map((name) => `options${name}`),
        },
      ],
      (path) => /^options\.(source|variable)$/.test(path),
    ),
    writeCertificate: door(
      library.writeCertificate,
      [{ name: 'certificate', value: certificate }],
      // As below, and the statement and the hash are what they are.
      (path) => /^certificate\.(claim|statement|sha256|witness|point\.|problem\.|producer\.)/.test(path),
    ),
  },
  './checker': {
    CertificateError: 'an error',
    checkCertificate: door(checker.checkCertificate, [
      { name: 'text', value: serialise(certificate), wrong: [Number.NaN, 3, null, undefined, true, [], {}] },
      { name: 'progress', value: () => {}, loose: ['progress'] },
    ]),
    checkPart: door(checker.checkPart, [
      { name: 'text', value: serialise(certificate), wrong: [Number.NaN, 3, null, undefined, true, [], {}] },
      { name: 'part', value: { index: 0, of: 1 } },
      { name: 'progress', value: () => {}, loose: ['progress'] },
    ]),
    joined: door(
      checker.joined,
      [{ name: 'results', value: [checker.checkPart(serialise(certificate), { index: 0, of: 1 })] }],
      // Words.
      (path) => /answer\.id/.test(path),
    ),
    stepsOf: door(checker.stepsOf, [
      { name: 'text', value: serialise(certificate), wrong: [Number.NaN, 3, null, undefined, true, [], {}] },
    ]),
  },
  './search': {
    search: door(searching.search, [
      { name: 'row', value: { k: 6, n: 6 } },
      {
        name: 'options',
        value: { runs: 20, seed: 1, step: 0.1, drop: 0.001, maxIterations: 10_000_000, producer },
        loose: ['step', 'drop', 'maxIterations', 'producer'].map((name) => `options.${name}`),
      },
    ]),
  },
  './families': {
    familyMembers: {
      calls: [
        {
          call: families.familyMembers,
          args: [
            {
              name: 'family',
              value: { type: 'II', bad: 3, extras: [[1], [2, 3]] },
              loose: ['family.extras'],
            },
          ],
        },
        {
          call: families.familyMembers({ type: 'A', bad: 0, extras: [] }),
          args: [{ name: 'k', value: 7 }],
        },
      ],
    },
    encloseTurn: door(families.encloseTurn, [
      { name: 'family', value: { type: 'II', bad: 2, extras: [[1, 2]] }, loose: ['family.extras'] },
      { name: 'range', value: [7.5, 8.5], nullable: ['range'] },
      { name: 'tick', value: () => {}, wrong: [Number.NaN, 3, null, true, 'x', [], {}] },
    ]),
    proveForAll: door(families.proveForAll, [
      {
        name: 'problem',
        value: { bad: 3, extras: [[1], [2, 3]] },
        loose: ['problem.extras'],
      },
      { name: 'kFrom', value: 1000 },
      { name: 'kTo', value: 2000, loose: ['kTo'] },
      {
        name: 'options',
        value: { order: 8, lambda: '0.003', producer, progress: () => {} },
        loose: ['options', 'options.order', 'options.lambda', 'options.producer', 'options.progress'],
      },
    ]),
    completeSymmetric: door(families.completeSymmetric, [
      { name: 'kFrom', value: 4 },
      { name: 'kTo', value: 4, nullable: ['kTo'] },
      { name: 'options', value: { producer }, loose: ['options', 'options.producer'] },
    ]),
    encloseDeparture: door(families.encloseDeparture, [
      { name: 'tick', value: () => {}, wrong: [Number.NaN, 3, null, true, 'x', [], {}] },
    ]),
    completeOneBad: door(families.completeOneBad, [
      { name: 'k', value: 1000 },
      { name: 'options', value: { producer }, loose: ['options', 'options.producer'] },
    ]),
    splitForAll: door(
      families.splitForAll,
      [
        {
          name: 'theorem',
          value: readCertificate(readFileSync('certificates/uniform/bad-1-from-6.certificate.json', 'utf8')),
        },
        { name: 'options', value: { producer }, loose: ['options', 'options.producer'] },
      ],
      // The numbers of a theorem are the matter of the checker; its form is that of the reader of certificates.
      (path) => /^theorem\.(claim|statement|sha256|witness|problem\.|producer\.)/.test(path),
    ),
  },
  './elimination': {
    eliminate: {
      calls: [
        {
          call: elimination.eliminate,
          args: [
            { name: 'subject', value: certificate },
            {
              name: 'options',
              value: { lambda: '1.5', producer },
              loose: ['options', 'options.lambda', 'options.producer'],
            },
          ],
          // The numbers of a subject are the matter of the checker; its form is that of the reader of certificates.
          left: (path) =>
            /^subject\.(claim|statement|sha256|witness|point\.|problem\.|producer\.)/.test(path),
        },
        {
          call: elimination.eliminate,
          args: [
            { name: 'subject', value: { ...dense, targets: null } },
            { name: 'options', value: { ...options, lambda: '2' }, loose: [...OPTIONAL, 'options.lambda'] },
          ],
        },
      ],
    },
    split: {
      calls: [
        {
          call: elimination.split,
          args: [
            { name: 'subject', value: certificate },
            {
              name: 'options',
              value: { producer },
              loose: ['options', 'options.producer'],
            },
          ],
          left: (path) =>
            /^subject\.(claim|statement|sha256|witness|point\.|problem\.|producer\.)/.test(path),
        },
      ],
    },
  },
  './audit': {
    auditFamily: door(audit.auditFamily, [
      {
        name: 'task',
        value: { candidate: { ...dense, targets: null }, claim: null, sharp: false, producer },
        loose: ['task.producer'],
      },
    ]),
  },
};

/** The exports of the entry points of the package, by name of the entry point. */
const { exports: entries } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { default: string }>;
};
const modules = Object.entries(entries).flatMap(([name, target]) =>
  typeof target === 'string' ? [] : [[name, target.default] as const],
);

describe('every door checks what is brought in', () => {
  it('every entry point and each of its exports is tested', async () => {
    expect(Object.keys(DOORS)).toEqual(modules.map(([name]) => name));
    for (const [name, target] of modules) {
      const source = target.replace(/^\.\/dist\/(.*)\.js$/, '../src/$1.ts');
      const found = (await import(source)) as Record<string, unknown>;
      expect(Object.keys(DOORS[name]!).sort(), name).toEqual(Object.keys(found).sort());
      for (const [own, value] of Object.entries(DOORS[name]!)) {
        if (value === 'a constant') expect(typeof found[own], own).toBe('number');
        if (value === 'an error') expect(Object.getPrototypeOf(found[own]), own).toBe(Error);
      }
    }
  });

  const functions = Object.values(DOORS).flatMap((doors) =>
    Object.entries(doors).flatMap(([name, value]) =>
      typeof value === 'string' ? [] : value.calls.map((call) => ({ name, ...call })),
    ),
  );
  it.each(functions)('$name', ({ call, args, left }) => {
    expect(expectRefusals(call as (...args: unknown[]) => unknown, args, left)).toBeGreaterThan(4);
  });

  it('sizes that the rows do not have', () => {
    const wrong: [DenseCandidate, RegExp][] = [
      // Called a spurious minimum once: it is the global one of the network with both targets.
      [
        {
          ...dense,
          k: 1,
          n: 1,
          targets: [
            ['1', '0'],
            ['0', '1'],
          ],
          weights: [[1.0683, 1.0684]],
        },
        /^candidate\.targets/,
      ],
      [{ ...dense, n: 3 }, /^candidate\.weights/],
      [{ ...dense, d: 3 }, /^candidate\.weights\[0\]/],
      [{ ...dense, k: 3 }, /^candidate\.targets/],
      [{ ...dense, k: 3, targets: null }, /^candidate\.k/],
    ];
    for (const [candidate, message] of wrong)
      expect(() => verified(candidate), JSON.stringify(candidate)).toThrow(message);
    expect(() => verified(dense, { dimension: 1 })).toThrow(/^options\.dimension/);
    expect(() => verified(dense, { dimension: 2.5 })).toThrow(/^options\.dimension/);
  });

  it('what is right is taken', () => {
    for (const candidate of [dense, { ...dense, targets: null }, projectCandidate('6-6')])
      expect(() => verified(candidate)).not.toThrow();
    expect(library.expandBlocks(block).weights).toHaveLength(4);
    expect(library.readCandidate(text)).toEqual(library.readCandidate(new TextEncoder().encode(text)));
    expect(checker.checkCertificate(library.writeCertificate(certificate)).accepted).toBe(true);
  });

  it('a proposal is a point of the same landscape', () => {
    const candidate = projectCandidate('6-6');
    const propose: Proposers['polish'] = (at) => ({
      neurons: at.point.neurons.slice(1),
      lowestDirection: null,
    });
    expect(() => verified(candidate, {}, { polish: propose })).toThrow(/^proposers\.polish/);
    const other: Proposers['polish'] = (at) => ({
      neurons: at.point.neurons.map((x) => at.field.vectorOfUnits(x.mids.slice(1), 0n)),
      lowestDirection: null,
    });
    expect(() => verified(candidate, {}, { polish: other })).toThrow(/^proposers\.polish/);
  });

  it('numbers in any notation are written as a certificate holds them', () => {
    const { weights } = projectCandidate('6-6');
    const written = weights.map((row) =>
      row.map((x) => `+0${String(x).replace('-', '')}`.replace(/^\+0/, Number(x) < 0 ? '-0' : '+0')),
    );
    const proof = verified({ ...projectCandidate('6-6'), weights: written });
    expect(proof.verdict).toBe('spurious-local-minimum');
    expect(checker.checkCertificate(serialise(proof.certificate!))).toMatchObject({ accepted: true });
  });
});
