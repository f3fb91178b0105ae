import type { ListAnswer } from './answer.js';
import type { ApiClient, Query } from './api-client.js';

/** The most that one page holds. */
const PAGE = 500;

/** Follows the cursors of a list up to `limit` items. `next` is null where nothing was left out. */
export const readPages = async <Item>(api: ApiClient, path: string, query: Query, limit: number): Promise<ListAnswer<Item>> => {
  const page = (count: number, cursor?: string) =>
    api.get<ListAnswer<Item>>(path, { ...query, limit: String(Math.min(PAGE, count)), cursor });

  const first = await page(limit);
  const items = [...first.items];
  let { next } = first;
  while (next !== null && items.length < limit) {
    const more = await page(limit - items.length, next);
    items.push(...more.items);
    next = more.next;
  }
  return { ...first, items, next };
};
