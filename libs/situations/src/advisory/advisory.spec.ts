import { describe, expect, it } from '@jest/globals';
import { specify } from '../../../decider/src/specify.js';
import { aNotice, closed, faultOf, opened } from '../domain.example.js';
import type { AdvisoryCommand } from './advisory.commands.js';
import type { AdvisoryEvent, Notice } from './advisory.events.js';
import { advisory } from './advisory.js';

const { given } = specify(advisory);
const record = (over: Partial<Notice> = {}, change = true): AdvisoryCommand => ({ type: 'RecordNotice', notice: aNotice(over), change });
const changed = (over: Partial<Notice> = {}): AdvisoryEvent => ({ type: 'AdvisoryChanged', ...aNotice(over) });

describe('recording a notice', () => {
  it('records a change', () => given(opened).when(record()).thenEmits(changed()));
  it('records the first sight of an advisory', () =>
    given(opened)
      .when(record({}, false))
      .thenEmits({ type: 'AdvisoryObserved', ...aNotice() }));
  it('does nothing for the same notice', () => given(opened, changed()).when(record()).thenNothing());
  it('does nothing for the same notice when closed', () => given(opened, changed(), closed).when(record()).thenNothing());
  it('does nothing for the same notice seen again later', () =>
    given(opened, changed({ observedAt: '2025-10-30T10:00:00Z' }))
      .when(record({ observedAt: '2025-10-31T10:00:00Z' }))
      .thenNothing());
  it('takes the order of the two streams as it comes', () => given(changed(), opened).when(record()).thenNothing());
  it('is rejected on an unknown situation', () => given().when(record()).thenRejects('situation-not-found'));
  it('is rejected on a closed situation', () => given(opened, closed).when(record()).thenRejects('situation-closed'));
  it('is taken again once the situation is reopened', () =>
    given(opened, closed, { type: 'SituationReopened', reason: 'again' }).when(record()).thenEmits(changed()));
});

describe('a notice that is on record', () => {
  it.each<[string, AdvisoryCommand]>([
    ['another facet', record({ facets: { scope: 'parts' } })],
    ['a note', record({ note: 'Editorial change' })],
    ['another text', record({ content: { hash: 'b', sections: {} } })],
    ['a first sight for a change', record({}, false)],
  ])('is not recorded again with %s', (_, command) => {
    const content = { hash: 'a', sections: { security: 'text' } };
    given(opened, changed({ content })).when(command).thenRejects('notice-differs');
  });
  it('is told apart by the hash of its texts', () => {
    const content = { hash: 'a', sections: { security: 'text' } };
    given(opened, changed({ content })).when(record({ content })).thenNothing();
  });
});

describe('the order within a day', () => {
  const past = [opened, changed()];
  const other = (over: Partial<Notice>) => record({ noticeId: 'n-2', ...over });
  it('is not given twice', () =>
    expect(faultOf(advisory, past, other({ occurred: { from: '2025-10-30T21:01:05Z', precision: 'instant' } }))).toEqual({
      reason: 'seq-taken',
      field: 'notice.seq',
    }));
  it('has room for the next notice', () => expect(faultOf(advisory, past, other({ seq: 2 }))).toBeUndefined());
  it('begins anew each day', () =>
    expect(faultOf(advisory, past, other({ occurred: { from: '2025-10-31', precision: 'day' } }))).toBeUndefined());
});

describe('what a notice says', () => {
  const day = { from: '2025-10-30', precision: 'day' } as const;
  const published = { at: '2025-10-30', precision: 'day', basis: 'stated' } as const;
  it.each<[string, string, Partial<Notice>]>([
    ['id-malformed', 'notice.noticeId', { noticeId: '' }],
    ['id-malformed', 'notice.authority', { authority: 'GB/FCDO' }],
    ['destination-malformed', 'notice.destination', { destination: 'Mali' }],
    ['seq-range', 'notice.seq', { seq: 0 }],
    ['seq-range', 'notice.seq', { seq: 1.5 }],
    ['seq-range', 'notice.seq', { seq: 2_147_483_648 }],
    ['time-malformed', 'notice.occurred.from', { occurred: { ...day, from: '2025-02-30' } }],
    ['time-malformed', 'notice.occurred.from', { occurred: { from: '2025-10-30', precision: 'instant' } }],
    ['time-malformed', 'notice.occurred.from', { occurred: { from: '2025-10-29T14:55:00', precision: 'minute' } }],
    ['time-malformed', 'notice.occurred.to', { occurred: { ...day, to: '2025-11' } }],
    ['time-malformed', 'notice.occurred.zone', { occurred: { ...day, zone: 'EST' } }],
    ['occurred-range', 'notice.occurred.to', { occurred: { ...day, to: '2025-10-29' } }],
    ['time-malformed', 'notice.publishedAt.at', { publishedAt: { ...published, at: '30 October' } }],
    ['time-malformed', 'notice.publishedAt.zone', { publishedAt: { ...published, zone: '1' } }],
    ['time-malformed', 'notice.publishedAt.notAfter', { publishedAt: { ...published, notAfter: '2025-10-30' } }],
    ['published-range', 'notice.publishedAt.notAfter', { publishedAt: { ...published, notAfter: '2025-10-29T23:59:59Z' } }],
    ['time-malformed', 'notice.observedAt', { observedAt: '2025-10-30' }],
    ['time-malformed', 'notice.validTo', { validTo: '2025-11' }],
    ['valid-range', 'notice.validTo', { validTo: '2025-10-29' }],
    ['valid-range', 'notice.validTo', { validTo: '2025-10-30T00:00:00Z' }],
    ['notice-empty', 'notice.facets', { facets: {} }],
    ['notice-empty', 'notice.facets', { facets: {}, note: null, summary: ' ' }],
  ])('is rejected as %s, naming %s: %j', (reason, field, over) =>
    expect(faultOf(advisory, [opened], record(over))).toEqual({ reason, field }),
  );
  it.each<Partial<Notice>>([
    { seq: 2_147_483_647 },
    { facets: {}, note: 'Editorial change' },
    { facets: {}, summary: 'Fuel added' },
    { facets: {}, content: { hash: 'a', sections: {} } },
    { validTo: '2025-10-30' },
    { occurred: { ...day, to: '2025-10-30' } },
    { publishedAt: { ...published, notAfter: '2025-10-30T21:01:05Z' } },
  ])('may be %j', (over) => expect(faultOf(advisory, [opened], record(over))).toBeUndefined());
});
