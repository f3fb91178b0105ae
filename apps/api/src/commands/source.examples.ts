// For the description of the routes. Each is checked by a test.

export const REGISTRATION = {
  title: 'GOV.UK foreign travel advice, Mali',
  url: 'https://www.gov.uk/foreign-travel-advice/mali',
};

export const CHECK = { from: '2025-10-28T18:00:00Z', to: '2025-10-28T19:00:00Z', payloadHash: 'sha256:9f86d081884c7d65' };
export const DEGRADATION = { at: '2025-10-28T19:10:00Z', reason: 'The page answered with an empty object.' };
export const RECOVERY = { at: '2025-10-28T20:00:00Z' };
