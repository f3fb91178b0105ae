/**
 * Classes of SQLSTATE by which PostgreSQL says that it cannot now, whatever is asked of it: 08 no connection, 40 a transaction that was rolled back
 * for another's sake, 53 no resources (a full disk, no memory), 55 not in that state (a lock), 57 an operator intervened, 58 the system underneath
 * failed. Of the rest: 25P03 and 25P04, it ended a transaction that took too long; XX001 and XX002, its files are damaged. XX000 is none of them: an
 * internal error that comes again with the same rows is an answer to these rows.
 */
const SERVER = /^((08|40|53|55|57|58)...|25P0[34]|XX00[12])$/;
/** Of the network: ECONNRESET and its like. Node's own ERR_… are faults of a program. */
const NETWORK = /^E(?!RR_)[A-Z_]+$/;
/** What the driver says without a code. */
const CONNECTION = /^(Connection terminated|Query read timeout|timeout exceeded|Client (has encountered|was closed)|The server closed)/i;

/** Whether the error is trouble of the server or of the way to it, and no answer to what was to be written: the same may succeed later. */
export const isOfServer = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string') return 'severity' in (error as object) ? SERVER.test(code) : NETWORK.test(code);
  return error instanceof Error && CONNECTION.test(error.message);
};
