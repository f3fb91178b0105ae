import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** What the stack keeps between runs; not under version control, and safe to delete while nothing runs. */
export const dataDirectory = join(root, '.data');

/** @param {string} path of a file of the checkout, relative to its top */
export const inCheckout = (path) => join(root, path);
