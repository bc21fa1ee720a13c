import { decimalOf, rationalOf } from '../../arithmetic/exact.ts';
import { superscript } from '../pictures/svg.ts';
import { html, type Markup } from './markup.ts';

/** Digits of a bound in running text. */
const DIGITS = 4;

/** A bound rounded to its safe side: four digits, powers of ten where they are shorter. */
export function shortBound(decimal: string, side: 'down' | 'up'): string {
  const rounded = decimalOf(rationalOf(decimal), side, DIGITS);
  const size = Math.abs(Number(rounded));
  const long = size !== 0 && (size < 1e-3 || size >= 1e6);
  if (!long) return rounded.replace('-', '−');
  const match = /^(-?)(?:(\d+)(?:\.(\d+))?)(?:e([+-]\d+))?$/.exec(rounded)!;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = (whole + fraction).replace(/^0+/, '');
  const point = Number(exponent) + whole.length - (whole.length + fraction.length - digits.length);
  const kept = digits.replace(/0+$/, '');
  const mantissa = kept.length > 1 ? `${kept[0]}.${kept.slice(1)}` : kept;
  return `${sign === '' ? '' : '−'}${mantissa}·10${superscript(point - 1)}`;
}

/** A bound with its sign of inequality, all digits where the pointer rests. */
export function bound(decimal: string, side: 'least' | 'most'): Markup {
  const short = shortBound(decimal, side === 'least' ? 'down' : 'up');
  return html`<span class="figure" title="${decimal}">${side === 'least' ? '≥' : '≤'}&nbsp;${short}</span>`;
}

/** An enclosure from below and above. */
export function between({ lower, upper }: { readonly lower: string; readonly upper: string }): Markup {
  return html`<span class="figure" title="from ${lower} to ${upper}">${shortBound(lower, 'down')}&nbsp;…&nbsp;${shortBound(upper, 'up')}</span>`;
}

/** 1 000 000 */
export function grouped(count: number): string {
  return count.toLocaleString('en').replaceAll(',', '\u202f');
}
