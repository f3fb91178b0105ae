import { formatPosition, parsePosition } from '../../../../libs/event-log/src/index.js';

/** How far one partition was told: up to and with an event of a commit. */
export type Place = { readonly offset: number; readonly index: number };
/** How far each partition was told, from partition 0 on. */
export type Vector = readonly Place[];

/** Beyond every index: the whole commit. PostgreSQL's largest int. */
const WHOLE = 2 ** 31 - 1;
const PLACE = /^([^.]+)(?:\.(\d{1,9}))?$/;

/** All of a commit and what came before it. */
export const whole = (offset: number): Place => ({ offset, index: WHOLE });

export const comparePlaces = (one: Place, other: Place): number => one.offset - other.offset || one.index - other.index;

/** Whether `one` leaves nothing out that `other` was told. */
export const reaches = (one: Vector, other: Vector): boolean =>
  other.every((place, partition) => comparePlaces(one[partition]!, place) >= 0);

/** What either was told. */
export const farther = (one: Vector, other: Vector): Vector =>
  one.map((place, partition) => (comparePlaces(place, other[partition]!) >= 0 ? place : other[partition]!));

/** By partition: `0-12,1-5.0`, the latter up to the first event of its commit. */
export const formatVector = (vector: Vector): string =>
  vector.map(({ offset, index }, partition) => `${formatPosition({ partition, offset })}${index === WHOLE ? '' : `.${index}`}`).join(',');

/** The places that `text` names, by partition; undefined where one is malformed or a partition is named twice. */
export const parseVector = (text: string): ReadonlyMap<number, Place> | undefined => {
  const places = new Map<number, Place>();
  for (const part of text.split(',')) {
    const [, commit = '', index] = PLACE.exec(part.trim()) ?? [];
    const position = parsePosition(commit);
    if (position === undefined || places.has(position.partition)) return undefined;
    places.set(position.partition, index === undefined ? whole(position.offset) : { offset: position.offset, index: Number(index) });
  }
  return places;
};
