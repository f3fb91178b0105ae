import { formatEventPosition } from '../../../event-log/src/index.js';
import { publishedMs } from '../../../situations/src/index.js';
import type { Json } from '../projection.js';
import { afterEnd } from '../travel-status/facet-in-force.js';
import { FACETS } from '../travel-status/travel-status.answer.js';
import { changeOf } from './change.js';
import type { GuidanceChange, SectionChange, TextChange } from './guidance-changes.answer.js';
import { type StoredText, TEXT } from './guidance-changes.projection.js';
import type { NoticeRow } from './notices.queries.js';
import type { Content } from './sections.js';
import type { Texts } from './texts.queries.js';

const pastText = ({ before }: NoticeRow): StoredText | undefined => before?.[TEXT]?.value as StoredText | undefined;

/** The texts that tell what a notice changed in them. Undefined where it gave none, or none that differs from the one before it. */
const compared = (row: NoticeRow): { before: StoredText; after: StoredText } | undefined => {
  const [before, after] = [pastText(row), row.value.text];
  return before === undefined || after === undefined || before.hash === after.hash ? undefined : { before, after };
};

/** The texts that {@link noticeChange} needs. */
export const textsNeeded = (row: NoticeRow): StoredText[] => Object.values(compared(row) ?? {});

const facetsOf = ({ value, before }: NoticeRow): GuidanceChange['facets'] =>
  Object.fromEntries(
    FACETS.flatMap((facet) => {
      const after = value.facets[facet] as Json | undefined;
      const past = before?.[facet];
      const was = past === undefined ? null : past.ended ? afterEnd(facet, past.value) : past.value;
      return after === undefined ? [] : [[facet, { before: was, after }]];
    }),
  );

/** Compares two texts: as far as their lines, or not. */
type Compare<Section> = (before: Content, after: Content) => Section[];

const textOf = <Section>(
  row: NoticeRow,
  texts: Texts,
  compare: Compare<Section>,
): { text: TextChange<Section> | null; titles: string[] } => {
  const { text } = row.value;
  if (text === undefined) return { text: null, titles: [] };
  const past = pastText(row);
  const comparedWith = past === undefined ? null : { eventId: past.eventId, noticeId: past.noticeId };
  const pair = compared(row);
  if (pair === undefined) return { text: { contentHash: text.hash, comparedWith, sections: [] }, titles: [] };
  const { before, after } = pair;
  const [was, is] = [texts.of(before), texts.of(after)];
  const sections = compare({ sections: was, note: before.note }, { sections: is, note: after.note });
  return { text: { contentHash: text.hash, comparedWith, sections }, titles: [...new Set([...Object.keys(was), ...Object.keys(is)])] };
};

/** What a notice changed, with the texts that it needs for it at hand. */
export const noticeChange = <Section extends SectionChange>(
  row: NoticeRow,
  texts: Texts,
  compare: Compare<Section>,
): GuidanceChange<Section> => {
  const { noticeId, authority, destination, firstSight, note, withoutNote, assertedUnderstates, summary, occurred } = row.value;
  const { publishedAt, observedAt, stream, version, source, confidence } = row.value;
  const facets = facetsOf(row);
  const { text, titles } = textOf(row, texts, compare);
  return {
    eventId: row.event_id,
    noticeId,
    authority,
    destination,
    seq: row.seq,
    firstSight,
    ...changeOf({ firstSight, note, withoutNote, assertedUnderstates }, { facets, sections: text?.sections ?? [], titles }),
    note,
    summary,
    facets,
    text,
    occurred,
    validFrom: row.effective.toISOString(),
    validTo: row.valid_to?.toISOString() ?? null,
    publishedAt: publishedAt ?? null,
    observedAt: observedAt ?? null,
    publicFrom: row.published_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    delaySeconds: publishedAt === undefined ? null : (row.recorded_at.getTime() - publishedMs(publishedAt)) / 1000,
    position: formatEventPosition({ partition: row.partition, offset: Number(row.log_offset), index: row.event_index }),
    stream,
    version,
    source,
    confidence,
  };
};
