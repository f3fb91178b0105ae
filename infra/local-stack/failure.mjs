/** A fault that a person can mend: told in its own words, without a stack trace. */
export class Failure extends Error {}

/** Ctrl-C, SIGTERM or a closed terminal: no fault, the script stops what it started and ends with 0. */
export class Interrupted extends Error {}
