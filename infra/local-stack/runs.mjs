import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory } from './paths.mjs';
import { standIn } from './postgres-account.mjs';
import { end, isRunning, self } from './process-identity.mjs';
import { stateFile } from './state-file.mjs';

/** The folders of stacks that live for one run: tests and benchmarks. */
const runs = join(dataDirectory, 'runs');

/** Longer than it takes to write down whose folder it is, in milliseconds. */
const young = 10_000;

/** How long a server without a future may take to end, in milliseconds: its data goes with it. */
const stopLimit = 3000;

/** A folder for the data of one run, after clearing what killed runs left. */
export const newRun = async () => {
  await clearRuns();
  mkdirSync(runs, { recursive: true });
  const directory = mkdtempSync(join(runs, 'run-'));
  writeFileSync(join(directory, 'owner.json'), JSON.stringify(self()));
  return directory;
};

/** @param {string} directory made by newRun */
export const removeRun = (directory) => {
  for (const path of [standIn(directory), directory]) rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
};

/** Ends the servers of every run whose script is gone, and removes its folder. */
export const clearRuns = async () => {
  for (const name of list()) {
    const directory = join(runs, name);
    if (isOwned(directory)) continue;
    const left = Object.values(stateFile(directory).read());
    await Promise.all(left.map((entry) => end(entry, { signal: 'SIGINT', limit: stopLimit })));
    removeRun(directory);
  }
};

const list = () => {
  try {
    return readdirSync(runs);
  } catch {
    return []; // no run yet
  }
};

/** @param {string} directory */
const isOwned = (directory) => {
  try {
    return isRunning(JSON.parse(readFileSync(join(directory, 'owner.json'), 'utf8')));
  } catch {
    return Date.now() - (statSync(directory, { throwIfNoEntry: false })?.mtimeMs ?? 0) < young;
  }
};
