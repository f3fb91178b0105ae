export type { Difference } from './difference.js';
export type { ComparedModel } from './read-models.js';
export { verifyLog, type Verification, type VerifySettings } from './verify-log.js';
