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

  /**
   * Applies `check` to every step whose number, counted on from earlier steps, is the index modulo `of`. `weight` is what a
   * step counts for in the progress, of which nothing is told where all are 0, and `within` hears how much of it is done.
   */
  each<T>(
    steps: readonly T[],
    check: (step: T, i: number, within: (at: number) => void) => void,
    weight: (step: T) => number = () => 1,
  ): void {
    const { index, of } = this.part;
    const total = steps.reduce((sum, step) => sum + weight(step), 0);
    let done = 0;
    const tell = (at: number): void => {
      if (total > 0) this.progress(at, total);
    };
    steps.forEach((step, i) => {
      if (this.begun % of === index) check(step, i, (at) => tell(done + at));
      this.begun += 1;
      done += weight(step);
      tell(done);
    });
  }
}
