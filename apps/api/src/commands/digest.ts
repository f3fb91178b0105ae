import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';

/** SHA-256 of canonical JSON (RFC 8785), hexadecimal. */
export const digestOf = (value: unknown): string => createHash('sha256').update(canonicalize(value)).digest('hex');
