import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AdvisoryChanged, DomainEvent } from '../../../situations/src/index.js';
import { readModels } from '../../../../test/support/read-models.js';
import { idAt, recorded } from '../../../../test/support/recorded.js';
import type { AsOf, Clock } from '../as-of.js';
import { changesOf } from '../changes-of.js';
import { LIVE_PROJECTIONS } from '../live-projections.js';
import { applyChanges } from '../postgres/apply-changes.js';
import type { Queryable } from '../postgres/queryable.js';
import { travelStatus } from '../travel-status/travel-status.queries.js';
import type { State } from './compare.js';
import { diff } from './diff.queries.js';
import { statusState } from './states.js';

const S = 'mali-2025';
const STREAM = 'advisory/US-STATE/ML';
const DAYS = ['2025-10-27', '2025-10-28', '2025-10-29', '2025-10-30'] as const;
const db = readModels();

const notice = fc
  .record({
    occurred: fc.constantFrom(...DAYS, ...DAYS.flatMap((day) => [`${day}T06:00:00Z`, `${day}T18:00:00Z`])),
    published: fc.constantFrom(...DAYS),
    seq: fc.integer({ min: 1, max: 2 }),
    validTo: fc.option(fc.constantFrom(...DAYS), { nil: undefined }),
    departure: fc.constantFrom('authorized', 'ordered', undefined),
    airport: fc.constantFrom('open', 'closed', undefined),
  })
  .map(({ occurred, published, seq, validTo, departure, airport }): AdvisoryChanged => ({
    type: 'AdvisoryChanged',
    noticeId: 'n',
    authority: 'US-STATE',
    destination: 'ML',
    seq,
    facets: { ...(departure && { departure }), ...(airport && { airport }) },
    occurred: { from: occurred, precision: occurred.length > 10 ? 'minute' : 'day' },
    publishedAt: { at: published, precision: 'day', basis: 'stated' },
    source: { id: 's', title: 'S' },
    ...(validTo !== undefined && validTo >= occurred.slice(0, 10) && { validTo }),
  }));

/** A notice, or what mends the event `back` places before. */
const step = fc.record({
  said: notice,
  what: fc.constantFrom<('notice' | 'correct' | 'retract')[]>('notice', 'notice', 'correct', 'retract'),
  back: fc.integer({ min: 1, max: 3 }),
  cause: fc.constantFrom('transcription' as const, 'source-revised' as const),
});
const eventOf = ({ said, what, back, cause }: typeof step extends fc.Arbitrary<infer Step> ? Step : never, index: number): DomainEvent => {
  if (what === 'notice' || back > index) return said;
  const target = idAt(index + 1 - back);
  return what === 'correct'
    ? { type: 'FactCorrected', corrects: target, replacement: said, reason: 'x', cause }
    : { type: 'FactRetracted', retracts: target, reason: 'x', cause };
};

/** Midnights and noons, on which histories are asked. */
const moments = fc
  .tuple(fc.nat(8), fc.integer({ min: 1, max: 8 }))
  .map(([start, halves]) => [start, start + halves].map((half) => new Date(Date.UTC(2025, 9, 27, half * 12)).toISOString()));
const question = fc.record({ moments, clock: fc.constantFrom<Clock[]>('recorded', 'published'), offset: fc.integer({ min: 0, max: 9 }) });

const valuesOf = (state: State) => new Map([...state].map(([key, { value, since }]) => [key, { value, since }]));

/** As a reader of the answer would: item after item. */
const applied = (earlier: State, { items, unchanged }: Awaited<ReturnType<typeof diff>>) => {
  const state = valuesOf(earlier);
  for (const { kind, key, before, after, beforeSince, since, event } of items) {
    if (kind !== 'status') continue;
    expect(state.get(key) ?? { value: null, since: null }).toEqual({ value: before, since: beforeSince });
    expect(event).not.toBeNull();
    if (after === null || since === null) state.delete(key);
    else state.set(key, { value: after, since });
  }
  for (const { key, value, since } of unchanged) expect(state.get(key)).toEqual({ value, since });
  return new Map([...state].map(([key, { value }]) => [key, value]));
};

const asking = async (events: readonly DomainEvent[], ask: (client: Queryable) => Promise<void>): Promise<void> => {
  const client = await db.pool.connect();
  const history = events.map((event, index) =>
    recorded(event, {
      stream: STREAM,
      offset: index + 1,
      version: index + 1,
      recordedAt: `2025-10-${27 + Math.floor(index / 2)}T12:00:00.000Z`,
    }),
  );
  try {
    await client.query('BEGIN');
    await client.query(STORED, [JSON.stringify(history.map(({ id, position: { offset } }) => ({ id, offset })))]);
    await applyChanges(client, changesOf(LIVE_PROJECTIONS, history));
    await ask(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

/** Only what tells where an event stands. */
const STORED = `
  INSERT INTO derived.events
    (partition, log_offset, event_index, event_id, situation, stream, version, type, schema, data, recorded_at, actor, command_id, correlation_id)
  SELECT 0, "offset", 0, id, '${S}', '${STREAM}', "offset", 'x', 1, '{}', now(), 'a', id, 'c'
  FROM json_to_recordset($1) AS event (id uuid, "offset" int)`;

it('the items, applied to the status at the earlier moment, give that at the later', async () => {
  const seen = { knowledge: 0, world: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.array(question, { minLength: 2, maxLength: 4 }), async (steps, questions) =>
      asking(steps.map(eventOf), async (client) => {
        for (const { moments, clock, offset } of questions) {
          const [from = '', to = ''] = moments;
          const position = { partition: 0, offset };
          const at = async (moment: string) => {
            const asOf: AsOf = { clock, position, validAt: moment, knownAt: moment };
            return statusState(await travelStatus(client, S, asOf));
          };
          const answer = await diff(client, S, { from, to, clock, position, sourcesPosition: position, limit: 500 });
          const later = new Map([...(await at(to))].map(([key, { value }]) => [key, value]));
          expect(applied(await at(from), answer)).toEqual(later);
          for (const { axis, kind } of answer.items) if (kind === 'status') seen[axis] += 1;
        }
      }),
    ),
    { numRuns: 200 },
  );
  expect([seen.knowledge > 50, seen.world > 50]).toEqual([true, true]);
}, 60_000);
