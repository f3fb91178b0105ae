import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What runs, written down so that a later run finds what a killed one left.
 *
 * @typedef {import('./process-identity.mjs').Identity} Identity
 * @typedef {Identity & { port: number, startedAt: string, owner: Identity }} Entry owner: the script that will stop it
 * @typedef {{ read(): Record<string, Entry>, record(name: string, entry: Entry): void, forget(name: string): void }} StateFile
 */

/**
 * The state of the stack in a directory. An unreadable file counts as an empty one.
 *
 * @param {string} directory
 * @returns {StateFile}
 */
export const stateFile = (directory) => {
  const path = join(directory, 'stack.json');
  const read = () => {
    try {
      return /** @type {Record<string, Entry>} */ (JSON.parse(readFileSync(path, 'utf8')));
    } catch {
      return {};
    }
  };
  /** @param {Record<string, Entry>} state */
  const write = (state) => {
    mkdirSync(directory, { recursive: true });
    const written = `${path}.${process.pid}`;
    writeFileSync(written, `${JSON.stringify(state, undefined, 2)}\n`);
    renameSync(written, path);
  };
  return {
    read,
    record: (name, entry) => write({ ...read(), [name]: entry }),
    forget: (name) => {
      const { [name]: _forgotten, ...others } = read();
      write(others);
    },
  };
};
