/** A loop of ten thousands of steps is felt on a cold start: only where nothing else decodes. */
let decode = (base64: string): Uint8Array<ArrayBuffer> => {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};

/** The decoder of base64 that the platform has, if it has one. */
export function decodeWith(other: typeof decode): void {
  decode = other;
}

/** The module whose bytes scripts/build.mjs wrote as base64. */
export function compiled(base64: string): WebAssembly.Module {
  return new WebAssembly.Module(decode(base64));
}
