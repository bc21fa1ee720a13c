/** Gradient descent from many random starts, every endpoint certified. */

export type { Row } from '../search/plan.ts';
export type { FoundPoint } from '../search/points.ts';
export type { RunResult } from '../search/results.ts';
export type { SearchOptions, SearchOutcome } from '../search/search.ts';
export { search } from '../search/search.ts';
