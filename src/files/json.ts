import { FileError, quote } from './errors.ts';
import { MAX_DECIMAL_LENGTH, MAX_JSON_VALUES } from './limits.ts';

/** A parsed JSON value. Every number in it is finite. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A parsed JSON object. Its keys are own properties and appeared once. */
export interface JsonObject {
  [key: string]: JsonValue;
}

interface Cursor {
  readonly text: string;
  readonly file: string;
  readonly path: (string | number)[];
  at: number;
  values: number;
}

const MAX_DEPTH = 64;
const MAX_FIELDS = 10_000;
const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
/** 10^0 to 10^22, all of them doubles. */
const POWERS_OF_TEN = Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,59}$/;
const WORDS = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Parses JSON (RFC 8259). JSON.parse is not enough for claims about numbers: it turns 1e999 into Infinity and 1e-999 into 0, keeps
 * the last of two equal keys without a word, and cannot say where the text is wrong. Numbers become the nearest double.
 * Throws FileError with the path and line of the fault; refuses more than 64 levels, 10 000 fields of
 * one object, and 8.5 million values.
 */
export function parseJson(text: string, file: string): JsonValue {
  const cursor: Cursor = { text, file, path: [], at: 0, values: 0 };
  const value = parseValue(cursor);
  skipSpace(cursor);
  if (cursor.at < text.length) throw syntax(cursor, 'more text after the JSON value', 'the end of the file');
  return value;
}

/** The words "weights[3][2]" for the path ['weights', 3, 2]. */
export function formatPath(path: readonly (string | number)[]): string {
  let words = '';
  for (const step of path) {
    // '' stands for a field whose name has not been read yet.
    if (step === '') continue;
    if (typeof step === 'number') words += `[${step}]`;
    else if (!IDENTIFIER.test(step)) words += `[${quote(step)}]`;
    else words += words === '' ? step : `.${step}`;
  }
  return words;
}

function parseValue(cursor: Cursor): JsonValue {
  skipSpace(cursor);
  cursor.values += 1;
  if (cursor.values > MAX_JSON_VALUES) {
    throw syntax(cursor, 'too many values', `at most ${MAX_JSON_VALUES} in one file`);
  }
  const c = cursor.text.charCodeAt(cursor.at);
  if (c === 0x5b) return parseArray(cursor);
  if (c === 0x7b) return parseObject(cursor);
  if (c === 0x22) return parseString(cursor);
  if (isNumberCharacter(c)) return parseNumber(cursor);
  return parseWord(cursor, cursor.at);
}

function parseArray(cursor: Cursor): JsonValue[] {
  const items: JsonValue[] = [];
  cursor.at += 1;
  if (closes(cursor, 0x5d)) return items;
  descend(cursor, 0);
  for (;;) {
    cursor.path[cursor.path.length - 1] = items.length;
    items.push(parseValue(cursor));
    if (!continues(cursor, 0x5d, ']')) break;
  }
  cursor.path.pop();
  return items;
}

function parseObject(cursor: Cursor): JsonObject {
  const fields: JsonObject = {};
  cursor.at += 1;
  if (closes(cursor, 0x7d)) return fields;
  descend(cursor, '');
  let count = 0;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== 0x22) throw unexpected(cursor, 'a field name in double quotes');
    const key = parseString(cursor);
    cursor.path[cursor.path.length - 1] = key;
    if (Object.hasOwn(fields, key)) {
      throw syntax(cursor, 'this field appears twice', 'every field once', 'remove one of the two');
    }
    skipSpace(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== 0x3a) throw unexpected(cursor, '":" after the field name');
    cursor.at += 1;
    setField(fields, key, parseValue(cursor));
    count += 1;
    if (count > MAX_FIELDS) throw syntax(cursor, 'too many fields', `at most ${MAX_FIELDS} in one object`);
    if (!continues(cursor, 0x7d, '}')) break;
  }
  cursor.path.pop();
  return fields;
}

function setField(fields: JsonObject, key: string, value: JsonValue): void {
  if (key !== '__proto__') {
    fields[key] = value;
    return;
  }
  // Plain assignment would set the prototype instead of a field.
  Object.defineProperty(fields, key, { value, configurable: true, enumerable: true, writable: true });
}

function parseString(cursor: Cursor): string {
  const { text } = cursor;
  let from = cursor.at + 1;
  let result = '';
  for (let at = from; ; at += 1) {
    const c = text.charCodeAt(at);
    if (c === 0x22) {
      cursor.at = at + 1;
      return result + text.slice(from, at);
    }
    if (Number.isNaN(c) || c < 0x20) {
      cursor.at = Math.min(at, text.length);
      throw unexpected(cursor, 'the closing quote of the string');
    }
    if (c === 0x5c) {
      cursor.at = at;
      const [character, length] = parseEscape(cursor);
      result += text.slice(from, at) + character;
      at += length - 1;
      from = at + 1;
    }
  }
}

function parseEscape(cursor: Cursor): [string, number] {
  const letter = cursor.text.charAt(cursor.at + 1);
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return [simple, 2];
  const hex = cursor.text.slice(cursor.at + 2, cursor.at + 6);
  if (letter !== 'u' || !/^[0-9a-fA-F]{4}$/.test(hex)) throw unexpected(cursor, 'an escape sequence of JSON');
  return [String.fromCharCode(Number.parseInt(hex, 16)), 6];
}

/**
 * A number without an exponent whose digits are an integer m < 2^53, with f ≤ 22 of them behind the point; null for any other.
 * m and 10^f are doubles, so that their quotient, rounded once, is the nearest double to m/10^f. A sum of digits that passes
 * 2^53 never falls below it again.
 */
function parseShortNumber(cursor: Cursor): number | null {
  const { text, at } = cursor;
  const from = text.charCodeAt(at) === 0x2d ? at + 1 : at;
  let end = from;
  let c = text.charCodeAt(end);
  let digits = 0;
  for (; isDigit(c); c = text.charCodeAt(end)) {
    digits = 10 * digits + (c - 0x30);
    end += 1;
  }
  if (end === from || (end > from + 1 && text.charCodeAt(from) === 0x30)) return null;
  let fraction = 0;
  if (c === 0x2e) {
    const point = end;
    end += 1;
    for (c = text.charCodeAt(end); isDigit(c); c = text.charCodeAt(end)) {
      digits = 10 * digits + (c - 0x30);
      end += 1;
    }
    fraction = end - point - 1;
    if (fraction === 0) return null;
  }
  if (digits >= 2 ** 53 || fraction >= POWERS_OF_TEN.length || isNumberCharacter(c) || c === 0x49)
    return null;
  cursor.at = end;
  const size = digits / POWERS_OF_TEN[fraction]!;
  return from === at ? size : -size;
}

function parseNumber(cursor: Cursor): number {
  const short = parseShortNumber(cursor);
  if (short !== null) return short;
  const { text, at } = cursor;
  let end = at;
  while (isNumberCharacter(text.charCodeAt(end))) end += 1;
  if (text.charCodeAt(end) === 0x49) return parseWord(cursor, end);
  const length = end - at;
  if (length > MAX_DECIMAL_LENGTH) {
    throw syntax(cursor, `a number of ${length} characters`, `at most ${MAX_DECIMAL_LENGTH} characters`);
  }
  const literal = text.slice(at, end);
  if (!NUMBER.test(literal))
    throw syntax(cursor, `${quote(literal)} is no JSON number`, 'a number like -1.5e-3');
  const value = Number(literal);
  if (!Number.isFinite(value)) {
    const remedy = 'write it as a decimal string if it is meant';
    throw syntax(cursor, `${quote(literal)} overflows a double`, 'a number below 1.8e308 in size', remedy);
  }
  if (value === 0 && /^[^eE]*[1-9]/.test(literal)) {
    const remedy = 'write it as a decimal string if it is meant';
    throw syntax(
      cursor,
      `${quote(literal)} underflows a double`,
      '0 or a number above 4.9e-324 in size',
      remedy,
    );
  }
  cursor.at = end;
  return value;
}

/** true, false, null; the words that other programs write for missing numbers are refused by name. */
function parseWord(cursor: Cursor, from: number): never;
function parseWord(cursor: Cursor, from: number): JsonValue;
function parseWord(cursor: Cursor, from: number): JsonValue {
  const word = /^[A-Za-z]*/.exec(cursor.text.slice(from, from + 10))![0];
  const value = WORDS.get(word);
  if (value !== undefined && from === cursor.at) {
    cursor.at += word.length;
    return value;
  }
  if (word === 'NaN' || word === 'Infinity')
    throw syntax(cursor, `${word} is not allowed`, 'a finite number');
  throw unexpected(cursor, 'a JSON value');
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39;
}

function isNumberCharacter(c: number): boolean {
  return isDigit(c) || c === 0x2d || c === 0x2b || c === 0x2e || c === 0x65 || c === 0x45;
}

function descend(cursor: Cursor, step: string | number): void {
  if (cursor.path.length >= MAX_DEPTH)
    throw syntax(cursor, 'nested too deeply', `at most ${MAX_DEPTH} levels`);
  cursor.path.push(step);
}

function closes(cursor: Cursor, close: number): boolean {
  skipSpace(cursor);
  if (cursor.text.charCodeAt(cursor.at) !== close) return false;
  cursor.at += 1;
  return true;
}

/** After an item: true if a comma follows, false if the list is closed. */
function continues(cursor: Cursor, close: number, name: string): boolean {
  if (closes(cursor, close)) return false;
  if (cursor.text.charCodeAt(cursor.at) !== 0x2c) throw unexpected(cursor, `"," or "${name}"`);
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const c = cursor.text.charCodeAt(cursor.at);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return;
    cursor.at += 1;
  }
}

function unexpected(cursor: Cursor, expected: string): FileError {
  const point = cursor.text.codePointAt(cursor.at);
  const found =
    point === undefined ? 'the text ends too early' : `found ${quote(String.fromCodePoint(point))}`;
  return syntax(cursor, found, expected, 'the file must be valid JSON');
}

function syntax(cursor: Cursor, what: string, expected: string, remedy = ''): FileError {
  let lines = 1;
  let start = 0;
  for (let at = 0; at < cursor.at; at += 1) {
    if (cursor.text.charCodeAt(at) !== 0x0a) continue;
    lines += 1;
    start = at + 1;
  }
  const line = `line ${lines}, column ${cursor.at - start + 1}`;
  const path = formatPath(cursor.path);
  return new FileError(cursor.file, path === '' ? line : `${path} (${line})`, what, expected, remedy);
}
