/** RFC 9457 problem details, as the api sends them. */
export type ProblemDetails = {
  title: string;
  status: number;
  detail?: string;
  code?: string;
  errors?: readonly { field: string; code: string; message: string }[];
  instance?: string;
};

/** The api answered that it will not. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(readonly problem: ProblemDetails) {
    super(problem.title);
  }
}

/** Nothing answered: the request was not taken. */
export class ApiUnreachable extends Error {
  override readonly name = 'ApiUnreachable';
  constructor(
    readonly url: string,
    readonly reason: string,
  ) {
    super(`cannot reach the api at ${url} (${reason})`);
  }
}

/** The connection ended before the answer did: what the api took of the request is not known. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Something answered, and it does not speak as the api does. */
export class NotTheApi extends Error {
  override readonly name = 'NotTheApi';
}

/** What was asked on the command line cannot be done; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
