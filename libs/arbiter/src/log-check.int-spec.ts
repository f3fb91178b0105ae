import { expect, it } from '@jest/globals';
import { readModels } from '../../../test/support/read-models.js';
import { judgedUpTo } from './log-check.js';

const db = readModels();
const LOG = '11111111-1111-4111-8111-111111111111';

it('to go on is behind the cursor, with the record that was judged there: none where nothing was, or where its loss was accepted', async () => {
  await db.pool.query(
    `INSERT INTO derived.cursors (partition, last_offset, log_id, partitions, recorded_at)
     SELECT partition, last_offset, $1, 5, 'epoch' FROM (VALUES (0, -1), (1, 0), (2, 7), (3, 9), (4, 3)) AS cursor (partition, last_offset)`,
    [LOG],
  );
  await db.pool.query(
    `INSERT INTO derived.records (partition, log_offset, key, headers, value, broker_at, recorded_at, verdict)
     SELECT partition, log_offset, 'key', '[]', convert_to('value ' || log_offset, 'UTF8'), '2026-01-02T03:04:05.678Z', 'epoch', 'accepted'
     FROM (VALUES (1, 0), (2, 6), (2, 7), (4, 3)) AS record (partition, log_offset)`,
  );
  await db.pool.query(
    `INSERT INTO derived.records (partition, log_offset, key, headers, value, broker_at, recorded_at, verdict)
     VALUES (3, 9, null, '[]', null, 'epoch', 'epoch', 'malformed')`,
  );
  await db.pool.query(
    `INSERT INTO control.accepted_gaps (log_id, partition, first_offset, last_offset, actor, reason)
     VALUES ($1, 3, 8, 9, 'operator', 'lost'), ($1, 2, 2, 6, 'operator', 'lost')`,
    [LOG],
  );
  const judged = (partition: number, offset: number) => ({
    partition,
    offset,
    key: Buffer.from('key'),
    headers: Buffer.from('[]'),
    value: Buffer.from(`value ${offset}`),
    brokerMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  });
  const from = await judgedUpTo(db.pool, [0, 1, 2, 3]);
  expect(from.toSorted((a, b) => a.partition - b.partition)).toEqual([
    { partition: 0, next: 0, before: undefined },
    { partition: 1, next: 1, before: judged(1, 0) },
    { partition: 2, next: 8, before: judged(2, 7) },
    { partition: 3, next: 10, before: undefined },
  ]);
});
