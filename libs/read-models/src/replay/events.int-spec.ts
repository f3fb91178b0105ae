import { beforeAll, describe, expect, it } from '@jest/globals';
import { chronicleLines, MALI } from '../../../../test/support/chronicle.js';
import { decided } from '../../../../test/support/decided.js';
import { readModels } from '../../../../test/support/read-models.js';
import { history, record } from '../../../../test/support/recorded.js';
import { eventCodec } from '../../../event-log/src/index.js';
import { type DomainEvent, EVENT_SCHEMAS } from '../../../situations/src/index.js';
import { eventsOf, MOST_REPLAYED_EVENTS, ownPosition, TooManyEvents } from './events.queries.js';

const codec = eventCodec<DomainEvent>(EVENT_SCHEMAS);
const mali = history(decided(MALI, chronicleLines()));
const db = readModels(mali);
const LARGE = 200_000;

/** Context observations, which say little: only how many there are matters. */
const FILL = `
  INSERT INTO derived.events (partition, log_offset, event_index, event_id, situation, stream, version, type, schema, data, recorded_at, actor,
    command_id, correlation_id)
  SELECT 1, number, 0, gen_random_uuid(), $1, 'observation/context/' || number, 1, 'ObservationRecorded', 1, '{}', now(), 'anonymous', gen_random_uuid(), 'x'
  FROM generate_series(1, $2::int) AS number`;

beforeAll(async () => {
  await db.pool.query(FILL, ['large', LARGE]);
}, 60_000);

describe('the events of a situation', () => {
  it('are those that were recorded, in the order of the log, up to the position', async () => {
    const last = mali.at(-1)!.position;
    const { events } = await eventsOf(db.pool, codec, MALI, last);
    expect(events).toEqual(mali);
    const until = await eventsOf(db.pool, codec, MALI, { partition: 0, offset: 40 });
    expect(until.events).toEqual(mali.filter(({ position }) => position.offset <= 40));
  });

  it('come without the texts of notices', async () => {
    const sections = { Safety: 'x'.repeat(1_000_000) };
    const notice = mali.map(({ event }) => event).find((event) => event.type === 'AdvisoryChanged')!;
    const texts = Array.from({ length: 30 }, (_, number): DomainEvent => ({
      ...notice,
      noticeId: `n-${number}`,
      content: { hash: 'h', sections },
    }));
    const elsewhere = history(texts, { situationId: 'texts' }).map((one) => ({ ...one, position: { ...one.position, partition: 2 } }));
    await record(db.pool, elsewhere);
    const { events, bytes } = await eventsOf(db.pool, codec, 'texts', { partition: 2, offset: 99 });
    expect(events).toHaveLength(30);
    expect(events.map(({ event: read }) => 'content' in read && read.content)).toEqual(texts.map(() => ({ hash: 'h', sections: {} })));
    expect(bytes).toBeLessThan(100_000);
  });

  it('end with the last commit of the situation, whatever else the partition holds', async () => {
    expect(await ownPosition(db.pool, MALI, { partition: 0, offset: 9_999 })).toEqual({
      position: { partition: 0, offset: mali.at(-1)!.position.offset },
      events: mali.length,
    });
  });

  it(`are refused where there are more than ${MOST_REPLAYED_EVENTS}, without reading them`, async () => {
    const edge = { partition: 1, offset: MOST_REPLAYED_EVENTS };
    expect((await ownPosition(db.pool, 'large', edge)).events).toBe(MOST_REPLAYED_EVENTS);
    await expect(ownPosition(db.pool, 'large', { partition: 1, offset: MOST_REPLAYED_EVENTS + 1 })).rejects.toThrow(TooManyEvents);
    const far = { partition: 1, offset: LARGE };
    const took = async (refused: () => Promise<unknown>): Promise<number> => {
      const began = performance.now();
      await expect(refused()).rejects.toThrow(TooManyEvents);
      return performance.now() - began;
    };
    const counted = await took(() => ownPosition(db.pool, 'large', far));
    expect(counted).toBeLessThan(await took(() => eventsOf(db.pool, codec, 'large', far)));
  });
});
