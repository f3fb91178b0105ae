import { type EventLog, NotAppended } from '../../../../libs/event-log/src/index.js';
import type { Sample } from '../../../../libs/signals/src/index.js';

/**
 * The log, to which nothing is appended where it was last seen to end below the record: it lost its end, or an older one was put in its place. What is
 * written there would stand where other records stood, and nobody could give those back.
 */
export const whileWhole = (log: EventLog, latest: () => Pick<Sample, 'partitions'> | undefined): EventLog => ({
  ...log,
  append: (record) => {
    const seen = latest()?.partitions.find(({ partition }) => partition === record.partition);
    const isBelow = seen?.end !== undefined && seen.cursor !== undefined && seen.end <= seen.cursor;
    return isBelow ? Promise.reject(new NotAppended('the log ends below the record')) : log.append(record);
  },
});
