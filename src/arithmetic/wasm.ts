/** Node's Buffer, of which a browser has none. */
const { Buffer: nodeBuffer } = globalThis as {
  readonly Buffer?: { from(text: string, encoding: 'base64'): Uint8Array<ArrayBuffer> };
};

/** The module whose bytes scripts/build.mjs wrote as base64. */
export function compiled(base64: string): WebAssembly.Module {
  return new WebAssembly.Module(
    nodeBuffer === undefined ? decoded(base64) : nodeBuffer.from(base64, 'base64'),
  );
}

/** A loop of ten thousands of steps is felt on a cold start: only where nothing else decodes. */
function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
