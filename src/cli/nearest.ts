/** The one of several words that was probably meant; null where none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  const plain = (text: string): string => text.replaceAll(/[-_]/g, '').toLowerCase();
  const typed = plain(word);
  let best: string | null = null;
  // Any two short words are near each other.
  let least = (typed.length < 3 ? 0 : Math.floor(typed.length / 3)) + 1;
  for (const candidate of words) {
    const name = plain(candidate);
    const distance = typed.length > 2 && name.startsWith(typed) ? 1 : typingErrors(typed, name);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Letters left out, put in, replaced, or exchanged with their neighbour, at least (optimal string alignment). */
function typingErrors(a: string, b: string): number {
  const table = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(table[i - 1]![j]! + 1, row[j - 1]! + 1, table[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, table[i - 2]![j - 2]! + 1);
      row.push(cost);
    }
    table.push(row);
  }
  return table[a.length]![b.length]!;
}
