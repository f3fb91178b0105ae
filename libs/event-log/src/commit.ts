import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

/** What a commit asks of a stream: that it stands at this version, at any, or does not exist. */
export type Condition = { stream: string; version: number | 'any' | 'none' };
export type CommitEvent = { id: string; type: string; schema: number; stream: string; data: Record<string, unknown> };

/** The record that one command appends. The shape is frozen in `commit.schema.json`. */
export type Commit = {
  envelope: 1;
  rule: 1;
  commandId: string;
  /** SHA-256 of the request, hexadecimal: tells a repeated request from another one under the same key. */
  requestHash: string;
  situationId: string;
  conditions: readonly Condition[];
  /** None, where a command with a key changed nothing: its key keeps its meaning. */
  events: readonly CommitEvent[];
  actor: string;
  reason?: string;
  correlationId: string;
  causationId?: string;
};

/** Keys of the records by which the log speaks of itself. No situation may be called so. */
export const LOG_KEY = '_log';
export const RULE_KEY = '_rule';

/** First record of every partition: the identity of the log and its frozen number of partitions. */
export type LogMarker = { log: string; partition: number; partitions: number };

/** Largest serialised commit, in bytes. */
export const MAX_COMMIT_BYTES = 1024 * 1024;

/** The record speaks a language that this reader does not know. It must stop: to pass over it would be to judge it. */
export class UnknownNumber extends Error {
  override readonly name = 'UnknownNumber';
}

/** The serialised commit is larger than {@link MAX_COMMIT_BYTES}. Nothing was appended. */
export class CommitTooLarge extends Error {
  override readonly name = 'CommitTooLarge';
}

export type Decoded =
  { kind: 'commit'; commit: Commit } | { kind: 'log'; marker: LogMarker } | { kind: 'rule' } | { kind: 'malformed'; reason: string };

const isCommit = new Ajv({ strict: true, strictTypes: false }).compile<Commit>(createRequire(import.meta.url)('./commit.schema.json'));
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Throws {@link CommitTooLarge}. */
export const encodeCommit = (commit: Commit): Buffer => {
  const bytes = Buffer.from(JSON.stringify(commit), 'utf8');
  if (bytes.length > MAX_COMMIT_BYTES) throw new CommitTooLarge(`commit of ${bytes.length} bytes, at most ${MAX_COMMIT_BYTES}`);
  return bytes;
};

/** Reads a record of the log, whatever it holds. Throws {@link UnknownNumber} and nothing else. */
export const decodeRecord = ({ key, value }: { key: Buffer | null; value: Buffer | null }): Decoded => {
  let name: string;
  let body: unknown;
  try {
    name = utf8.decode(key ?? Buffer.alloc(0));
    body = JSON.parse(utf8.decode(value ?? Buffer.alloc(0)));
  } catch {
    return { kind: 'malformed', reason: 'not UTF-8 JSON' };
  }
  if (name === LOG_KEY) return isLogMarker(body) ? { kind: 'log', marker: body } : { kind: 'malformed', reason: 'not a log identity' };
  if (name === RULE_KEY) return decodeRule(body);
  knownNumbers(body);
  if (!isCommit(body)) {
    const [error] = isCommit.errors ?? [];
    return { kind: 'malformed', reason: `not a commit: ${error?.instancePath ?? ''} ${error?.message ?? ''}`.trimEnd() };
  }
  if (body.situationId !== name) return { kind: 'malformed', reason: 'record key is not the situation' };
  return { kind: 'commit', commit: body };
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isLogMarker = (body: unknown): body is LogMarker =>
  isObject(body) &&
  Object.keys(body).length === 3 &&
  typeof body['log'] === 'string' &&
  /^[0-9a-f-]{36}$/.test(body['log']) &&
  isCount(body['partition'], 0) &&
  isCount(body['partitions'], 1);

const isCount = (value: unknown, least: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) < 100_000;

const decodeRule = (body: unknown): Decoded => {
  if (!isObject(body) || Object.keys(body).length !== 1 || !isCount(body['rule'], 1))
    return { kind: 'malformed', reason: 'not a rule marker' };
  if (body['rule'] !== 1) throw new UnknownNumber(`rule ${body['rule']} is newer than this reader`);
  return { kind: 'rule' };
};

const knownNumbers = (body: unknown): void => {
  if (!isObject(body)) return;
  for (const field of ['envelope', 'rule']) {
    const number = body[field];
    if (Number.isInteger(number) && number !== 1) throw new UnknownNumber(`${field} ${String(number)} is not known to this reader`);
  }
};
