import { readFileSync } from 'node:fs';
import { run } from './command.mjs';
import { inCheckout } from './paths.mjs';
import { step } from './script.mjs';

/**
 * The part of a lock file that tells whether two of them agree.
 *
 * @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }>} Packages
 */

/** @param {string} path @returns {Packages} */
const packagesOf = (path) => {
  try {
    return JSON.parse(readFileSync(inCheckout(path), 'utf8')).packages;
  } catch {
    return {};
  }
};

/**
 * Whether what npm installed is what the lock file asks for. Optional packages may be missing: most are for other platforms.
 *
 * @param {Packages} locked
 * @param {Packages} installed
 */
export const agree = (locked, installed) =>
  Object.entries(locked).every(([path, { version, optional, devOptional }]) => {
    const found = installed[path];
    return path === '' || (found ? found.version === version : (optional ?? devOptional ?? false));
  });

/**
 * Installs the packages, unless those of the lock file are there. npm writes its own account of what it installed as the last thing,
 * so an interrupted install is noticed, and one made by hand counts.
 */
export const installPackages = async () => {
  const installed = packagesOf('node_modules/.package-lock.json');
  if (Object.keys(installed).length > 0 && agree(packagesOf('package-lock.json'), installed)) return;
  await step('Installing packages (npm ci)', () => run('npm', ['ci']));
};
