/** A correction or retraction, in the order recorded. */
export type Mending = { eventId: string; corrects: string | null; retracts: string | null };

/** By event what takes its place or takes it back, as it now stands: what a retraction undid does not count. */
export const correctedBy = (mendings: readonly Mending[]): ReadonlyMap<string, string> => {
  const undone = new Set<string>();
  const by = new Map<string, string>();
  // The last first: whether one counts depends only on what came after it.
  for (const { eventId, corrects, retracts } of mendings.toReversed()) {
    const of = corrects ?? retracts;
    if (of === null || undone.has(eventId)) continue;
    if (retracts !== null) undone.add(retracts);
    if (!by.has(of)) by.set(of, eventId);
  }
  return by;
};
