import { describe, expect, it } from '@jest/globals';
import { type Decider, Rejected } from '../../decider/src/index.js';
import { checkSituation, type DomainCommand, type DomainEvent, handlingOf } from './handling.js';
import { aClaim, aNotice, anIncident, anObservation, parameters } from './domain.example.js';

const handled: readonly (readonly [DomainCommand, string, readonly string[]])[] = [
  [{ type: 'OpenSituation', title: 'Blockade', destinations: ['ML'] }, 'situation', ['situation']],
  [{ type: 'SetSituationParameters', parameters }, 'situation', ['situation']],
  [{ type: 'CloseSituation', reason: 'over' }, 'situation', ['situation']],
  [{ type: 'ReopenSituation', reason: 'again' }, 'situation', ['situation']],
  [{ type: 'RecordNotice', notice: aNotice(), change: true }, 'advisory/GB-FCDO/ML', ['situation', 'advisory/GB-FCDO/ML']],
  [{ type: 'ReportIncident', ...anIncident() }, 'incident/i-1', ['situation', 'incident/i-1']],
  [{ type: 'AddClaim', incidentId: 'i-1', claim: aClaim('c-1') }, 'incident/i-1', ['situation', 'incident/i-1']],
  [{ type: 'ReviseClaim', incidentId: 'i-1', claim: aClaim('c-1') }, 'incident/i-1', ['situation', 'incident/i-1']],
  [{ type: 'RetractClaim', incidentId: 'i-1', claimId: 'c-1', reason: 'false' }, 'incident/i-1', ['situation', 'incident/i-1']],
  [{ type: 'ReclassifyIncident', incidentId: 'i-1', kind: 'attack', reason: 'no convoy' }, 'incident/i-1', ['situation', 'incident/i-1']],
  [{ type: 'RecordObservation', ...anObservation() }, 'observation/schools/country', ['situation', 'observation/schools/country']],
  [{ type: 'RegisterSource', sourceId: 'gov-uk', title: 'GOV.UK' }, 'source/gov-uk', ['source/gov-uk']],
  [{ type: 'RecoverSource', sourceId: 'gov-uk', at: '2025-11-01T00:00:00Z' }, 'source/gov-uk', ['source/gov-uk']],
];

/** What a command handler does, for whichever command comes in. */
const decideOver = <C, E, S>(command: C, { initialState, evolve, decide }: Decider<C, E, S>, past: readonly E[]): readonly E[] =>
  decide(command, past.reduce(evolve, initialState));

describe('handlingOf', () => {
  it.each(handled)('%j writes %s', (command, stream, reads) => expect(handlingOf(command)).toMatchObject({ stream, reads }));

  it('gives the decider of a command of which only the union is known', () => {
    const command: DomainCommand = { type: 'OpenSituation', title: 'Blockade', destinations: ['ML'] };
    const events: readonly DomainEvent[] = decideOver(command as DomainCommand, handlingOf(command as DomainCommand).decider, []);
    expect(events).toEqual([{ type: 'SituationOpened', title: 'Blockade', destinations: ['ML'] }]);
  });

  it.each(handled)('decides %j over the situation that it belongs to', (command, stream) => {
    const { decider } = handlingOf(command);
    const reason = () => {
      try {
        return decideOver(command, decider, []).length;
      } catch (error) {
        return error instanceof Rejected ? error.reason : error;
      }
    };
    const opens = command.type === 'OpenSituation' || command.type === 'RegisterSource';
    expect(reason()).toBe(opens ? 1 : stream.startsWith('source/') ? 'source-not-found' : 'situation-not-found');
  });
});

describe('checkSituation', () => {
  const open: DomainCommand = { type: 'OpenSituation', title: 'Blockade', destinations: ['ML'] };
  const register: DomainCommand = { type: 'RegisterSource', sourceId: 'gov-uk', title: 'GOV.UK' };
  const rejected = (reason: string) => expect.objectContaining({ reason, field: 'situationId' });

  it('lets sources into the reserved situation, and everything else into any other', () => {
    expect(() => checkSituation('_sources', register)).not.toThrow();
    expect(() => checkSituation('mali-2025', open)).not.toThrow();
  });
  it('lets nothing else into the reserved situation', () =>
    expect(() => checkSituation('_sources', open)).toThrow(rejected('situation-reserved')));
  it('lets no source into another', () => expect(() => checkSituation('mali-2025', register)).toThrow(rejected('situation-reserved')));
  it.each(['', 'Mali', 'a/b', '_other', 'a'.repeat(65)])('refuses the id %j', (id) =>
    expect(() => checkSituation(id, open)).toThrow(rejected('id-malformed')),
  );
});
