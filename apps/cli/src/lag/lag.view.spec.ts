import { describe, expect, it } from '@jest/globals';
import type { DecisionLag, Reaction } from '../../../../libs/read-models/src/index.js';
import { asked } from '../asked.example.js';
import { widthOf } from '../terminal/wrap.js';
import { lagView } from './lag.view.js';

const DAY = 86_400;
const reaction = (authority: string, days: number | null, over: Partial<Reaction> = {}): Reaction => ({
  authority,
  destination: 'ML',
  change:
    days === null
      ? null
      : { eventId: 'e-2', noticeId: 'ml-033', validFrom: '2025-10-24T00:00:00.000Z', publicFrom: '2025-10-25T00:00:00.000Z' },
  sinceStartSeconds: days === null ? null : days * DAY,
  sincePublicSeconds: days === null ? null : -DAY,
  orderCertain: days === null ? null : true,
  sameStart: [],
  ...over,
});
const lag: DecisionLag = {
  from: '2025-09-01T00:00:00.000Z',
  to: '2026-02-01T00:00:00.000Z',
  definitions: {
    sinceStartSeconds: 'from start to start',
    sincePublicSeconds: 'from publication to publication',
    change: 'of material kind',
  },
  triggers: [
    {
      trigger: 'observation',
      kind: 'schools',
      id: 'ml-035',
      eventId: 'e-1',
      subject: 'country',
      from: '2025-10-17T00:00:00.000Z',
      to: '2025-10-18T00:00:00.000Z',
      publicFrom: '2025-10-18T00:00:00.000Z',
      reactions: [reaction('US-STATE', 7, { orderCertain: false, sameStart: ['e-9'] }), reaction('CA-GAC', 32), reaction('AU-DFAT', null)],
      firstMovers: ['US-STATE'],
      lastMovers: ['CA-GAC'],
      noneYet: ['AU-DFAT'],
    },
  ],
  authorities: [
    {
      authority: 'US-STATE',
      destination: 'ML',
      changes: 4,
      timeInForce: {
        level: [
          { value: null, seconds: 53 * DAY },
          { value: { native: '4', rank: 4, scheme: 'US-STATE' }, seconds: 100 * DAY },
        ],
        departure: [{ value: 'ordered', seconds: 71 * DAY }],
      },
      reversals: [
        {
          facet: 'departure',
          eventId: 'e-3',
          at: '2026-01-09T00:00:00.000Z',
          from: 'ordered',
          to: 'lifted',
          leftAt: '2025-10-24T00:00:00.000Z',
          seconds: 77 * DAY,
        },
      ],
      byKind: [
        {
          trigger: 'observation',
          kind: 'schools',
          triggers: 3,
          answered: 2,
          shortestSeconds: DAY,
          medianSeconds: DAY,
          longestSeconds: 7 * DAY,
        },
      ],
    },
  ],
};
const screen = { width: 80, colours: false };
const view = (over: Partial<DecisionLag> = {}, authority?: string) => lagView({ ...asked, ...lag, ...over }, screen, authority);

describe('the lag of all', () => {
  it('fits 80 columns', () => expect(Math.max(...view().split('\n').map(widthOf))).toBeLessThanOrEqual(80));
  it('tells first and last mover of each trigger, and who did not move', () =>
    expect(view()).toMatch(/2025-10-17 +schools country +US-STATE +CA-GAC +AU-DFAT\n +ml-035 +7 d +32 d\n/));
  it('tells for how long what was in force, and what turned back', () => {
    expect(view()).toMatch(/US-STATE +4 +not recorded: 53 d +ordered: 71 d\n/);
    expect(view()).toMatch(/ML +level 4, rank 4 of 4: 100 d\n/);
    expect(view()).toMatch(/2026-01-09 +US-STATE +departure: ordered → lifted +77 d\n/);
  });
  it('says what a delay is', () => expect(view()).toContain('Delay: from start to start.'));
  it('says where there is nothing', () => {
    expect(view({ triggers: [] })).toContain('Nothing is recorded in this period');
    expect(view({ authorities: [] })).toContain('No guidance is recorded.');
    expect(view({ authorities: [{ ...lag.authorities[0]!, reversals: [] }] })).toContain('No facet turned back');
  });
});

describe('the lag of one authority', () => {
  const text = view(
    { triggers: [{ ...lag.triggers[0]!, reactions: lag.triggers[0]!.reactions.filter(({ change }) => change !== null) }] },
    'US-STATE',
  );
  it('fits 80 columns', () => expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80));
  it('tells each delay with its doubts', () => {
    expect(text).toMatch(/2025-10-17 +schools country +2025-10-24 +7 d +1 d before +order not\n +ml-035 +ml-033 +known; 1 change/);
  });
  it('tells the delays by kind', () => expect(text).toMatch(/schools +3 +2 +1 d +1 d +7 d/));
  it('says that there is none yet', () => expect(view({}, 'AU-DFAT')).toContain('none yet'));
});
