import { type EventLog, type Following, LogHalted, type LogRecord, LogUnavailable } from '../../event-log/src/index.js';

export type Run = {
  readonly partition: number;
  /** None where the offsets are gone. */
  readonly records: readonly LogRecord[];
  /** Offsets that the log lacks and that were let pass: from `from` to before `to`. */
  readonly gone?: { readonly from: number; readonly to: number };
};

export type RunOptions = {
  /** Where to begin in each partition; at 0 where it is not said. */
  readonly from?: readonly number[];
  /** Told of offsets that are gone, from `from` to before `to`; answers whether to go on behind them, with a run that says so. Else a gap ends all. */
  readonly pass?: (partition: number, from: number, to: number) => boolean;
};

/** A log that gives nothing for so long, although there is more, is out of reach. */
const GIVES_UP_AFTER_MS = 60_000;
const LOOKS_EVERY_MS = 1_000;

/**
 * The records below `ends[partition]`, which must be there, in runs of one partition each, every partition in order. The next is fetched when the last
 * was taken, so that memory is bounded by a fetch of each partition. Throws LogHalted where the log has a gap, LogUnavailable where it stops answering.
 */
export async function* runsOfLog(log: EventLog, ends: readonly number[], { from, pass }: RunOptions = {}): AsyncGenerator<Run> {
  const next = ends.map((_, partition) => from?.[partition] ?? 0);
  const waiting: (Run & { taken: () => void })[] = [];
  let closed = false;
  let wake: () => void = () => undefined;
  let movedAt = Date.now();
  const deliver = async (partition: number, records: readonly LogRecord[]) => {
    const wanted = records.filter(({ offset }) => offset < ends[partition]!);
    if (closed || wanted.length === 0) return;
    await new Promise<void>((taken) => {
      waiting.push({ partition, records: wanted, taken });
      wake();
    });
  };
  /** Nothing of the partition waits then: a run is delivered when the one before it was taken. */
  const goOn = (partition: number, due: number, to: number): boolean => {
    // What lies behind the end is nobody's concern here.
    if (due >= ends[partition]!) return true;
    if (pass?.(partition, due, to) !== true) return false;
    waiting.push({ partition, records: [], gone: { from: due, to: Math.min(to, ends[partition]!) }, taken: () => undefined });
    wake();
    return true;
  };
  const begin = [...next];
  for (const { partition, start } of await log.ends()) {
    if (start <= (begin[partition] ?? start)) continue;
    if (!goOn(partition, begin[partition]!, start)) throw new LogHalted(`partition ${partition} begins at offset ${start}`);
    begin[partition] = start;
  }
  const following = await log.follow(begin, deliver, { pass: async (partition, due, to) => goOn(partition, due, to) });
  try {
    while (ends.some((end, partition) => next[partition]! < end)) {
      const run = waiting.shift();
      if (run === undefined) {
        const halted = await stillHalted(following);
        if (halted !== undefined) throw new LogHalted(halted);
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
      // Whoever reads no further has taken it all the same: else its delivery would be waited for.
      try {
        yield run;
      } finally {
        run.taken();
      }
      next[run.partition] = run.gone?.to ?? run.records.at(-1)!.offset + 1;
      movedAt = Date.now();
    }
  } finally {
    closed = true;
    for (const { taken } of waiting) taken();
    await following.stop();
  }
}

/** Why a partition is halted; of one that is just going on behind a gap, nothing. */
const stillHalted = async (following: Following): Promise<string | undefined> => {
  if (following.state().halted.size === 0) return undefined;
  await new Promise((resolve) => setImmediate(resolve));
  return [...following.state().halted.values()][0];
};
