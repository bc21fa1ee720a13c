/** Files of the project by their paths; scripts/build.mjs makes the module. */
declare module 'spurious-examples' {
  export const candidates: Readonly<Record<string, string>>;
  export const certificates: Readonly<Record<string, string>>;
}
