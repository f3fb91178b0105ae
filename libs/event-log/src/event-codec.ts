import { Ajv, type AnySchema, type ValidateFunction } from 'ajv';
import type { Unreadable } from './recorded-event.js';

/** JSON Schemas of the stored data, by event type and schema number. */
export type EventSchemas = Readonly<Record<string, Readonly<Record<number, object>>>>;
export type StoredEvent = { type: string; schema: number; data: Record<string, unknown> };

export interface EventCodec<Event> {
  encode(event: Event): StoredEvent;
  /** Never throws: what cannot be read is said to be {@link Unreadable}. `data` has been through {@link storable}. */
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
    return clean(data, 0) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
};

export const storableText = (text: string): string => text.toWellFormed().replaceAll('\u0000', '\uFFFD');

const clean = (value: unknown, depth: number): unknown => {
  if (depth > MAX_DEPTH) throw new TooDeep();
  if (typeof value === 'string') return storableText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => clean(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [storableText(key), clean(item, depth + 1)]));
};

export const eventCodec = <Event extends { type: string }>(schemas: EventSchemas): EventCodec<Event> => {
  const ajv = new Ajv({ strict: false });
  const checks = new Map<string, ValidateFunction>();
  const newest = new Map<string, number>();
  for (const [type, numbered] of Object.entries(schemas)) {
    for (const [number, schema] of Object.entries(numbered)) checks.set(`${type} ${number}`, ajv.compile(schema as AnySchema));
    newest.set(type, Math.max(...Object.keys(numbered).map(Number)));
  }

  return {
    encode: ({ type, ...data }) => {
      const schema = newest.get(type);
      if (schema === undefined) throw new TypeError(`no schema for events of type ${type}`);
      return { type, schema, data };
    },
    decode: ({ type, schema, data }) => {
      const check = checks.get(`${type} ${schema}`);
      const unreadable = (reason: string): Unreadable => ({ type: 'Unreadable', storedType: type, reason });
      if (check === undefined) return unreadable(newest.has(type) ? `schema ${schema} is not known` : 'type is not known');
      if (!check(data)) return unreadable(`${check.errors?.[0]?.instancePath ?? ''} ${check.errors?.[0]?.message ?? 'invalid'}`.trim());
      return { ...data, type } as unknown as Event;
    },
  };
};
