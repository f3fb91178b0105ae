const VECTOR = '0-12,1-5,2-40,3-124,4-17,5-3,6-9,7-22';

export const OPENING = { position: VECTOR, situations: ['mali-2025'], types: null };

const ACCEPTED = {
  eventId: '0d3b8f0e-6b8c-5a55-9d0f-2f5c7a9e4b11',
  situation: 'mali-2025',
  stream: 'advisory/US-STATE/ML',
  version: 7,
  position: '3-125.0',
  recordedAt: '2025-10-30T14:03:11.042Z',
  actor: 'anonymous',
  reason: null,
  commandId: '5a1c0c52-52e8-5d43-9a0e-0d6f3f4c9b21',
  correlationId: 'b0a4b1de-7f0e-4f5b-9d3b-7f2f6f0b1c11',
  causationId: null,
  type: 'AdvisoryChanged',
  schema: 2,
  data: { noticeId: 'us-2025-10-30', authority: 'US-STATE', destination: 'ML', facets: { departure: 'ordered' } },
};

export const LIVE =
  `id: ${VECTOR}\nevent: opening\ndata: ${JSON.stringify(OPENING)}\n\n` +
  `id: ${VECTOR.replace('3-124', '3-125.0')}\nevent: accepted\ndata: ${JSON.stringify(ACCEPTED)}\n\n`;
