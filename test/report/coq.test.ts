import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type BlockCertificate,
  type Certificate,
  type DenseCertificate,
  type MinimumClaim,
  readCertificate,
  type SplitCertificate,
  type UniformCertificate,
} from '../../src/certificate/index.ts';
import { polishSymmetric } from '../../src/proposals/symmetric/newton.ts';
import { coqFile as coqFileWith } from '../../src/report/coq.ts';

const coqFile = (certificate: Certificate) => coqFileWith(certificate, polishSymmetric);

const names = ['', 'saddles/'].flatMap((folder) =>
  readdirSync(`certificates/${folder}`)
    .filter((name) => name.endsWith('.certificate.json'))
    .map((name) => folder + name),
);
const certificates = names.map((name) => ({
  name,
  certificate: readCertificate(readFileSync(`certificates/${name}`, 'utf8')),
}));

/** The format of docs/formal.md: only numbers vary. */
const FORMAT =
  /^From Spurious Require Import Theorems\.\nImport ListNotations\.\nOpen Scope Z_scope\.\nDefinition c : certificate := \{\|\n {2}neurons := (\d+)%nat; targets := (\d+)%nat; scale := (\d+);\n {2}centre := \[\n((?: {4}\[[^[\]]+\];?\n?)+)\];\n {2}radius := (\d+); box := (\d+);\n {2}lambda := (\d+);\n {2}objective_bound := (\d+);\n {2}point_bits := (\d+); hessian_bits := (\d+); factor_bits := (\d+) \|\}\.\nLemma accepted : check c = true\.\nProof\. vm_cast_no_check \(eq_refl true\)\. Qed\.\nTheorem spurious : spurious_minimum c\.\nProof\. exact \(check_correct c accepted\)\. Qed\.\n$/;

function exported(certificate: DenseCertificate): { numbers: bigint[]; rows: bigint[][] } {
  const file = coqFile(certificate);
  if ('reason' in file) throw new Error(file.reason);
  const match = FORMAT.exec(file.text);
  if (match === null) throw new Error(`not the format: ${file.text.slice(0, 400)}`);
  const rows = match[4]!
    .trimEnd()
    .split('\n')
    .map((row) =>
      row
        .replace(/^ {4}\[|\];?$/g, '')
        .split('; ')
        .map((entry) => {
          // A negative integer stands in parentheses, nothing else does.
          if (!/^(\d+|\(-[1-9]\d*\))$/.test(entry)) throw new Error(`no integer: ${entry}`);
          return BigInt(entry.replace(/[()]/g, ''));
        }),
    );
  return { numbers: match.filter((_, i) => i > 0 && i !== 4).map(BigInt), rows };
}

const minima = certificates.filter(
  (entry): entry is { name: string; certificate: DenseCertificate & { claim: MinimumClaim } } =>
    entry.certificate.kind === 'dense' && entry.certificate.claim.verdict === 'spurious-local-minimum',
);

describe('the Coq file of a certificate', () => {
  it('is there for every committed dense certificate of a spurious minimum', () =>
    expect(minima.length).toBeGreaterThan(160));

  it.each(minima)('$name: the format, and numbers of the certificate', ({ certificate }) => {
    const { problem, point, claim } = certificate;
    const { numbers, rows } = exported(certificate);
    const [n, k, scale, radius, box, lambda, bound, pointBits, hessianBits, factorBits] = numbers;
    expect([n, k]).toEqual([BigInt(problem.n), BigInt(problem.k)]);
    expect(rows.map((row) => row.length)).toEqual(new Array(problem.n).fill(problem.k));
    const real = (x: bigint): number => Number(x) / 2 ** Number(scale);
    // A centre has 80 fractional bits at most, so that it is exported exactly: compare with the decimals themselves.
    const wrong: string[] = [];
    rows.forEach((row, i) => {
      row.forEach((entry, a) => {
        const text = point.centre[i]![a]!;
        const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
        const digits = BigInt(whole + fraction) * (text.startsWith('-') ? -1n : 1n);
        if (entry * 10n ** BigInt(fraction.length) !== digits << scale!)
          wrong.push(`[${i}][${a}]: ${entry}/2^${scale} for ${text}`);
      });
    });
    expect(wrong).toEqual([]);
    const least = Math.min(Number(claim.centreLambdaMin), Number(claim.centreLambdaMinTransverse));
    expect(real(lambda!)).toBeLessThan(least);
    expect(real(lambda!)).toBeGreaterThan(0.85 * least);
    expect(real(bound!)).toBeLessThan(Number(claim.objective.lower));
    expect(real(bound!)).toBeGreaterThan(0.9999 * Number(claim.objective.lower));
    // What Coq demands: ε ≤ λ·radius, 2ε < λ·box.
    const gradient = Number(claim.centreGradientNorm);
    expect(real(radius!) * real(lambda!)).toBeGreaterThan(2 * gradient);
    expect(real(box!)).toBeGreaterThan(real(radius!));
    expect(Number(pointBits)).toBeLessThanOrEqual(Number(scale));
    expect(hessianBits).toBeGreaterThanOrEqual(2n * factorBits!);
    expect(0.7 * problem.n * problem.k * 2 ** -Number(factorBits)).toBeLessThan(0.11 * least);
  });

  it('has one text', () => {
    const { certificate } = minima[0]!;
    expect(coqFile(certificate)).toEqual(coqFile(structuredClone(certificate)));
  });

  it('is refused, with the reason, for what formal/ does not cover', () => {
    const { certificate } = minima[0]!;
    const refused = (changed: unknown): unknown => {
      const file = coqFile(changed as DenseCertificate);
      return 'reason' in file ? file.reason : 'exported';
    };
    const { problem, claim } = certificate;
    expect(refused({ ...certificate, kind: 'elimination' })).toContain('kind "elimination"');
    for (const verdict of ['saddle', 'not-spurious', 'no-critical-point'])
      expect(refused({ ...certificate, claim: { ...claim, verdict } })).toContain(verdict);
    expect(refused({ ...certificate, problem: { ...problem, targets: [['1']] } })).toContain(
      'general targets',
    );
    expect(refused({ ...certificate, problem: { ...problem, d: problem.k + 1 } })).toContain('width');
    expect(refused({ ...certificate, claim: { ...claim, centreLambdaMinTransverse: null } })).toContain(
      '--dimension all',
    );
    expect(refused({ ...certificate, claim: { ...claim, centreGradientNorm: '1e-8' } })).toContain(
      'too large beside',
    );
    expect(refused({ ...certificate, problem: { ...problem, n: problem.k - 1 } })).toContain('n >= k');
    for (const least of ['0', '-0.1', '1e-400'])
      expect(refused({ ...certificate, claim: { ...claim, centreLambdaMin: least } }), least).toContain(
        'eigenvalues',
      );
    for (const lower of ['0', '-0.1', '1e-40'])
      expect(
        refused({ ...certificate, claim: { ...claim, objective: { lower, upper: '1' } } }),
        lower,
      ).toContain('objective');
  });
});

/** The same for a block certificate. */
const BLOCK_FORMAT =
  /^From Spurious Require Import Theorems\.\nImport ListNotations\.\nOpen Scope Z_scope\.\nDefinition c : block_certificate := \{\|\n {2}block_size := (\d+); further := (\d+)%nat; extra := (\d+)%nat; b_scale := (\d+);\n {2}own := ([^;]+); others := ([^;]+);\n {2}at_further := \[(.*)\];\n {2}extra_block := \[(.*)\];\n {2}extra_further := \[(.*)\];\n {2}b_radius := (\d+); b_box := (\d+);\n {2}b_lambda := (\d+);\n {2}b_objective_bound := (\d+);\n {2}b_bits := (\d+) \|\}\.\nLemma accepted : check_block c = true\.\nProof\. vm_cast_no_check \(eq_refl true\)\. Qed\.\nTheorem spurious : spurious_block_minimum c\.\nProof\. exact \(check_block_correct c accepted\)\. Qed\.\n$/;

describe('the ball of the Hessian', () => {
  it.each([
    ['15-15-3', 39n],
    ['16-16-6', 40n],
    ['6-6', 36n],
  ])('%s: 2^-%i, smaller where vectors are nearly parallel', (name, exponent) => {
    const file = coqFile(readCertificate(readFileSync(`certificates/${name}.certificate.json`, 'utf8')));
    expect('text' in file && file.text).toContain(`box := ${1n << (100n - exponent)};`);
  });
});

describe('the Coq file of a block certificate', () => {
  const family = (name: string): BlockCertificate =>
    readCertificate(
      readFileSync(`certificates/families/${name}.certificate.json`, 'utf8'),
    ) as BlockCertificate;
  const reason = (changed: BlockCertificate): string => {
    const file = coqFile(changed);
    return 'reason' in file ? file.reason : 'exported';
  };
  const integers = (text: string): bigint[] =>
    text === '' ? [] : text.split('; ').map((x) => BigInt(x.replace(/[()[\]]/g, '')));

  it.each([
    ['bad-1-k-100', 99, 1, 1],
    ['bad-1-k-1000000000', 999_999_999, 1, 1],
    ['bad-1-extra-1-k-1000000', 999_999, 1, 2],
    ['bad-3-extra-1_2_3-k-11', 8, 3, 4],
    ['type-A-k-6', 6, 0, 0],
  ])('%s: the format, the sizes, and numbers of the certificate', (name, size, further, extra) => {
    const certificate = family(name);
    const file = coqFile(certificate);
    if ('reason' in file) throw new Error(file.reason);
    const match = BLOCK_FORMAT.exec(file.text);
    expect(match, file.text).not.toBeNull();
    const [m, q, r, scale] = match!.slice(1, 5).map(Number);
    expect([m, q, r]).toEqual([size, further, extra]);
    const claim = certificate.claim as MinimumClaim;
    expect([size + further, size + extra]).toEqual([certificate.problem.k, certificate.problem.n]);
    const real = (x: bigint | string): number => Number(BigInt(x) >> BigInt(scale! - 60)) / 2 ** 60;
    const parts = match!.slice(5, 10).map((part) => integers(part));
    expect(parts.map((part) => part.length)).toEqual([1, 1, further, extra, further * extra]);
    // Newton moves a centre by far less than its last digits.
    const { centre } = certificate.point;
    const good = centre.find(({ attached }) => attached === certificate.problem.blocks.indexOf(size))!;
    expect(real(parts[0]![0]!)).toBeCloseTo(Number(good.diagonal), 12);
    expect(real(parts[1]![0]!)).toBeCloseTo(
      Number(good.values[certificate.problem.blocks.indexOf(size)]),
      12,
    );
    const singles = centre.filter(({ attached }) => attached === null);
    if (singles.length === extra)
      singles.forEach(({ values }, t) => {
        expect(real(parts[3]![t]!)).toBeCloseTo(Number(values[certificate.problem.blocks.indexOf(size)]), 12);
      });
    const least = Math.min(Number(claim.centreLambdaMin), Number(claim.centreLambdaMinTransverse));
    expect(real(match![12]!)).toBeLessThan(least);
    expect(real(match![12]!)).toBeGreaterThan(0.99 * least);
    expect(real(match![13]!)).toBeLessThan(Number(claim.objective.lower));
    expect(real(match![13]!)).toBeGreaterThan(0.999 * Number(claim.objective.lower));
  });

  it('is refused, with the reason, for what formal/ does not cover', () => {
    const certificate = family('bad-1-k-100');
    const { problem, point, claim } = certificate;
    expect(reason(family('bad-2-k-7'))).toContain('the verdict is saddle');
    expect(reason({ ...certificate, problem: { ...problem, n: 99 } })).toContain('n >= k');
    const two = [point.centre[0]!, ...point.centre];
    expect(reason({ ...certificate, point: { ...point, centre: two } })).toContain('2 types of neurons');
    expect(reason({ ...certificate, claim: { ...claim, centreLambdaMin: '0' } as MinimumClaim })).toContain(
      'eigenvalues',
    );
    expect(
      reason({ ...certificate, claim: { ...claim, objective: { lower: '0', upper: '1' } } as MinimumClaim }),
    ).toContain('objective');
    const moved = point.centre.map((type) => ({ ...type, values: type.values.map(() => '0.3') }));
    expect(reason({ ...certificate, point: { ...point, centre: moved } })).toContain('Newton');
  });
});

describe('the Coq file of a theorem for every k', () => {
  const theorem = (name: string): UniformCertificate =>
    readCertificate(
      readFileSync(`certificates/uniform/${name}.certificate.json`, 'utf8'),
    ) as UniformCertificate;
  const typeTwo = theorem('bad-1-from-6');
  const oneExtra = theorem('bad-1-extra-1-from-7');
  const text = (certificate: UniformCertificate): string => {
    const file = coqFile(certificate);
    if ('reason' in file) throw new Error(file.reason);
    return file.text;
  };
  const reason = (certificate: UniformCertificate): string => {
    const file = coqFile(certificate);
    return 'reason' in file ? file.reason : 'exported';
  };
  /** The ranges of k and the steps of s, in order. */
  const covers = (
    file: string,
  ): { readonly alone: readonly number[][]; readonly steps: readonly number[][] } => {
    const numbers = (word: string): number[][] =>
      [...file.matchAll(new RegExp(`p_cover := ${word} ([0-9 ]+);`, 'g'))].map((match) =>
        match[1]!.split(' ').map(Number),
      );
    return { alone: numbers('each_k'), steps: numbers('steps') };
  };

  it('is the file of formal/every-k that Coq was asked about, for type II and for {1}', () => {
    expect(readFileSync('formal/every-k/TypeTwo.v', 'utf8')).toContain(text(typeTwo));
    expect(readFileSync('formal/every-k/OneExtra.v', 'utf8')).toContain(text(oneExtra));
  });

  it('names its family', () => {
    expect(text(typeTwo)).toContain('  u_family := type_two; u_first := 6;');
    expect(text(oneExtra)).toContain('  u_family := one_extra; u_first := 7;');
  });

  it.each(
    [typeTwo, oneExtra].flatMap((theorem) =>
      [7, 16, 100, 277, 278, 5000].map((kFrom) => [theorem.problem.extras.length, kFrom, theorem] as const),
    ),
  )('with %i extra neurons covers every k from %i on', (_, kFrom, theorem) => {
    const file = text({ ...theorem, claim: { ...theorem.claim, kFrom } });
    expect(file).toContain(`u_first := ${kFrom};`);
    const { alone, steps } = covers(file);
    let next = kFrom;
    for (const [first, last] of alone) {
      expect(first).toBe(next);
      next = last! + 1;
    }
    let reach = 0;
    for (const [start, width, count] of steps) {
      expect(start).toBe(reach);
      reach += width! * count!;
    }
    expect(reach / 2 ** 32).toBeGreaterThan(next ** -0.5);
    expect(reach / 2 ** 32).toBeLessThan(next ** -0.5 + 1e-6);
  });

  it.each([
    ['type II', typeTwo],
    ['{1}', oneExtra],
  ])('takes the polynomials and nearly all of λ, and every part asks for 2πλ: %s', (_, certificate) => {
    const { claim, witness } = certificate;
    const file = text(certificate);
    const lambda = Number(/u_lambda := (\d+);/.exec(file)![1]);
    expect(lambda / 2 ** 32).toBeLessThan(Number(claim.lambdaMin));
    expect(lambda / 2 ** 32).toBeGreaterThan(0.97 * Number(claim.lambdaMin));
    const bounds = [...file.matchAll(/p_nu := (\d+); p_mu := (\d+)/g)];
    expect(bounds.length).toBeGreaterThan(3);
    for (const [, nu, mu] of bounds) {
      expect(Number(nu)).toBeGreaterThanOrEqual(2 * Math.PI * lambda);
      expect(Number(mu)).toBeGreaterThanOrEqual(2 * Math.PI * lambda);
    }
    expect(file.match(/i_from := /g)).toHaveLength(witness.intervals.length);
    const first = /i_centres := \[\n {6}\[\(?(-?\d+)\)?; /.exec(file)![1];
    expect(Number(first) / 2 ** 32).toBeCloseTo(Number(witness.intervals[0]!.centre[0]![0]), 9);
  });

  it('is refused, with the reason, for what formal/ does not cover', () => {
    for (const name of ['bad-2-from-8', 'bad-2-extra-1_2-from-9'])
      expect(reason(theorem(name)), name).toContain('type II');
    expect(reason({ ...typeTwo, claim: { ...typeTwo.claim, kTo: 100 } })).toContain('ends at k = 100');
    expect(reason({ ...typeTwo, claim: { ...typeTwo.claim, lambdaMin: '0' } })).toContain('not positive');
  });
});

describe('the Coq file of splits', () => {
  const minimum = certificates.find(({ name }) => name.startsWith('6-6-1.'))!.certificate as DenseCertificate;
  const split = (directions: readonly string[][]): SplitCertificate =>
    ({
      kind: 'split',
      subject: minimum,
      claim: { splits: directions.map((_, neuron) => ({ neuron })) },
      witness: { splits: directions.map((direction) => ({ block: null, direction })) },
    }) as unknown as SplitCertificate;

  it('holds the file of the minimum and the vectors, to 24 binary digits', () => {
    const file = coqFile(split([['0.5', '-0.25', '0', '1', '0', '0'], new Array(6).fill('0.125')]));
    const dense = coqFile(minimum);
    if ('reason' in file || 'reason' in dense) throw new Error('not exported');
    const record = /certificate := (\{\|[\s\S]*?\|\})\./.exec(dense.text)![1]!;
    expect(file.text).toContain(
      `Definition c : split_certificate := {|\n  minimum := ${record};\n  splits := [\n` +
        '    (0%nat, [8388608; (-4194304); 0; 16777216; 0; 0]);\n' +
        '    (1%nat, [2097152; 2097152; 2097152; 2097152; 2097152; 2097152])] |}.\n' +
        'Lemma accepted : check_split c = true.',
    );
    expect(file.text).toContain('Proof. exact (check_split_correct c accepted). Qed.');
  });

  it('is that of formal/examples in its form', () => {
    const text = readFileSync('formal/examples/Split_6_6.v', 'utf8');
    const dense = coqFile(minimum);
    if ('reason' in dense) throw new Error(dense.reason);
    expect(text).toContain(/certificate := (\{\|[\s\S]*?\|\})\./.exec(dense.text)![1]!);
  });

  it('is refused, with the reason, for other minima', () => {
    const file = coqFile({ ...split([]), subject: { ...minimum, kind: 'block' } } as unknown as Certificate);
    expect('reason' in file && file.reason).toContain('kind "block"');
    const saddle = { ...minimum, claim: { ...minimum.claim, verdict: 'saddle' } };
    const other = coqFile({ ...split([]), subject: saddle } as unknown as Certificate);
    expect('reason' in other && other.reason).toContain('saddle');
  });
});
