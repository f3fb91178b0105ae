import { expect, it } from '@jest/globals';
import { timelineEntry } from '../answers.example.js';
import { asked } from '../asked.example.js';
import { widthOf } from '../terminal/wrap.js';
import { timelineView } from './timeline.view.js';

const screen = { width: 80, colours: false };
const items = [
  timelineEntry(),
  timelineEntry({ place: null, source: null, confidence: null, occurred: null, kind: 'situation', text: 'Opened' }),
];
const text = timelineView({ ...asked, items, next: null }, screen, 'occurred');

it('fits 80 columns', () => expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThanOrEqual(80));
it('tells when, what kind, where, what and by whom', () => {
  expect(text).toMatch(/2025-09-14 +convoy-attacked +Diboli–Kayes road +Convoy of about 100/);
  expect(text).toContain('ap, medium confidence');
});
it('falls back to the time of record, and leaves no gap unsaid', () =>
  expect(text).toMatch(/2026-07-12 +situation +not recorded +Opened\n09:00 UTC +source not recorded/));
it('tells the time of record in the order of record', () =>
  expect(timelineView({ ...asked, items, next: 'more' }, { width: 120, colours: false }, 'recorded')).toMatch(
    /Recorded[^]*2026-07-12  convoy-attacked[^]*\n09:00 UTC[^]*2 events\.\nThere are more/,
  ));
it('tells whose guidance it is, and for where', () => {
  const guidance = timelineEntry({ kind: 'guidance', stream: 'advisory/DE-AA/ML', place: null, text: 'Leave' });
  expect(timelineView({ ...asked, items: [guidance], next: null }, screen, 'occurred')).toMatch(/guidance +ML +Leave\n +DE-AA +ap/);
});
it('says that there is nothing', () =>
  expect(timelineView({ ...asked, items: [], next: null }, screen, 'occurred')).toContain(
    'Nothing is recorded that answers the question.',
  ));
