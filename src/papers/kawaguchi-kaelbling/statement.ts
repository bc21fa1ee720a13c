/** The examples of Kawaguchi & Kaelbling (2020), statement by statement. */
import type { Enclosure } from '../../certificate/index.ts';

/** A sentence of the paper, or (text beginning with "Computed:") a number that belongs to it, and what is proved of it. */
export interface Statement {
  readonly text: string;
  /** holds: as printed; corrected: wrong as printed, `corrected` is proved; fails: refuted, `corrected` says what is true */
  readonly verdict: 'holds' | 'fails' | 'corrected';
  /** The number that the statement is about, proved to lie here; null where there is none. */
  readonly enclosure: Enclosure | null;
  readonly corrected: string | null;
  /** The proof in a line. */
  readonly because: string;
}

export interface Example {
  readonly example: number;
  readonly statements: readonly Statement[];
}

/** Raised where a proof of this file does not go through: never a verdict about the paper. */
export class Unproved extends Error {}

/** Collects statements; each is taken only with everything that it rests on proved. */
export class Statements {
  readonly all: Statement[] = [];

  holds(text: string, because: string, enclosure: Enclosure | null, ...proved: readonly boolean[]): void {
    this.add({ text, verdict: 'holds', enclosure, corrected: null, because }, proved);
  }

  corrected(
    text: string,
    corrected: string,
    because: string,
    enclosure: Enclosure | null,
    ...proved: readonly boolean[]
  ): void {
    this.add({ text, verdict: 'corrected', enclosure, corrected, because }, proved);
  }

  fails(
    text: string,
    corrected: string,
    because: string,
    enclosure: Enclosure | null,
    ...proved: readonly boolean[]
  ): void {
    this.add({ text, verdict: 'fails', enclosure, corrected, because }, proved);
  }

  private add(statement: Statement, proved: readonly boolean[]): void {
    if (!proved.every(Boolean)) throw new Unproved(`not proved: ${statement.text}`);
    this.all.push(statement);
  }
}
