import type { PlacedChange } from '../changes-of.js';

/** Changes of one read model that one statement can make. */
export type Run = { readonly mending: boolean; readonly changes: readonly PlacedChange[] };

export const isMending = ({ change }: PlacedChange): boolean => change.op !== 'assert';

/** The changes of one event follow each other. */
const byEvent = (changes: readonly PlacedChange[]): readonly (readonly PlacedChange[])[] => {
  const events: PlacedChange[][] = [];
  for (const change of changes) {
    const last = events.at(-1);
    if (last?.[0]?.recorded === change.recorded) last.push(change);
    else events.push([change]);
  }
  return events;
};

/**
 * Cuts the changes of a batch into runs: a correction must find written what it mends. The corrections of a run are of different
 * situations, whose rows have nothing to do with each other. Even runs only assert, odd ones mend; so those of several read models can be paired.
 */
export const runsOf = (changes: readonly PlacedChange[]): readonly Run[] => {
  const runs: { mending: boolean; changes: PlacedChange[]; situations: Set<string> }[] = [];
  const begin = () => {
    const run = { mending: runs.length % 2 === 1, changes: [], situations: new Set<string>() };
    runs.push(run);
    return run;
  };
  for (const ofEvent of byEvent(changes)) {
    const mending = ofEvent.some(isMending);
    const { situationId } = ofEvent[0]!.recorded;
    let run = runs.at(-1) ?? begin();
    while (run.mending !== mending || (mending && run.situations.has(situationId))) run = begin();
    run.changes.push(...ofEvent);
    run.situations.add(situationId);
  }
  return runs;
};
