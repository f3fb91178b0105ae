import { Failure } from './failure.mjs';

/** The same range as "engines" in package.json, which npm only warns about. @param {string} [version] */
export const requireNode = (version = process.versions.node) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
  if (!fits) throw new Failure(`Node ${version} is too old for this project: it needs 20.19 or newer, or 22.12 or newer.`);
};
