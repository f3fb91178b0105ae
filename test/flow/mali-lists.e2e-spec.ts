import { beforeAll, describe, expect, it } from '@jest/globals';
import { chronicleLines, MALI } from '../support/chronicle.js';
import type { TimelineEntry } from '../../libs/read-models/src/index.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const lines = chronicleLines();
/** More of the same crisis, recorded after the answers were noted. */
const LATER = lines
  .filter((line) => line.includes('"type": "observation"'))
  .slice(-5)
  .map((line) => line.replaceAll(/"(id|observationId)": "(ml-[^"]*)"/g, '"$1": "$2-later"'));

beforeAll(async () => {
  await product.system.http.importLines(MALI, lines);
}, 60_000);

describe('the audit of guidance', () => {
  it('shows that the Canadian note of 18 November told less than it changed', async () => {
    const { items } = await product.system.http.ask(MALI, '/guidance-changes', { authority: 'CA-GAC', clock: 'published' });
    const november = items.find(({ occurred }) => occurred.from === '2025-11-18')!;
    expect(november).toMatchObject({
      noticeId: 'ml-071',
      authority: 'CA-GAC',
      note: 'Editorial change',
      noteUnderstates: true,
      firstSight: false,
      facets: {
        action: { before: null, after: 'leave-now' },
        means: { before: null, after: 'commercial-air' },
        overland: { before: null, after: 'avoid' },
      },
      occurred: { from: '2025-11-18', precision: 'day', original: '2025-11-18T10:30:00' },
      publishedAt: { at: '2025-11-18', precision: 'day', basis: 'assumed' },
      observedAt: null,
      position: expect.stringMatching(/^\d-\d+\.\d+$/),
    });
    expect(Math.abs(Date.parse(november.recordedAt) - Date.now())).toBeLessThan(300_000);
    const understated = await product.system.http.ask(MALI, '/guidance-changes', { understatedOnly: 'true', clock: 'published' });
    expect(understated.items.map(({ eventId }) => eventId)).toContain(november.eventId);
  });

  it('tells before and after of a facet that was stated before', async () => {
    const { items } = await product.system.http.ask(MALI, '/guidance-changes', {
      authority: 'US-STATE',
      facet: 'departure',
      clock: 'published',
    });
    expect(items.map(({ facets: { departure } }) => departure)).toEqual([
      { before: null, after: 'authorized' },
      { before: 'authorized', after: 'ordered' },
      { before: 'ordered', after: 'lifted' },
    ]);
  });
});

describe('the attack of 14 September 2025', () => {
  it('keeps its three figures side by side, and says which is used', async () => {
    const { items } = await product.system.http.ask(MALI, '/incidents', { clock: 'published', kind: 'convoy-attacked', limit: 500 });
    const attack = items.find(({ incidentId }) => incidentId === 'ml-018')!;
    expect(attack.claims.map(({ source }) => source.id).toSorted()).toEqual(['rfi', 'source-close-to-jnim', 'truckers-union']);
    expect(attack.figures).toMatchObject([
      { measure: 'tankers-destroyed', group: null, range: { low: 20, high: 80 }, used: { low: 20, text: 'at least 20' } },
    ]);
    expect(attack.figures[0]!.claims).toHaveLength(3);
  });
});

describe('the timeline', () => {
  it.each(['occurred', 'recorded'] as const)('gives each event once, page by page, in the order of %s', async (order) => {
    const { http, pool } = product.system;
    const items: TimelineEntry[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await http.ask(MALI, '/timeline', cursor === undefined ? { order, limit: 17 } : { order, limit: 17, cursor });
      items.push(...page.items);
      cursor = page.next ?? undefined;
      pages += 1;
    } while (cursor !== undefined);
    const { rows } = await pool.query<{ id: string }>('SELECT event_id AS id FROM derived.events');
    expect(items.map(({ eventId }) => eventId).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
    expect(pages).toBe(Math.ceil(rows.length / 17));
    const axis = items.map((item) => (order === 'occurred' ? item.validFrom : Number(item.position.split(/[-.]/)[1]))) as string[];
    const ascending = axis.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    expect([ascending, ascending.toReversed()]).toContainEqual(axis);
  });
});

describe('an answer', () => {
  it('has the same bytes for ever at its position, whatever is recorded later', async () => {
    const { http } = product.system;
    const validAt = '2026-07-20T00:00:00Z';
    const moments = [{ clock: 'published', validAt }, { clock: 'published', validAt, knownAt: validAt }, { validAt }];
    const lists = ['/timeline', '/incidents', '/observations', '/guidance-changes'].map((path) => [path, { limit: 500 }] as const);
    const singles = ['', '/status', '/severity'].map((path) => [path, {}] as const);
    const ask = (at: { position?: string } = {}) =>
      Promise.all(
        moments.flatMap((moment) =>
          [...lists, ...singles].map(([path, more]) => http.bytes(`/situations/${MALI}${path}`, { ...moment, ...more, ...at })),
        ),
      );
    const first = await ask();
    const { position } = JSON.parse(first[0]!) as { position: string };

    const { results } = await http.importLines(MALI, LATER);
    expect(results.map(({ status }) => status)).toEqual(LATER.map(() => 'recorded'));
    expect(await ask({ position })).toEqual(first);
    // The newest answers differ, so it was the position that held them.
    for (const [index, now] of (await ask()).entries()) expect([index, now]).not.toEqual([index, first[index]]);
  });
});
