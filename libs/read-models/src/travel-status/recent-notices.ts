import { DAY_MS } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import type { StatedAdvisory } from './stated-keys.js';
import type { FacetName } from './travel-status.answer.js';

/** What a facet was last said to be: from when (RFC 3339), and until when in milliseconds. */
export type InForce = { readonly value: Json; readonly eventId: string; readonly since: string; readonly end: number | null };
export type FacetsInForce = { [Facet in FacetName]?: InForce };

/** A notice known at the moment asked, with its place within its day, its start and end in milliseconds and what it states. */
export type KnownNotice = readonly [
  advisory: string,
  eventId: string,
  day: string,
  seq: number,
  from: number,
  to: number | null,
  facets: { readonly [Facet in FacetName]?: Json },
];

const byAdvisory = (notices: readonly KnownNotice[], cut: string | undefined): ReadonlyMap<string, readonly KnownNotice[]> => {
  const groups = new Map<string, KnownNotice[]>();
  for (const notice of notices) {
    if (notice[2] === cut) break;
    const group = groups.get(notice[0]);
    if (group === undefined) groups.set(notice[0], [notice]);
    else group.push(notice);
  }
  return groups;
};

/** Day and seq alone tell the order of what the domain decides; others may have written two of one place. */
const isOrdered = (sequence: readonly KnownNotice[]): boolean =>
  sequence.every(([, , day, seq], index) => index === 0 || sequence[index - 1]![2] !== day || sequence[index - 1]![3] !== seq);

/** A notice does not start before those that come before it on the same day; they follow it in the sequence. */
const startOf = (sequence: readonly KnownNotice[], index: number): number => {
  let start = sequence[index]![4];
  for (let next = index + 1; sequence[next]?.[2] === sequence[index]![2]; next++) start = Math.max(start, sequence[next]![4]);
  return start;
};

/** What is told of one advisory, and the facets of which it must be looked up. */
export type Told = { readonly facets: FacetsInForce; readonly open: readonly FacetName[] };

/** Of one advisory, the latest notice first. A facet that no notice states is open, unless there are no others. */
const toldBy = (
  sequence: readonly KnownNotice[],
  facets: readonly FacetName[],
  { all, validAt }: { all: boolean; validAt: number },
): Told => {
  if (!isOrdered(sequence)) return { facets: {}, open: facets };
  const told: FacetsInForce = {};
  let open = facets;
  for (let index = 0; index < sequence.length && open.length > 0; index++) {
    const [, eventId, , , , end, stated] = sequence[index]!;
    const start = startOf(sequence, index);
    if (start > validAt) continue;
    const since = new Date(start).toISOString();
    let tells = false;
    for (const name in stated) {
      const facet = name as FacetName;
      tells = true;
      told[facet] ??= { value: stated[facet]!, eventId, since, end };
    }
    // No facet; or it was written by a release that did not keep them here.
    if (!tells) return { facets: told, open: open.filter((facet) => told[facet] === undefined) };
    open = open.filter((facet) => told[facet] === undefined);
  }
  return { facets: told, open: all ? [] : open };
};

/**
 * What the last `notices` known, in descending order of day and seq, tell of each advisory. `all`: there are no earlier ones; else those of the
 * last day may not all be here.
 */
export const readRecent = (
  notices: readonly KnownNotice[],
  advisories: readonly StatedAdvisory[],
  { all, validAt }: { all: boolean; validAt: number },
): readonly Told[] => {
  const sequences = byAdvisory(notices, all ? undefined : notices.at(-1)?.[2]);
  return advisories.map(({ key, facets }) => toldBy(sequences.get(key) ?? [], facets, { all, validAt }));
};

/** The latest that a notice begins after the midnight (UTC) that opens its day, which a zone west of Greenwich ends half a day later. */
const BEGINS_WITHIN_DAYS = 1.5;

/**
 * When the next notice known begins after `validAt`, in milliseconds, or the next day does (UTC): only the notices of days that are not over are
 * among the last. Undefined where there may be notices that begin later and are not here.
 */
export const nextStart = (notices: readonly KnownNotice[], { all, validAt }: { all: boolean; validAt: number }): number | undefined => {
  const earliest = notices.at(-1);
  if (!all && earliest !== undefined && Date.parse(earliest[2]) + BEGINS_WITHIN_DAYS * DAY_MS >= validAt) return undefined;
  const midnight = (Math.floor(validAt / DAY_MS) + 1) * DAY_MS;
  return notices.reduce((next, [, , , , from]) => (from > validAt ? Math.min(next, from) : next), midnight);
};
