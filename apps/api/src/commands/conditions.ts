import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../http/problems.js';
import type { Circumstances } from './submit.handlers.js';

const VERSION = /^"(\d{1,15})"$/;
/** Printable, without spaces. */
const KEY = /^[\x21-\x7e]{1,200}$/;

const ifMatchOf = (text: string): number => {
  const match = VERSION.exec(text.trim());
  if (match === null) throw new Problem('if-match-malformed', 'If-Match is one version, as ETag gives it: "3"');
  return Number(match[1]);
};

export const idempotencyKeyOf = (text: string): string => {
  if (!KEY.test(text))
    throw new Problem('idempotency-key-malformed', 'an Idempotency-Key is 1 to 200 printable ASCII characters without spaces');
  return text;
};

/** What the headers of a write ask for. Throws {@link Problem} where they are malformed. */
export const conditionsOf = (headers: IncomingHttpHeaders): Pick<Circumstances, 'idempotencyKey' | 'ifMatch'> => {
  const { 'if-match': ifMatch, 'idempotency-key': key } = headers;
  return {
    ...(ifMatch === undefined ? {} : { ifMatch: ifMatchOf(ifMatch) }),
    ...(key === undefined ? {} : { idempotencyKey: idempotencyKeyOf(String(key)) }),
  };
};
