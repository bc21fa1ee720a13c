export interface Export {
  readonly name: string;
  readonly kind: string;
  readonly source: string;
  readonly code: string;
  readonly words: string;
  readonly examples: readonly string[];
}

export interface EntryPoint {
  /** As in `import … from`. */
  readonly specifier: string;
  readonly about: string;
  readonly entries: readonly Export[];
}

export function entryPoints(): EntryPoint[];
export function apiPages(): Map<string, string>;
export function stalePages(): string[];
