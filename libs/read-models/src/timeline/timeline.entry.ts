import type { Unreadable } from '../../../event-log/src/index.js';
import {
  type Claim,
  type Fact,
  type Figure,
  type Level,
  type Notice,
  type ObservationRecorded,
  type Place,
  confidenceOf,
} from '../../../situations/src/index.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import { type FacetName, FACETS } from '../travel-status/travel-status.answer.js';
import type { TimelineEntry } from './timeline.answer.js';

/** What an entry takes from the event itself; the rest is known of any event. */
export type StoredEntry = Omit<TimelineEntry, 'eventId' | 'position' | 'validFrom' | 'recordedAt' | 'correctedBy'>;
type Told = Pick<StoredEntry, 'kind' | 'text' | 'detail'> &
  Partial<Pick<StoredEntry, 'actors'>> & { place?: Place; sighting?: Partial<Fact> };

const word = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).map(word).join(' ') : String(value);
const facetText = ([facet, value]: [string, unknown]): string => `${facet} ${word(facet === 'level' ? (value as Level).native : value)}`;
const figureText = ({ measure, group, text }: Figure): string => `${measure}${group === undefined ? '' : ` (${group})`}: ${text}`;

const notice = (event: Notice): Told => ({
  kind: 'guidance',
  text:
    event.summary ??
    event.note ??
    Object.entries(event.facets)
      .sort(([one], [other]) => FACETS.indexOf(one as FacetName) - FACETS.indexOf(other as FacetName))
      .map(facetText)
      .join('; '),
  actors: [event.authority],
  detail: {
    noticeId: event.noticeId,
    authority: event.authority,
    destination: event.destination,
    seq: event.seq,
    facets: event.facets as Json,
    note: event.note ?? null,
  },
  sighting: event,
});

const claim = (incidentId: string, told: Claim): Told => ({
  kind: 'claim',
  text: told.text ?? told.figures.map(figureText).join('; '),
  detail: { incidentId, claimId: told.claimId, figures: told.figures as Json },
  sighting: told,
});

const observation = (event: ObservationRecorded): Told => ({
  kind: event.kind,
  text: event.summary ?? (event.kind === 'context' ? event.value.text : `${event.kind} of ${event.subject}: ${word(event.value)}`),
  ...(event.place && { place: event.place }),
  detail: { observationId: event.observationId, subject: event.subject, value: event.value as Json },
  sighting: event,
});

const told = (event: DomainEvent | Unreadable): Told => {
  switch (event.type) {
    case 'Unreadable':
      return { kind: 'unreadable', text: event.reason, detail: { storedType: event.storedType, reason: event.reason } };
    case 'SituationOpened':
      return { kind: 'situation', text: event.title, detail: { summary: event.summary ?? null, destinations: event.destinations } };
    case 'SituationParametersSet':
      return { kind: 'situation', text: `parameters set: ${Object.keys(event.parameters).join(', ')}`, detail: event.parameters as Json };
    case 'SituationClosed':
    case 'SituationReopened':
      return { kind: 'situation', text: event.reason, detail: {} };
    case 'AdvisoryObserved':
    case 'AdvisoryChanged':
      return notice(event);
    case 'IncidentReported':
      return {
        kind: event.kind,
        text: event.summary ?? `${event.kind} at ${event.place.name}`,
        place: event.place,
        actors: event.actors,
        detail: { incidentId: event.incidentId, figures: event.claims.flatMap(({ figures }) => figures) as Json },
        sighting: event,
      };
    case 'ClaimAdded':
    case 'ClaimRevised':
      return claim(event.incidentId, event.claim);
    case 'ClaimRetracted':
      return { kind: 'claim', text: event.reason, detail: { incidentId: event.incidentId, claimId: event.claimId }, sighting: event };
    case 'IncidentReclassified':
      return { kind: event.kind, text: event.reason, detail: { incidentId: event.incidentId, kind: event.kind }, sighting: event };
    case 'ObservationRecorded':
      return observation(event);
    case 'SourceRegistered':
      return { kind: 'source', text: event.title, detail: { sourceId: event.sourceId, url: event.url ?? null } };
    case 'SourceChecked':
      return { kind: 'source', text: 'checked, unchanged', detail: { sourceId: event.sourceId, from: event.from, to: event.to } };
    case 'SourceDegraded':
      return { kind: 'source', text: event.reason, detail: { sourceId: event.sourceId, at: event.at } };
    case 'SourceRecovered':
      return { kind: 'source', text: 'recovered', detail: { sourceId: event.sourceId, at: event.at } };
    case 'IncidentMerged':
      return { kind: 'merge', text: event.reason, detail: { incidentId: event.incidentId, into: event.into }, sighting: event };
    case 'IncidentUnmerged':
      return { kind: 'merge', text: event.reason, detail: { incidentId: event.incidentId, from: event.from }, sighting: event };
    case 'FactCorrected': {
      const { corrects, cause, reason, replacement } = event;
      const { kind: of, place, actors, detail, sighting, text } = told(replacement);
      return {
        kind: 'correction',
        text: reason,
        ...(place && { place }),
        ...(actors && { actors }),
        detail: { corrects, cause, replacement: { type: replacement.type, kind: of, text, detail } },
        ...(sighting && { sighting }),
      };
    }
    case 'FactRetracted':
      return { kind: 'correction', text: event.reason, detail: { retracts: event.retracts, cause: event.cause }, sighting: event };
  }
};

/** What the timeline shows of an event, in the words of the report where it has any. */
export const entryOf = (event: DomainEvent | Unreadable, stream: string, version: number): StoredEntry => {
  const { kind, text, detail, place, actors = [], sighting = {} } = told(event);
  const { occurred, publishedAt, observedAt, source, confidence } = sighting;
  return {
    stream,
    version,
    type: event.type,
    kind,
    text,
    place: place ?? null,
    actors,
    source: source ?? null,
    confidence: source === undefined ? (confidence ?? null) : confidenceOf({ source, ...(confidence && { confidence }) }),
    occurred: occurred ?? null,
    publishedAt: publishedAt ?? null,
    observedAt: observedAt ?? null,
    detail,
  };
};
