import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { canonicalText, type Json } from '../../../src/certificate/index.ts';
import { checkMinimum } from '../../../src/checker/point/minimum.ts';
import { altered, leaves, replaced, STRONGER, sample, samples, valueAt } from '../samples.ts';

const Exact = Decimal.clone({ precision: 400 });
const textOf = (document: unknown): string => canonicalText(document as Json);

function reasonOf(text: string): string {
  try {
    checkMinimum(text);
    return 'confirmed';
  } catch (error) {
    return (error as Error).message;
  }
}

const MINIMA = ['minimum', 'minimum-dimension-6'] as const;

describe.each(MINIMA)('the theorem of the certificate %s', (name) => {
  const certificate = sample(name);

  it('is confirmed, and returned as it stands there', () => {
    const { problem, point, claim } = checkMinimum(textOf(certificate));
    expect(problem).toEqual(certificate.problem);
    expect(point).toEqual(certificate.point);
    expect(certificate.claim).toMatchObject(claim);
    expect(claim).not.toHaveProperty('published');
  });

  it('a stronger number is refused for its own sake or that of a number that follows from it', () => {
    const { claim } = checkMinimum(textOf(certificate));
    const confirmed: string[] = [];
    let tried = 0;
    for (const path of leaves(claim, ['claim'])) {
      const value = valueAt(certificate, path);
      const direction = STRONGER[String(path[path.length - 1])]?.[0];
      if (typeof value !== 'string' || direction === undefined || new Exact(value).isZero()) continue;
      tried += 1;
      const far = new Exact(value).plus(new Exact(value).abs().times(0.5).times(direction)).toString();
      const text = textOf(replaced(certificate, path, far));
      if (reasonOf(text) === 'confirmed') confirmed.push(path.join('.'));
    }
    expect(tried).toBeGreaterThan(12);
    expect(confirmed).toEqual([]);
  });

  it('a claim that misses a field, has another type, or a number that is none', () => {
    const { claim } = checkMinimum(textOf(certificate));
    for (const path of leaves(claim, ['claim']))
      for (const nonsense of [undefined, 'x', '1e', '0x10', true, [], '']) {
        const text = textOf(replaced(certificate, path, nonsense));
        expect(reasonOf(text), `${path.join('.')} = ${nonsense}`).toMatch(/expected/);
      }
  });
});

describe('what the theorem is not about', () => {
  const certificate = sample('minimum');

  it.each([
    [['claim', 'robustnessRadius'], '1'],
    [['claim', 'published', 'lemma1', 'holds'], true],
    [['statement'], 'something else'],
    [['sha256'], '0'.repeat(64)],
  ] as const)('%j is passed over', (path, value) =>
    expect(reasonOf(textOf(replaced(certificate, path, value)))).toBe('confirmed'));

  it('other verdicts, kinds, and the sharp constant', () => {
    for (const { name, certificate: other } of samples())
      if (other.claim.verdict !== 'spurious-local-minimum')
        expect(reasonOf(textOf(other)), name).toMatch(/verdict: expected "spurious-local-minimum"/);
    expect(reasonOf(textOf(replaced(certificate, ['kind'], 'block')))).toMatch(/kind: expected "dense"/);
    expect(reasonOf(textOf(sample('minimum-sharp')))).toBe(
      'not confirmed: lipschitzConstant: only the plain one is confirmed here',
    );
  });
});

describe('what the fields of the theorem require of each other', () => {
  const certificate = sample('minimum');

  it('every dimension needs a bound for M', () => {
    expect(certificate.problem.dimension).toBe('all');
    for (const field of ['centreLambdaMinTransverse', 'lambdaMinAllDimensions'])
      expect(reasonOf(textOf(replaced(certificate, ['claim', field], null)))).toMatch(
        `certificate.claim.${field}: expected a value, since the dimension is not d`,
      );
  });

  it('shapes', () => {
    for (const name of ['candidate', 'centre'] as const) {
      const rows = certificate.point[name];
      expect(reasonOf(textOf(replaced(certificate, ['point', name], rows.slice(1))))).toMatch(/rows/);
      expect(reasonOf(textOf(replaced(certificate, ['point', name, 0], rows[0]!.slice(1))))).toMatch(
        /numbers/,
      );
    }
  });

  it('the same text with another form is the same theorem', () =>
    expect(reasonOf(altered(certificate, ['producer', 'name'], 'somebody'))).toBe('confirmed'));
});
