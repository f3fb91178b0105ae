import { describe, expect, it } from '@jest/globals';
import { Rejected } from '../../decider/src/index.js';
import type { DomainEvent } from './domain-event.js';
import { type DomainCommand, handlingOf } from './handling.js';
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

const situationOf = (stream: string): string => (stream.startsWith('source/') ? '_sources' : 'mali-2025');

describe('handlingOf', () => {
  it.each(handled)('%j writes %s', (command, stream, reads) =>
    expect(handlingOf(situationOf(stream), command)).toMatchObject({ stream, reads }),
  );

  it.each(handled)('decides %j over the situation that it belongs to', (command, stream) => {
    const reason = () => {
      try {
        return handlingOf(situationOf(stream), command).decide([]).length;
      } catch (error) {
        return error instanceof Rejected ? error.reason : error;
      }
    };
    const opens = command.type === 'OpenSituation' || command.type === 'RegisterSource';
    expect(reason()).toBe(opens ? 1 : stream.startsWith('source/') ? 'source-not-found' : 'situation-not-found');
  });

  it('decides on the events that it is handed', () => {
    const past = [{ id: 'e-1', event: { type: 'SituationOpened', title: 'Blockade', destinations: ['ML'] } satisfies DomainEvent }];
    expect(handlingOf('mali-2025', { type: 'OpenSituation', title: 'Blockade', destinations: ['ML'] }).decide(past)).toEqual([]);
  });
});

describe('the situation of a command', () => {
  const open: DomainCommand = { type: 'OpenSituation', title: 'Blockade', destinations: ['ML'] };
  const register: DomainCommand = { type: 'RegisterSource', sourceId: 'gov-uk', title: 'GOV.UK' };
  const rejected = (reason: string) => expect.objectContaining({ reason, field: 'situationId' });

  it('lets sources into the reserved situation, and everything else into any other', () => {
    expect(() => handlingOf('_sources', register)).not.toThrow();
    expect(() => handlingOf('mali-2025', open)).not.toThrow();
  });
  it('lets nothing else into the reserved situation', () =>
    expect(() => handlingOf('_sources', open)).toThrow(rejected('situation-reserved')));
  it('lets no source into another', () => expect(() => handlingOf('mali-2025', register)).toThrow(rejected('situation-reserved')));
  it.each(['', 'Mali', 'a/b', '_other', 'a'.repeat(65)])('refuses the id %j', (id) =>
    expect(() => handlingOf(id, open)).toThrow(rejected('id-malformed')),
  );
});
