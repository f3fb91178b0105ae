import type { ClientBase } from 'pg';
import { type Batch, decodeAll, judgeAll, PartitionFold, touchedBy } from '../../arbiter/src/index.js';
import type { EventCodec, LogMarker, LogRecord } from '../../event-log/src/index.js';
import type { DomainEvent } from '../../read-models/src/index.js';

/** A fold that knows of what a batch touches only whether it was seen. */
class TouchedFold extends PartitionFold {
  readonly before = new Set<string>();

  override seen(commandId: string): boolean {
    return this.before.has(commandId) || super.seen(commandId);
  }
}

type Standing = { log: LogMarker | undefined; recordedMs: number };

/**
 * Judges a log anew from its first record, by the arbiter's own code, and believes nothing that the arbiter wrote. What the fold has to remember (all
 * command ids, the versions of all streams) lies in temporary tables of the connection, on the server's disk: memory is that of a batch.
 */
export class Refold {
  private readonly standing = new Map<number, Standing>();

  constructor(
    private readonly client: ClientBase,
    private readonly codec: EventCodec<DomainEvent>,
  ) {}

  /** Before a transaction that only reads: there, such tables can be written, and not made. */
  async begin(): Promise<void> {
    await this.client.query(`
      CREATE TEMPORARY TABLE refold_seen (partition int, command_id uuid, PRIMARY KEY (partition, command_id));
      CREATE TEMPORARY TABLE refold_heads (situation text COLLATE "C", stream text COLLATE "C", version int, PRIMARY KEY (situation, stream))`);
  }

  /** Takes the next records of a partition. Throws LogHalted where they cannot be judged. */
  async take(partition: number, records: readonly LogRecord[]): Promise<Batch<DomainEvent>> {
    const { log, recordedMs } = this.standing.get(partition) ?? { log: undefined, recordedMs: 0 };
    const fold = new TouchedFold(partition, log);
    const undecided = decodeAll(records);
    await this.load(fold, touchedBy(undecided));
    const batch = judgeAll(fold, undecided, recordedMs, this.codec);
    await this.save(partition, batch);
    this.standing.set(partition, { log: batch.log, recordedMs: batch.recordedMs });
    return batch;
  }

  /** Identity and recorded time where the partition stands now. */
  at(partition: number): Standing | undefined {
    return this.standing.get(partition);
  }

  private async load(fold: TouchedFold, { commandIds, streams }: ReturnType<typeof touchedBy>): Promise<void> {
    const { rows } = await this.client.query<{ command_id: string | null; situation: string; stream: string; version: number }>({
      name: 'refold-load',
      text: `
        SELECT command_id, NULL AS situation, NULL AS stream, NULL AS version FROM refold_seen WHERE partition = $1 AND command_id = ANY($2::uuid[])
        UNION ALL
        SELECT NULL, situation, stream, version FROM unnest($3::text[], $4::text[]) AS asked (situation, stream) JOIN refold_heads USING (situation, stream)`,
      values: [fold.partition, commandIds, streams.map(({ situationId }) => situationId), streams.map(({ stream }) => stream)],
    });
    for (const { command_id, situation, stream, version } of rows) {
      if (command_id === null) fold.setVersion(situation, stream, version);
      else fold.before.add(command_id);
    }
  }

  private async save(partition: number, { firsts, heads }: Batch<DomainEvent>): Promise<void> {
    await this.client.query({
      name: 'refold-save',
      text: `
        WITH seen AS (INSERT INTO refold_seen SELECT $1, * FROM unnest($2::uuid[]))
        INSERT INTO refold_heads SELECT * FROM unnest($3::text[], $4::text[], $5::int[])
        ON CONFLICT (situation, stream) DO UPDATE SET version = excluded.version`,
      values: [
        partition,
        firsts.map(({ commandId }) => commandId),
        heads.map(({ situationId }) => situationId),
        heads.map(({ stream }) => stream),
        heads.map(({ version }) => version),
      ],
    });
  }
}
