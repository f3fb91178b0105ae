import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { inCheckout } from '../../infra/local-stack/paths.mjs';
import type { System } from './system.js';

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** `timeline …` as an operator runs it on the servers of the system: the process, and how it ends. */
export const operating = (system: Pick<System, 'environment'>, ...args: string[]): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, [inCheckout('dist/apps/cli/src/main.js'), ...args], {
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...system.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const dieTogether = () => child.kill('SIGKILL');
  process.once('exit', dieTogether);
  const code = new Promise<number | null>((resolve) => child.once('close', resolve));
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(([exit, out, err]) => {
    process.removeListener('exit', dieTogether);
    return { code: exit, out, err };
  });
  return { child, ended };
};

/** Resolves when it has ended. */
export const operate = (system: Pick<System, 'environment'>, ...args: string[]): Promise<Ended> => operating(system, ...args).ended;
