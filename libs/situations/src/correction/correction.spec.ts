import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rejected } from '../../../decider/src/index.js';
import { aClaim, aNotice, anIncident, anObservation } from '../domain.example.js';
import type { DomainEvent } from '../domain-event.js';
import { handlingOf } from '../handling.js';
import { type Identified, standing } from './corrected-history.js';
import type { CorrectFact, CorrectionCommand, RetractFact } from './correction.commands.js';
import type { Correctable } from './correction.events.js';

const stream = 'advisory/GB-FCDO/ML';
const opened: DomainEvent = { type: 'SituationOpened', title: 'Blockade', destinations: ['ML'] };
const notice = (noticeId: string, seq = 1, summary = 'first'): Correctable => ({
  ...aNotice({ noticeId, seq, summary }),
  type: 'AdvisoryChanged',
});

/** Ids are e0, e1, … in the order recorded. */
const history = (...events: DomainEvent[]): Identified<DomainEvent>[] => events.map((event, index) => ({ id: `e${index}`, event }));
const correct = (corrects: string, replacement: Correctable, more: Partial<CorrectFact> = {}): CorrectFact => ({
  type: 'CorrectFact',
  stream,
  corrects,
  replacement,
  reason: 'misread',
  cause: 'transcription',
  ...more,
});
const retract = (retracts: string, more: Partial<RetractFact> = {}): RetractFact => ({
  type: 'RetractFact',
  stream,
  retracts,
  reason: 'never was',
  cause: 'transcription',
  ...more,
});
const decide = (command: CorrectionCommand, past: readonly Identified<DomainEvent>[]) => handlingOf('mali-2025', command).decide(past);
const rejected = (reason: string) => expect.objectContaining({ reason });
const corrected = (command: CorrectFact): DomainEvent => {
  const { stream: _, ...said } = command;
  return { ...said, type: 'FactCorrected' };
};
const retracted = (command: RetractFact): DomainEvent => {
  const { stream: _, ...said } = command;
  return { ...said, type: 'FactRetracted' };
};

const recorded = history(opened, notice('n-1'), notice('n-2', 2));
const fix = correct('e1', notice('n-1', 1, 'second'));

describe('correcting a fact', () => {
  it('is recorded with the replacement and the reason', () => expect(decide(fix, recorded)).toEqual([corrected(fix)]));
  it('changes nothing the second time', () => expect(decide(fix, history(opened, notice('n-1'), corrected(fix)))).toEqual([]));
  it('changes nothing where the replacement is what stands', () => expect(decide(correct('e1', notice('n-1')), recorded)).toEqual([]));
  it('is allowed in a closed situation', () =>
    expect(decide(fix, [...recorded, { id: 'c', event: { type: 'SituationClosed', reason: 'over' } }])).toEqual([corrected(fix)]));
  it('needs a reason', () =>
    expect(() => decide(correct('e1', notice('n-1', 1, 'x'), { reason: ' ' }), recorded)).toThrow(rejected('text-missing')));
  it('needs an event of this stream', () =>
    expect(() => decide(correct('e9', notice('n-1')), recorded)).toThrow(rejected('event-not-found')));
  it('does not move a notice to another id', () =>
    expect(() => decide(correct('e1', notice('n-3')), recorded)).toThrow(rejected('identity-differs')));
  it('does not correct what opened the situation', () =>
    expect(() => decide(correct('e0', notice('n-1')), recorded)).toThrow(rejected('not-correctable')));
  it('holds the replacement to the rules of a first recording', () =>
    expect(() => decide(correct('e1', notice('n-1', 2, 'x')), recorded)).toThrow(rejected('seq-taken')));
  it('wants the time at which a source revised itself', () => {
    const { publishedAt: _, ...rest } = aNotice({ noticeId: 'n-1', summary: 'x' });
    expect(() => decide(correct('e1', { ...rest, type: 'AdvisoryChanged' }, { cause: 'source-revised' }), recorded)).toThrow(
      rejected('published-missing'),
    );
  });
  it('may turn a change into a first sight', () =>
    expect(decide(correct('e1', { ...notice('n-1'), type: 'AdvisoryObserved' } as Correctable), recorded)).toHaveLength(1));
  it('goes on from the last correction, and names it', () => {
    const past = history(opened, notice('n-1'), corrected(fix));
    expect(() => decide(correct('e1', notice('n-1', 1, 'third')), past)).toThrow(
      expect.objectContaining({ reason: 'fact-superseded', standing: 'e2' }),
    );
    expect(decide(correct('e2', notice('n-1', 1, 'third')), past)).toHaveLength(1);
  });
});

describe('retracting', () => {
  it('takes a fact back', () => expect(decide(retract('e1'), recorded)).toEqual([retracted(retract('e1'))]));
  it('changes nothing the second time', () =>
    expect(decide(retract('e1'), history(opened, notice('n-1'), retracted(retract('e1'))))).toEqual([]));
  it('does not retract what was corrected since', () =>
    expect(() => decide(retract('e1'), history(opened, notice('n-1'), corrected(fix)))).toThrow(rejected('fact-superseded')));
  it('does not take back twice for another reason, nor correct what was taken back', () => {
    const past = history(opened, notice('n-1'), retracted(retract('e1')));
    const refused = expect.objectContaining({ reason: 'fact-retracted', standing: 'e2' });
    expect(() => decide({ ...retract('e1'), reason: 'another' }, past)).toThrow(refused);
    expect(() => decide(correct('e1', notice('n-1', 1, 'third')), past)).toThrow(refused);
  });
  it('takes back a claim of an incident', () => {
    const past = history(
      opened,
      { ...anIncident(), type: 'IncidentReported' },
      { type: 'ClaimAdded', incidentId: 'i-1', claim: aClaim('c-9') },
    );
    expect(decide(retract('e2', { stream: 'incident/i-1' }), past)).toHaveLength(1);
  });
  it('of a retraction or a correction does not have a notice stand again whose place was taken since', () => {
    const refused = rejected('seq-taken');
    const taken = history(opened, notice('n-1'), retracted(retract('e1')), notice('n-2'));
    expect(() => decide(retract('e2'), taken)).toThrow(refused);
    const moved = history(opened, notice('n-1', 2), corrected(correct('e1', notice('n-1', 1))), notice('n-2', 2));
    expect(() => decide(retract('e2'), moved)).toThrow(refused);
    expect(decide(retract('e2'), [...moved, { id: 'e4', event: retracted(retract('e3')) }])).toHaveLength(1);
  });
  it('of a retraction does not have stand again what was recorded anew since', () => {
    const again = expect.objectContaining({ reason: 'already-recorded', standing: 'e3' });
    expect(() => decide(retract('e2'), history(opened, notice('n-1'), retracted(retract('e1')), notice('n-1')))).toThrow(again);
    const report: DomainEvent = { ...anIncident(), type: 'IncidentReported' };
    const ofIncident = { stream: 'incident/i-1' };
    const reported = history(opened, report, retracted(retract('e1', ofIncident)), report);
    expect(() => decide(retract('e2', ofIncident), reported)).toThrow(again);
    const claimed: DomainEvent = { type: 'ClaimAdded', incidentId: 'i-1', claim: aClaim('c-9') };
    const claims = history(opened, report, claimed, retracted(retract('e2', ofIncident)), claimed);
    expect(() => decide(retract('e3', ofIncident), claims)).toThrow(
      expect.objectContaining({ reason: 'already-recorded', standing: 'e4' }),
    );
  });
  it('does not take back the situation', () =>
    expect(() => decide(retract('e0', { stream: 'situation' }), history(opened))).toThrow(rejected('not-correctable')));
});

describe('what stands', () => {
  const texts = (past: readonly Identified<DomainEvent>[]) =>
    standing(past).flatMap((event) => ('summary' in event ? [event.summary] : []));
  it('is the replacement, in the place of what it corrects', () =>
    expect(texts(history(opened, notice('n-1'), notice('n-2', 2, 'other'), corrected(fix)))).toEqual(['second', 'other']));
  it('is nothing of what was taken back', () => expect(texts(history(opened, notice('n-1'), retracted(retract('e1'))))).toEqual([]));
  it('is what stood before a correction that was undone', () =>
    expect(texts(history(opened, notice('n-1'), corrected(fix), retracted(retract('e2'))))).toEqual(['first']));
  it('is the fact again once its retraction was undone', () =>
    expect(texts(history(opened, notice('n-1'), retracted(retract('e1')), retracted(retract('e2'))))).toEqual(['first']));
  it('lets a notice be recorded anew that was taken back', () => {
    const again = { type: 'RecordNotice', notice: aNotice({ noticeId: 'n-1', seq: 1, summary: 'first' }), change: true } as const;
    expect(handlingOf('mali-2025', again).decide(history(opened, notice('n-1'), retracted(retract('e1'))))).toHaveLength(1);
  });
});

describe('an incident whose report was taken back, and that is reported anew', () => {
  const report = (claimId: string): DomainEvent => ({ ...anIncident({ claims: [aClaim(claimId)] }), type: 'IncidentReported' });
  const past = history(
    opened,
    report('c-1'),
    { type: 'ClaimAdded', incidentId: 'i-1', claim: aClaim('c-9') },
    { type: 'IncidentReclassified', incidentId: 'i-1', kind: 'attack', reason: 'seen on film' },
    retracted(retract('e1', { stream: 'incident/i-1' })),
    report('c-2'),
  );
  const decideNow = (command: Parameters<typeof handlingOf>[1]) => handlingOf('mali-2025', command).decide(past);

  it('has the claims that were added to it, and none of the report', () => {
    const revised = (claimId: string) => decideNow({ type: 'ReviseClaim', incidentId: 'i-1', claim: aClaim(claimId, { figures: [] }) });
    expect([revised('c-9'), revised('c-2')].map((events) => events.length)).toEqual([1, 1]);
    expect(() => revised('c-1')).toThrow(rejected('claim-not-found'));
  });
  it('is of the kind that it was last given', () => {
    const given = { type: 'ReclassifyIncident', incidentId: 'i-1', kind: 'attack', reason: 'said again' } as const;
    expect(decideNow(given)).toEqual([]);
  });
});

describe('for any history of corrections', () => {
  const step = fc.record({
    kind: fc.constantFrom('correct', 'retract'),
    target: fc.nat({ max: 12 }),
    text: fc.constantFrom('a', 'b', 'c'),
    reason: fc.constantFrom('r', 's'),
  });
  const commandOf = ({ kind, target, text, reason }: { kind: string; target: number; text: string; reason: string }): CorrectionCommand =>
    kind === 'correct' ? correct(`e${target}`, notice('n-1', 1, text), { reason }) : retract(`e${target}`, { reason });
  const attempt = (command: CorrectionCommand, past: readonly Identified<DomainEvent>[]): readonly DomainEvent[] | undefined => {
    try {
      return decide(command, past);
    } catch (error) {
      if (error instanceof Rejected) return undefined;
      throw error;
    }
  };

  it('a command decided twice in a row emits nothing the second time, and each fact stands at most once', () => {
    let emitted = 0;
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const past = history(opened, notice('n-1'), notice('n-2', 2, 'other'));
        for (const one of steps) {
          const events = attempt(commandOf(one), past);
          if (events === undefined || events.length === 0) continue;
          emitted++;
          past.push({ id: `e${past.length}`, event: events[0]! });
          expect(attempt(commandOf(one), past)).toEqual([]);
        }
        const notices = standing(past).flatMap((event) => (event.type === 'AdvisoryChanged' ? [event.noticeId] : []));
        expect(new Set(notices).size).toBe(notices.length);
      }),
      { numRuns: 2_000 },
    );
    expect(emitted).toBeGreaterThan(1_000);
  });
});

it('an observation is corrected within its subject', () => {
  const past = history(opened, { ...anObservation(), type: 'ObservationRecorded' });
  const other = { ...anObservation({ value: { status: 'open' } }), type: 'ObservationRecorded' } as Correctable;
  expect(decide(correct('e1', other, { stream: 'observation/schools/country' }), past)).toHaveLength(1);
});
