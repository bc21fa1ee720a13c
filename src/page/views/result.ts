/** The result of a proof as a part of the page: theorem at once, pictures when they are ready. */
import { readCertificate } from '../../certificate/index.ts';
import { type Content, html, type Markup } from '../../report/html/markup.ts';
import { certificateMarkup, portraitMarkup } from '../../report/html/sections.ts';
import { drawnPart } from '../../report/portrait/drawn-part.ts';
import type { Desk } from '../desk.ts';
import { keepText } from '../page.ts';

/** A theorem with its buttons and a place for its pictures; what stands above it, and pictures before those. */
export function provedMarkup(text: string, name: string, above: Content, first: Content = null): Markup {
  const certificate = readCertificate(text);
  const id = keepText(text);
  const pictures = first === null ? null : html`<div class="pictures">${first}</div>`;
  const room = drawnPart(certificate) === null ? null : html`<div data-pictures="${id}"></div>`;
  return html`<article class="result">${above}${certificateMarkup(certificate, id, name, [pictures, room])}</article>`;
}

/** Draws the pictures of a certificate into their place, if that is still there. */
export async function drawPictures(desk: Desk, text: string, place: Element): Promise<void> {
  if (!place.isConnected) return;
  const portrait = await desk.run('portrait', text);
  const certificate = drawnPart(readCertificate(text));
  if (portrait === null || certificate === null || !place.isConnected) return;
  place.innerHTML = portraitMarkup(portrait, certificate).text;
}
