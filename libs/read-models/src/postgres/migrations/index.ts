import { Core1700000000001 } from './1-core.migration.js';

/** In the order in which they run. */
export const MIGRATIONS = [Core1700000000001];
