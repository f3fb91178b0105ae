/** What the process answers to whoever started it. */
export const EXIT = {
  fine: 0,
  /** Wrong usage, a question that the api refuses, or a fault nobody expected. */
  failed: 1,
  /** Some lines of an import were rejected; the others are recorded. */
  rejected: 2,
  /**
   * Of some lines of an import it is not known whether they are recorded, or they were not attempted. Importing again settles it. Of any command:
   * what reads its output closed the pipe before it had come to its end.
   */
  unsettled: 3,
  /** The api, or what an operator's command connects to, cannot be reached or is not ready. */
  unreachable: 4,
  /** It was looked at in full, and something differs: the record from the log, or rebuilt rows from the live ones. */
  differs: 5,
  /** An operator's command refused: nothing was changed. */
  refused: 6,
  /** Nothing is wrong, and something is to be seen to. */
  warned: 7,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What to tell of an error, and how to end. */
export type Fault = { readonly text: string; readonly exit: ExitCode };

export const EXIT_CODES_HELP = `
Exit codes:
  0  all good
  1  wrong usage, a question that the api refuses, or an unexpected fault
  2  import: some lines were rejected, the others are recorded
  3  import: of some lines it is not known whether they are recorded; run it again
     any: what reads the output closed the pipe before the command had come to its end
  4  the api, PostgreSQL or Kafka cannot be reached, or the api is not ready
  5  verify: the record differs from the log; rebuild: its rows differ from the live ones, and it awaits approval;
     doctor: something is wrong
  6  recover, accept-gap: refused, and nothing was changed; or the database is of a newer version
  7  doctor: nothing is wrong, and something is to be seen to
`;
