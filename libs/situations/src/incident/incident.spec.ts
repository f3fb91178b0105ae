import { describe, expect, it } from '@jest/globals';
import { specify } from '../../../decider/src/specify.js';
import { aClaim, anIncident, closed, faultOf, opened } from '../domain.example.js';
import type { IncidentCommand } from './incident.commands.js';
import type { Claim, IncidentEvent, IncidentReported } from './incident.events.js';
import { incident } from './incident.js';

const { given } = specify(incident);
type Report = Partial<Omit<IncidentReported, 'type'>>;
const incidentId = 'i-1';
const report = (over: Report = {}): IncidentCommand => ({ type: 'ReportIncident', ...anIncident(over) });
const reported = (over: Report = {}): IncidentEvent => ({ type: 'IncidentReported', ...anIncident(over) });
const claim = aClaim('c-1');
const lower = aClaim('c-1', { figures: [{ measure: 'killed', low: 8, text: 'at least 8' }] });
const add = (what: Claim): IncidentCommand => ({ type: 'AddClaim', incidentId, claim: what });
const added = (what: Claim): IncidentEvent => ({ type: 'ClaimAdded', incidentId, claim: what });
const revise = (what: Claim): IncidentCommand => ({ type: 'ReviseClaim', incidentId, claim: what });
const revised = (what: Claim): IncidentEvent => ({ type: 'ClaimRevised', incidentId, claim: what });
const retract: IncidentCommand = { type: 'RetractClaim', incidentId, claimId: 'c-1', reason: 'false' };
const retracted: IncidentEvent = { type: 'ClaimRetracted', incidentId, claimId: 'c-1', reason: 'false' };
const reclassify: IncidentCommand = { type: 'ReclassifyIncident', incidentId, kind: 'attack', reason: 'no convoy' };
const reclassified: IncidentEvent = { type: 'IncidentReclassified', incidentId, kind: 'attack', reason: 'no convoy' };

describe('reporting an incident', () => {
  it('records it with its claims', () =>
    given(opened)
      .when(report({ claims: [claim] }))
      .thenEmits(reported({ claims: [claim] })));
  it('does nothing for the same report, even when closed', () => {
    given(opened, reported()).when(report()).thenNothing();
    given(opened, reported(), closed).when(report()).thenNothing();
  });
  it('does nothing for the same report after its claims and kind changed', () =>
    given(opened, reported({ claims: [claim] }), revised(lower), retracted, reclassified)
      .when(report({ claims: [claim] }))
      .thenNothing());
  it('does nothing for the same report seen again later', () =>
    given(opened, reported({ claims: [claim] }))
      .when(report({ observedAt: '2025-11-01T00:00:00Z', claims: [{ ...claim, observedAt: '2025-11-01T00:00:00Z' }] }))
      .thenNothing());
  it.each<Report>([{ kind: 'attack' }, { claims: [] }, { claims: [lower] }, { claims: [aClaim('c-2')] }])(
    'is rejected with other content: %j',
    (over) =>
      given(opened, reported({ claims: [claim] }))
        .when(report(over))
        .thenRejects('incident-differs'),
  );
  it('is rejected on an unknown situation', () => given().when(report()).thenRejects('situation-not-found'));
  it('is rejected on a closed situation', () => given(opened, closed).when(report()).thenRejects('situation-closed'));
  it.each<[string, string, Report]>([
    ['id-malformed', 'incidentId', { incidentId: 'i 1' }],
    ['time-malformed', 'occurred.from', { occurred: { from: '2025-09-31', precision: 'day' } }],
    ['coordinates-range', 'place.lat', { place: { name: 'Kayes', lat: 91, lon: 0 } }],
    ['coordinates-range', 'place.lon', { place: { name: 'Kayes', lat: 14, lon: -181 } }],
    ['coordinates-range', 'place.lon', { place: { name: 'Kayes', lat: 14 } }],
    ['coordinates-range', 'place.lat', { place: { name: 'Kayes', lon: -11 } }],
    ['claim-exists', 'claims.1.claimId', { claims: [claim, lower] }],
    [
      'figure-range',
      'claims.0.figures.0.low',
      { claims: [aClaim('c-1', { figures: [{ measure: 'killed', low: 3, high: 2, text: 'x' }] })] },
    ],
  ])('is rejected as %s, naming %s', (reason, field, over) => expect(faultOf(incident, [opened], report(over))).toEqual({ reason, field }));
});

describe('adding a claim', () => {
  it('adds it', () => given(opened, reported()).when(add(claim)).thenEmits(added(claim)));
  it('does nothing for the same claim, whatever became of it', () => {
    given(opened, reported(), added(claim)).when(add(claim)).thenNothing();
    given(opened, reported({ claims: [claim] }), closed)
      .when(add(claim))
      .thenNothing();
    given(opened, reported(), added(claim), revised(lower)).when(add(claim)).thenNothing();
    given(opened, reported(), added(claim), retracted).when(add(claim)).thenNothing();
  });
  it('is rejected with other content', () => given(opened, reported(), added(claim)).when(add(lower)).thenRejects('claim-differs'));
  it('is rejected without an incident', () => given(opened).when(add(claim)).thenRejects('incident-not-found'));
  it('is rejected when closed', () => given(opened, reported(), closed).when(add(claim)).thenRejects('situation-closed'));
  it.each<[string, string, Claim]>([
    ['id-malformed', 'claim.claimId', aClaim('')],
    ['time-malformed', 'claim.observedAt', aClaim('c-2', { observedAt: 'today' })],
    ['time-malformed', 'claim.publishedAt.at', aClaim('c-2', { publishedAt: { at: '2025', precision: 'day', basis: 'stated' } })],
    ['text-missing', 'claim.figures.0.text', aClaim('c-2', { figures: [{ measure: 'killed', text: '' }] })],
    ['figure-range', 'claim.figures.0.low', aClaim('c-2', { figures: [{ measure: 'killed', low: -1, text: '-1' }] })],
    ['figure-range', 'claim.figures.0.high', aClaim('c-2', { figures: [{ measure: 'killed', high: -1, text: '-1' }] })],
  ])('is rejected as %s, naming %s', (reason, field, what) =>
    expect(faultOf(incident, [opened, reported()], add(what))).toEqual({ reason, field }),
  );
});

describe('revising a claim', () => {
  const past = [opened, reported({ claims: [claim] })];
  it('puts the new content in its place', () =>
    given(...past)
      .when(revise(lower))
      .thenEmits(revised(lower)));
  it('may go back to what it said first', () =>
    given(...past, revised(lower))
      .when(revise(claim))
      .thenEmits(revised(claim)));
  it('does nothing for the content that stands, even when closed', () => {
    given(...past)
      .when(revise(claim))
      .thenNothing();
    given(...past, revised(lower), closed)
      .when(revise(lower))
      .thenNothing();
  });
  it('is rejected for an unknown claim', () => given(opened, reported()).when(revise(claim)).thenRejects('claim-not-found'));
  it('is rejected for a retracted claim', () =>
    given(...past, retracted)
      .when(revise(claim))
      .thenRejects('claim-retracted'));
  it('is rejected without an incident', () => given(opened).when(revise(claim)).thenRejects('incident-not-found'));
  it('is rejected when closed', () =>
    given(...past, closed)
      .when(revise(lower))
      .thenRejects('situation-closed'));
  it('is rejected where its figures make no range', () =>
    expect(faultOf(incident, past, revise(aClaim('c-1', { figures: [{ measure: 'killed', low: 2, high: 1, text: 'x' }] })))).toEqual({
      reason: 'figure-range',
      field: 'claim.figures.0.low',
    }));
});

describe('retracting a claim', () => {
  const past = [opened, reported({ claims: [claim] })];
  it('takes it back', () =>
    given(...past)
      .when(retract)
      .thenEmits(retracted));
  it('does nothing the second time, even when closed', () =>
    given(...past, retracted, closed)
      .when(retract)
      .thenNothing());
  it('is rejected for an unknown claim', () => given(opened, reported()).when(retract).thenRejects('claim-not-found'));
  it('is rejected without an incident', () => given(opened).when(retract).thenRejects('incident-not-found'));
  it('is rejected when closed', () =>
    given(...past, closed)
      .when(retract)
      .thenRejects('situation-closed'));
  it('needs a reason', () =>
    expect(faultOf(incident, past, { ...retract, reason: ' ' })).toEqual({ reason: 'text-missing', field: 'reason' }));
  it('states its own times', () =>
    expect(faultOf(incident, past, { ...retract, observedAt: '2025' })).toEqual({ reason: 'time-malformed', field: 'observedAt' }));
});

describe('reclassifying an incident', () => {
  it('changes its kind', () => given(opened, reported()).when(reclassify).thenEmits(reclassified));
  it('does nothing where it is of that kind, even when closed', () =>
    given(opened, reported(), reclassified, closed).when(reclassify).thenNothing());
  it('is rejected without an incident', () => given(opened).when(reclassify).thenRejects('incident-not-found'));
  it('is rejected when closed', () => given(opened, reported(), closed).when(reclassify).thenRejects('situation-closed'));
  it('needs a reason', () =>
    expect(faultOf(incident, [opened, reported()], { ...reclassify, reason: '' })).toEqual({ reason: 'text-missing', field: 'reason' }));
});
