import { describe, expect, it } from '@jest/globals';
import type { Claim, DomainEvent, IncidentReported } from '../../../situations/src/index.js';
import { chronicleLines } from '../../../../test/support/chronicle.js';
import { asPublished, readModels } from '../../../../test/support/read-models.js';
import { history } from '../../../../test/support/recorded.js';
import { incident } from './incidents.queries.js';

/** The attack on the road from Diboli to Kayes on 29 January 2026, in the chronicle. */
const ATTACK = 'ml-081';

type Line = { id: string; type: string; incidentId?: string; body: unknown };
const events = chronicleLines()
  .map((line) => JSON.parse(line) as Line)
  .flatMap(({ id, type, incidentId, body }): DomainEvent[] => {
    if (type === 'incident' && id === ATTACK) return [{ type: 'IncidentReported', ...(body as Omit<IncidentReported, 'type'>) }];
    if (type === 'claim' && incidentId === ATTACK) return [{ type: 'ClaimAdded', incidentId, claim: body as Claim }];
    return [];
  });
const db = readModels(history(events));

const known = async (at: string) => {
  const found = await incident(db.pool, 'mali-2025', asPublished(at), ATTACK);
  return {
    claims: found?.claims.map(({ claimId }) => claimId),
    figures: found?.figures.map(({ measure, group, used, range }) => [
      `${measure} ${group ?? 'in all'}`,
      used.low ?? used.text,
      used.claimId,
      used.why,
      range && [range.low, range.high],
    ]),
  };
};

const dozens = ['tankers-destroyed in all', 'dozens', 'ml-081-first-report', 'no figure gives a number', null];
const soldiers = ['killed soldiers', 3, 'ml-081-first-report', 'the only figure', [3, 3]];
const attackers = ['killed attackers', 4, 'ml-081-first-report', 'the only figure', [4, 4]];
const official = ['killed in all', 18, 'ml-083-security-official', 'the only figure', [18, 18]];

describe('the attack of 29 January 2026, as the public could know it', () => {
  it('on 31 January: 3 soldiers, and dozens of tankers', async () =>
    expect(await known('2026-01-31T00:00:00Z')).toEqual({
      claims: ['ml-081-first-report'],
      figures: [dozens, soldiers, attackers],
    }));
  it('on 3 February: also 15 drivers, and 18 in all by an official', async () =>
    expect(await known('2026-02-03T00:00:00Z')).toEqual({
      claims: ['ml-081-first-report', 'ml-083-drivers', 'ml-083-security-official'],
      figures: [dozens, soldiers, attackers, ['killed drivers', 15, 'ml-083-drivers', 'the only figure', [15, 15]], official],
    }));
  it('on 11 March: also 10 drivers, which is the lower figure, and 2 apprentices', async () =>
    expect(await known('2026-03-11T00:00:00Z')).toEqual({
      claims: ['ml-081-first-report', 'ml-083-drivers', 'ml-083-security-official', 'ml-084-hrw'],
      figures: [
        dozens,
        soldiers,
        attackers,
        ['killed drivers', 10, 'ml-084-hrw', 'lowest of 2 credible figures', [10, 15]],
        official,
        ['killed apprentices', 2, 'ml-084-hrw', 'the only figure', [2, 2]],
      ],
    }));
  it('is still answered as it was known then, whatever came later', async () => {
    const then = async (offset: number) =>
      JSON.stringify(await incident(db.pool, 'mali-2025', asPublished('2026-01-31T00:00:00Z', offset), ATTACK));
    const [first, last] = [JSON.parse(await then(1)) as object, JSON.parse(await then(99)) as object];
    expect({ ...last, version: 1 }).toEqual(first);
  });
});
