import { setImmediate } from 'node:timers/promises';
import type { AsOf } from '../as-of.js';
import { keyAfter, type Page, type PageRequest, writeCursor } from '../page.js';
import type { Queryable } from '../postgres/queryable.js';
import type { GuidanceChange, GuidanceChangeInFull, GuidanceFilter } from './guidance-changes.answer.js';
import { noticeChange, textsNeeded } from './notice-change.js';
import { NOTICE_KEY, type NoticeKey, noticeKey, noticeOf, type NoticeRow, noticesAfter } from './notices.queries.js';
import { sectionChanges, sectionDiffs } from './sections.js';
import { type Texts, textsOf } from './texts.queries.js';

/** Notices that are read at once. */
const BATCH = 100;
/** Notices whose texts are held at once: each may need two of 256 KiB. */
const AT_ONCE = 16;
/** Notices that one question looks through for those that understate; the next page goes on after them. */
const MOST_READ = 2_000;

const textsFor = (db: Queryable, rows: readonly NoticeRow[]): Promise<Texts> =>
  textsOf(db, rows[0]?.partition ?? 0, rows.flatMap(textsNeeded));

/** The notices after a place in their order, compared with what they followed, as far as they are asked for. */
async function* changesAfter(
  db: Queryable,
  situation: string,
  asOf: AsOf,
  filter: GuidanceFilter,
  batch: number,
  after: NoticeKey | undefined,
): AsyncGenerator<{ item: GuidanceChange; key: NoticeKey }> {
  for (let from = after; ;) {
    const rows = await noticesAfter(db, situation, asOf, filter, batch, from);
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      const some = rows.slice(start, start + AT_ONCE);
      const texts = await textsFor(db, some);
      for (const row of some) {
        await setImmediate(); // long texts take their time to compare, and others are waiting
        yield { item: noticeChange(row, texts, sectionChanges), key: noticeKey(row) };
      }
    }
    const last = rows.at(-1);
    if (rows.length < batch || last === undefined) return;
    from = noticeKey(last);
  }
}

const LIST = 'guidance-changes';

/**
 * Every notice in the order in which they took effect, with what each changed. Whether a note understates shows only once it is compared:
 * a page of those that do may hold fewer than asked and still have a next one.
 */
export const guidanceChanges = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  { limit, after, ...filter }: GuidanceFilter & PageRequest,
): Promise<Page<GuidanceChange>> => {
  const { understatedOnly = false } = filter;
  const items: GuidanceChange[] = [];
  const nextAfter = (key: NoticeKey): Page<GuidanceChange> => ({ items, next: writeCursor({ list: LIST, key, asOf }) });
  const batch = understatedOnly ? BATCH : Math.min(BATCH, limit + 1);
  let read = 0;
  let lastShown: NoticeKey | undefined;
  let lastRead: NoticeKey | undefined;
  for await (const { item, key } of changesAfter(db, situation, asOf, filter, batch, keyAfter(LIST, after, NOTICE_KEY))) {
    if (read === MOST_READ && lastRead !== undefined) return nextAfter(lastRead);
    if (!understatedOnly || item.noteUnderstates) {
      if (items.length === limit && lastShown !== undefined) return nextAfter(lastShown);
      items.push(item);
      lastShown = key;
    }
    read += 1;
    lastRead = key;
  }
  return { items, next: null };
};

/** One change with the very lines that differ. Undefined where the event is no notice that was known and in effect. */
export const guidanceChange = async (
  db: Queryable,
  situation: string,
  asOf: AsOf,
  eventId: string,
): Promise<GuidanceChangeInFull | undefined> => {
  const row = await noticeOf(db, situation, asOf, eventId);
  return row && noticeChange(row, await textsFor(db, [row]), sectionDiffs);
};
