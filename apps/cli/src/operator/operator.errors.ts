/** PostgreSQL or Kafka does not answer. */
export class ServerUnreachable extends Error {
  override readonly name = 'ServerUnreachable';
  constructor(server: 'PostgreSQL' | 'Kafka', address: string, cause: unknown) {
    super(`Cannot reach ${server} at ${address}: ${reasonOf(cause)}`, { cause });
  }
}

/** The deepest cause says it shortest; a refused connection to several addresses has no message of its own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.message !== '' ? error.message : ((error as NodeJS.ErrnoException).code ?? error.name);
};
