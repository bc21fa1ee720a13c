import { verifyOne } from './verify-one.ts';

/** For workers; where `verify` works without them it needs no file for it. */
export default verifyOne;
