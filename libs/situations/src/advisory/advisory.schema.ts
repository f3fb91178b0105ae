import type { Fact } from '../fact.js';
import { BOUND, FACT } from '../fact.schema.js';
import { allOf, anyOf, BOOLEAN, listOf, NAME, objectOf, oneOfValues, TEXT } from '../json-schema.js';
import type { Facets, Level, Notice } from './advisory.events.js';
import type { Notice1 } from './advisory.upcasters.js';

const FACETS = objectOf<Facets>(
  {},
  {
    level: objectOf<Level>({ native: TEXT, rank: oneOfValues(1, 2, 3, 4, null), scheme: TEXT }, {}),
    scope: anyOf(oneOfValues('country', 'parts'), listOf(TEXT)),
    departure: oneOfValues('none', 'authorized', 'ordered', 'staff-withdrawn', 'lifted', 'unknown'),
    action: oneOfValues('none', 'consider-leaving', 'leave-now', 'leave-if-safe', 'shelter', 'unknown'),
    means: oneOfValues('commercial-air', 'air', 'road', 'any', 'unknown'),
    airport: oneOfValues('open', 'disrupted', 'closed', 'unknown'),
    overland: oneOfValues('usable', 'avoid', 'unsafe', 'unknown'),
    services: oneOfValues('normal', 'limited', 'suspended', 'unknown'),
  },
);

const CONTENT = objectOf<NonNullable<Notice['content']>>({ hash: NAME, sections: { type: 'object', additionalProperties: TEXT } }, {});

const REQUIRED = { noticeId: NAME, authority: NAME, destination: NAME, seq: { type: 'integer', minimum: 1 }, facets: FACETS };
const NOTE = anyOf(TEXT, { type: 'null' });

/** What AdvisoryObserved and AdvisoryChanged stored under number 1. */
export const NOTICE_1 = allOf(
  FACT,
  objectOf<Omit<Notice1, keyof Fact>>(REQUIRED, {
    note: NOTE,
    summary: TEXT,
    content: CONTENT,
    assertedUnderstates: BOOLEAN,
    validTo: BOUND,
  }),
);

/** What AdvisoryObserved and AdvisoryChanged store: number 2. */
export const NOTICE_2 = allOf(
  FACT,
  objectOf<Omit<Notice, keyof Fact>>(REQUIRED, {
    note: NOTE,
    summary: TEXT,
    content: CONTENT,
    understatedAccordingTo: NAME,
    validTo: BOUND,
  }),
);
