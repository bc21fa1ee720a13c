/**
 * The steps of a long proof that are independent of each other, and which of them are done here: so one certificate can be
 * checked by several programs at once. What joins the steps is done by each of them.
 */
export interface Part {
  /** From 0 to of − 1. */
  readonly index: number;
  readonly of: number;
}

/** Hears of the parts of a long proof that are confirmed. */
export type CheckProgress = (done: number, of: number) => void;

export class Share {
  readonly part: Part;
  private readonly progress: CheckProgress;
  private begun = 0;

  constructor(part: Part, progress: CheckProgress) {
    this.part = part;
    this.progress = progress;
  }

  /** How many steps lie before what is done now. */
  get step(): number {
    return this.begun;
  }

  /** Applies `check` to every step whose number, counted on from earlier steps, is the index modulo `of`. */
  each<T>(steps: readonly T[], check: (step: T, i: number) => void): void {
    const { index, of } = this.part;
    steps.forEach((step, i) => {
      if (this.begun % of === index) check(step, i);
      this.begun += 1;
      this.progress(i + 1, steps.length);
    });
  }
}
