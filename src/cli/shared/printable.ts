/**
 * Control characters other than tab and line feed, and the marks that turn the direction of text. Written out: V8 would
 * read Unicode's tables for \p{Cc}, which a cold start feels.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass.
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
/** Bold and plain, the only codes of ours; they do no harm, whoever wrote them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes begin with escape.
const STYLE = /(\u001b\[[01]m)/;

/**
 * Text as a terminal may have it: names of files may hold escape sequences, which are shown in the form \u001b, that of
 * JSON, so that JSON stays what it was.
 */
export function printable(text: string, colour = false): string {
  if (text.search(UNPRINTABLE) < 0) return text;
  const shown = (part: string): string =>
    part.replace(UNPRINTABLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (!colour) return shown(text);
  return text
    .split(STYLE)
    .map((part, i) => (i % 2 === 1 ? part : shown(part)))
    .join('');
}
