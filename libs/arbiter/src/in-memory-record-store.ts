import {
  type CommandVerdict,
  decodeRecord,
  type EventCodec,
  type EventLog,
  type ExpectedVerdict,
  partitionOf,
  type RecordedEvent,
  type RecordStore,
} from '../../event-log/src/index.js';
import { judgeAll } from './batch.js';
import { PartitionFold } from './fold.js';
import { RememberedStreams } from './remembered-streams.js';

/** Follows `log` and judges it in memory: the record without a database. */
export const inMemoryRecordStore = async <Event>(
  log: EventLog,
  codec: EventCodec<Event>,
): Promise<RecordStore<Event> & { stop(): Promise<void> }> => {
  const folds = Array.from({ length: log.partitions }, (_, partition) => new PartitionFold(partition, undefined));
  const lastOffset = folds.map(() => -1);
  const events: RecordedEvent<Event>[] = [];
  const remembered = new RememberedStreams<Event>();
  const waiting = new Map<string, Set<(verdict: CommandVerdict) => void>>();

  const following = await log.follow(
    lastOffset.map(() => 0),
    async (partition, records) => {
      const undecided = records.map((record) => ({ record, decoded: decodeRecord(record) }));
      const batch = judgeAll(folds[partition]!, undecided, 0, codec);
      events.push(...batch.events);
      lastOffset[partition] = batch.lastOffset;
      for (const { situationId: _, ...verdict } of batch.answers)
        for (const tell of waiting.get(verdict.commandId) ?? []) tell({ ...verdict, parked: [] });
    },
  );

  return {
    load: async (situationId, streams, commandIds) => {
      const partition = partitionOf(situationId, log.partitions);
      const fold = folds[partition]!;
      const found = events
        .filter((event) => event.situationId === situationId && streams.includes(event.stream))
        .map(({ id, stream, version, event, position: { offset } }) => ({ id, stream, version, event, offset }));
      for (const stream of streams) {
        const known = remembered.of(situationId, stream).length;
        remembered.add(
          situationId,
          stream,
          found.filter((event) => event.stream === stream && event.version > known),
        );
      }
      return {
        events: found,
        versions: Object.fromEntries(streams.map((stream) => [stream, fold.version(situationId, stream)])),
        verdicts: commandIds.flatMap((id) => {
          const first = fold.first.get(id);
          return first === undefined ? [] : [{ ...first, parked: [] }];
        }),
        position: { partition, offset: lastOffset[partition]! },
      };
    },
    expect: (commandId): ExpectedVerdict => ({
      within: (milliseconds) =>
        new Promise((resolve) => {
          const listeners = waiting.get(commandId) ?? new Set();
          const done = (verdict?: CommandVerdict) => {
            clearTimeout(timer);
            listeners.delete(done);
            resolve(verdict);
          };
          const timer = setTimeout(done, milliseconds);
          waiting.set(commandId, listeners.add(done));
        }),
    }),
    recall: (situationId, streams) => remembered.recall(situationId, streams),
    learn: (situationId, stream, learned) => remembered.add(situationId, stream, learned),
    stop: () => following.stop(),
  };
};
