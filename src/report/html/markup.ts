/** Text that is markup already. Only `html` and what draws make it: whatever else is put into a page is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | null | false | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Controls and marks that turn the direction of text: shown, so that a file name cannot change the words beside it. */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text as it may stand in an element or in a quoted attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll(UNPRINTABLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`)
    .replaceAll(/[&<>"']/g, (c) => ENTITIES[c]!);
}

function textOf(content: Content): string {
  if (content === null || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return escaped(String(content));
}

/**
 * Markup with values in it, each escaped unless it is markup.
 *
 * @example
 * html`<p title="${name}">${paragraphs.map((text) => html`<b>${text}</b>`)}</p>`
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((part, i) => part + (i < values.length ? textOf(values[i]!) : '')).join(''));
}

/** A picture of ours. */
export const drawn = (svg: string): Markup => new Markup(svg);

/** A value as a data block that a script reads back by JSON.parse: no markup in it can end the block. */
export function dataBlock(id: string, value: unknown): Markup {
  const text = JSON.stringify(value).replaceAll('<', '\\u003c');
  return new Markup(`<script type="application/json" id="${escaped(id)}">${text}</script>`);
}
