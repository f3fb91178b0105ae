import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ClientBase, Pool } from 'pg';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { IncidentEvent, ObservationRecorded } from '../../../situations/src/index.js';
import { history, idAt } from '../../../../test/support/recorded.js';
import { createTemplate, type TestDatabase } from '../../../../test/support/stack.js';
import { changesOf } from '../changes-of.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { LIVE_PROJECTIONS } from '../live-projections.js';
import { applyChanges } from './apply-changes.js';
import { migrate } from './data-source.js';

type Event = RecordedEvent<DomainEvent>;
const source = { id: 'afp', title: 'AFP' };
const occurred = { from: '2025-09-14', precision: 'day' } as const;
const place = { name: 'Kayes' };

const event: fc.Arbitrary<DomainEvent> = fc.oneof(
  fc
    .record({ incidentId: fc.constantFrom('a', 'b'), claimId: fc.constantFrom('c1', 'c2'), low: fc.nat(9), what: fc.nat(4) })
    .map(({ incidentId, claimId, low, what }): IncidentEvent => {
      const claim = { claimId, figures: [{ measure: 'killed', low, text: `${low}` }] };
      if (what === 0) return { type: 'IncidentReported', incidentId, kind: 'attack', occurred, source, place, actors: [], claims: [claim] };
      if (what === 1) return { type: 'ClaimAdded', incidentId, claim };
      if (what === 2) return { type: 'ClaimRevised', incidentId, claim };
      if (what === 3) return { type: 'ClaimRetracted', incidentId, claimId, reason: 'wrong' };
      return { type: 'IncidentReclassified', incidentId, kind: 'abduction', reason: 'better known' };
    }),
  fc.constantFrom('open', 'closed').map((status): ObservationRecorded => ({
    type: 'ObservationRecorded',
    occurred,
    source,
    kind: 'schools',
    value: { status } as { status: 'open' },
    observationId: status,
    subject: 'country',
  })),
);
/** Of whatever was recorded, or is yet to be: the log takes corrections that make no sense, and so must we. */
const mending = fc
  .record({
    of: fc.oneof(
      fc.nat(12).map((offset) => idAt(offset)),
      fc.constantFrom(idAt(2, 1), 'nothing'),
    ),
    cause: fc.constantFrom('transcription', 'source-revised'),
    replacement: event,
  })
  .map(({ of, cause, replacement }): DomainEvent => {
    const correctable = replacement.type === 'IncidentReported' || replacement.type === 'ObservationRecorded';
    if (!correctable) return { type: 'FactRetracted', retracts: of, reason: 'x', cause };
    return { type: 'FactCorrected', corrects: of, replacement, reason: 'x', cause };
  });
const any = fc.oneof({ weight: 2, arbitrary: event }, { weight: 1, arbitrary: mending });
const events = fc.array(fc.oneof({ weight: 3, arbitrary: any }, { weight: 1, arbitrary: fc.array(any, { minLength: 2, maxLength: 3 }) }), {
  maxLength: 12,
});

describe('changes in PostgreSQL', () => {
  let database: TestDatabase;
  let pool: Pool;

  beforeAll(async () => {
    database = await createTemplate(migrate).createDatabase();
    pool = new Pool({ connectionString: database.url, pipeline: true });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const rowsAfter = async (deliver: (client: ClientBase) => Promise<void>): Promise<unknown[]> => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await deliver(client);
      const rows: unknown[] = [];
      for (const { name } of LIVE_PROJECTIONS) {
        rows.push(...(await client.query(`SELECT '${name}' AS model, * FROM derived.${name} ORDER BY log_offset, event_index, ord`)).rows);
      }
      return rows;
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  };
  const inBatches = (all: readonly Event[], size: number) => async (client: ClientBase) => {
    for (let start = 0; start < all.length; start += size) {
      await applyChanges(client, changesOf(LIVE_PROJECTIONS, all.slice(start, start + size)));
    }
  };

  it('are the same whatever the batches, and when they come again', async () => {
    await fc.assert(
      fc.asyncProperty(events, async (commits) => {
        const all = history(commits);
        const whole = await rowsAfter(inBatches(all, Infinity));
        expect(await rowsAfter(inBatches(all, 1))).toEqual(whole);
        expect(await rowsAfter(inBatches(all, 3))).toEqual(whole);
        const twice = await rowsAfter(async (client) => {
          await inBatches(all, 2)(client);
          await inBatches(all, 3)(client);
          await inBatches([...all, ...all], Infinity)(client);
        });
        expect(twice).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('take back what was corrected, once, and restore it when the correction is undone', async () => {
    const schools = (status: 'open' | 'closed'): ObservationRecorded => ({
      type: 'ObservationRecorded',
      occurred,
      source,
      kind: 'schools',
      value: { status },
      observationId: 'o',
      subject: 'country',
    });
    const all = history([
      schools('open'),
      { type: 'FactCorrected', corrects: idAt(1), replacement: schools('closed'), reason: 'x', cause: 'transcription' },
      { type: 'FactRetracted', retracts: idAt(2), reason: 'x', cause: 'transcription' },
      { type: 'FactRetracted', retracts: idAt(3), reason: 'x', cause: 'transcription' },
    ]);
    type Row = { model: string; value: { value: unknown }; event_id: string; asserted_by: string; withdrawn_by: string | null };
    const rows = (await rowsAfter(inBatches(all, Infinity))) as Row[];
    const observed = rows.filter(({ model }) => model === 'observations');
    expect(observed.map(({ value, event_id, asserted_by, withdrawn_by }) => [value.value, event_id, asserted_by, withdrawn_by])).toEqual([
      [{ status: 'open' }, idAt(1), idAt(1), idAt(2)],
      [{ status: 'closed' }, idAt(2), idAt(2), idAt(3)],
      [{ status: 'open' }, idAt(1), idAt(3), idAt(4)],
      [{ status: 'closed' }, idAt(2), idAt(4), null],
    ]);
  });
});
