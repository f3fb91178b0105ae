import { beforeAll, describe, expect, it } from '@jest/globals';
import { MALI, chronicleLines } from '../support/chronicle.js';
import { expectOnceInLog, expectRecordToAgree } from '../support/checker.js';
import type { AsOfQuery, LineResult } from '../support/http-client.js';
import { runningSystem } from '../support/system.js';

const product = runningSystem();
const lines = chronicleLines();
const beforeImport = new Date(Date.now() - 60_000).toISOString();
let imported: LineResult[];

beforeAll(async () => {
  imported = (await product.system.http.importLines(MALI, lines)).results;
}, 60_000);

const published = (at: string): AsOfQuery => ({ clock: 'published', validAt: at, knownAt: at });
const tenThousandths = (figure: number) => Math.round(figure * 10_000);

describe('the Mali chronicle', () => {
  it('is recorded, every line', () => {
    expect(imported.map(({ line, status }) => ({ line, status }))).toEqual(lines.map((_, i) => ({ line: i + 1, status: 'recorded' })));
  });

  it('is what the log says', async () => expectOnceInLog(imported, await expectRecordToAgree(product.system)));

  it('changes nothing when it is imported again', async () => {
    const { http, pool } = product.system;
    const events = async () => (await pool.query('SELECT * FROM derived.events ORDER BY partition, log_offset, event_index')).rows;
    const [ends, before] = [await product.system.ends(), await events()];
    const { results } = await http.importLines(MALI, lines);
    expect(results).toEqual(imported.map((result) => ({ ...result, status: 'unchanged' })));
    expect(await product.system.ends()).toEqual(ends);
    expect(await events()).toEqual(before);
  });
});

describe('the travel status of the crisis, as the public could know it', () => {
  const facetsOf = async (at: string, authority: string) => {
    const { authorities } = await product.system.http.ask(MALI, '/status', published(at));
    return authorities.find((one) => one.authority === authority)?.facets;
  };
  const since = expect.stringMatching(/^2025-10-\d\dT/);
  const stated = (value: string) => ({ value, since, eventId: expect.any(String) });
  const usLevel4 = { native: '4', rank: 4, scheme: 'US-STATE', since, eventId: expect.any(String) };

  it('guesses nothing before the first notice of an authority', async () => {
    expect(await facetsOf('2025-10-20T00:00:00Z', 'US-STATE')).toBeUndefined();
  });

  it.each([
    ['2025-10-25T12:00:00Z', 'US-STATE', { level: usLevel4, departure: stated('authorized') }],
    [
      '2025-10-29T12:00:00Z',
      'US-STATE',
      {
        action: stated('leave-now'),
        means: stated('commercial-air'),
        airport: stated('open'),
        overland: stated('unsafe'),
        departure: stated('authorized'),
      },
    ],
    ['2025-10-31T00:00:00Z', 'US-STATE', { departure: stated('ordered'), level: usLevel4 }],
    ['2025-10-29T12:00:00Z', 'GB-FCDO', { scope: { value: 'parts' } }],
    [
      '2025-10-31T00:00:00Z',
      'GB-FCDO',
      { scope: stated('country'), level: { rank: 4, native: expect.any(String) }, departure: stated('staff-withdrawn') },
    ],
    ['2026-01-10T12:00:00Z', 'US-STATE', { departure: { value: 'lifted' }, level: usLevel4 }],
  ])('%s %s', async (at, authority, facets) => expect(await facetsOf(at, authority)).toMatchObject(facets));

  it('keeps both British notices of 30 October, in order', async () => {
    const { items } = await product.system.http.ask(MALI, '/guidance-changes', {
      ...published('2025-10-31T00:00:00Z'),
      authority: 'GB-FCDO',
    });
    const ofThatDay = items.filter(({ occurred }) => occurred.from.startsWith('2025-10-30'));
    expect(ofThatDay.map(({ noticeId, seq, validFrom }) => [noticeId, seq, validFrom])).toEqual([
      ['ml-047', 1, '2025-10-30T00:00:00.000Z'],
      ['ml-050', 2, '2025-10-30T21:01:05.000Z'],
    ]);
  });

  it('echoes what was asked', async () => {
    const { authorities, combined, ...coordinates } = await product.system.http.ask(MALI, '/status', published('2025-10-29T12:00:00Z'));
    expect(coordinates).toEqual({
      situation: MALI,
      validAt: '2025-10-29T12:00:00.000Z',
      knownAt: '2025-10-29T12:00:00.000Z',
      clock: 'published',
      position: expect.stringMatching(/^\d-\d+$/),
      model: { travel_status: 1 },
    });
    for (const one of authorities) {
      expect(one).toEqual({ authority: expect.any(String), destination: 'ML', version: expect.any(Number), facets: expect.any(Object) });
    }
    expect(combined).toMatchObject({
      level: { rank: 4 },
      action: { value: 'leave-now', authority: 'US-STATE', since: '2025-10-28T00:00:00.000Z' },
      departure: { value: 'authorized', authority: 'US-STATE' },
      overland: { value: 'unsafe' },
    });
  });
});

describe('what this system knew before the import', () => {
  it('is nothing', async () => {
    const { http } = product.system;
    const asked = { clock: 'recorded', knownAt: beforeImport } as const;
    expect(await http.ask(MALI, '/status', asked)).toMatchObject({ authorities: [], combined: {} });
    for (const path of ['/timeline', '/incidents', '/observations', '/guidance-changes'] as const) {
      expect(await http.ask(MALI, path, asked)).toMatchObject({ items: [], next: null });
    }
    expect(await http.ask(MALI, '/severity', asked)).toMatchObject({ score: 0, coverage: 20, contributions: [] });
  });
});

describe('the severity of the blockade', () => {
  const days = async () => {
    const { points } = await product.system.http.ask(MALI, '/severity/history', {
      clock: 'published',
      from: '2025-08-25T00:00:00Z',
      to: '2026-03-01T00:00:00Z',
      step: 'day',
    });
    return new Map(points.map((point) => [point.validAt.slice(0, 10), point]));
  };

  it('follows the crisis', async () => {
    const by = await days();
    const score = (day: string) => by.get(day)!.score;
    expect(by.size).toBe(189);
    expect(score('2025-09-02')).toBeLessThan(1);
    const covered = [...by].filter(([, { coverage }]) => coverage >= 60);
    const [peak] = covered.toSorted(([, a], [, b]) => b.score - a.score);
    expect(peak![0] >= '2025-10-28' && peak![0] <= '2025-11-11').toBe(true);
    expect(score('2025-11-25')).toBeLessThanOrEqual(peak![1].score - 15);
    expect(score('2026-01-31')).toBeGreaterThan(score('2026-01-28'));
  });

  it('is the same asked for a moment as in its curve, traced to its reports', async () => {
    for (const [day, point] of [...(await days())].filter((_, index) => index % 14 === 0)) {
      const { validAt, score, band, coverage, provisional, components, ...rest } = await product.system.http.ask(MALI, '/severity', {
        clock: 'published',
        validAt: `${day}T00:00:00Z`,
      });
      const brief = components.map(({ id, value, points }) => ({ id, value, points }));
      expect({ validAt, score, band, coverage, provisional, components: brief }).toEqual(point);
      expect(rest).toMatchObject({ formula: 'bsi-1', disclaimer: expect.stringContaining('no basis for travel decisions') });
      expect(components.map((one) => Object.keys(one))).toEqual(
        components.map(() => expect.arrayContaining(['id', 'weight', 'value', 'points', 'asOf', 'evidence'])),
      );
    }
  });

  it('is the exact sum of its components on every day', async () => {
    for (const { score, components } of (await days()).values()) {
      expect(components.reduce((sum, { points }) => sum + tenThousandths(points), 0)).toBe(tenThousandths(score));
    }
  });
});
