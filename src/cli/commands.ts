import type { Commands } from './context.ts';

/** Commands by name; the code of one is loaded when it is asked for, which a cold start feels. */
export const COMMANDS: Commands = {
  verify: async () => (await import('./verify.ts')).verifyCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  search: async () => (await import('./search.ts')).searchCommand,
  table: async () => (await import('./table.ts')).tableCommand,
  figure: async () => (await import('./figure.ts')).figureCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
  prove: async () => (await import('./prove.ts')).proveCommand,
  family: async () => (await import('./family.ts')).familyCommand,
  eliminate: async () => (await import('./eliminate.ts')).eliminateCommand,
  split: async () => (await import('./split.ts')).splitCommand,
  completion: async () => (await import('./completion.ts')).completionCommand(COMMANDS),
};
