/** A claim that the checker does not confirm; the message names the inequality. */
export class Rejection extends Error {
  readonly inequality: string;

  constructor(inequality: string) {
    super(`not confirmed: ${inequality}`);
    this.name = 'Rejection';
    this.inequality = inequality;
  }
}

/** Throws unless the inequality is confirmed. */
export function confirm(confirmed: boolean, inequality: string): void {
  if (!confirmed) throw new Rejection(inequality);
}
