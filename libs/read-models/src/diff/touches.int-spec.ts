import { expect, it } from '@jest/globals';
import type { AdvisoryChanged, DomainEvent } from '../../../situations/src/index.js';
import { readModels } from '../../../../test/support/read-models.js';
import { idAt, recorded } from '../../../../test/support/recorded.js';
import { touchesOf } from './touches.queries.js';

const S = 'mali-2025';
const day = (from: string) => ({ from, precision: 'day' }) as const;
const publishedAt = { at: '2025-10-20', precision: 'day', basis: 'stated' } as const;
const source = { id: 's', title: 'S' };
const notice: AdvisoryChanged = {
  type: 'AdvisoryChanged',
  noticeId: 'n',
  authority: 'US-STATE',
  destination: 'ML',
  seq: 1,
  facets: { departure: 'ordered' },
  occurred: day('2025-10-20'),
  publishedAt,
  source,
};
const attack: DomainEvent = {
  type: 'IncidentReported',
  incidentId: 'i',
  kind: 'attack',
  place: { name: 'x' },
  actors: [],
  occurred: day('2025-10-20'),
  publishedAt,
  source,
  claims: [],
};
const retract = (offset: number): DomainEvent => ({ type: 'FactRetracted', retracts: idAt(offset), reason: 'x', cause: 'source-revised' });
const on = (date: string, offset: number, event: DomainEvent, stream: string) =>
  recorded(event, { offset, version: offset, stream, recordedAt: `2025-10-${date}T12:00:00.000Z` });

const ADVISORY = 'advisory/US-STATE/ML';
const db = readModels([
  on('21', 1, notice, ADVISORY),
  on('22', 2, attack, 'incident/i'),
  on('23', 3, { type: 'ClaimAdded', incidentId: 'i', claim: { claimId: 'c', figures: [] } }, 'incident/i'),
  on('24', 4, retract(1), ADVISORY),
  on('25', 5, retract(4), ADVISORY),
  on('26', 6, retract(2), 'incident/i'),
]);
const touches = async (model: 'travel_status' | 'incidents', key: string, [from, to]: readonly [string, string], offset = 99) => {
  const window = { clock: 'recorded' as const, from: `2025-10-${from}T12:00:00.000Z`, to: `2025-10-${to}T12:00:00.000Z` };
  const found = await touchesOf(db.pool, S, model, [key], { ...window, position: { partition: 0, offset } });
  return found.map(({ op, said, event }) => [op, said, event]);
};
const DEPARTURE = 'US-STATE/ML/departure';

it('are what was asserted, withdrawn and restored, in the order of the log', async () =>
  expect(await touches('travel_status', DEPARTURE, ['20', '30'])).toEqual([
    ['assert', idAt(1), idAt(1)],
    ['withdraw', idAt(1), idAt(4)],
    ['assert', idAt(1), idAt(5)],
  ]));
it('are those that became known after the earlier moment, up to the later', async () => {
  expect(await touches('travel_status', DEPARTURE, ['21', '24'])).toEqual([['withdraw', idAt(1), idAt(4)]]);
  expect(await touches('travel_status', DEPARTURE, ['25', '30'])).toEqual([]);
});
it('are none beyond the position', async () => {
  expect(await touches('travel_status', DEPARTURE, ['20', '30'], 3)).toEqual([['assert', idAt(1), idAt(1)]]);
  expect(await touches('incidents', 'i', ['20', '30'], 2)).toEqual([['assert', idAt(2), idAt(2)]]);
});
it('of an incident are those of all that is said of it; of an advisory not those of its facets', async () => {
  expect(await touches('incidents', 'i', ['22', '25'])).toEqual([['assert', idAt(3), idAt(3)]]);
  expect(await touches('travel_status', 'US-STATE/ML', ['20', '22'])).toEqual([['assert', idAt(1), idAt(1)]]);
  expect(await touches('travel_status', 'US-STATE', ['20', '30'])).toEqual([]);
});
