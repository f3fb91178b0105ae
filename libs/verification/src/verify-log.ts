import type { Pool, PoolClient } from 'pg';
import { type AcceptedGap, acceptedGaps, archivedBetween } from '../../arbiter/src/index.js';
import { eventCodec, type EventLog, partitionOf, type RecordedEvent } from '../../event-log/src/index.js';
import type { DomainEvent } from '../../read-models/src/index.js';
import { EVENT_SCHEMAS } from '../../situations/src/index.js';
import { type Difference, Differences } from './difference.js';
import { expectedCommands, expectedEvents, expectedRecords, type Keyed, timeOf } from './expected-rows.js';
import { type ComparedModel, compareModel, withShadows } from './read-models.js';
import {
  differingHeads,
  parkedModels,
  type RecordedCursor,
  recordedCommands,
  recordedCursors,
  recordedEvents,
  recordedRecords,
  surplusRows,
} from './recorded-rows.queries.js';
import { Refold } from './refold.js';
import { type Run, runsOfLog } from './runs-of-log.js';

/** Records that are judged and compared at once. */
const AT_ONCE = 500;
/** Records that are read from PostgreSQL at once, where nothing bounds their bytes but the size of a commit. */
const KEPT_AT_ONCE = 100;

export type Verification = {
  /** Where each partition was compared up to: where the record stood at the start. */
  readonly positions: readonly { readonly partition: number; readonly offset: number }[];
  readonly records: number;
  readonly verdicts: Readonly<Record<string, number>>;
  readonly events: number;
  readonly models: readonly ComparedModel[];
  readonly parked: readonly { readonly name: string; readonly partition: number; readonly offset: number }[];
  /** Records that nobody had judged at the start. */
  readonly notJudged: number;
  /** Offsets whose loss somebody accepted: they count as records without anything. */
  readonly acceptedGaps: readonly AcceptedGap[];
  /** Offsets that the log lacks up to such a gap, and that were judged anew by their bytes in PostgreSQL. Until the log is made whole. */
  readonly fromPostgres: readonly { readonly partition: number; readonly from: number; readonly to: number }[];
  /** What could not be compared, since the log lacks what it rests on. */
  readonly notCompared: readonly string[];
  readonly differences: number;
  readonly first: Difference | null;
  readonly byTable: Readonly<Record<string, number>>;
  /** At most a hundred of them. */
  readonly some: readonly Difference[];
};

export type VerifySettings = {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly log: EventLog;
  readonly progress?: (records: number, of: number) => void;
};

/**
 * Reads the whole log, judges it anew by rule 1 without believing anything that is recorded, and compares with PostgreSQL: every record with its bytes, times
 * and verdict, every command, event, stream head and cursor, and the rows of every read model. Up to where the record stands at the start, in one snapshot,
 * so that the projector may go on. Writes nothing but temporary tables and a schema that it drops.
 * Throws LogHalted where the log cannot be judged, LogUnavailable where it does not answer, DatabaseIsNewer where it shows what this program does not know.
 */
export const verifyLog = async (settings: VerifySettings): Promise<Verification> => {
  const client = await settings.pool.connect();
  let broken = false;
  try {
    return await new Verifier(settings, client).run();
  } finally {
    await client
      .query('ROLLBACK; RESET idle_in_transaction_session_timeout; DROP TABLE IF EXISTS refold_seen, refold_heads')
      .catch(() => (broken = true));
    client.release(broken);
  }
};

class Verifier {
  private readonly differences = new Differences();
  private readonly refold: Refold;
  private readonly verdicts: Record<string, number> = {};
  private readonly fromPostgres: { partition: number; from: number; to: number }[] = [];
  private accepted: readonly AcceptedGap[] = [];
  private records = 0;
  private events = 0;

  constructor(
    private readonly settings: VerifySettings,
    private readonly client: PoolClient,
  ) {
    this.refold = new Refold(client, eventCodec<DomainEvent>(EVENT_SCHEMAS));
  }

  async run(): Promise<Verification> {
    const { databaseUrl, pool, log } = this.settings;
    await this.refold.begin();
    // The snapshot is held while read models are built and indexed, and nothing is asked of it: the server would end it for that.
    await this.client.query('SET idle_in_transaction_session_timeout = 0');
    await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const cursors = await recordedCursors(this.client);
    const parked = await parkedModels(this.client);
    this.accepted = await acceptedGaps(this.client);
    const ends = await log.ends();
    const notJudged = ends.reduce((sum, { partition, end }) => sum + Math.max(0, end - 1 - (cursors[partition]?.lastOffset ?? -1)), 0);
    const whole = this.compareEnds(cursors, ends);
    const models: ComparedModel[] = [];
    if (whole) {
      const judged = this.judged(cursors);
      await withShadows(databaseUrl, pool, judged, async (shadows) => {
        await this.compareRest(cursors);
        for (const shadow of shadows) {
          const { name } = shadow.projection;
          const positions = cursors.map(({ partition, lastOffset }) => ({
            partition,
            offset: parked.find((one) => one.name === name && one.partition === partition)?.offset ?? lastOffset,
          }));
          models.push(await compareModel(pool, shadow, positions, this.differences));
        }
      });
    } else {
      // What is there is compared; what rests on what is missing is not.
      const readable = cursors.map((cursor, partition) => ({
        ...cursor,
        lastOffset: (ends[partition]?.start ?? 1) > 0 ? -1 : Math.min(cursor.lastOffset, (ends[partition]?.end ?? 0) - 1),
      }));
      if (readable.length === log.partitions) for await (const _ of this.judged(readable));
    }
    const { count, first, byTable, some } = this.differences;
    return {
      positions: cursors.map(({ partition, lastOffset }) => ({ partition, offset: lastOffset })),
      records: this.records,
      verdicts: this.verdicts,
      events: this.events,
      models,
      parked,
      notJudged,
      acceptedGaps: this.accepted,
      fromPostgres: this.fromPostgres,
      notCompared: whole ? [] : ['heads', 'cursors', 'surplus rows', 'read models'],
      differences: count,
      first: first ?? null,
      byTable,
      some,
    };
  }

  /** Whether the log has every record that was judged. */
  private compareEnds(cursors: readonly RecordedCursor[], ends: Awaited<ReturnType<EventLog['ends']>>): boolean {
    const missing = (partition: number, offset: number, times: number) =>
      this.differences.add({ partition, offset, table: 'log', field: 'row', inLog: 'none', inPostgres: 'one' }, times);
    for (const { partition, lastOffset } of cursors) {
      const { start = 0, end = 0 } = ends.find((one) => one.partition === partition) ?? {};
      if (start > 0 && lastOffset >= 0 && !this.isAccepted(partition, start)) missing(partition, 0, Math.min(start, lastOffset + 1));
      if (end <= lastOffset) missing(partition, Math.max(start, end), lastOffset + 1 - Math.max(start, end));
    }
    if (ends.length !== cursors.length) {
      const at = { partition: Math.min(ends.length, cursors.length), offset: null, table: 'log', field: 'partitions' };
      this.differences.add({ ...at, inLog: String(ends.length), inPostgres: String(cursors.length) });
    }
    return this.differences.count === 0;
  }

  /** Whether the log may go on at `to` and not before: an accepted gap ends there. */
  private isAccepted(partition: number, to: number): boolean {
    return this.accepted.some((gap) => gap.partition === partition && gap.last + 1 === to);
  }

  /** The log up to `ends`, and what it lacks up to an accepted gap as PostgreSQL keeps it. */
  private async *runs(ends: readonly number[]): AsyncGenerator<Run> {
    const pass = (partition: number, _: number, to: number) => this.isAccepted(partition, to);
    for await (const run of runsOfLog(this.settings.log, ends, { pass })) {
      const { partition, gone } = run;
      if (gone === undefined) {
        yield run;
        continue;
      }
      this.fromPostgres.push({ partition, from: gone.from, to: gone.to - 1 });
      for (let from = gone.from; from < gone.to; from += KEPT_AT_ONCE)
        yield { partition, records: await archivedBetween(this.client, partition, from, Math.min(gone.to, from + KEPT_AT_ONCE) - 1) };
    }
  }

  /** The events of the log up to the cursors, each run once it is compared. */
  private async *judged(cursors: readonly RecordedCursor[]): AsyncGenerator<readonly RecordedEvent<DomainEvent>[]> {
    const ends = cursors.map(({ lastOffset }) => lastOffset + 1);
    const total = ends.reduce((sum, end) => sum + end, 0);
    for await (const { partition, records } of this.runs(ends)) {
      for (let from = 0; from < records.length; from += AT_ONCE) {
        const batch = await this.refold.take(partition, records.slice(from, from + AT_ONCE));
        const [first, last] = [batch.records[0]!.record.offset, batch.lastOffset];
        const [rows, commands, events] = await Promise.all([
          recordedRecords(this.client, partition, first, last),
          recordedCommands(
            this.client,
            partition,
            batch.firsts.map(({ commandId }) => commandId),
          ),
          recordedEvents(this.client, partition, first, last),
        ]);
        this.compare('records', partition, expectedRecords(batch), rows);
        this.compare('commands', partition, expectedCommands(batch), commands);
        this.compare('events', partition, expectedEvents(batch), events);
        for (const { verdict } of batch.records) this.verdicts[verdict] = (this.verdicts[verdict] ?? 0) + 1;
        this.records += batch.records.length;
        this.events += batch.events.length;
        this.settings.progress?.(this.records, total);
        yield batch.events;
      }
    }
  }

  private compare(table: string, partition: number, inLog: Keyed, inPostgres: Keyed): void {
    for (const key of new Set([...inLog.keys(), ...inPostgres.keys()])) {
      const [one, other] = [inLog.get(key), inPostgres.get(key)];
      const offset = (one ?? other)!.offset;
      this.differences.compare({ partition, offset, table, ...(key === String(offset) ? {} : { row: key }) }, one?.row, other?.row);
    }
  }

  private async compareRest(cursors: readonly RecordedCursor[]): Promise<void> {
    for (const { table, partition, offset, row, count } of await surplusRows(this.client))
      this.differences.add({ partition, offset, table, row, field: 'row', inLog: 'none', inPostgres: 'one' }, count);
    for (const { situation, stream, inLog, inPostgres } of await differingHeads(this.client)) {
      const at = { partition: partitionOf(situation, cursors.length), offset: null, table: 'heads', row: `${situation} ${stream}` };
      this.differences.compare({ ...at }, { version: inLog }, { version: inPostgres });
    }
    for (const { partition, lastOffset, log, partitions, recordedAt } of cursors) {
      const standing = this.refold.at(partition);
      const expected = {
        log_id: standing?.log?.log ?? null,
        partitions: standing?.log?.partitions ?? null,
        recorded_at: standing === undefined ? recordedAt : timeOf(standing.recordedMs),
      };
      this.differences.compare({ partition, offset: lastOffset, table: 'cursors' }, expected, {
        log_id: log,
        partitions,
        recorded_at: recordedAt,
      });
    }
  }
}
