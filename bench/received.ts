/** What the readers of a stream received of an event: when, each. */
export type Received = { readonly eventId: string; readonly times: readonly number[] };
/** What the process of the readers tells: that all are open, and, when it is asked, what they received, and how many streams ended. */
export type FromReaders = { readonly open: true } | { readonly received: readonly Received[]; readonly broken: number };

/** The monotonic clock of the machine, which all its processes share, in milliseconds. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;
