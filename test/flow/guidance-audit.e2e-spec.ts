import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Coordinates } from '../../apps/api/src/queries/as-of.reader.js';
import type { DecisionLag, GuidanceChangeInFull } from '../../libs/read-models/src/index.js';
import { haveTexts, ukLines, usLines } from '../support/advisory-texts.js';
import { chronicleLines, MALI } from '../support/chronicle.js';
import { runningSystem } from '../support/system.js';

const TEXTS = 'mali-texts';
const OPENED = JSON.stringify({ id: 'mali', type: 'situation', body: { title: 'Mali', destinations: ['ML'] } });
const product = runningSystem();

beforeAll(async () => {
  const { http } = product.system;
  const imports = [await http.importLines(MALI, chronicleLines())];
  if (haveTexts) imports.push(await http.importLines(TEXTS, [OPENED, ...ukLines(), ...usLines()]));
  for (const { results } of imports) expect(results.filter(({ status }) => status !== 'recorded')).toEqual([]);
}, 60_000);

const headOf = (table: string): string => table.slice(0, table.indexOf('\r\n') + 2);

/** Asks as plain text; `path` may have a query. */
const table = async (path: string): Promise<Response> => fetch(product.system.http.url(path));

describe('the guidance audit as a table', () => {
  it('comes page by page, each after the address that the one before names', async () => {
    const path = `/situations/${MALI}/guidance-changes`;
    const whole = await table(`${path}?format=csv&limit=500&validAt=2026-07-20T00:00:00Z`);
    expect([whole.headers.get('content-type'), whole.headers.get('link')]).toEqual(['text/csv; charset=utf-8; header=present', null]);
    const text = await whole.text();

    const parts: string[] = [];
    let query: string | undefined = '?format=csv&limit=7&validAt=2026-07-20T00:00:00Z';
    while (query !== undefined) {
      const page = await table(`${path}${query}`);
      const part = await page.text();
      parts.push(parts.length === 0 ? part : part.slice(headOf(part).length));
      query = /^<([^>]*)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(parts.length).toBeGreaterThan(4);
    expect(parts.join('')).toBe(text);
  });

  it('is one of what understates as well', async () => {
    const text = await (await table(`/situations/${MALI}/guidance-changes?format=csv&understatedOnly=true`)).text();
    for (const notice of ['ml-071', 'ml-077', 'ml-096']) expect(text).toContain(`,${notice},`);
    expect(text).not.toContain(',ml-048,');
  });
});

describe('the decision lag', () => {
  it('tells the figures of the United States, and what they mean', async () => {
    const query = { authority: 'US-STATE', kind: 'convoy-attacked', from: '2025-09-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };
    const { status, body } = await product.system.http.get<Coordinates & DecisionLag>(`/situations/${MALI}/decision-lag`, query);
    expect(status).toBe(200);
    expect(body.model).toEqual({ guidance_changes: 1, incidents: 1, observations: 1, audit: 'audit-1', lag: 'lag-1' });
    expect(body.triggers.map(({ reactions }) => reactions[0]!.sinceStartSeconds)).toEqual(
      [48, 41, 40, 33, 11, 7, 2, null].map((days) => (days === null ? null : days * 86_400)),
    );
    expect(body.definitions['sinceStartSeconds']).toContain('Null: no such change is known yet');
    const again = await product.system.http.get(`/situations/${MALI}/decision-lag`, {
      ...query,
      validAt: body.validAt,
      position: body.position,
    });
    expect(again.body).toEqual(body);
  });

  it('does not reach beyond the moment asked about', async () => {
    const { status, body } = await product.system.http.get<{ code: string; errors: object[] }>(`/situations/${MALI}/decision-lag`, {
      validAt: '2025-10-01T00:00:00Z',
      to: '2025-10-02T00:00:00Z',
    });
    expect([status, body.code, body.errors]).toEqual([
      400,
      'out-of-range',
      [{ field: 'to', code: 'out-of-range', message: 'is after validAt' }],
    ]);
  });
});

(haveTexts ? describe : describe.skip)('the texts of real advisories', () => {
  it('show in one change the line that its note does not tell', async () => {
    const { items } = await product.system.http.ask(TEXTS, '/guidance-changes', { authority: 'GB-FCDO', understatedOnly: 'true' });
    expect(items.map(({ validFrom }) => validFrom.slice(0, 10))).toEqual(['2025-10-30', '2026-01-08', '2026-06-10']);
    const { body } = await product.system.http.get<{ change: GuidanceChangeInFull }>(
      `/situations/${TEXTS}/guidance-changes/${items[1]!.eventId}`,
    );
    const { hunks, ...warnings } = body.change.text!.sections.find(({ title }) => title === 'Warnings and insurance')!;
    expect(items[1]!.text!.sections).toContainEqual(warnings);
    const words = hunks.flatMap(({ lines }) => lines).flatMap(({ words = [] }) => words.filter(({ op }) => op === '-'));
    expect(words.map(({ text }) => text.trim())).toContain(
      'Non-essential British Embassy staff have been temporarily withdrawn from Bamako.',
    );
  });

  it('are no change where the event is none, or was not known then', async () => {
    const { items } = await product.system.http.ask(TEXTS, '/guidance-changes', { authority: 'GB-FCDO', limit: 3 });
    const path = (event: string) => `/situations/${TEXTS}/guidance-changes/${event}`;
    const code = async (event: string, query = {}) => (await product.system.http.get<{ code: string }>(path(event), query)).body.code;
    expect(await code('00000000-0000-4000-8000-000000000000')).toBe('guidance-change-not-found');
    expect(await code(items[2]!.eventId, { validAt: '2025-07-01T00:00:00Z' })).toBe('guidance-change-not-found');
  });
});
