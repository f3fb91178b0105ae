import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase, Pool } from 'pg';
import {
  decodeRecord,
  type EventCodec,
  type EventLog,
  LogHalted,
  type LogRecord,
  LogUnavailable,
  type RecordedEvent,
  storable,
} from '../../event-log/src/index.js';
import type { AcceptedEvents, DomainEvent, Offsets, TakeEvents } from '../../read-models/src/index.js';
import { recordedEvent } from './batch.js';
import { acceptedGaps } from './accepted-gaps.queries.js';
import { acceptedBetween, type AcceptedRow, archivedBetween } from './accepted-log.queries.js';

/** Records whose verdicts are asked for at once, and which are then read in one go: nothing else is done meanwhile. */
const AT_ONCE = 250;
/** Records read at once from the archive, where nothing bounds their bytes but the size of a commit. */
const ARCHIVED_AT_ONCE = 100;
/** How often a log that does not answer is asked again, and one that is followed whether it is halted. */
const LOOKS_EVERY_MS = 1_000;

/**
 * The accepted events, for whoever builds from the log what the arbiter built. Content comes from the log; which records were accepted, their
 * versions and recorded times from the arbiter's account of them, which rule 1 gives for ever: to derive it again would need every command id
 * and stream ever seen in memory. The two are held against each other record by record.
 */
export const acceptedLog = (log: EventLog, pool: Pool, codec: EventCodec<DomainEvent>): AcceptedEvents => {
  const eventsOf = async (db: Pool | ClientBase, records: readonly LogRecord[]): Promise<RecordedEvent<DomainEvent>[]> => {
    const { partition, offset } = records[0]!;
    return acceptedEvents(records, await acceptedBetween(db, partition, offset, records.at(-1)!.offset), codec);
  };
  const fromArchive = async (db: Pool | ClientBase, partition: number, after: number, last: number, take: TakeEvents): Promise<void> => {
    for (let from = after + 1; from <= last; from += ARCHIVED_AT_ONCE) {
      const records = await archivedBetween(db, partition, from, Math.min(last, from + ARCHIVED_AT_ONCE - 1));
      await take(partition, await eventsOf(db, records), records.at(-1)!.offset);
    }
  };

  return {
    fromLog: (after, upTo, take, signal) =>
      follow(log, after, upTo, signal, {
        take: async (partition, records) => {
          for (let start = 0; start < records.length; start += AT_ONCE) {
            const some = records.slice(start, start + AT_ONCE);
            await take(partition, await eventsOf(pool, some), some.at(-1)!.offset);
            signal.throwIfAborted();
          }
        },
        gone: async (partition, reached, to) => {
          // Up to a gap that was accepted the record has what the log lacks; anything else that it lacks is to be given back first.
          if (!(await acceptedGaps(pool)).some((gap) => gap.partition === partition && gap.last + 1 === to))
            throw new LogHalted(
              `partition ${partition}: the log goes on at ${to} where ${reached + 1} was due. Make it whole with: timeline recover`,
            );
          await fromArchive(pool, partition, reached, Math.min(to - 1, upTo[partition]!), take);
        },
      }),
    fromArchive: async (client, after, upTo, take) => {
      for (const [partition, last] of upTo.entries()) await fromArchive(client, partition, after[partition]!, last, take);
    },
  };
};

type Taking = {
  readonly take: (partition: number, records: readonly LogRecord[]) => Promise<void>;
  /** Takes what the log lacks between `reached` and `to`. */
  readonly gone: (partition: number, reached: number, to: number) => Promise<void>;
};

/** Rejects with LogHalted where the log ends before `upTo`. One that does not answer is waited for, since it comes back. */
const mustHold = async (log: EventLog, upTo: Offsets, signal: AbortSignal): Promise<void> => {
  for (;;) {
    try {
      const short = (await log.ends()).find(({ partition, end }) => end <= upTo[partition]!);
      if (short === undefined) return;
      const { partition, end } = short;
      throw new LogHalted(
        `partition ${partition}: the log ends at ${end}, and ${upTo[partition]} is to be read. Make it whole with: timeline recover`,
      );
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      await pause(LOOKS_EVERY_MS, undefined, { signal });
    }
  }
};

/**
 * Follows until every partition has come to `upTo`; what lies behind it is left alone. What `taking` throws ends it, as does a log that cannot be read
 * on; one that does not answer is waited for.
 */
const follow = async (log: EventLog, after: Offsets, upTo: Offsets, signal: AbortSignal, taking: Taking): Promise<void> => {
  const reached = [...after];
  const isDone = () => reached.every((offset, partition) => offset >= upTo[partition]!);
  if (isDone()) return;
  signal.throwIfAborted();
  await mustHold(log, upTo, signal);
  let passing = 0;
  let settle!: { done: () => void; failed: (error: unknown) => void };
  const finished = new Promise<void>((done, failed) => (settle = { done, failed }));
  finished.catch(() => undefined);
  const abort = () => settle.failed(signal.reason);
  signal.addEventListener('abort', abort);
  const following = await log.follow(
    after.map((offset) => offset + 1),
    async (partition, records) => {
      const wanted = records.filter(({ offset }) => offset > reached[partition]! && offset <= upTo[partition]!);
      if (wanted.length === 0) return;
      try {
        await taking.take(partition, wanted);
      } catch (error) {
        settle.failed(error);
        throw new LogHalted('read no further', { cause: error });
      }
      reached[partition] = wanted.at(-1)!.offset;
      if (isDone()) settle.done();
    },
    {
      pass: async (partition, _, to) => {
        if (reached[partition]! >= upTo[partition]!) return false;
        passing += 1;
        try {
          await taking.gone(partition, reached[partition]!, to);
        } catch (error) {
          settle.failed(error);
          return false;
        } finally {
          passing -= 1;
        }
        reached[partition] = Math.min(to - 1, upTo[partition]!);
        if (isDone()) settle.done();
        return true;
      },
    },
  );
  // A follower that halts by itself tells nobody.
  const looking = setInterval(() => {
    if (passing > 0) return;
    for (const [partition, why] of following.state().halted) if (reached[partition]! < upTo[partition]!) settle.failed(new LogHalted(why));
  }, LOOKS_EVERY_MS);
  try {
    await finished;
  } finally {
    clearInterval(looking);
    signal.removeEventListener('abort', abort);
    await following.stop();
  }
};

const differ = ({ partition, offset }: LogRecord, why: string) =>
  new LogHalted(`log and record differ at ${partition}-${offset}: ${why}. Find out with: timeline verify --log`);

/** The events of those of the records that were accepted, which `rows` tell. Throws LogHalted where a record does not hold what they say. */
const acceptedEvents = (
  records: readonly LogRecord[],
  rows: readonly AcceptedRow[],
  codec: EventCodec<DomainEvent>,
): RecordedEvent<DomainEvent>[] => {
  const events: RecordedEvent<DomainEvent>[] = [];
  let next = 0;
  for (const record of records) {
    const { partition, offset } = record;
    const first = next;
    while (rows[next]?.offset === offset) next++;
    if (first === next) continue;
    const decoded = decodeRecord(record);
    if (decoded.kind !== 'commit') throw differ(record, 'events were accepted of what is no commit');
    const { commit } = decoded;
    if (commit.events.length !== next - first) throw differ(record, `${next - first} events were accepted of ${commit.events.length}`);
    commit.events.forEach((event, index) => {
      const { eventId, version, recordedMs } = rows[first + index]!;
      if (eventId !== event.id) throw differ(record, `event ${index} is ${event.id}, and ${eventId} was accepted`);
      events.push(
        recordedEvent(partition, { event, data: storable(event.data) ?? null, commit, offset, index, version, recordedMs }, codec),
      );
    });
  }
  if (next !== rows.length) throw new LogHalted(`events were accepted at offset ${rows[next]!.offset}, where the log has no record`);
  return events;
};
