import type { Commands } from './context.ts';

/** Commands by name; the code of one is loaded when it is asked for, which a cold start feels. */
export const COMMANDS: Commands = {
  verify: async () => (await import('./verify/verify.ts')).verifyCommand,
  check: async () => (await import('./check/check.ts')).checkCommand,
  search: async () => (await import('./search/search.ts')).searchCommand,
  'prove-runs': async () => (await import('./search/prove-runs.ts')).proveRunsCommand,
  table: async () => (await import('./tables/table.ts')).tableCommand,
  figure: async () => (await import('./tables/figure.ts')).figureCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  audit: async () => (await import('./audit/audit.ts')).auditCommand,
  prove: async () => (await import('./family/prove.ts')).proveCommand,
  family: async () => (await import('./family/family.ts')).familyCommand,
  complete: async () => (await import('./complete/complete.ts')).completeCommand,
  eliminate: async () => (await import('./eliminate/eliminate.ts')).eliminateCommand,
  split: async () => (await import('./eliminate/split.ts')).splitCommand,
  page: async () => (await import('./page/page.ts')).pageCommand,
  report: async () => (await import('./report/report.ts')).reportCommand,
  picture: async () => (await import('./picture/picture.ts')).pictureCommand,
  completion: async () => (await import('./completion.ts')).completionCommand(COMMANDS),
};
