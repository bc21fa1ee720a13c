import { decimalOf, type Rational } from '../arithmetic/exact.ts';
import { nearDecimal } from '../expression/constant.ts';
import { ExpressionError, loadParser, type Parser } from '../expression/parse.ts';
import { FileError } from './errors.ts';
import { inside } from './fields.ts';
import type { JsonValue } from './json.ts';

/** A string that may be a formula: it has an operator, a call or pi in it. Of any other the reader of numbers says what is wrong. */
const FORMULA = /[*/^(]|(?<![A-Za-z0-9_])pi(?![A-Za-z0-9_])/;
/** Names of lists of numbers in files of points. */
const NUMBERS = ['weights', 'targets', 'values'];

/** A reader of formulas; it is made where there are some, since its parser takes time to load. */
export async function loadFormulas(): Promise<Formulas> {
  return new Formulas(await loadParser());
}

/**
 * Reads formulas like "1/sqrt(3)" that stand for numbers in the JSON of candidates and targets, and keeps account of them. Each is
 * rounded to a decimal of 40 digits, which is the entry from then on.
 */
export class Formulas {
  private readonly parser: Parser;
  private count = 0;
  private off: Rational = { numerator: 0n, denominator: 1n };

  constructor(parser: Parser) {
    this.parser = parser;
  }

  /** Formulas that were read. */
  get entries(): number {
    return this.count;
  }

  /** At least Σ‖v − v'‖ over the targets v as they are written and v' as they were rounded; "0" where nothing was. */
  get targetsMoved(): string {
    return decimalOf(this.off, 'up', 3);
  }

  /**
   * The same JSON with formulas rounded, in the lists and at the fields that hold numbers of a point, and in lists of lists of any other
   * name; `targets`: all of the file are targets. Other lists of words are remarks. Throws FileError.
   */
  rounded(json: JsonValue, file: string, targets: boolean): JsonValue {
    const list = (value: JsonValue, place: string, target: boolean): JsonValue => {
      if (Array.isArray(value)) return value.map((item, i) => list(item, `${place}[${i}]`, target));
      return typeof value === 'string' && FORMULA.test(value)
        ? this.number(value, file, place, target)
        : value;
    };
    const walk = (value: JsonValue, place: string, key: string, target: boolean): JsonValue => {
      if (Array.isArray(value)) {
        if (key === '' || NUMBERS.includes(key) || Array.isArray(value[0])) {
          const objects = value.some((item) => typeof item === 'object' && !Array.isArray(item));
          if (!objects) return list(value, place, target);
        }
        return value.map((item, i) => walk(item, `${place}[${i}]`, key, target));
      }
      if (typeof value === 'string') return key === 'diagonal' ? list(value, place, target) : value;
      if (typeof value !== 'object' || value === null) return value;
      const fields = Object.entries(value).map(([name, item]): [string, JsonValue] =>
        name === 'origin'
          ? [name, item]
          : [name, walk(item, inside(place, name), name, target || name === 'targets')],
      );
      return Object.fromEntries(fields);
    };
    return walk(json, '', '', targets);
  }

  private number(text: string, file: string, place: string, target: boolean): string {
    const found = this.read(text, file, place);
    this.count += 1;
    if (target) {
      const { numerator, denominator } = this.off;
      this.off = {
        numerator: numerator * found.off.denominator + found.off.numerator * denominator,
        denominator: denominator * found.off.denominator,
      };
    }
    return found.decimal;
  }

  private read(text: string, file: string, place: string) {
    try {
      const found = nearDecimal(this.parser(text, []));
      if (found !== null) return found;
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new FileError(file, place, error.message, 'a number, or a formula like "1/sqrt(3)"');
    }
    throw new FileError(file, place, 'a formula without a value', 'a real number');
  }
}
