import {
  type CommitEvent,
  type Commit,
  decodeRecord,
  type Decoded,
  type EventCodec,
  LogHalted,
  type LogMarker,
  type LogRecord,
  type RecordedEvent,
  storable,
  storableText,
  UnknownNumber,
} from '../../event-log/src/index.js';
import { type FirstVerdict, PartitionFold, streamsOf } from './fold.js';
import { type Judgement, rule1 } from './rule-1.js';

export type JudgedRecord = { record: LogRecord; recordedMs: number; verdict: Judgement['verdict']; reason?: string };
/** An accepted event as it is kept: `data` is null where it cannot be kept as JSON. */
export type StoredRow = {
  event: CommitEvent;
  data: Record<string, unknown> | null;
  commit: Commit;
  offset: number;
  index: number;
  version: number;
  recordedMs: number;
};

export type Head = { situationId: string; stream: string; version: number; offset: number };

/** What a run of records of one partition comes to. */
export type Batch<Event> = {
  records: readonly JudgedRecord[];
  /** First verdicts given in this batch. */
  firsts: readonly FirstVerdict[];
  /** For every commit of the batch the verdict to tell its writer: for a duplicate the first one's. */
  answers: readonly FirstVerdict[];
  rows: readonly StoredRow[];
  events: readonly RecordedEvent<Event>[];
  /** Versions of the streams that moved, and where they last did. */
  heads: readonly Head[];
  log: LogMarker;
  lastOffset: number;
  recordedMs: number;
};

export type Undecided = { record: LogRecord; decoded: Decoded };

/** Reads the records. Throws LogHalted at one that speaks a language of the future. */
export const decodeAll = (records: readonly LogRecord[]): Undecided[] =>
  records.map((record) => {
    try {
      return { record, decoded: decodeRecord(record) };
    } catch (error) {
      if (error instanceof UnknownNumber)
        throw new LogHalted(`${record.partition}-${record.offset}: ${error.message}; a newer version of this program must read on`);
      throw error;
    }
  });

/** The commands and streams whose state a batch rests on. */
export type Touched = {
  readonly commandIds: readonly string[];
  readonly streams: readonly { readonly situationId: string; readonly stream: string }[];
};

export const touchedBy = (undecided: readonly Undecided[]): Touched => {
  const commits = undecided.flatMap(({ decoded }) => (decoded.kind === 'commit' ? [decoded.commit] : []));
  const streams = new Map(
    commits.flatMap((commit) =>
      streamsOf(commit).map((stream) => [`${commit.situationId} ${stream}`, { situationId: commit.situationId, stream }]),
    ),
  );
  return { commandIds: [...new Set(commits.map(({ commandId }) => commandId))], streams: [...streams.values()] };
};

/** Judges the records in order on top of `fold`, which holds what {@link touchedBy} named and takes in what is judged. */
export const judgeAll = <Event>(
  fold: PartitionFold,
  undecided: readonly Undecided[],
  recordedMs: number,
  codec: EventCodec<Event>,
): Batch<Event> => {
  const records: JudgedRecord[] = [];
  const firsts: FirstVerdict[] = [];
  const answers: FirstVerdict[] = [];
  const rows: StoredRow[] = [];
  const heads = new Map<string, Head>();
  let latest = recordedMs;
  for (const { record, decoded } of undecided) {
    const { partition, offset } = record;
    // Broker clocks may step back; the time of record never does.
    latest = Math.max(latest, record.brokerMs);
    const judgement = rule1(fold, partition, offset, decoded);
    if (offset === 0) fold.log = identityOf(partition, decoded, judgement);
    records.push({
      record,
      recordedMs: latest,
      verdict: judgement.verdict,
      ...('reason' in judgement ? { reason: judgement.reason } : {}),
    });
    if (judgement.verdict === 'accepted') rows.push(...rowsOf(fold, judgement.commit, offset, latest));
    const verdict = fold.take(offset, judgement);
    if (verdict === undefined) continue;
    answers.push(verdict);
    if (judgement.verdict !== 'duplicate') firsts.push(verdict);
  }
  for (const { commit, event, version, offset } of rows) {
    heads.set(`${commit.situationId} ${event.stream}`, { situationId: commit.situationId, stream: event.stream, version, offset });
  }
  if (fold.log === undefined) throw new LogHalted(`partition ${fold.partition} was begun without its identity`);
  const events = rows.map((row) => recordedEvent(fold.partition, row, codec));
  return {
    records,
    firsts,
    answers,
    rows,
    events,
    heads: [...heads.values()],
    log: fold.log,
    lastOffset: records.at(-1)!.record.offset,
    recordedMs: latest,
  };
};

const identityOf = (partition: number, decoded: Decoded, { verdict }: Judgement): LogMarker => {
  if (decoded.kind !== 'log' || verdict !== 'marker') {
    throw new LogHalted(`the first record of partition ${partition} is not the log's identity: this topic was not made by this program`);
  }
  return decoded.marker;
};

const rowsOf = (fold: PartitionFold, commit: Commit, offset: number, recordedMs: number): StoredRow[] => {
  const written = new Map<string, number>();
  return commit.events.map((event, index) => {
    const nth = (written.get(event.stream) ?? 0) + 1;
    written.set(event.stream, nth);
    return {
      event,
      data: storable(event.data) ?? null,
      commit,
      offset,
      index,
      version: fold.version(commit.situationId, event.stream) + nth,
      recordedMs,
    };
  });
};

/** An accepted event as projections take it. */
export const recordedEvent = <Event>(
  partition: number,
  { event, data, commit, offset, index, version, recordedMs }: StoredRow,
  codec: EventCodec<Event>,
): RecordedEvent<Event> => ({
  id: event.id,
  situationId: commit.situationId,
  stream: event.stream,
  version,
  position: { partition, offset, index },
  recordedAt: new Date(recordedMs).toISOString(),
  actor: storableText(commit.actor),
  ...(commit.reason === undefined ? {} : { reason: storableText(commit.reason) }),
  commandId: commit.commandId,
  correlationId: storableText(commit.correlationId),
  ...(commit.causationId === undefined ? {} : { causationId: storableText(commit.causationId) }),
  event:
    data === null
      ? { type: 'Unreadable', storedType: storableText(event.type), reason: 'nested too deep' }
      : codec.decode({ type: storableText(event.type), schema: event.schema, data }),
});
