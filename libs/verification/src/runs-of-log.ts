import { type EventLog, LogHalted, type LogRecord, LogUnavailable } from '../../event-log/src/index.js';

export type Run = { readonly partition: number; readonly records: readonly LogRecord[] };

/** A log that gives nothing for so long, although there is more, is out of reach. */
const GIVES_UP_AFTER_MS = 60_000;
const LOOKS_EVERY_MS = 1_000;

/**
 * The records below `ends[partition]`, which must be there, in runs of one partition each, every partition in order. The next is fetched when the last
 * was taken, so that memory is bounded by a fetch of each partition. Throws LogHalted where the log has a gap, LogUnavailable where it stops answering.
 */
export async function* runsOfLog(log: EventLog, ends: readonly number[]): AsyncGenerator<Run> {
  const next = ends.map(() => 0);
  const waiting: (Run & { taken: () => void })[] = [];
  let closed = false;
  let wake: () => void = () => undefined;
  const following = await log.follow(next, async (partition, records) => {
    const wanted = records.filter(({ offset }) => offset < ends[partition]!);
    if (closed || wanted.length === 0) return;
    await new Promise<void>((taken) => {
      waiting.push({ partition, records: wanted, taken });
      wake();
    });
  });
  try {
    let movedAt = Date.now();
    while (ends.some((end, partition) => next[partition]! < end)) {
      const run = waiting.shift();
      if (run === undefined) {
        const [halted] = following.state().halted;
        if (halted !== undefined) throw new LogHalted(halted[1]);
        if (Date.now() - movedAt > GIVES_UP_AFTER_MS) throw new LogUnavailable(`the log gave nothing for ${GIVES_UP_AFTER_MS / 1000} s`);
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOKS_EVERY_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          if (waiting.length > 0) wake();
        });
        continue;
      }
      yield run;
      next[run.partition] = run.records.at(-1)!.offset + 1;
      movedAt = Date.now();
      run.taken();
    }
  } finally {
    closed = true;
    for (const { taken } of waiting) taken();
    await following.stop();
  }
}
