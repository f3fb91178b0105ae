import type { MigrationInterface } from 'typeorm';
import { Approvals1700000000001 } from './1-approvals.migration.js';
import { AcceptedGaps1700000000002 } from './2-accepted-gaps.migration.js';

/** Of the schema `control`, in the order in which they run. */
export const CONTROL_MIGRATIONS: (new () => MigrationInterface)[] = [Approvals1700000000001, AcceptedGaps1700000000002];
