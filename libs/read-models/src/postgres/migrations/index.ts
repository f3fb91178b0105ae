import type { MigrationInterface } from 'typeorm';
import { Core1700000000001 } from './1-core.migration.js';
import { ReadModels1700000000002 } from './2-read-models.migration.js';
import { Sources1700000000003 } from './3-sources.migration.js';
import { RecentNotices1700000000004 } from './4-recent-notices.migration.js';
import { Rebuilds1700000000005 } from './5-rebuilds.migration.js';
import { Projectors1700000000006 } from './6-projectors.migration.js';
import { TakenBack1700000000007 } from './7-taken-back.migration.js';
import { ModelsStamp1700000000008 } from './8-models-stamp.migration.js';

/** Of the schema `derived`, in the order in which they run. */
export const MIGRATIONS: (new () => MigrationInterface)[] = [
  Core1700000000001,
  ReadModels1700000000002,
  Sources1700000000003,
  RecentNotices1700000000004,
  Rebuilds1700000000005,
  Projectors1700000000006,
  TakenBack1700000000007,
  ModelsStamp1700000000008,
];
