export { auditFamily as default } from '../../papers/safran-shamir/index.ts';
