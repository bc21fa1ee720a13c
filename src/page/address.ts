/** The state of the page in its address, #view?name=value&…, so that a view can be sent. */
export interface Address {
  readonly view: string;
  readonly values: URLSearchParams;
}

export function readAddress(hash: string): Address {
  const [view = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  return { view, values: new URLSearchParams(query) };
}

/** Writes the state without a new entry in the history where only values change. */
export function writeAddress(view: string, values: Readonly<Record<string, string | number>>): void {
  const query = new URLSearchParams(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const hash = `#${view}${query.size > 0 ? `?${query}` : ''}`;
  if (hash !== location.hash) history.replaceState(null, '', hash);
}

/** A whole number of the address in its range, or what stands for it. */
export function wholeOf(
  values: URLSearchParams,
  name: string,
  least: number,
  most: number,
  usual: number,
): number {
  const text = values.get(name) ?? '';
  const value = Number(text);
  return /^\d{1,16}$/.test(text) && value >= least && value <= most ? value : usual;
}
