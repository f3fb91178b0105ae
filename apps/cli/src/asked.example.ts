import type { Asked } from './http/answer.js';

/** What the answers of the specs are on. */
export const asked: Asked = {
  situation: 'mali-2025',
  validAt: '2025-10-31T00:00:00.000Z',
  knownAt: '2025-10-31T00:00:00.000Z',
  clock: 'published',
  position: '3-125',
};

export const eventId = 'c7a1f1a4-3f0e-5d0c-9b54-5a1c5b6c2e11';
