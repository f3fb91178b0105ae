import { existsSync } from 'node:fs';
import { dataDirectory } from './paths.mjs';
import { postgres } from './postgres.mjs';
import { isRunning } from './process-identity.mjs';
import { stateFile } from './state-file.mjs';

/**
 * Where the servers of the stack in a directory answer, as its state tells; undefined for one that does not run. Starts nothing.
 *
 * @param {string} [directory]
 * @returns {{ databaseUrl: string | undefined, brokers: string | undefined }}
 */
export const runningStack = (directory = dataDirectory) => {
  const state = existsSync(directory) ? stateFile(directory).read() : {};
  /** @param {string} name @param {(port: number) => string} address */
  const addressOf = (name, address) => {
    const entry = state[name];
    return entry !== undefined && isRunning(entry) ? address(entry.port) : undefined;
  };
  return {
    databaseUrl: addressOf('postgres', (port) => postgres(directory).url(port)),
    brokers: addressOf('kafka', (port) => `127.0.0.1:${port}`),
  };
};
