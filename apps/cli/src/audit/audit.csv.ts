import type { ApiClient, Query } from '../http/api-client.js';

const HEAD = /^[^\n]*\n/;

/** All pages of a list as one table, under the head of the first. */
export const readTable = async (api: ApiClient, path: string, query: Query): Promise<string> => {
  const first = await api.getTable(path, query);
  const parts = [first.text];
  for (let { next } = first; next !== undefined;) {
    const page = await api.getTable(path, { ...query, cursor: next });
    parts.push(page.text.replace(HEAD, ''));
    next = page.next;
  }
  return parts.join('');
};
