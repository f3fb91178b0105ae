import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import { type AdvisoryChanged, boundMs, dayOf, occurredRange, publishedMs } from '../../../situations/src/index.js';
import { readModels } from '../../../../test/support/read-models.js';
import { history } from '../../../../test/support/recorded.js';
import type { AsOf } from '../as-of.js';
import { changesOf } from '../changes-of.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { travelStatusProjection } from '../travel-status/travel-status.projection.js';
import { RememberedStatuses } from '../travel-status/remembered-statuses.js';
import { StatedKeys } from '../travel-status/stated-keys.js';
import { travelStatus } from '../travel-status/travel-status.queries.js';
import { applyChanges } from './apply-changes.js';

const S = 'mali-2025';
const RECORDED = '2026-05-01T00:00:00.000Z';
const db = readModels();

type Recorded = RecordedEvent<DomainEvent>;
const days = fc.constantFrom('2025-10-28', '2025-10-29', '2025-10-30');
const instants = fc
  .tuple(days, fc.constantFrom('00:00', '06:00', '07:30', '12:00', '17:10', '19:45', '23:30'))
  .map(([day, time]) => `${day}T${time}:00Z`);
const times = fc.oneof(
  days.map((from) => ({ from, precision: 'day' as const })),
  instants.map((from) => ({ from, precision: 'minute' as const })),
);

const question: fc.Arbitrary<AsOf> = fc.record({
  clock: fc.constantFrom('recorded', 'published'),
  knownAt: fc.option(
    fc.oneof(
      instants,
      fc.nat(9).map((second) => `2026-05-01T00:00:0${second}Z`),
    ),
  ),
  validAt: instants,
  position: fc.oneof(fc.nat(8), fc.nat(60)).map((offset) => ({ partition: 0, offset })),
});

/** Asks in a transaction that is rolled back, so that many histories share the database. */
const asking = async <Answer>(
  events: readonly Recorded[],
  ask: (client: Parameters<typeof travelStatus>[0]) => Promise<Answer>,
): Promise<Answer> => {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    await applyChanges(client, changesOf([travelStatusProjection], events));
    return await ask(client);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
};

/** Seconds after the first record are told by the offset, as {@link history} does. */
const recordedMs = ({ position: { offset } }: Recorded) => Date.parse(RECORDED) + (offset - 1) * 1000;
const isKnown = (asOf: AsOf, position: number, recorded: number, published: number): boolean =>
  position <= asOf.position.offset &&
  (asOf.knownAt === null || (asOf.clock === 'recorded' ? recorded : published) <= Date.parse(asOf.knownAt));

describe('the travel status equals that of a naive model', () => {
  const noticeOf = (seqs: number, airport: fc.Arbitrary<'open' | 'closed' | null>) =>
    fc
      .record({
        authority: fc.constantFrom('US-STATE', 'GB-FCDO'),
        occurred: times,
        published: times,
        seq: fc.integer({ min: 1, max: seqs }),
        validTo: fc.option(fc.oneof(days, instants)),
        departure: fc.option(fc.constantFrom('authorized', 'ordered', 'lifted')),
        airport,
      })
      .map(({ authority, occurred, published, seq, validTo, departure, airport }): AdvisoryChanged => ({
        type: 'AdvisoryChanged',
        noticeId: 'n',
        authority,
        destination: 'ML',
        seq,
        facets: { ...(departure && { departure }), ...(airport && { airport }) },
        occurred,
        publishedAt: { at: published.from, precision: published.precision, basis: 'stated' },
        source: { id: 's', title: 'S' },
        ...(validTo !== null && { validTo }),
      }));

  const few = fc.array(noticeOf(3, fc.option(fc.constantFrom('open', 'closed'))), { maxLength: 8 });
  /** More than are read at once, each of a place of its own. */
  const many = fc.uniqueArray(
    noticeOf(40, fc.oneof({ weight: 20, arbitrary: fc.constant(null) }, fc.constantFrom('open' as const, 'closed' as const))),
    {
      minLength: 30,
      maxLength: 60,
      size: 'max',
      selector: ({ authority, occurred, seq }) => `${authority} ${dayOf(occurred)} ${seq}`,
    },
  );

  const naive = (events: readonly Recorded[], asOf: AsOf): Record<string, unknown> => {
    const known = events.flatMap((recorded) => {
      const event = recorded.event as AdvisoryChanged;
      const published = publishedMs(event.publishedAt!);
      if (!isKnown(asOf, recorded.position.offset, recordedMs(recorded), published)) return [];
      const end = event.validTo === undefined ? Infinity : boundMs(event.validTo, 'end', event.occurred.zone)!;
      return [{ recorded, event, published, day: dayOf(event.occurred), start: occurredRange(event.occurred).start, end }];
    });
    const validAt = Date.parse(asOf.validAt);
    const answer: Record<string, unknown> = {};
    for (const authority of ['GB-FCDO', 'US-STATE']) {
      for (const facet of ['departure', 'airport'] as const) {
        const [latest] = known
          .filter(({ event }) => event.authority === authority)
          .map((one, _, all) => {
            const earlier = all.filter((other) => other.day === one.day && other.event.seq < one.event.seq);
            return { ...one, since: Math.max(one.start, ...earlier.map(({ start }) => start)) };
          })
          .filter(({ event, since }) => event.facets[facet] !== undefined && since <= validAt)
          .sort(
            (a, b) =>
              b.day.localeCompare(a.day) ||
              b.event.seq - a.event.seq ||
              b.start - a.start ||
              b.published - a.published ||
              b.recorded.position.offset - a.recorded.position.offset,
          );
        if (latest === undefined) continue;
        const ended = latest.end <= validAt;
        answer[`${authority} ${facet}`] = {
          value: ended ? 'unknown' : latest.event.facets[facet],
          since: new Date(ended ? latest.end : latest.since).toISOString(),
          eventId: latest.recorded.id,
        };
      }
    }
    return answer;
  };

  it('for any history and question', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 3, arbitrary: few }, { weight: 2, arbitrary: many }),
        fc.array(question, { minLength: 3, maxLength: 6 }),
        async (notices, questions) => {
          const events = history(notices);
          await asking(events, async (client) => {
            const stated = new StatedKeys();
            for (const asOf of questions) {
              const { authorities, combined } = await travelStatus(client, S, asOf);
              const remembered = { stated, statuses: new RememberedStatuses(), table: 1 };
              expect(await travelStatus(client, S, asOf, { remembered })).toEqual({ authorities, combined });
              const answer = authorities.flatMap(({ authority, facets }) =>
                Object.entries(facets).map(([facet, said]) => [`${authority} ${facet}`, said]),
              );
              expect(Object.fromEntries(answer)).toEqual(naive(events, asOf));
            }
          });
        },
      ),
      { numRuns: 250 },
    );
  }, 60_000);

  it('and is remembered for no longer than it holds', async () => {
    let answers = 0;
    let held = 0;
    const moments = fc.integer({ min: -24, max: 150 }).map((halfHours) => new Date(Date.parse('2025-10-28') + halfHours * 1_800_000));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(few, many),
        fc.array(moments, { minLength: 8, maxLength: 12 }),
        fc.constantFrom(undefined, 'US-STATE'),
        async (notices, asked, authority) => {
          const filter = authority === undefined ? {} : { authority };
          await asking(history(notices), async (client) => {
            const [stated, statuses] = [new StatedKeys(), new RememberedStatuses()];
            for (const moment of asked.flatMap((one) => [one, new Date(one.getTime() + 1_500_000)])) {
              const asOf: AsOf = {
                clock: 'recorded',
                knownAt: null,
                validAt: moment.toISOString(),
                position: { partition: 0, offset: 60 },
              };
              answers += 1;
              held += statuses.at(`${S}\n${authority === undefined ? '' : 'US-STATE/'}`, 1, asOf) === undefined ? 0 : 1;
              const remembered = await travelStatus(client, S, asOf, { ...filter, remembered: { stated, statuses, table: 1 } });
              expect(remembered).toEqual(await travelStatus(client, S, asOf, filter));
            }
          });
        },
      ),
      { numRuns: 100 },
    );
    expect(held / answers).toBeGreaterThan(0.2);
  }, 60_000);
});
