import type { Audit, Claim } from '../types.ts';

/** What findings are made from: the audit without them, and the claims that were given. */
export type Evidence = Omit<Audit, 'findings'> & { readonly claims: readonly Claim[] | null };
