import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseHTML } from 'linkedom';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type DenseCertificate,
  hashOf,
  readCertificate,
  serialise,
  statementOf,
} from '../../src/certificate/index.ts';
import { spuriousHere } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'spurious-report-'));
const out = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIX = 'certificates/6-6.certificate.json';
/** Read once: a report is a megabyte. */
const pages = new Map<string, ReturnType<typeof parseHTML>['document']>();
function page(path: string) {
  const known = pages.get(path) ?? parseHTML(readFileSync(path, 'utf8')).document;
  pages.set(path, known);
  return known;
}
/** The texts of the certificates that a report holds. */
const held = (path: string): string[] =>
  [...page(path).querySelectorAll('script[type="application/json"]')].map(
    (block) => JSON.parse(block.textContent!) as string,
  );

/** The certificate with some parts changed, its hash and its statement right. */
function altered(change: (certificate: DenseCertificate) => Partial<DenseCertificate>): string {
  const certificate = readCertificate(readFileSync(SIX, 'utf8')) as DenseCertificate;
  const changed = { ...certificate, ...change(certificate) };
  const worded = { ...changed, statement: statementOf(changed) };
  return serialise({ ...worded, sha256: hashOf(worded) });
}

describe('spurious page', () => {
  it('writes the page, which is under a megabyte, and whose policy names its program', async () => {
    expect(await spuriousHere('page', '--out', out('page.html'))).toMatchObject({ code: 0, out: '' });
    const text = readFileSync(out('page.html'), 'utf8');
    expect(text).toBe(readFileSync('dist/page/index.html', 'utf8'));
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(text).toMatch(
      /content="default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; worker-src blob:;/,
    );
  });

  it('needs a place', async () => {
    expect(await spuriousHere('page')).toMatchObject({ code: 2 });
    expect(await spuriousHere('page', '--out', join(folder, 'page.html', 'below'))).toMatchObject({
      code: 3,
    });
  });
});

describe('spurious report', () => {
  it('holds certificates to the byte, their theorems, and pictures', async () => {
    const sources = [SIX, 'certificates/uniform/bad-1-from-6.certificate.json'];
    expect(await spuriousHere('report', ...sources, '--out', out('two.html'))).toMatchObject({
      code: 0,
      out: '',
    });
    expect(held(out('two.html'))).toEqual(sources.map((path) => readFileSync(path, 'utf8')));
    const document = page(out('two.html'));
    expect([...document.querySelectorAll('h2.verdict')].map((node) => node.textContent)).toEqual([
      'A spurious local minimum',
      'A theorem for every k ≥ 6',
    ]);
    expect(document.querySelectorAll('figure > svg').length).toBe(7);
    expect(document.querySelectorAll('button[data-check]').length).toBe(2);
    const [shown] = readFileSync(out('two.html'), 'utf8').split('<script id="program">');
    expect(shown).not.toMatch(/NaN|undefined|<!-- (title|report) -->/);
  });

  it('a search: tables with intervals, Figure 1 with counts, every certificate', async () => {
    const runs = out('runs');
    const search = ['search', '--k', '8', '--runs', '30', '--seed', '3', '--out', runs];
    expect((await spuriousHere(...search)).code).toBe(0);
    expect((await spuriousHere('report', runs, '--out', out('runs.html'))).code).toBe(0);
    const document = page(out('runs.html'));
    const row = document.querySelector('tbody tr')!;
    const { rows } = JSON.parse((await spuriousHere('table', runs, '--format', 'json')).out) as {
      rows: { spurious: number; percentLow: number; percentHigh: number }[];
    };
    const { spurious, percentLow, percentHigh } = rows[0]!;
    expect(row.getAttribute('title')).toBe(`${spurious} of 30 runs ended at a spurious minimum`);
    expect(row.textContent).toContain(`${percentLow.toFixed(2)} – ${percentHigh.toFixed(2)}`);
    expect(readFileSync(out('runs.html'), 'utf8')).toMatch(/\(8, 8\): \d+ of 30 runs ended below F = 0\.001/);
    expect(held(out('runs.html'))).toHaveLength(readdirSync(join(runs, 'certificates')).length);
  });

  it('a search whose runs were proved: the counts and the bounds of table', async () => {
    const runs = out('proved');
    // Run 0 is spurious, run 1 is not.
    const search = ['search', '--k', '7', '--runs', '2', '--seed', '59', '--jobs', '1', '--out', runs];
    expect((await spuriousHere(...search, '--prove-runs')).code).toBe(0);
    expect((await spuriousHere('report', runs, '--out', out('proved.html'))).code).toBe(0);
    const article = page(out('proved.html')).querySelector('main article')!;
    const texts = (selector: string): string[] =>
      [...article.querySelectorAll(selector)].map(({ textContent }) => textContent!);
    const markdown = (await spuriousHere('table', runs, '--format', 'markdown')).out.split('\n');
    const cells = (line: string): string[] =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace('–', ' – '));
    expect(texts('thead th').slice(-5)).toEqual(['proved', 'global', 'undecided', 'p ≥', 'p ≤']);
    expect(texts('thead th')).toEqual(cells(markdown[0]!));
    expect(texts('tbody tr > *')).toEqual(cells(markdown[2]!));
    const words = texts('p').join('\n');
    expect(words).toContain('Of 2 runs it was proved');
    expect(words).toContain('1 in a certified spurious minimum, 1 in the global one; 0 are undecided');
    expect(words).toContain('each with 99.9 % confidence');

    // Proofs that are not those that proofs.json describes are not shown.
    const path = join(runs, '7-7.proofs.jsonl');
    const lines = readFileSync(path, 'utf8');
    writeFileSync(path, lines.replace('"outcome":"global"', '"outcome":"spurious"'));
    const done = await spuriousHere('report', runs, '--out', out('spoiled.html'));
    expect(done.code).toBe(3);
    expect(done.err).toMatch(/^spurious: [^\n]*7-7\.proofs\.jsonl[^\n]*\n$/);
    expect(existsSync(out('spoiled.html'))).toBe(false);
  });

  it('a search with other targets: a row and a dot for each dimension', async () => {
    const runs = out('targets');
    const search = ['search', '--k', '8', '--targets', 'gaussian:20,10^9', '--runs', '10', '--seed', '4'];
    expect((await spuriousHere(...search, '--jobs', '1', '--out', runs)).code).toBe(0);
    expect((await spuriousHere('report', runs, '--out', out('targets.html'))).code).toBe(0);
    const article = page(out('targets.html')).querySelector('main article')!;
    expect([...article.querySelectorAll('tbody tr')].map((row) => row.children[2]!.textContent)).toEqual([
      '20',
      '1\u202f000\u202f000\u202f000',
    ]);
    const text = readFileSync(out('targets.html'), 'utf8');
    for (const d of [20, 1e9]) {
      expect(text).toMatch(new RegExp(`\\(8, 8, ${d}\\): \\d+ of 10 runs,`));
      expect(text).toMatch(new RegExp(`\\(8, 8, ${d}\\): \\d+ of 10 runs ended`));
    }
    expect(article.textContent).not.toContain('p ≥');
  });

  it('what audit printed', async () => {
    const audit = await spuriousHere('audit', 'candidates/6-6.json', '--format', 'json');
    writeFileSync(out('audit.json'), audit.out);
    expect((await spuriousHere('report', out('audit.json'), '--out', out('audit.html'))).code).toBe(0);
    const { findings } = JSON.parse(audit.out) as { findings: { text: string }[] };
    const text = page(out('audit.html')).body.textContent!;
    expect(text).toContain('1 published points: 1 are proved to be spurious local minima');
    for (const finding of findings) expect(text).toContain(finding.text);
  });

  it('shows no theorem of a certificate that the checker rejects, and says why', async () => {
    const claim = ({ claim: given }: DenseCertificate) =>
      ({ ...given, lambdaMin: '0.0048' }) as DenseCertificate['claim'];
    writeFileSync(
      out('false.json'),
      altered((certificate) => ({ claim: claim(certificate) })),
    );
    const done = await spuriousHere('report', out('false.json'), '--out', out('false.html'));
    expect(done.code).toBe(1);
    expect(done.err).toMatch(/^spurious: the checker rejects .*false\.json: /m);
    const document = page(out('false.html'));
    expect(document.querySelector('h2')!.textContent).toBe('Rejected by the checker');
    expect(document.querySelector('.figures')).toBeNull();
  });

  it('takes no markup from names of files or from what a certificate says', async () => {
    const name = `<img src=x onerror=alert(1)>"' \u202egnp.json`;
    copyFileSync(SIX, out(name));
    const maker = `</script><img src=x onerror=alert(1)>`;
    writeFileSync(
      out('maker.json'),
      altered(({ producer }) => ({ producer: { ...producer, name: maker } })),
    );
    const sources = [out(name), out('maker.json')];
    expect(await spuriousHere('report', ...sources, '--out', out('names.html'))).toMatchObject({ code: 0 });
    const document = page(out('names.html'));
    expect(held(out('names.html'))).toEqual(sources.map((path) => readFileSync(path, 'utf8')));
    expect(document.querySelectorAll('.fine')[1]!.textContent).toContain('made by </script><img');
    expect(document.querySelector('img')).toBeNull();
    expect([...document.querySelectorAll('.source')][0]!.textContent).toContain('<img src=x');
    expect(readFileSync(out('names.html'), 'utf8')).not.toContain('\u202e');
  });

  it.each([
    ['a missing file', ['nowhere.json'], 3],
    ['a folder without certificates', ['src'], 3],
    ['a file that is no certificate', ['package.json'], 3],
  ])('refuses %s in a line, and writes nothing', async (_, sources, code) => {
    const done = await spuriousHere('report', ...sources, '--out', out('nothing.html'));
    expect(done.code).toBe(code);
    expect(done.err).toMatch(/^spurious: [^\n]+\n$/);
    expect(existsSync(out('nothing.html'))).toBe(false);
  });
});

describe('spurious picture', () => {
  it('draws a certificate and its candidate alike, without variables of a page', async () => {
    const one = await spuriousHere('picture', SIX);
    const two = await spuriousHere('picture', 'candidates/6-6.json');
    expect(one).toMatchObject({ code: 0 });
    expect(one.out).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<svg xmlns/);
    expect(one.out).not.toMatch(/var\(|NaN|undefined/);
    // The committed certificate has the centre of an earlier engine: other last digits.
    expect(Math.abs(two.out.length - one.out.length)).toBeLessThan(100);
    const { document } = parseHTML(one.out.replace(/^<\?xml[^>]*>/, ''));
    expect(document.querySelectorAll('svg > svg[x]').length).toBe(7);
  });

  it.each([
    'matrix',
    'spectrum',
    'targets',
    'weakest',
    'split',
    'plane',
    'split-plane',
  ])('one: %s', async (show) => {
    const path = out(`${show}.svg`);
    expect(await spuriousHere('picture', SIX, '--show', show, '--out', path)).toMatchObject({
      code: 0,
      out: '',
    });
    const { document } = parseHTML(readFileSync(path, 'utf8').replace(/^<\?xml[^>]*>/, ''));
    expect(document.querySelector('svg')!.getAttribute('aria-label')!.length).toBeGreaterThan(20);
  });

  it('of a point about which nothing is proved: its matrix and spectrum', async () => {
    writeFileSync(out('away.json'), '[[0.9, -0.3], [0, 0.0001]]');
    expect((await spuriousHere('picture', out('away.json'), '--show', 'matrix')).code).toBe(0);
    const done = await spuriousHere('picture', out('away.json'), '--show', 'plane');
    expect(done).toMatchObject({ code: 1, out: '' });
    expect(done.err).toMatch(/no picture "plane"/);
  });

  it('refuses what is no point, and another ending', async () => {
    const uniform = 'certificates/uniform/bad-1-from-6.certificate.json';
    expect(await spuriousHere('picture', uniform)).toMatchObject({ code: 3 });
    expect(await spuriousHere('picture', SIX, '--out', out('a.png'))).toMatchObject({ code: 2 });
  });
});
