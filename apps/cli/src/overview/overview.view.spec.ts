import { describe, expect, it } from '@jest/globals';
import { guidanceChange, overview } from '../answers.example.js';
import { widthOf } from '../terminal/wrap.js';
import { overviewView } from './overview.view.js';
import { suggestions } from './suggestions.js';

const screen = { width: 80, colours: false };

describe('the screen of a duty officer', () => {
  const text = overviewView(overview, screen, '');

  it('fits 80 columns, but for the commands, which are one line each', () => {
    const wide = text.split('\n').filter((line) => widthOf(line) > 80);
    expect(wide.every((line) => line.startsWith('npm run timeline -- '))).toBe(true);
  });
  it('says how old the last report is', () =>
    expect(text).toContain('125 events recorded; the last report is of 2025-10-30, 1 day before this moment.'));
  it('shows the severity beside that of the worst day', () => {
    expect(text).toMatch(/Supply loss +30 +0\.96 +57\.60 +2025-10-30 +28\.80 \(0\.96\)/);
    expect(text).toContain('Worst day of the year up to the last report: 2025-11-03 with 78.2');
    expect(text).toContain('no basis for travel decisions');
  });
  it('lists the last changes, newest first, without first sights, and warns of a note', () => {
    const changes = text.slice(text.indexOf('LAST GUIDANCE'));
    expect(changes).toMatch(
      /2025-11-18 +CA-GAC +level:[^]*⚠ the note tells less than what changed: “Editorial\n +change”\n2025-10-28 +US-STATE/,
    );
    expect(changes).not.toContain('AU-DFAT');
  });
  it('does without reports', () => {
    const empty = { ...overview, peak: undefined, changes: [], events: { count: 1, isAll: true, lastReport: undefined } };
    const bare = overviewView({ ...empty, status: { ...overview.status, authorities: [] } }, screen, '');
    expect(bare).toContain('1 event recorded; no report yet.');
    expect(bare).toContain('Not recorded: no guidance of any authority');
    expect(bare).toContain('None is recorded.');
    expect(bare).not.toContain('Worst day');
  });
});

describe('what to try next', () => {
  it('asks the day after the first call to leave, the audit of what a note hid, and the worst day', () =>
    expect(suggestions(overview, ' --url http://127.0.0.1:3100').map(({ command }) => command)).toEqual([
      'npm run timeline -- status mali-2025 --clock published --valid-at 2025-10-29T12:00:00Z --known-at 2025-10-29T12:00:00Z --url http://127.0.0.1:3100',
      'npm run timeline -- audit mali-2025 --authority CA-GAC --url http://127.0.0.1:3100',
      'npm run timeline -- severity mali-2025 --clock published --valid-at 2025-11-03T00:00:00Z --url http://127.0.0.1:3100',
    ]));
  it('asks around the last change where nobody was called to leave', () => {
    const changes = [guidanceChange({ facets: {}, noteUnderstates: false, validFrom: '2025-08-19T10:00:00.000Z' })];
    expect(suggestions({ ...overview, changes }, '')[0]?.command).toContain('--valid-at 2025-08-20T12:00:00Z');
  });
});
