/** What can be shown, by the names of the command line. */
export const PICTURES = [
  'matrix',
  'spectrum',
  'targets',
  'weakest',
  'split',
  'plane',
  'split-plane',
] as const;
export type PictureName = (typeof PICTURES)[number];
