import { describe, expect, it } from '@jest/globals';
import type { DiffItem, Unchanged } from '../../../../libs/read-models/src/index.js';
import { answering, runCli, withServer } from '../api-server.example.js';
import { asked, eventId } from '../asked.example.js';
import { widthOf } from '../terminal/wrap.js';
import { type DiffAnswer, diffView } from './diff.view.js';

const screen = { width: 80, colours: false };
const item = (over: Partial<DiffItem> = {}): DiffItem => ({
  kind: 'status',
  key: 'US-STATE/ML/departure',
  axis: 'world',
  clock: 'published',
  before: 'authorized',
  after: 'ordered',
  beforeSince: '2025-10-24T00:00:00.000Z',
  since: '2025-10-30T00:00:00.000Z',
  event: { eventId, position: '3-48.0' },
  ...over,
});
const unchanged = (over: Partial<Unchanged> = {}): Unchanged => ({
  kind: 'observation',
  key: 'corridor-status/senegal',
  value: { status: 'closed' },
  since: '2025-10-06T00:00:00.000Z',
  eventId,
  standing: 'nobody-looked',
  lastLooked: '2025-10-07T00:00:00.000Z',
  lookedBy: 'report',
  ...over,
});
const figures = [{ measure: 'killed', group: 'soldiers', low: 3, text: '3', claimId: 'army' }];
const answer: DiffAnswer = {
  ...asked,
  from: '2025-10-27T12:00:00.000Z',
  to: '2025-10-31T12:00:00.000Z',
  position: '3-124,4-17',
  items: [
    item(),
    item({ kind: 'incident', key: 'i-1', axis: 'knowledge', before: { kind: 'attack', figures, merged: [] }, after: null, since: null }),
    item({
      kind: 'severity',
      key: 'severity',
      before: { score: 60.25, band: 'high', coverage: 70 },
      after: { score: 70, band: 'high', coverage: 70 },
      since: null,
      event: null,
    }),
  ],
  unchanged: [
    unchanged(),
    unchanged({ kind: 'status', key: 'FR-MEAE/ML/overland', value: 'avoid', standing: 'still-in-force', lookedBy: 'check' }),
  ],
  counts: { knowledge: 1, world: 2, unchanged: 2 },
  truncated: false,
  disclaimer: 'no basis for travel decisions',
};
const text = diffView(answer, screen);
const part = (from: string, to?: string) => text.slice(text.indexOf(from), to === undefined ? undefined : text.indexOf(to));

describe('what changed', () => {
  it('fits 80 columns', () => expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80));
  it('is told of both moments, the clock and the positions', () =>
    expect(text).toMatch(/from 2025-10-27 12:00 UTC to\s+2025-10-31 12:00 UTC[^]*clock: published, up to log\s+position 3-124,4-17/));
  it('in the world stands apart from what we learned', () => {
    expect(part('THE WORLD', 'OUR KNOWLEDGE')).toMatch(/US-STATE for ML, departure +authorized → ordered +2025-10-30\n +c7a1f1a4-/);
    expect(part('THE WORLD', 'OUR KNOWLEDGE')).not.toContain('i-1');
    expect(part('OUR KNOWLEDGE', 'UNCHANGED')).toMatch(/incident i-1 +attack, killed \(soldiers\) 3 → nothing/);
  });
  it('stands apart from what did not: seen to be in force, or not looked at', () => {
    expect(part('UNCHANGED: STILL', 'UNCHANGED AS FAR')).toMatch(/FR-MEAE for ML, overland +avoid +2025-10-06 +2025-10-07\s+\(checked\)/);
    expect(part('UNCHANGED AS FAR')).toMatch(/corridor-status of senegal +closed +2025-10-06 +2025-10-07\s+\(report\)/);
  });
  it('says that the severity is no basis for decisions', () => {
    expect(text).toMatch(/60\.3, high, coverage 70 →/);
    expect(text).toContain('no basis for travel decisions');
  });
  it('says where it is nothing, or too much', () => {
    const nothing = { ...answer, items: [], unchanged: [], truncated: true, counts: { knowledge: 0, world: 0, unchanged: 0 } };
    const view = diffView(nothing, screen);
    expect(view).toMatch(/Nothing that is known\.[^]*Nothing\.[^]*None\.[^]*None\.[^]*There are more/);
    expect(view).not.toContain('no basis');
  });
});

describe('timeline diff', () => {
  const args = ['diff', 'mali-2025', '--from', answer.from, '--to', answer.to, '--clock', 'published', '--position', '3-1,4-2'];
  it('asks for two moments, and prints the answer as it is with --json', async () => {
    let asked = '';
    const { code, out } = await withServer(
      (request, response) => {
        asked = request.url ?? '';
        answering(answer)(request, response);
      },
      (url) => runCli([...args, '--json', '--url', url]),
    );
    expect([code, JSON.parse(out)]).toEqual([0, answer]);
    const { pathname, searchParams } = new URL(asked, 'http://localhost');
    expect([pathname, Object.fromEntries(searchParams)]).toEqual([
      '/situations/mali-2025/diff',
      { from: answer.from, to: answer.to, clock: 'published', position: '3-1,4-2' },
    ]);
  });
  it('needs both moments', async () => expect((await runCli(args.slice(0, 4))).code).toBe(1));
});
