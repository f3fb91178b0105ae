import type { GuidanceChange, GuidanceChangeInFull } from '../../../../libs/read-models/src/index.js';
import { guidanceChangesCsv } from './guidance-changes.csv.js';

// Answers on the changes of guidance in the Mali crisis, for the description of the routes.

const EVENT = 'c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11';
const BEFORE = '5d0f2a0e-7f3b-5a43-8d0e-2b8f6f0f8a10';
const coordinates = {
  situation: 'mali-2025',
  validAt: '2026-02-01T00:00:00.000Z',
  knownAt: null,
  clock: 'published' as const,
  position: '3-124',
  model: { guidance_changes: 1, audit: 'audit-1' },
};

const JANUARY: GuidanceChange = {
  eventId: EVENT,
  noticeId: 'uk-2026-01-08',
  authority: 'GB-FCDO',
  destination: 'ML',
  seq: 1,
  firstSight: false,
  kind: 'material',
  noteUnderstates: true,
  understates: [
    {
      reason: 'section-not-named',
      facets: [],
      sections: ['Warnings and insurance'],
      because: 'the note names “Safety and security” and not “Warnings and insurance”, which changed too',
    },
  ],
  note: "Updated with information about risks of terrorism ('Safety and security' page).",
  summary: 'Statement that non-essential embassy staff are withdrawn removed',
  facets: { departure: { before: 'staff-withdrawn', after: 'unknown' } },
  text: {
    contentHash: '1c0e9c6f0f1b7f6d5a37a6f6b86a4f5f4f4ac1d1e7a9f2c1c9d87f6f5b3a2e10',
    comparedWith: { eventId: BEFORE, noticeId: 'uk-2025-12-11' },
    sections: [
      {
        title: 'Warnings and insurance',
        change: 'changed',
        aboutSafety: true,
        beyondFormatting: true,
        linesAdded: 1,
        linesRemoved: 1,
      },
    ],
  },
  occurred: { from: '2026-01-08T10:34:42Z', precision: 'instant' },
  validFrom: '2026-01-08T10:34:42.000Z',
  validTo: null,
  publishedAt: { at: '2026-01-08T10:34:42Z', precision: 'instant', basis: 'stated' },
  observedAt: '2026-01-09T06:15:43Z',
  publicFrom: '2026-01-08T10:34:42.000Z',
  recordedAt: '2026-07-01T09:00:01.250Z',
  delaySeconds: 15_027_919.25,
  position: '3-41.0',
  stream: 'advisory/GB-FCDO/ML',
  version: 11,
  source: { id: 'fcdo-travel-advice', title: 'FCDO travel advice, Mali' },
  confidence: 'high',
};

const LIST = { ...coordinates, items: [JANUARY], next: null };
export const GUIDANCE_CHANGES = LIST;
export const GUIDANCE_CHANGES_CSV = guidanceChangesCsv(LIST);

const STAYS = 'Support for British nationals is severely limited in Mali, especially outside Bamako.';
const GONE = 'Non-essential British Embassy staff have been temporarily withdrawn from Bamako.';
const CHANGE: GuidanceChangeInFull = {
  ...JANUARY,
  text: {
    ...JANUARY.text!,
    sections: [
      {
        ...JANUARY.text!.sections[0]!,
        hunks: [
          {
            before: 31,
            after: 31,
            lines: [
              { op: ' ', text: '## UK government support' },
              {
                op: '-',
                text: `${STAYS} ${GONE}`,
                words: [
                  { op: ' ', text: STAYS },
                  { op: '-', text: ` ${GONE}` },
                ],
              },
              { op: '+', text: STAYS, words: [{ op: ' ', text: STAYS }] },
            ],
          },
        ],
      },
    ],
  },
};
export const GUIDANCE_CHANGE = { ...coordinates, change: CHANGE };

const DAY = 86_400;
export const DECISION_LAG = {
  ...coordinates,
  model: { guidance_changes: 1, incidents: 1, observations: 1, audit: 'audit-1', lag: 'lag-1' },
  from: '2025-09-01T00:00:00.000Z',
  to: '2026-02-01T00:00:00.000Z',
  definitions: {
    sinceStartSeconds: 'from the start of the trigger to the effective start of the authority’s first change that begins later …',
  },
  triggers: [
    {
      trigger: 'incident',
      kind: 'convoy-attacked',
      id: 'ml-030',
      eventId: BEFORE,
      subject: null,
      from: '2025-10-17T00:00:00.000Z',
      to: '2025-10-18T00:00:00.000Z',
      publicFrom: '2025-10-18T00:00:00.000Z',
      reactions: [
        {
          authority: 'US-STATE',
          destination: 'ML',
          change: {
            eventId: EVENT,
            noticeId: 'ml-033-departure',
            validFrom: '2025-10-24T00:00:00.000Z',
            publicFrom: '2025-10-25T00:00:00.000Z',
          },
          sinceStartSeconds: 7 * DAY,
          sincePublicSeconds: 7 * DAY,
          orderCertain: true,
          sameStart: [],
        },
      ],
      firstMovers: ['US-STATE'],
      lastMovers: ['US-STATE'],
      noneYet: [],
    },
  ],
  authorities: [
    {
      authority: 'US-STATE',
      destination: 'ML',
      changes: 4,
      timeInForce: {
        level: [
          { value: null, seconds: 53 * DAY },
          { value: { native: '4', rank: 4, scheme: 'US-STATE' }, seconds: 100 * DAY },
        ],
        departure: [
          { value: null, seconds: 53 * DAY },
          { value: 'authorized', seconds: 6 * DAY },
          { value: 'ordered', seconds: 71 * DAY },
          { value: 'lifted', seconds: 23 * DAY },
        ],
      },
      reversals: [
        {
          facet: 'departure',
          eventId: EVENT,
          at: '2026-01-09T00:00:00.000Z',
          from: 'ordered',
          to: 'lifted',
          leftAt: '2025-10-24T00:00:00.000Z',
          seconds: 77 * DAY,
        },
      ],
      byKind: [
        {
          trigger: 'incident',
          kind: 'convoy-attacked',
          triggers: 8,
          answered: 7,
          shortestSeconds: 2 * DAY,
          medianSeconds: 33 * DAY,
          longestSeconds: 48 * DAY,
        },
      ],
    },
  ],
};
