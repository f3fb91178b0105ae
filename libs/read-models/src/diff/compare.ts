import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../projection.js';
import type { Axis } from './diff.answer.js';

/** What is said of one key: since when in the world, and by which event. */
export type Said = { readonly value: Json; readonly since: string; readonly eventId: string };
export type State = ReadonlyMap<string, Said>;

/** Three states of one thing: as known at the earlier moment, the same moment as known later, and the later moment. */
export type States = { readonly earlier: State; readonly earlierAsKnownNow: State; readonly later: State };

export type Difference = { readonly key: string; readonly axis: Axis; readonly before: Said | undefined; readonly after: Said | undefined };
export type Same = { readonly key: string; readonly said: Said; readonly restated: Said | undefined };
export type Comparison = { readonly differences: readonly Difference[]; readonly same: readonly Same[] };

const sameValue = (one: Said | undefined, other: Said | undefined): boolean => isDeepStrictEqual(one?.value, other?.value);

const compareKey = (key: string, { earlier, earlierAsKnownNow, later }: States): { differences: Difference[]; same: Same[] } => {
  const [a, b, c] = [earlier.get(key), earlierAsKnownNow.get(key), later.get(key)];
  const differences: Difference[] = [];
  // Of the same moment another start is another knowledge.
  if (!sameValue(a, b) || a?.since !== b?.since) differences.push({ key, axis: 'knowledge', before: a, after: b });
  // The world goes on: the same said again later is no change.
  if (!sameValue(b, c)) differences.push({ key, axis: 'world', before: b, after: c });
  if (differences.length > 0 || b === undefined) return { differences, same: [] };
  return { differences, same: [{ key, said: b, restated: c?.eventId === b.eventId ? undefined : c }] };
};

/** What differs, by key, knowledge before world: applied in this order to the first state they give the last. */
export const compare = (states: States): Comparison => {
  const keys = new Set([...states.earlier.keys(), ...states.earlierAsKnownNow.keys(), ...states.later.keys()]);
  const found = [...keys].sort().map((key) => compareKey(key, states));
  return { differences: found.flatMap(({ differences }) => differences), same: found.flatMap(({ same }) => same) };
};
