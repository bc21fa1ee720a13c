export { auditFamily as default } from '../audit/index.ts';
