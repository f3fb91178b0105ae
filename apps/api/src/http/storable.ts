import type { FieldError } from './problems.js';

/** Deeper than anything that is asked for; keeps every later walk over a body short. */
const MAX_DEPTH = 16;
/** More than anything has that is asked for. The time of class-transformer grows with the square of their number. */
const MOST_FIELDS = 1_000;

/**
 * Where a JSON value has text that PostgreSQL cannot hold (NUL, half a surrogate pair), names that mean something to JavaScript, fields beyond
 * number, or no end.
 */
export const notStorable = (value: unknown, field = '', depth = 0): FieldError | undefined => {
  if (typeof value === 'string') return isStorable(value) ? undefined : refused(field);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= MAX_DEPTH) return { field, code: 'too-deep', message: `is nested more than ${MAX_DEPTH} deep` };
  const fields = Object.entries(value);
  if (!Array.isArray(value) && fields.length > MOST_FIELDS) {
    return { field, code: 'unknown-field', message: `has more than ${MOST_FIELDS} fields` };
  }
  for (const [name, item] of fields) {
    if (!isStorable(name)) return refused(field);
    const path = field === '' ? name : `${field}.${name}`;
    if (name === '__proto__') return { field: path, code: 'unknown-field', message: 'is not known' };
    const error = notStorable(item, path, depth + 1);
    if (error !== undefined) return error;
  }
  return undefined;
};

const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const refused = (field: string): FieldError => ({ field, code: 'text-not-storable', message: 'holds NUL or half a surrogate pair' });
