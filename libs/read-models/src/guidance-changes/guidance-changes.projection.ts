import { confidenceOf, type Notice } from '../../../situations/src/index.js';
import { advisoryKey, isNotice, placeOfNotice } from '../advisory-notice.js';
import type { DomainEvent } from '../../../situations/src/index.js';
import { corrected } from '../corrected.js';
import { MODELS } from '../models.js';
import type { Json, Projection } from '../projection.js';
import { FACETS } from '../travel-status/travel-status.answer.js';

/** What is stored of a notice: all that an answer shows of it without looking at other notices. */
export type StoredNotice = Pick<
  Notice,
  'noticeId' | 'authority' | 'destination' | 'facets' | 'occurred' | 'publishedAt' | 'observedAt' | 'source'
> & {
  firstSight: boolean;
  note: string | null;
  /** Published without a word about the change, as distinct from a note that nobody recorded. */
  withoutNote: boolean;
  summary: string | null;
  assertedUnderstates: boolean;
  confidence: 'high' | 'medium' | 'low';
  stream: string;
  version: number;
};

/** The notice, and its facets one by one: what was in force before the next change is found among them by one indexed look-up. */
export const guidanceChangesProjection: Projection<DomainEvent> = corrected({
  name: 'guidance_changes',
  version: MODELS.guidance_changes,
  project: ({ event, stream, version }) => {
    if (!isNotice(event)) return [];
    const key = advisoryKey(event);
    const place = placeOfNotice(event);
    const { noticeId, authority, destination, facets, occurred, publishedAt, observedAt, source } = event;
    const stored: StoredNotice = {
      noticeId,
      authority,
      destination,
      firstSight: event.type === 'AdvisoryObserved',
      note: event.note ?? null,
      withoutNote: event.note === null,
      summary: event.summary ?? null,
      assertedUnderstates: event.assertedUnderstates ?? false,
      facets,
      occurred,
      ...(publishedAt && { publishedAt }),
      ...(observedAt !== undefined && { observedAt }),
      source,
      confidence: confidenceOf(event),
      stream,
      version,
    };
    return [
      { op: 'assert', key, value: stored as Json, ...place },
      ...FACETS.flatMap((facet) => {
        const value = facets[facet];
        return value === undefined ? [] : [{ op: 'assert' as const, key: `${key}/${facet}`, value, ...place }];
      }),
    ];
  },
});
