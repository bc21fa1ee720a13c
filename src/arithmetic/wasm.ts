/** The module whose bytes scripts/build.mjs wrote as base64. A loop, since callbacks for each byte are felt on a cold start. */
export function compiled(base64: string): WebAssembly.Module {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new WebAssembly.Module(bytes);
}
