import { join } from 'node:path';

/** Where `spurious prove-runs` says what it proved. */
export const proofManifestPath = (folder: string): string => join(folder, 'proofs.json');
