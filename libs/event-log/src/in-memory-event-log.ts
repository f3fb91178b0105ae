import type { Deliver, EventLog, Following, FollowOptions, LogRecord } from './event-log.js';

const NO_HEADERS = Buffer.from('[]');

/** Keeps the records in memory; `now` gives the append time in milliseconds. */
export const inMemoryEventLog = (partitions: number, now: () => number = Date.now): EventLog => {
  const kept: LogRecord[][] = Array.from({ length: partitions }, () => []);
  const followers = new Set<{ wake: (partition: number) => void }>();

  const follow = async (next: readonly number[], deliver: Deliver, { active: begun }: FollowOptions = {}): Promise<Following> => {
    const at = [...next];
    const active = new Set(begun ?? kept.keys());
    const running = new Map<number, Promise<void>>();
    let stopped = false;

    const drain = async (partition: number): Promise<void> => {
      while (!stopped && active.has(partition) && at[partition]! < kept[partition]!.length) {
        const records = kept[partition]!.slice(at[partition]);
        try {
          await deliver(partition, records);
          at[partition] = records.at(-1)!.offset + 1;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
      }
    };
    const wake = (partition: number) => {
      if (stopped || !active.has(partition) || running.has(partition) || at[partition]! >= kept[partition]!.length) return;
      running.set(
        partition,
        drain(partition).finally(() => {
          running.delete(partition);
          wake(partition);
        }),
      );
    };
    const follower = { wake };
    followers.add(follower);
    kept.forEach((_, partition) => wake(partition));

    return {
      state: () => ({ active: [...active], answeredAt: now(), halted: new Map(), refused: new Map() }),
      leave: (partition) => void active.delete(partition),
      takeUp: ({ partition, next: from }) => {
        if (running.has(partition)) return false;
        at[partition] = from;
        active.add(partition);
        wake(partition);
        return true;
      },
      stop: async () => {
        stopped = true;
        followers.delete(follower);
        await Promise.all(running.values());
      },
    };
  };

  return {
    partitions,
    append: async ({ partition, key, value }) => {
      const records = kept[partition]!;
      records.push({ partition, offset: records.length, key, value, headers: NO_HEADERS, brokerMs: now() });
      for (const { wake } of followers) wake(partition);
    },
    withdraw: () => false,
    ends: async () => kept.map(({ length }, partition) => ({ partition, start: 0, end: length })),
    read: async (positions) => positions.map(({ partition, offset }) => kept[partition]?.[offset]),
    follow,
    close: async () => undefined,
  };
};
