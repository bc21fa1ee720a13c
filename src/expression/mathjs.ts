/** What is used of mathjs. A module of its own, so that it is loaded only where an expression is read. */
export { create, factory, parseDependencies } from 'mathjs/number';
