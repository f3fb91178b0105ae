import { describe, expect, it } from '@jest/globals';
import { asPublished, asRecorded, readModels } from '../../../../test/support/read-models.js';
import { history } from '../../../../test/support/recorded.js';
import { listSituations, situation } from './situations.queries.js';

const source = { id: 'afp', title: 'AFP' };
const parameters = { fuelBaseline: { tankersPerDay: 250, source } };
const db = readModels([
  ...history([
    { type: 'SituationOpened', title: 'Mali', summary: 'The blockade', destinations: ['ML'] },
    { type: 'SituationParametersSet', parameters },
    { type: 'SituationClosed', reason: 'over' },
  ]),
  ...history([{ type: 'SituationOpened', title: 'Flood', destinations: [] }], { from: 4, situationId: 'flood-2026' }),
  ...history([{ type: 'SourceRegistered', sourceId: 'gov-uk', title: 'GOV.UK' }], { from: 5, situationId: '_sources' }),
]);
const mali = { situation: 'mali-2025', title: 'Mali', summary: 'The blockade', destinations: ['ML'] };

describe('a situation', () => {
  it('is as it stands at the position, on the published clock at any time', async () => {
    const closed = {
      ...mali,
      status: 'closed',
      version: 3,
      parameters,
      openedAt: '2026-05-01T00:00:00.000Z',
      closedAt: '2026-05-01T00:00:02.000Z',
    };
    expect(await situation(db.pool, 'mali-2025', asPublished('2025-10-01T00:00:00Z', 3))).toEqual(closed);
    expect(await situation(db.pool, 'mali-2025', asRecorded('2025-10-01T00:00:00Z', 2))).toMatchObject({ status: 'open', version: 2 });
  });
  it('is as it was recorded by then on the other', async () => {
    const at = (knownAt: string) => situation(db.pool, 'mali-2025', asRecorded('2025-10-01T00:00:00Z', 3, knownAt));
    expect(await at('2026-05-01T00:00:00Z')).toMatchObject({ status: 'open', version: 1, parameters: {} });
    expect(await at('2026-04-01T00:00:00Z')).toBeUndefined();
  });
});

describe('the situations', () => {
  it('are all that were opened', async () =>
    expect(await listSituations(db.pool)).toEqual([
      { situation: 'flood-2026', title: 'Flood', summary: null, destinations: [], status: 'open', version: 1 },
      { ...mali, status: 'closed', version: 3 },
    ]));
  it('are those up to the positions asked', async () => {
    expect(await listSituations(db.pool, [{ partition: 0, offset: 2 }])).toEqual([{ ...mali, status: 'open', version: 2 }]);
    expect(await listSituations(db.pool, [{ partition: 1, offset: 9 }])).toEqual([]);
  });
});
