import type { GuidanceChange, SituationAnswer, TimelineEntry, TravelStatus } from '../../../libs/read-models/src/index.js';
import type { Answer } from './http/answer.js';
import { asked, eventId } from './asked.example.js';
import type { Overview } from './overview/overview.js';
import { severity, severityPoint } from './severity.example.js';

// Answers such as the api gives on the Mali chronicle, for the specs of this app.

const stated = <Value>(value: Value, day: string) => ({ value, since: `${day}T00:00:00.000Z`, eventId });

export const travelStatus: Answer<TravelStatus> = {
  ...asked,
  authorities: [
    {
      authority: 'AU-DFAT',
      destination: 'ML',
      version: 1,
      facets: { level: { native: 'Do not travel', rank: 4, scheme: 'AU-DFAT', since: '2025-07-02T00:00:00.000Z', eventId } },
    },
    {
      authority: 'GB-FCDO',
      destination: 'ML',
      version: 9,
      facets: {
        level: {
          native: 'avoid_all_travel_to_whole_country',
          rank: 4,
          scheme: 'GB-FCDO',
          since: '2025-10-30T00:00:00.000Z',
          eventId,
        },
        scope: stated('country', '2025-10-30'),
        departure: { value: 'staff-withdrawn', since: '2025-10-30T21:01:05.000Z', eventId },
        action: stated('leave-if-safe', '2025-10-30'),
        means: stated('commercial-air', '2025-10-30'),
        airport: stated('unknown', '2025-10-30'),
        overland: stated('unsafe', '2025-10-30'),
      },
    },
    {
      authority: 'US-STATE',
      destination: 'ML',
      version: 4,
      facets: {
        level: { native: '4', rank: 4, scheme: 'US-STATE', since: '2025-10-24T00:00:00.000Z', eventId },
        departure: stated('ordered', '2025-10-30'),
        action: stated('leave-now', '2025-10-28'),
        means: stated('commercial-air', '2025-10-28'),
        overland: stated('unsafe', '2025-10-28'),
        services: stated('limited', '2025-10-28'),
      },
    },
  ],
  combined: {
    departure: {
      ...stated('ordered', '2025-10-30'),
      authority: 'US-STATE',
      destination: 'ML',
      losers: [{ authority: 'GB-FCDO', destination: 'ML', value: 'staff-withdrawn' }],
    },
    action: {
      ...stated('leave-now', '2025-10-28'),
      authority: 'US-STATE',
      destination: 'ML',
      shelter: false,
      losers: [{ authority: 'GB-FCDO', destination: 'ML', value: 'leave-if-safe' }],
    },
    overland: { ...stated('unsafe', '2025-10-28'), authority: 'US-STATE', destination: 'ML', losers: [] },
  },
};

export const guidanceChange = (over: Partial<GuidanceChange> = {}): GuidanceChange => ({
  eventId,
  noticeId: 'ml-071',
  authority: 'CA-GAC',
  destination: 'ML',
  seq: 1,
  firstSight: false,
  kind: 'material',
  noteUnderstates: true,
  understates: [
    {
      reason: 'called-editorial',
      facets: ['level', 'action'],
      sections: [],
      because: 'the note calls it editorial, but it changed level, action',
    },
  ],
  note: 'Editorial change',
  summary: 'Security section rewritten: leave by commercial flight, avoid overland travel outside Bamako',
  facets: {
    action: { before: null, after: 'leave-now' },
    level: { before: { native: '2', rank: 2, scheme: 'CA-GAC' }, after: { native: 'Avoid all travel', rank: 4, scheme: 'CA-GAC' } },
  },
  text: null,
  occurred: { from: '2025-11-18', precision: 'day' },
  validFrom: '2025-11-18T00:00:00.000Z',
  validTo: null,
  publishedAt: { at: '2025-11-18', precision: 'day', basis: 'assumed' },
  observedAt: null,
  publicFrom: '2025-11-19T00:00:00.000Z',
  recordedAt: '2026-07-12T09:00:01.250Z',
  delaySeconds: 20_336_401.25,
  position: '3-91.0',
  stream: 'advisory/CA-GAC/ML',
  version: 3,
  source: { id: 'canada-travel-advice', title: 'Canada travel advice, Mali' },
  confidence: 'high',
  ...over,
});

export const timelineEntry = (over: Partial<TimelineEntry> = {}): TimelineEntry => ({
  eventId,
  position: '3-20.0',
  stream: 'incident/ml-019',
  version: 1,
  type: 'IncidentReported',
  kind: 'convoy-attacked',
  text: 'Convoy of about 100 tankers attacked between Kayes and Nioro; the figures differ by source',
  place: { name: 'Diboli–Kayes road' },
  actors: ['JNIM'],
  source: { id: 'ap', title: 'AP' },
  confidence: 'medium',
  occurred: { from: '2025-09-14', precision: 'day' },
  validFrom: '2025-09-14T00:00:00.000Z',
  publishedAt: null,
  observedAt: null,
  recordedAt: '2026-07-12T09:00:00.750Z',
  detail: null,
  correctedBy: null,
  ...over,
});

export const situationAnswer: Answer<SituationAnswer> = {
  ...asked,
  title: 'Mali fuel blockade',
  summary: 'Blockade of fuel imports into Mali declared by JNIM in September 2025, and the official travel guidance around it.',
  destinations: ['ML'],
  status: 'open',
  version: 2,
  parameters: {},
  openedAt: '2026-07-12T09:00:00.000Z',
  closedAt: null,
};

export const overview: Overview = {
  situation: situationAnswer,
  status: travelStatus,
  severity,
  peak: severityPoint('2025-11-03', 78.2),
  changes: [
    guidanceChange({ firstSight: true, noteUnderstates: false, validFrom: '2025-07-02T00:00:00.000Z', authority: 'AU-DFAT' }),
    guidanceChange({
      authority: 'US-STATE',
      noteUnderstates: false,
      facets: { action: { before: null, after: 'leave-now' } },
      validFrom: '2025-10-28T00:00:00.000Z',
    }),
    guidanceChange(),
  ],
  events: { count: 125, isAll: true, lastReport: '2025-10-30T00:00:00.000Z' },
};
