import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/**
 * Colours of pictures: variables of the page around them, so that a dark page has dark pictures, with the colours on white
 * paper beside them. They differ in darkness, not in colour alone.
 */
export const COLOUR = {
  ink: 'var(--ink, #1b1f24)',
  muted: 'var(--muted, #5d6670)',
  rule: 'var(--rule, #c9ced6)',
  paper: 'var(--paper, #ffffff)',
  curve: 'var(--curve, #2b5f9e)',
  positive: 'var(--positive, #1f5fa8)',
  negative: 'var(--negative, #b5482a)',
  certified: 'var(--certified, #a3262a)',
} as const;

/** Width in pixels of a picture that stands beside another one; a telephone shows it whole. */
export const WIDTH = 460;

/** A picture that Plot draws, as the text of an svg element. */
export function plotSvg(options: Plot.PlotOptions, label: string): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const svg = Plot.plot({
    document: document as unknown as NonNullable<Plot.PlotOptions['document']>,
    width: WIDTH,
    marginLeft: 54,
    marginRight: 16,
    marginBottom: 40,
    ...options,
    style: {
      background: 'none',
      color: COLOUR.ink,
      fontFamily: 'inherit',
      fontSize: '12px',
      overflow: 'visible',
    },
  }) as unknown as { readonly outerHTML: string; setAttribute(name: string, value: string): void };
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return rounded(asImage(svg.outerHTML));
}

/** A picture is one image with one name: the names that Plot gives to its parts are not allowed there. */
export function asImage(svg: string): string {
  const end = svg.indexOf('>');
  return svg.slice(0, end) + svg.slice(end).replaceAll(/ aria-\w+="[^"]*"/g, '');
}

/** Coordinates to a hundredth of a pixel, those of lines to a tenth: pictures get a quarter of their size. */
function rounded(svg: string): string {
  return svg.replaceAll(
    / (d|transform|points|[xy][12]?|c[xy]|width|height)="([^"]*)"/g,
    (_, name: string, value: string) =>
      ` ${name}="${value.replaceAll(/-?\d+\.\d{2,}/g, (x) => String(Number(Number(x).toFixed(name === 'd' ? 1 : 2))))}"`,
  );
}

/** A picture as a file of its own: colours in the place of variables, and white paper. */
export function standaloneSvg(svg: string): string {
  const plain = svg.replaceAll(/var\(--[\w-]+, ([^()]+)\)/g, '$1').replaceAll('inherit', 'sans-serif');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${plain}\n`;
}

/** A number as people read it in a picture: four digits. */
export function shortNumber(x: number): string {
  if (x === 0) return '0';
  const size = Math.abs(x);
  if (size >= 1e5 || size < 1e-3) {
    const [mantissa, exponent] = x.toExponential(2).split('e');
    return `${Number(mantissa)}·10${superscript(Number(exponent))}`.replace('-', '−');
  }
  return String(Number(x.toPrecision(4))).replace('-', '−');
}

/** An exponent in small raised digits. */
export function superscript(exponent: number): string {
  return [...String(exponent)].map((c) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)]).join('');
}
