import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a copy of each folder in `from` whose name begins so, of every one without `begin`, in the place of its like in `to`. */
export const copyFolders = (from: string, to: string, begin = ''): void => {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((one) => one.startsWith(begin))) {
    rmSync(join(to, name), { recursive: true, force: true });
    cpSync(join(from, name), join(to, name), { recursive: true });
  }
};
