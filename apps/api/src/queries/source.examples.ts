// Answers on the sources of the Mali crisis of 2025, for the description of the routes.

const EVENT = 'c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11';
const coordinates = {
  validAt: '2025-10-29T12:00:00.000Z',
  knownAt: null,
  clock: 'recorded',
  position: '4-17',
  model: { sources: 1 },
};
const GOV_UK = {
  sourceId: 'gov-uk-travel-advice',
  title: 'GOV.UK foreign travel advice, Mali',
  url: 'https://www.gov.uk/foreign-travel-advice/mali',
  status: 'well',
  degradedSince: null,
  reason: null,
  lastSeen: '2025-10-29T11:00:00.000Z',
  lastChecked: { from: '2025-10-29T10:00:00.000Z', to: '2025-10-29T11:00:00.000Z', payloadHash: 'sha256:9f86d081884c7d65', eventId: EVENT },
  recordedAt: '2025-10-01T09:00:00.000Z',
  eventId: EVENT,
  position: '4-3.0',
  version: 212,
};

export const SOURCE = { ...coordinates, source: GOV_UK };
export const SOURCES = { ...coordinates, items: [GOV_UK], next: null };
