import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { type Decider, Rejected } from '../../decider/src/index.js';
import type { AdvisoryCommand } from './advisory/advisory.commands.js';
import { advisory } from './advisory/advisory.js';
import { aClaim, aNotice, anIncident, anObservation, closed, opened, parameters } from './domain.example.js';
import { EVENT_SCHEMAS } from './event-schemas.js';
import type { DomainEvent } from './domain-event.js';
import type { IncidentCommand } from './incident/incident.commands.js';
import { incident } from './incident/incident.js';
import type { ObservationCommand } from './observation/observation.commands.js';
import { observation } from './observation/observation.js';
import type { SituationCommand } from './situation/situation.commands.js';
import type { SituationEvent } from './situation/situation.events.js';
import { situation } from './situation/situation.js';
import type { SourceCommand } from './source/source.commands.js';
import { source } from './source/source.js';

// Few values of each kind, good and bad, so that a random history comes back to the same ids, days and contents.
const time = fc.constantFrom('2025-10-30T10:00:00Z', '2025-10-30T10:30:00Z', '2025-10-30T12:00:00Z', 'today');
const seen = fc.option(time, { nil: undefined }).map((observedAt) => (observedAt === undefined ? {} : { observedAt }));
const occurred = fc.constantFrom(
  { from: '2025-10-30', precision: 'day' } as const,
  { from: '2025-10', to: '2025-09', precision: 'month' } as const,
  { from: '2025-10-30T21:01:05Z', precision: 'minute' } as const,
);
const reason = fc.constantFrom('so', '');
const incidentId = fc.constant('i-1');
const claimId = fc.constantFrom('c-1', 'c-2');
const figures = fc.constantFrom([], [{ measure: 'killed', low: 1, text: '1' }], [{ measure: 'killed', low: 2, high: 1, text: '1' }]);
const claim = fc.tuple(claimId, figures, seen).map(([id, said, at]) => aClaim(id, { figures: said, ...at }));
const subset = fc.subarray(Object.keys(parameters) as (keyof typeof parameters)[]);

const situationCommand: fc.Arbitrary<SituationCommand> = fc.oneof(
  fc.record({
    type: fc.constant('OpenSituation'),
    title: fc.constantFrom('A', 'B', ''),
    destinations: fc.constantFrom(['ML'], []),
  } as const),
  fc.record({ type: fc.constant('CloseSituation'), reason } as const),
  fc.record({ type: fc.constant('ReopenSituation'), reason } as const),
  fc.tuple(subset, fc.constantFrom(200, 250, 0)).map(([names, tankersPerDay]): SituationCommand => {
    const named = { ...parameters, fuelBaseline: { tankersPerDay, source: { id: 's', title: 'S' } } };
    return { type: 'SetSituationParameters', parameters: Object.fromEntries(names.map((name) => [name, named[name]])) };
  }),
);

const advisoryCommand: fc.Arbitrary<AdvisoryCommand> = fc
  .tuple(
    fc.constantFrom('n-1', 'n-2'),
    fc.constantFrom(0, 1, 2),
    fc.constantFrom({}, { scope: 'parts' } as const),
    occurred,
    seen,
    fc.boolean(),
  )
  .map(([noticeId, seq, facets, when, at, change]) => ({
    type: 'RecordNotice',
    notice: aNotice({ noticeId, seq, facets, occurred: when, ...at }),
    change,
  }));

const incidentCommand: fc.Arbitrary<IncidentCommand> = fc.oneof(
  fc
    .tuple(occurred, fc.array(claim, { maxLength: 2 }), seen)
    .map(([when, claims, at]): IncidentCommand => ({ type: 'ReportIncident', ...anIncident({ occurred: when, claims, ...at }) })),
  fc.record({ type: fc.constantFrom('AddClaim', 'ReviseClaim'), incidentId, claim } as const),
  fc.record({ type: fc.constant('RetractClaim'), incidentId, claimId, reason } as const),
  fc.record({ type: fc.constant('ReclassifyIncident'), incidentId, kind: fc.constantFrom('attack', 'abduction'), reason } as const),
);

const observationCommand: fc.Arbitrary<ObservationCommand> = fc
  .tuple(fc.constantFrom('o-1', 'o-2'), fc.constantFrom('open', 'closed'), occurred, seen)
  .map(([observationId, status, when, at]) => ({
    type: 'RecordObservation',
    ...anObservation({ observationId, value: { status }, occurred: when, ...at }),
  }));

const sourceId = fc.constant('gov-uk');
const sourceCommand: fc.Arbitrary<SourceCommand> = fc.oneof(
  fc.record({ type: fc.constant('RegisterSource'), sourceId, title: fc.constantFrom('A', 'B', '') } as const),
  fc.record({ type: fc.constant('CheckSource'), sourceId, from: time, to: time, payloadHash: fc.constantFrom('a', 'b', '') } as const),
  fc.record({ type: fc.constant('DegradeSource'), sourceId, at: time, reason } as const),
  fc.record({ type: fc.constant('RecoverSource'), sourceId, at: time } as const),
);

/** What others do to the situation between two commands on a stream of it. */
const around = fc.constantFrom<SituationEvent>(opened, closed, { type: 'SituationReopened', reason: 'again' });

const ajv = new Ajv({ strict: true });
const validators = new Map(
  Object.entries(EVENT_SCHEMAS).map(([type, numbers]) => [type, ajv.compile(Object.values(numbers).at(-1)?.data ?? false)]),
);

const lawsOf = <C, E extends DomainEvent, S>(
  { decide, evolve, initialState }: Decider<C, E, S>,
  command: fc.Arbitrary<C>,
  foreign: fc.Arbitrary<E>,
) => {
  const decided = (c: C, state: S): readonly E[] | undefined => {
    try {
      return decide(c, state);
    } catch (error) {
      if (error instanceof Rejected) return undefined;
      throw error;
    }
  };
  const step = fc.oneof(
    { weight: 4, arbitrary: command.map((c) => ({ c })) },
    { weight: 1, arbitrary: foreign.map((event) => ({ event })) },
  );
  const history = fc
    .array(step, { maxLength: 12 })
    .map((steps) =>
      steps.reduce((state, made) => ('c' in made ? (decided(made.c, state) ?? []) : [made.event]).reduce(evolve, state), initialState),
    );

  it('a command decided twice in a row emits nothing the second time', () =>
    fc.assert(
      fc.property(history, command, (before, c) => {
        const events = decided(c, before);
        if (events !== undefined) expect(decide(c, events.reduce(evolve, before))).toEqual([]);
      }),
      { numRuns: 2_000 },
    ));
  it('what it emits is readable when it comes back from the record', () =>
    fc.assert(
      fc.property(history, command, (before, c) => {
        for (const { type, ...data } of decided(c, before) ?? []) {
          const validate = validators.get(type);
          expect([validate?.(JSON.parse(JSON.stringify(data))), validate?.errors]).toEqual([true, null]);
        }
      }),
      { numRuns: 2_000 },
    ));
  return { decided, history };
};

const besideSituation = <C, E extends DomainEvent, S>(decider: Decider<C, E | SituationEvent, S>, command: fc.Arbitrary<C>) => {
  const { decided, history } = lawsOf(decider, command, around);
  it('what was recorded is already so when the situation is closed', () =>
    fc.assert(
      fc.property(history, command, (before, c) => {
        const events = decided(c, before);
        if (events !== undefined) expect(decider.decide(c, [...events, closed].reduce(decider.evolve, before))).toEqual([]);
      }),
      { numRuns: 2_000 },
    ));
};

describe('a situation', () => {
  lawsOf(situation, situationCommand, around);
});
describe('an advisory', () => {
  besideSituation(advisory, advisoryCommand);
});
describe('an incident', () => {
  besideSituation(incident, incidentCommand);
});
describe('an observation', () => {
  besideSituation(observation, observationCommand);
});
describe('a source', () =>
  void lawsOf(source, sourceCommand, fc.constant({ type: 'SourceRecovered', sourceId: 'gov-uk', at: '2025-10-30T10:00:00Z' })));
