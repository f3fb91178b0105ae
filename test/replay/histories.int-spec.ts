import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import { Arbiter } from '../../libs/arbiter/src/index.js';
import { ensureCursors } from '../../libs/arbiter/src/cursor.queries.js';
import { eventCodec } from '../../libs/event-log/src/index.js';
import { type DomainEvent, LIVE_PROJECTIONS, migrate } from '../../libs/read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../libs/situations/src/index.js';
import { historyOf } from '../support/history.js';
import { createTemplate, type TestDatabase } from '../support/stack.js';

const RELEASES = ['0.1'];

describe.each(RELEASES)('the log of %s, judged into PostgreSQL', (release) => {
  const frozen = JSON.parse(readFileSync(inCheckout(`test/replay/histories/${release}.digests.json`), 'utf8')) as Record<string, string>;
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createTemplate(migrate).createDatabase();
    pool = new Pool({ connectionString: database.url, options: '-c timezone=UTC', pipeline: true });
    const client = await pool.connect();
    const partitions = historyOf(release);
    await ensureCursors(client, partitions.length);
    client.release();
    const warn = (message: string, error: unknown) => expect([message, String(error)]).toEqual([]);
    const arbiter = new Arbiter({ pool, codec: eventCodec<DomainEvent>(EVENT_SCHEMAS), projections: LIVE_PROJECTIONS, warn });
    for (const [partition, records] of partitions.entries()) await arbiter.take(partition, records);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  // A new version of a read model has rows of its own: it adds a digest, and those of older versions stay.
  it.each(LIVE_PROJECTIONS.map(({ name, version }) => `${name}_v${version}`))('has the rows of %s that it had then', async (table) => {
    const { rows } = await pool.query<{ row: string }>(
      `SELECT to_jsonb(model)::text AS row FROM derived.${table} AS model ORDER BY partition, log_offset, event_index, ord`,
    );
    const digest = createHash('sha256')
      .update(rows.map(({ row }) => `${row}\n`).join(''))
      .digest('hex');
    expect({ [table]: digest }).toEqual({ [table]: frozen[table] });
  });
  it('parks no read model', async () => expect((await pool.query('SELECT name FROM derived.projections')).rows).toEqual([]));
});
