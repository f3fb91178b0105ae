import { describe, expect, it } from '@jest/globals';
import { agree } from './packages.mjs';
import { requireNode } from './node-version.mjs';

describe('what npm installed', () => {
  const locked = { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '2.0.0', optional: true } };

  it('agrees with the lock file when each package has its version', () => {
    expect(agree(locked, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
  });

  it('does not agree when one is missing, or has another version', () => {
    expect(agree(locked, {})).toBe(false);
    expect(agree(locked, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
    expect(agree(locked, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b-darwin': { version: '1.9.0' } })).toBe(false);
  });
});

describe('the version of Node', () => {
  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0'])('%s is enough', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });

  it.each(['18.20.0', '20.18.3', '21.7.0', '22.11.0'])('%s is refused', (version) => {
    expect(() => requireNode(version)).toThrow(version);
  });
});
