/** A number with its noun: 1 family, 2 families; without `many` the plural is that of most nouns. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
