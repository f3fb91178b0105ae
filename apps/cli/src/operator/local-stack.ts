import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export type Stack = { readonly databaseUrl: string | undefined; readonly brokers: string | undefined };

export const NOTHING_RUNS: Stack = { databaseUrl: undefined, brokers: undefined };

const STATE_OF_STACK = join('infra', 'local-stack', 'running.mjs');

/** The script of the checkout that this program is part of, wherever it was built to; undefined where it was installed without one. */
const scriptAbove = (folder: string): string | undefined => {
  const script = join(folder, STATE_OF_STACK);
  if (existsSync(script)) return script;
  const above = dirname(folder);
  return above === folder ? undefined : scriptAbove(above);
};

/** The servers that run in this checkout. */
export const runningStack = async (): Promise<Stack> => {
  const script = scriptAbove(dirname(fileURLToPath(import.meta.url)));
  if (script === undefined) return NOTHING_RUNS;
  // Not part of the build: what knows the local stack stays with it.
  const running = (await import(pathToFileURL(script).href)) as { runningStack: () => Stack };
  return running.runningStack();
};
