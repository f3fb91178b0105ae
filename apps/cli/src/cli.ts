import type { ApiClient } from './http/api-client.js';
import type { ExitCode } from './exit-code.js';
import type { Operator } from './operator/connect.js';
import type { Terminal } from './terminal/screen.js';

/** What a command is handed. */
export type Cli = {
  readonly terminal: Terminal;
  /** The api that `--url` names. Throws UsageError where that is no address. */
  readonly api: () => ApiClient;
  /** What has to follow a command that is told for pasting, so that it asks the same api: ` --url …`, or nothing. */
  readonly urlOption: () => string;
  /** Lends an operator's own connections, past the api. */
  readonly asOperator: <T>(use: (operator: Operator) => Promise<T>) => Promise<T>;
  /** Other than 0, without an error: tells how it ended. */
  readonly endWith: (code: ExitCode) => void;
};

/** `--json`: the answer as the api gave it. */
export const asJson = (answer: unknown): string => JSON.stringify(answer, null, 2);
