import { HttpException } from '@nestjs/common';
import { Rejected } from '../../../../libs/decider/src/index.js';
import { CommandConflict, CommitTooLarge, KeyReused, LogUnavailable, VersionMismatch } from '../../../../libs/event-log/src/index.js';
import { RebuildRefused, ReplicaRefused, ReplicaUnavailable, TooManyEvents } from '../../../../libs/read-models/src/index.js';
import { TooManyInFlight } from '../commands/in-flight.js';
import { Problem } from './problems.js';

/** What Fastify and the HTTP parser find wrong with a request, by their codes. */
const BY_CODE: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'a body has at most 1 MiB; an import is streamed without limit'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media-type-not-supported', 'bodies are application/json; those of an import are application/x-ndjson'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['body-broken-off', 'the body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['malformed-request', 'the address is not well-formed'],
  FST_ERR_MAX_PARAM_LENGTH: ['address-too-long', 'a part of the address is too long'],
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'malformed-request',
  404: 'route-not-found',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'media-type-not-supported',
  503: 'not-ready',
};

/**
 * What PostgreSQL and its driver say when there is no database to talk to, or one that cannot (SQLSTATE and errno). A replica breaks a question off
 * (40001) that keeps it from replaying what came.
 */
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EPIPE|EAI_AGAIN|57P0[1235]|53...|57014|58...|25P0[34]|08...|40001)$/;
const NO_CONNECTION =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout|Cannot use a pool after|Driver not Connected)/;
/** A table or schema is not there: it is being rebuilt. */
const REBUILDING = /^(42P01|3F000)$/;

/** A command wraps what the body is of; the body itself has no such level. */
const fieldOfBody = (field: string): string => field.replace(/^(notice|parameters|claim)\./, '');

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
};

const ofException = (error: HttpException): Problem => {
  const known = BY_CODE[codeOf(error.cause)] ?? BY_CODE[codeOf(error)];
  if (known !== undefined) return new Problem(...known);
  const code = BY_STATUS[error.getStatus()];
  if (code === 'route-not-found') return new Problem(code, 'nothing is served at this address with this method');
  return code === undefined ? new Problem('internal-error', '') : new Problem(code, error.message);
};

/** The answer to whatever was thrown. Says `internal-error` of what was not foreseen, and nothing more of it. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (error instanceof Rejected) {
    const { reason, message, field, standing } = error;
    const errors = field === undefined ? [] : [{ field: fieldOfBody(field), code: reason, message }];
    return new Problem(reason, message, errors, standing);
  }
  if (error instanceof VersionMismatch) return new Problem('version-mismatch', error.message);
  if (error instanceof KeyReused) return new Problem('idempotency-key-reused', error.message);
  if (error instanceof CommandConflict) return new Problem('conflict', error.message);
  if (error instanceof CommitTooLarge) return new Problem('commit-too-large', error.message);
  if (error instanceof TooManyInFlight) return new Problem('overloaded', error.message);
  if (error instanceof RebuildRefused) return new Problem(error.code, error.message);
  if (error instanceof LogUnavailable) return new Problem('log-unavailable', 'nothing was recorded; try again');
  if (error instanceof ReplicaUnavailable || error instanceof ReplicaRefused) {
    return new Problem('replica-unavailable', 'questions are answered from a replica, which cannot be read just now; try again');
  }
  if (error instanceof TooManyEvents) return new Problem('replay-too-large', error.message);
  if (error instanceof HttpException) return ofException(error);

  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return new Problem(...known);
  if (UNREACHABLE.test(code) || (error instanceof Error && NO_CONNECTION.test(error.message))) {
    return new Problem('record-unavailable', 'try again');
  }
  if (REBUILDING.test(code)) return new Problem('not-ready', 'the read models are being built; try again');
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  if (typeof statusCode === 'number' && statusCode < 500 && BY_STATUS[statusCode] !== undefined) {
    return new Problem(BY_STATUS[statusCode], 'the request cannot be read');
  }
  return new Problem('internal-error', '');
};
