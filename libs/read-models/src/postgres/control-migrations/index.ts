import type { MigrationInterface } from 'typeorm';

/** Of the schema `control`, in the order in which they run. */
export const CONTROL_MIGRATIONS: (new () => MigrationInterface)[] = [];
