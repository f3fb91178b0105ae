import type { Pool } from 'pg';
import {
  type CommandVerdict,
  type EventCodec,
  type ExpectedVerdict,
  type Loaded,
  LogUnavailable,
  partitionOf,
  type Recalled,
  type RecordStore,
  type StreamEvent,
  type ToldVerdict,
} from '../../event-log/src/index.js';
import type { DomainEvent } from '../../read-models/src/index.js';
import { RememberedStreams } from './remembered-streams.js';
import { VerdictListener } from './verdict-listener.js';

/** How often verdicts are asked for that nobody told. */
const POLL_EVERY_MS = 250;
const COMPLAINT_EVERY_MS = 30_000;

type LoadedRow = {
  part: 'cursor' | 'head' | 'event' | 'verdict' | 'parked';
  row: Record<string, unknown>;
};
/** `log_offset` is null where an earlier release wrote the head. */
type HeadJson = { stream: string; version: number; log_offset: number | null };
type EventJson = {
  event_id: string;
  stream: string;
  version: number;
  log_offset: number;
  type: string;
  schema: number;
  data: Record<string, unknown>;
};
type VerdictJson = {
  command_id: string;
  log_offset: number;
  verdict: 'accepted' | 'conflict';
  request_hash: string;
  versions: Record<string, number>;
  event_ids: string[];
};

const verdictOf = (partition: number, row: VerdictJson, parked: readonly string[]): CommandVerdict => ({
  commandId: row.command_id,
  verdict: row.verdict,
  position: { partition, offset: Number(row.log_offset) },
  requestHash: row.request_hash,
  versions: row.versions,
  eventIds: row.event_ids,
  parked,
});

/** Whether the events can be the first ones of the stream with this head. */
const isOf = (events: readonly StreamEvent<unknown>[], head: HeadJson | undefined): boolean => {
  const last = events.at(-1);
  if (last === undefined) return true;
  if (head === undefined || head.version < last.version) return false;
  return head.version > last.version || head.log_offset === null || head.log_offset === last.offset;
};

/** What the arbiter wrote to PostgreSQL, with its verdicts as they are told. */
export class PostgresRecordStore implements RecordStore<DomainEvent> {
  private readonly waiting = new Map<string, Set<(verdict: CommandVerdict) => void>>();
  private readonly hearing = new Set<() => void>();
  private readonly listener: VerdictListener;
  private poll: NodeJS.Timeout | undefined;
  private complainedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly pool: Pool,
    url: string,
    /** Frozen number of partitions of the log. */
    private readonly partitions: number,
    private readonly codec: EventCodec<DomainEvent>,
    private readonly warn: (message: string, error?: unknown) => void,
    private readonly remembered = new RememberedStreams<DomainEvent>(),
  ) {
    this.listener = new VerdictListener(url, (verdict) => this.hear(verdict), warn);
  }

  async start(): Promise<void> {
    await this.listener.start();
    this.schedulePoll();
  }

  async stop(): Promise<void> {
    clearTimeout(this.poll);
    await this.listener.stop();
  }

  async load(situationId: string, streams: readonly string[], commandIds: readonly string[]): Promise<Loaded<DomainEvent>> {
    const partition = partitionOf(situationId, this.partitions);
    const remembered = streams.map((stream) => this.remembered.of(situationId, stream));
    const rows = await this.rowsOf(partition, situationId, streams, remembered, commandIds);
    const part = <Row>(name: LoadedRow['part']): Row[] => rows.filter((row) => row.part === name).map(({ row }) => row as Row);
    const parked = part<{ name: string }>('parked').map(({ name }) => name);
    const [cursor] = part<{ last_offset: number }>('cursor');
    if (cursor === undefined) throw new LogUnavailable('the record was not begun: no projector has run yet');
    const heads = new Map(part<HeadJson>('head').map((head) => [head.stream, head]));
    const verdicts = part<VerdictJson>('verdict').map((row) => verdictOf(partition, row, parked));
    const answered = verdicts.some(({ verdict }) => verdict === 'accepted');
    const added = part<EventJson>('event');
    const events: StreamEvent<DomainEvent>[] = [];
    for (const [nth, stream] of streams.entries()) {
      const before = remembered[nth]!;
      if (!isOf(before, heads.get(stream))) {
        // Another record than the one that was read: the schema was dropped, say, and is being built anew.
        this.remembered.forget(situationId, streams);
        return this.load(situationId, streams, commandIds);
      }
      const news = added.filter((row) => row.stream === stream).map((row) => this.streamEvent(row));
      events.push(...before, ...news);
      if (!answered) this.learn(situationId, stream, news);
    }
    return {
      events: answered ? [] : events,
      versions: Object.fromEntries(streams.map((stream) => [stream, heads.get(stream)?.version ?? 0])),
      verdicts,
      position: { partition, offset: cursor.last_offset },
    };
  }

  /** Of the streams what comes after that which is remembered. One statement is one snapshot: state, versions and verdicts of the same moment. */
  private async rowsOf(
    partition: number,
    situationId: string,
    streams: readonly string[],
    remembered: readonly (readonly unknown[])[],
    commandIds: readonly string[],
  ): Promise<LoadedRow[]> {
    const values: unknown[] = [partition, situationId];
    const given = (value: unknown) => `$${values.push(value)}`;
    // A list and not an array: its length is known to the planner, which then keeps one plan instead of making one each time.
    const asked = streams.map(given);
    const ofCommands = `derived.commands AS command WHERE command_id IN (${commandIds.map(given).join(', ')}) AND partition = $1`;
    const verdicts = commandIds.length === 0 ? '' : `UNION ALL SELECT 'verdict', to_jsonb(command) FROM ${ofCommands}`;
    // Where one is accepted that is the answer, and nothing is decided: an import that comes again would read each stream over and over.
    const undecided = commandIds.length === 0 ? '' : `AND NOT EXISTS (SELECT FROM ${ofCommands} AND verdict = 'accepted')`;
    const events = asked.map(
      (stream, nth) => `
          UNION ALL
          (SELECT 'event', jsonb_build_object('event_id', event_id, 'stream', stream, 'version', version, 'log_offset', log_offset,
                                              'type', type, 'schema', schema, 'data', data) FROM derived.events AS event
           WHERE situation = $2 AND stream = ${stream} AND version > ${given(remembered[nth]!.length)} ${undecided}
           ORDER BY version)`,
    );
    const { rows } = await this.pool
      .query<LoadedRow>({
        name: `record-load-${streams.length}-${commandIds.length}`,
        text: `
          SELECT 'cursor' AS part, jsonb_build_object('last_offset', last_offset) AS row FROM derived.cursors WHERE partition = $1
          UNION ALL
          SELECT 'parked', jsonb_build_object('name', name) FROM derived.projections WHERE partition = $1 AND state = 'parked'
          UNION ALL
          SELECT 'head', to_jsonb(head) FROM derived.heads AS head WHERE situation = $2 AND stream IN (${asked.join(', ')})
          ${verdicts}
          ${events.join('')}`,
        values,
      })
      .catch((error: unknown) => {
        throw new LogUnavailable('the record cannot be read', { cause: error });
      });
    return rows;
  }

  expect(commandId: string): ExpectedVerdict {
    let told: ((verdict: CommandVerdict) => void) | undefined;
    const verdict = new Promise<CommandVerdict>((resolve) => (told = resolve));
    const listeners = this.waiting.get(commandId) ?? new Set();
    this.waiting.set(commandId, listeners.add(told!));
    return {
      within: async (milliseconds) => {
        let timer: NodeJS.Timeout | undefined;
        const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), milliseconds)));
        try {
          return await Promise.race([verdict, timeout]);
        } finally {
          clearTimeout(timer);
          listeners.delete(told!);
          if (listeners.size === 0) this.waiting.delete(commandId);
        }
      },
    };
  }

  /** Calls `heard` for each verdict that the arbiter tells. Some are not told, or not heard: whoever relies on it also looks. Answers how to end it. */
  whenTold(heard: () => void): () => void {
    this.hearing.add(heard);
    return () => void this.hearing.delete(heard);
  }

  recall(situationId: string, streams: readonly string[]): Recalled<DomainEvent> | undefined {
    return this.remembered.recall(situationId, streams);
  }

  learn(situationId: string, stream: string, events: readonly StreamEvent<DomainEvent>[]): void {
    this.remembered.add(situationId, stream, events);
  }

  private hear(verdict: ToldVerdict): void {
    // Who waits for it here knows what it wrote.
    if (verdict.verdict === 'accepted' && !this.waiting.has(verdict.commandId))
      this.remembered.outdated(verdict.situationId, verdict.versions);
    this.tell(verdict);
    for (const heard of this.hearing) heard();
  }

  private tell(verdict: CommandVerdict): void {
    for (const told of this.waiting.get(verdict.commandId) ?? []) told(verdict);
  }

  private schedulePoll(): void {
    this.poll = setTimeout(() => {
      this.askForVerdicts()
        .catch((error: unknown) => this.complain(error))
        .finally(() => this.schedulePoll());
    }, POLL_EVERY_MS).unref();
  }

  /** Once an outage, and again when it lasts: it is asked several times a second. */
  private complain(error: unknown): void {
    if (Date.now() - this.complainedAt < COMPLAINT_EVERY_MS) return;
    this.complainedAt = Date.now();
    this.warn('verdicts could not be asked for', error);
  }

  private async askForVerdicts(): Promise<void> {
    if (this.waiting.size === 0) return;
    const { rows } = await this.pool.query<VerdictJson & { partition: number; parked: string[] }>({
      name: 'record-verdicts',
      text: `
        SELECT command.*, ARRAY(SELECT name FROM derived.projections AS parked WHERE parked.partition = command.partition AND state = 'parked') AS parked
        FROM derived.commands AS command WHERE command_id = ANY($1::uuid[])`,
      values: [[...this.waiting.keys()]],
    });
    for (const row of rows) this.tell(verdictOf(row.partition, row, row.parked));
  }

  private streamEvent({ event_id: id, stream, version, log_offset: offset, ...stored }: EventJson): StreamEvent<DomainEvent> {
    return { id, stream, version, offset, event: this.codec.decode(stored) };
  }
}
