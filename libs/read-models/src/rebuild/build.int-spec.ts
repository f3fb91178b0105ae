import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { RecordedEvent } from '../../../event-log/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { eventsOfLog, randomLog } from '../../../../test/support/random-log.js';
import { readModels } from '../../../../test/support/read-models.js';
import { history } from '../../../../test/support/recorded.js';
import { changesOf } from '../changes-of.js';
import { LIVE_PROJECTIONS } from '../live-projections.js';
import { applyChanges } from '../postgres/apply-changes.js';
import { buildReadModels, dropReadModels } from './build.js';
import { digestRows } from './rows-digest.queries.js';
import { liveTable } from './target.tables.js';

type Recorded = RecordedEvent<DomainEvent>;

const db = readModels();
const databaseUrl = () => db.pool.options.connectionString!;
const targets = LIVE_PROJECTIONS.map((projection) => ({ projection, table: `derived.${projection.name}_built` }));

const inRuns = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));

/** The events of several partitions, a run of each in turn. */
async function* runsOf(partitions: readonly (readonly Recorded[])[], size: number): AsyncGenerator<readonly Recorded[]> {
  const runs = partitions.map((events) => inRuns(events, size));
  for (let nth = 0; runs.some((all) => nth < all.length); nth++) for (const all of runs) if (all[nth] !== undefined) yield all[nth]!;
}

/** As the arbiter does it: in batches, each a transaction. */
const applyLive = async (partitions: readonly (readonly Recorded[])[], size: number): Promise<void> => {
  await db.pool.query(`TRUNCATE ${LIVE_PROJECTIONS.map(({ name, version }) => `derived.${name}_v${version}`).join(', ')}`);
  for await (const run of runsOf(partitions, size)) {
    const client = await db.pool.connect();
    await client.query('BEGIN');
    await applyChanges(client, changesOf(LIVE_PROJECTIONS, run));
    await client.query('COMMIT');
    client.release();
  }
};

const rowsOf = async (table: string): Promise<string[]> =>
  (await db.pool.query(`SELECT row::text FROM ${table} AS row ORDER BY partition, log_offset, event_index, ord`)).rows.map(
    ({ row }) => row,
  );

describe('read models built from the log', () => {
  it('have the rows that the arbiter wrote, whatever the history and however either was cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(randomLog(3, 14), { minLength: 1, maxLength: 2 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(60),
        async (logs, liveSize, builtSize, at) => {
          const partitions = logs.map((log, partition) => eventsOfLog(partition, log));
          await applyLive(partitions, liveSize);
          await buildReadModels(databaseUrl(), targets, runsOf(partitions, builtSize));
          for (const { projection, table } of targets) {
            const live = `derived.${projection.name}`;
            expect(await rowsOf(table)).toEqual(await rowsOf(live));
            for (const partition of partitions.keys()) {
              const position = { partition, offset: at };
              expect(await digestRows(db.pool, table, position)).toEqual(await digestRows(db.pool, live, position));
            }
          }
        },
      ),
      { numRuns: 30 },
    );
  }, 180_000);

  it('have the key and the indexes of the live ones, under names of their own', async () => {
    await buildReadModels(databaseUrl(), targets, runsOf([], 1));
    const indexesOf = async (table: string) =>
      (await db.pool.query(`SELECT pg_get_indexdef(indexrelid) AS index FROM pg_index WHERE indrelid = $1::regclass`, [table])).rows
        .map(({ index }: { index: string }) => index.replace(/^(CREATE (UNIQUE )?INDEX) \S+ ON \S+/, '$1'))
        .toSorted();
    for (const { projection, table } of targets) {
      expect(await indexesOf(table)).toEqual(await indexesOf(await liveTable(db.pool, projection.name)));
    }
  });

  it('keep text that COPY would take for its own signs', async () => {
    const said = 'a\tb\nc\r\\N \\. "q" \u2028 é 🔥\\';
    const events = history([
      {
        type: 'ObservationRecorded',
        occurred: { from: '2025-09-14', precision: 'day' },
        source: { id: 'afp', title: said },
        kind: 'schools',
        value: { status: 'open' },
        observationId: 'o',
        subject: 'country',
        summary: said,
      },
      { type: 'SituationOpened', title: said, destinations: ['ML'] },
    ]);
    await applyLive([events], 1);
    await buildReadModels(databaseUrl(), targets, runsOf([events], 1));
    for (const { projection, table } of targets) expect(await rowsOf(table)).toEqual(await rowsOf(`derived.${projection.name}`));
  });

  it('are not built with a projection that throws, and nothing is left of them once dropped', async () => {
    const failing = { ...LIVE_PROJECTIONS[0]!, project: () => { throw new Error('bug'); } }; // prettier-ignore
    const [target] = [{ projection: failing, table: 'derived.failing' }];
    const events = history([{ type: 'SituationOpened', title: 'x', destinations: ['ML'] }]);
    await expect(buildReadModels(databaseUrl(), [target], runsOf([events], 1))).rejects.toThrow(
      'travel_status cannot take the event at 0-1.0: Error: bug',
    );
    await dropReadModels(databaseUrl(), [target, ...targets]);
    const { rows } = await db.pool.query(`SELECT relname FROM pg_class WHERE relname LIKE '%failing%' OR relname LIKE '%\\_built%'`);
    expect(rows).toEqual([]);
  });
});

describe('the digest of rows', () => {
  const opened = (title: string): DomainEvent => ({ type: 'SituationOpened', title, destinations: ['ML'] });
  const retract = (retracts: string): DomainEvent => ({ type: 'FactRetracted', retracts, reason: 'x', cause: 'transcription' });
  const notice: DomainEvent = {
    type: 'AdvisoryChanged',
    noticeId: 'n',
    authority: 'US-STATE',
    destination: 'ML',
    seq: 1,
    facets: { departure: 'ordered' },
    occurred: { from: '2025-10-30', precision: 'day' },
    source: { id: 's', title: 'S' },
  };
  const at = (offset: number) => ({ partition: 0, offset });
  const digest = (model: string, offset: number) => digestRows(db.pool, `derived.${model}`, at(offset));

  it('at a position stays what it was, also when a row is taken back later', async () => {
    const events = history([opened('a'), notice]);
    await applyLive([events], 1);
    const before = await digest('travel_status', 2);
    expect(before).toMatchObject({ partition: 0, offset: 2, rows: 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await applyLive([history([opened('a'), notice, retract(events[1]!.id)])], 1);
    expect(await digest('travel_status', 2)).toEqual(before);
    expect((await digest('travel_status', 3)).digest).not.toBe(before.digest);
  });

  it.each([
    ['value', `value = '{"a": 1}'`],
    ['day', `day = day + 1`],
    ['withdrawn_by', `withdrawn_by = gen_random_uuid(), withdrawn_offset = 2, withdrawn_index = 9`],
    ['seq', 'seq = seq + 1'],
    ['event_id', 'event_id = gen_random_uuid()'],
  ])('tells a changed %s', async (_, change) => {
    await applyLive([history([opened('a'), notice])], 1);
    const before = await digest('travel_status', 2);
    await db.pool.query(`UPDATE derived.travel_status_v1 SET ${change} WHERE ord = 0`);
    expect(await digest('travel_status', 2)).not.toEqual(before);
  });

  it('tells a row that is gone, and one that moved to another block', async () => {
    await applyLive([history([opened('a'), notice], { from: 250 })], 1);
    const before = await digest('timeline', 1000);
    await db.pool.query('UPDATE derived.timeline_v1 SET log_offset = 900 WHERE log_offset = 251');
    const moved = await digest('timeline', 1000);
    expect(moved.rows).toBe(before.rows);
    expect(moved.digest).not.toBe(before.digest);
    await db.pool.query('DELETE FROM derived.timeline_v1 WHERE log_offset = 900');
    expect((await digest('timeline', 1000)).rows).toBe(before.rows - 1);
  });
});
