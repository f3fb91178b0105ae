import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from './failure.mjs';

/**
 * PostgreSQL refuses to run as root, so root runs it under this account, made where it is missing. Anyone else runs it as themselves.
 *
 * @typedef {{ uid: number, gid: number }} Account
 * @returns {Account | undefined} undefined: no change of user
 */
export const postgresAccount = () => {
  if (process.getuid?.() !== 0) return undefined;
  const found = lookUp();
  if (found) return found;
  spawnSync('groupadd', ['--system', name]);
  spawnSync('useradd', ['--system', '--gid', name, '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  const made = lookUp();
  if (made) return made;
  throw new Failure(
    `PostgreSQL refuses to run as root, and no user "${name}" could be made for it. Make one, or run this as another user.`,
  );
};

const name = 'postgres';

const lookUp = () => {
  const [uid, gid] = ['-u', '-g'].map((what) => spawnSync('id', [what, name], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
};

/** Whether the account may enter the folder, or run the file: all folders above must let it through. @param {Account} account @param {string} path */
export const mayReach = (account, path) => spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], account).status === 0;

/** Where the account finds what it cannot reach in the checkout, for instance one below /root. */
export const reachable = '/var/lib/situation-timeline';

/**
 * The folder that stands in for one that the account cannot reach.
 *
 * @param {string} directory
 */
export const standIn = (directory) => join(reachable, createHash('sha256').update(directory).digest('hex').slice(0, 16));
