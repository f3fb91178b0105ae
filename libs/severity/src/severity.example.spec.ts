import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { TTL_DAYS, WEIGHTS } from './formula.js';
import { severity } from './severity.js';
import { attacked, ms, observed, parameters } from './specify.js';

const doc = readFileSync(fileURLToPath(new URL('../../../docs/severity.md', import.meta.url)), 'utf8');

/** The worked example of docs/severity.md. */
const example = severity(
  [
    observed({ kind: 'fuel-inflow', value: { tankersPerDay: 8 } }, '2025-11-08', 'country', { to: '2025-11-09', eventId: 'e1' }),
    observed({ kind: 'schools', value: { status: 'closed' } }, '2025-10-27', 'country', { eventId: 'e2' }),
    observed({ kind: 'power', value: { hoursPerDay: 6 } }, '2025-11-01', 'capital', { eventId: 'e3' }),
    observed({ kind: 'corridor-status', value: { status: 'restricted' } }, '2025-11-01', 'south', { eventId: 'e4' }),
    attacked('convoy-attacked', '2025-10-26', 30, { eventId: 'e5' }),
    attacked('attack', '2025-11-09', 0, { eventId: 'e6', confidence: 'medium' }),
  ],
  parameters,
  ms('2025-11-10'),
);

describe('the worked example of the documentation', () => {
  it('has the figures that the formula gives', () => {
    for (const { id, weight, value, points } of example.components) {
      expect(doc).toContain(`| ${id} | ${weight} | ${value ?? 'unknown'} | ${points} |`);
    }
    for (const { eventId, component, points } of example.contributions) expect(doc).toContain(`| ${eventId} | ${component} | ${points} |`);
    expect(doc).toContain(`score ${example.score}, band ${example.band}, coverage ${example.coverage}`);
  });
  it('stands beside the weights and days that the code has', () => {
    for (const { id } of example.components) expect(doc).toMatch(new RegExp(`\\| ${id} \\| ${WEIGHTS[id]} \\|.*\\| ${TTL_DAYS[id]} \\|`));
  });
});
