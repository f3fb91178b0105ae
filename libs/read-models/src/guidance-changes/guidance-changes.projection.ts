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
  /** Absent where the notice gave no text. */
  text?: StoredText;
  confidence: 'high' | 'medium' | 'low';
  stream: string;
  version: number;
};

/** Where the text of a notice is found: it may be large, and stays in the event alone. */
export type StoredText = { hash: string; eventId: string; noticeId: string; note: string | null; at: { offset: number; index: number } };

/** The key, after that of the advisory, under which a notice that gave its text is found. */
export const TEXT = 'text';

/** The notice, and its facets and text one by one: what was in force before the next change is found among them by one indexed look-up. */
export const guidanceChangesProjection: Projection<DomainEvent> = corrected({
  name: 'guidance_changes',
  version: MODELS.guidance_changes,
  project: ({ id, position, event, stream, version }) => {
    if (!isNotice(event)) return [];
    const key = advisoryKey(event);
    const place = placeOfNotice(event);
    const { noticeId, authority, destination, facets, occurred, publishedAt, observedAt, source, content } = event;
    const note = event.note ?? null;
    const text: StoredText | undefined = content && {
      hash: content.hash,
      eventId: id,
      noticeId,
      note,
      at: { offset: position.offset, index: position.index },
    };
    const stored: StoredNotice = {
      noticeId,
      authority,
      destination,
      firstSight: event.type === 'AdvisoryObserved',
      note,
      withoutNote: event.note === null,
      summary: event.summary ?? null,
      assertedUnderstates: event.understatedAccordingTo !== undefined,
      ...(text && { text }),
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
      ...(text === undefined ? [] : [{ op: 'assert' as const, key: `${key}/${TEXT}`, value: text, ...place }]),
    ];
  },
});
