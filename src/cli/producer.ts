/** The name and version that certificates carry. */
export { PRODUCER as producer } from '../proof/producer.ts';
