import type { Json } from '../projection.js';
import { afterEnd } from '../travel-status/facet-in-force.js';
import type { FacetName } from '../travel-status/travel-status.answer.js';
import type { Reversal, TimeInForce } from './decision-lag.answer.js';

/** A facet as one notice states it, from when and until when: RFC 3339. */
export type Stated = { value: Json; validFrom: string; validTo: string | null; eventId: string };

/** For how long a value held; null before any was stated, `to` null where it still does. `eventId` is null where no notice says so. */
export type Spell = { value: Json; from: string | null; to: string | null; eventId: string | null };

/** What was in force, one value after another: each until the next notice or its own end, after which it is unknown. */
export const spellsOf = (facet: FacetName, stated: readonly Stated[]): Spell[] => {
  const spells: Spell[] = [{ value: null, from: null, to: stated[0]?.validFrom ?? null, eventId: null }];
  stated.forEach(({ value, validFrom, validTo, eventId }, index) => {
    const next = stated[index + 1]?.validFrom ?? null;
    const endsFirst = validTo !== null && (next === null || validTo < next);
    spells.push({ value, from: validFrom, to: endsFirst ? validTo : next, eventId });
    if (endsFirst) spells.push({ value: afterEnd(facet, value), from: validTo, to: next, eventId: null });
  });
  return spells;
};

const key = (value: Json): string => JSON.stringify(value);

/** How long each value held within [from, to), in the order in which they first did. */
export const timeInForce = (spells: readonly Spell[], from: string, to: string): TimeInForce[] => {
  const held = new Map<string, TimeInForce>();
  for (const spell of spells) {
    const begins = Math.max(Date.parse(from), spell.from === null ? -Infinity : Date.parse(spell.from));
    const ends = Math.min(Date.parse(to), spell.to === null ? Infinity : Date.parse(spell.to));
    if (ends <= begins) continue;
    const entry = held.get(key(spell.value)) ?? { value: spell.value, seconds: 0 };
    entry.seconds += (ends - begins) / 1000;
    held.set(key(spell.value), entry);
  }
  return [...held.values()];
};

const isUnknown = (value: Json): boolean =>
  value === 'unknown' || (typeof value === 'object' && value !== null && 'native' in value && value.native === 'unknown');

/** Values that mean the same: nobody is told to depart. */
const NO_DEPARTURE: readonly Json[] = [null, 'none', 'lifted'];
const meaning = (facet: FacetName, value: Json): Json => (facet === 'departure' && NO_DEPARTURE.includes(value) ? 'none' : value);

/** Where a facet took again a value that it had had before a different one. */
export const reversalsOf = (facet: FacetName, spells: readonly Spell[]): Reversal[] => {
  const known = spells
    .filter(({ value }) => !isUnknown(value) && (value !== null || facet === 'departure'))
    .map((spell) => ({ ...spell, means: key(meaning(facet, spell.value)) }));
  return known.flatMap((spell, index): Reversal[] => {
    const before = known[index - 1];
    if (before === undefined || before.means === spell.means || spell.eventId === null || spell.from === null) return [];
    const last = known.findLastIndex(({ means }, place) => place < index && means === spell.means);
    const left = known[last + 1]?.from ?? null;
    if (last === -1 || left === null) return [];
    const seconds = (Date.parse(spell.from) - Date.parse(left)) / 1000;
    return [{ facet, eventId: spell.eventId, at: spell.from, from: before.value, to: spell.value, leftAt: left, seconds }];
  });
};
