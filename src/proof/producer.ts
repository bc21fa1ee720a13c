/** The name and version that certificates carry where the caller names no other; a test holds them to package.json. */
export const PRODUCER: { readonly name: string; readonly version: string } = {
  name: 'spurious',
  version: '0.1.0',
};
