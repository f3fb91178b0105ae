import { afterAll, beforeAll } from '@jest/globals';
import { Pool } from 'pg';
import type { RecordedEvent } from '../../libs/event-log/src/index.js';
import { type AsOf, type DomainEvent, migrate } from '../../libs/read-models/src/index.js';
import { record } from './recorded.js';
import { createTemplate, type TestDatabase } from './stack.js';

/** A migrated database of the test file's own, in which `events` were delivered twice, differently cut. */
export const readModels = (events: readonly RecordedEvent<DomainEvent>[] = []): { readonly pool: Pool; readonly url: string } => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTemplate(migrate).createDatabase();
    pool = new Pool({ connectionString: database.url, pipeline: true });
    await record(pool, events, 2);
    await record(pool, events, 3);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });
  return {
    get pool() {
      return pool;
    },
    get url() {
      return database.url;
    },
  };
};

/** What the public could know at `at`, of the world at `at`. */
export const asPublished = (at: string, offset = Number.MAX_SAFE_INTEGER): AsOf => ({
  clock: 'published',
  validAt: at,
  knownAt: at,
  position: { partition: 0, offset },
});

/** All that is recorded up to `offset`, of the world at `validAt`. */
export const asRecorded = (validAt: string, offset = Number.MAX_SAFE_INTEGER, knownAt: string | null = null): AsOf => ({
  clock: 'recorded',
  validAt,
  knownAt,
  position: { partition: 0, offset },
});
