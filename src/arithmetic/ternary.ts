/** The answer to a question about enclosures: certainly yes, certainly no, or not decided at this precision. */
export type Ternary = 'yes' | 'no' | 'undecided';

/** yes if all hold, no if one certainly fails, else undecided. */
export function all(...answers: readonly Ternary[]): Ternary {
  if (answers.includes('no')) return 'no';
  return answers.includes('undecided') ? 'undecided' : 'yes';
}
