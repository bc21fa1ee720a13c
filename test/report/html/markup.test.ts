import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRationals, rationalOf } from '../../../src/arithmetic/exact.ts';
import { dataBlock, drawn, html } from '../../../src/report/html/markup.ts';
import { shortBound } from '../../../src/report/html/numbers.ts';
import { anyText } from '../../text.ts';

describe('markup', () => {
  it('escapes every value, in text and in attributes', () => {
    const evil = `<img src=x onerror="alert('x')">&amp;`;
    expect(html`<p title="${evil}">${evil}</p>`.text).toBe(
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;&amp;amp;">&lt;img src=x onerror=&quot;alert(&#39;x&#39;)&quot;&gt;&amp;amp;</p>',
    );
  });

  it('shows marks that turn the direction of text', () => {
    expect(html`${'gnp.\u202eexe'}\u2066`.text.startsWith('gnp.\\u{202e}exe')).toBe(true);
  });

  it('leaves markup, joins lists, and drops what is not there', () => {
    expect(html`${[html`<b>${1}</b>`, null, false, drawn('<i></i>')]}`.text).toBe('<b>1</b><i></i>');
  });

  it('a block of data holds any text, and no text ends it', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, fc.constantFrom('</script><b>', '<!--<script>', ']]>', '\u2028')),
        (text) => {
          const block = dataBlock('c', text).text;
          const inner = /^<script type="application\/json" id="c">([^<]*)<\/script>$/s.exec(block);
          expect(inner, block).not.toBeNull();
          expect(JSON.parse(inner![1]!)).toBe(text);
        },
      ),
    );
  });
});

describe('a bound in running text', () => {
  const value = (short: string): string => {
    const [mantissa, power] = short.replaceAll('−', '-').split('·10');
    const digits = [...(power ?? '')].map((c) => '-0123456789'['⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(c)]).join('');
    return digits === '' ? mantissa! : `${mantissa}e${digits}`;
  };

  it('is on its side of the number, and near to it', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: -40, max: 20 }))
      .map(([mantissa, exponent]) => `${mantissa}e${exponent}`);
    fc.assert(
      fc.property(decimal, fc.constantFrom('down', 'up'), (x, side) => {
        const short = value(shortBound(x, side));
        const order = compareRationals(rationalOf(short), rationalOf(x));
        expect(side === 'down' ? order <= 0 : order >= 0, `${x} ${side} ${short}`).toBe(true);
        if (Number(x) !== 0) expect(Math.abs(Number(short) / Number(x) - 1)).toBeLessThan(2e-3);
      }),
    );
  });

  it.each([
    ['0.00470035470221074', 'down', '0.0047'],
    ['0.0250805810024615', 'down', '0.02508'],
    ['4.96402201727427e-8', 'up', '4.965·10⁻⁸'],
    ['203176248012591', 'up', '2.032·10¹⁴'],
    ['-0.374486318685539', 'down', '−0.3745'],
    ['-0.000012345', 'up', '−1.234·10⁻⁵'],
    ['8', 'up', '8'],
    ['0', 'down', '0'],
  ] as const)('%s %s is %s', (x, side, short) => expect(shortBound(x, side)).toBe(short));
});
