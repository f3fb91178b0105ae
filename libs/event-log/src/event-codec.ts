import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import type { Unreadable } from './recorded-event.js';

type Data = Record<string, unknown>;

/** Brings data of one schema number to the next. Pure; is handed only what its own schema takes. */
export type Upcast = (data: Data) => Data;
/** What stored data must be, as a JSON Schema, and, for all numbers but the newest of a type, how it becomes the next. */
export type StoredShape = { readonly data: object; readonly upcast?: Upcast };
/** Every shape that was ever stored, by event type and schema number, from 1 without a gap. */
export type EventSchemas = Readonly<Record<string, Readonly<Record<number, StoredShape>>>>;
export type StoredEvent = { type: string; schema: number; data: Data };

export interface EventCodec<Event> {
  /** In the newest shape of its type. */
  encode(event: Event): StoredEvent;
  /**
   * Brings older shapes up to the newest. What cannot be read is said to be {@link Unreadable}; throws only where a shape is no JSON Schema at all. `data`
   * has been through {@link storable}.
   */
  decode(stored: StoredEvent): Event | Unreadable;
}

/** Deeper JSON is no event of ours; the bound keeps every walk over one from exhausting the stack. */
const MAX_DEPTH = 64;

class TooDeep extends Error {}

/**
 * `data` as PostgreSQL can hold it: NUL and lone surrogates become U+FFFD. Undefined where it is nested too deep to be kept as anything but bytes.
 * The record itself is archived as it came.
 */
export const storable = (data: Record<string, unknown>): Record<string, unknown> | undefined => {
  try {
    return isStorable(data, 0) ? data : (clean(data, 0) as Record<string, unknown>);
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
};

const isStorableText = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');
export const storableText = (text: string): string => (isStorableText(text) ? text : text.toWellFormed().replaceAll('\u0000', '\uFFFD'));

/** Nearly all data is: then nothing is made anew. */
const isStorable = (value: unknown, depth: number): boolean => {
  if (depth > MAX_DEPTH) throw new TooDeep();
  if (typeof value === 'string') return isStorableText(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((item) => isStorable(item, depth + 1));
  for (const key in value) {
    if (!isStorableText(key) || !isStorable((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
};

const clean = (value: unknown, depth: number): unknown => {
  if (depth > MAX_DEPTH) throw new TooDeep();
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), clean(item, depth + 1)]));
};

/** Compiles a shape when it is first read, once for all codecs: all that were ever stored together take longer than the rest of a start. */
const ajv = new Ajv({ strict: false });

/** The shapes of a type by schema number, the first at 0. Throws TypeError where an older one has no way to the next. */
const ordered = (type: string, shapes: Readonly<Record<number, StoredShape>>): StoredShape[] =>
  Object.keys(shapes).map((_, at, { length }) => {
    const shape = shapes[at + 1];
    if (shape === undefined) throw new TypeError(`schemas of ${type} are not numbered from 1 without a gap`);
    if ((shape.upcast === undefined) !== (at + 1 === length)) {
      throw new TypeError(`schema ${at + 1} of ${type} is to have an upcaster where it is not the newest, and only there`);
    }
    return shape;
  });

const faultIn = ({ errors }: ValidateFunction): string => `${errors?.[0]?.instancePath ?? ''} ${errors?.[0]?.message ?? 'invalid'}`.trim();

/** Throws TypeError where `schemas` cannot be: see {@link EventSchemas}. */
export const eventCodec = <Event extends { type: string }>(schemas: EventSchemas): EventCodec<Event> => {
  const types = new Map(Object.entries(schemas).map(([type, shapes]) => [type, ordered(type, shapes)]));

  return {
    encode: ({ type, ...data }) => {
      const shapes = types.get(type);
      if (shapes === undefined) throw new TypeError(`no schema for events of type ${type}`);
      return { type, schema: shapes.length, data };
    },
    decode: ({ type, schema, data: stored }) => {
      const unreadable = (reason: string): Unreadable => ({ type: 'Unreadable', storedType: type, reason });
      const shapes = types.get(type);
      if (shapes === undefined) return unreadable('type is not known');
      if (shapes[schema - 1] === undefined) return unreadable(`schema ${schema} is not known`);
      let data = stored;
      for (const { data: shape, upcast } of shapes.slice(schema - 1)) {
        const check = ajv.compile(shape as AnySchema);
        if (!check(data)) return unreadable(faultIn(check));
        data = upcast?.(data) ?? data;
      }
      // Where a property follows a spread, V8 makes a hidden class for every single object: slower, and larger for as long as the event is held.
      return Object.assign({}, data, { type }) as unknown as Event;
    },
  };
};
