import type { EventLog } from '../event-log.js';
import { Appender } from './appender.js';
import { Follower } from './follower.js';
import { kafkaOf, type KafkaSettings, oncePer } from './kafka-client.js';
import { LogEnds } from './log-ends.js';
import { readRecords } from './read-records.js';
import { Sender } from './sender.js';

/** What has not been acknowledged when the log is closed is waited for so long, in milliseconds. */
const CLOSES_WITHIN_MS = 2_000;
/** In an outage a follower would say the same every second. */
const SAME_WARNING_EVERY_MS = 30_000;

/**
 * Opens a log whose topic exists. Its partition count is frozen: what it is now is what it was made with. Where `partitions` is known from
 * elsewhere the broker is not asked, and need not answer yet.
 */
export const openKafkaEventLog = async (settings: KafkaSettings, partitions?: number): Promise<EventLog> => {
  const kafka = kafkaOf(settings);
  const { topic } = settings;
  const ends = new LogEnds(kafka, topic);
  const appender = new Appender(new Sender(settings));

  const close = async () => {
    await Promise.all([appender.close(CLOSES_WITHIN_MS), ends.close()]);
  };
  const count = async (): Promise<number> => {
    try {
      return (await ends.ask()).length;
    } catch (error) {
      await close();
      throw error;
    }
  };

  const read: EventLog['read'] = async (positions) => readRecords(kafka, topic, await ends.ask(), positions);

  return {
    partitions: partitions ?? (await count()),
    append: (record) => appender.append(record),
    withdraw: (record) => appender.withdraw(record),
    ends: () => ends.ask(),
    read,
    follow: async (next, deliver, options = {}) => {
      const warn = oncePer(SAME_WARNING_EVERY_MS, settings.warn);
      const follower = new Follower(kafka, topic, next, deliver, {
        ...options,
        ends: () => ends.ask(),
        read,
        warn,
      });
      await follower.start();
      return follower;
    },
    close,
  };
};
