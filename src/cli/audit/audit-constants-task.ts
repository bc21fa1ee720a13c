export { readStoredConstants as default } from '../../files/index.ts';
