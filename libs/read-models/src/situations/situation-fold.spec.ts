import { describe, expect, it } from '@jest/globals';
import { type SituationEntry, situationFrom } from './situation-fold.js';

const at = (version: number) => `2026-05-0${version}T00:00:00.000Z`;
const entry = (version: number, type: string, detail: unknown = {}): SituationEntry => ({
  type,
  text: 'Mali',
  detail,
  version,
  recordedAt: at(version),
});
const opened = entry(1, 'SituationOpened', { summary: null, destinations: ['ML'] });
const open = {
  situation: 's',
  title: 'Mali',
  summary: null,
  destinations: ['ML'],
  status: 'open',
  version: 1,
  openedAt: at(1),
  closedAt: null,
  parameters: {},
};

describe('a situation', () => {
  it('is none before it is opened', () => expect(situationFrom('s', [entry(1, 'Unreadable')])).toBeUndefined());
  it('is open', () => expect(situationFrom('s', [opened])).toEqual(open));
  it('keeps the parameters that a later event does not name', () =>
    expect(
      situationFrom('s', [
        opened,
        entry(2, 'SituationParametersSet', { corridors: [1], places: [2] }),
        entry(3, 'SituationParametersSet', { corridors: [3] }),
      ]),
    ).toEqual({ ...open, version: 3, parameters: { corridors: [3], places: [2] } }));
  it('closes and opens again', () => {
    const closed = [opened, entry(2, 'SituationClosed')];
    expect(situationFrom('s', closed)).toEqual({ ...open, version: 2, status: 'closed', closedAt: at(2) });
    expect(situationFrom('s', [...closed, entry(3, 'SituationReopened')])).toEqual({ ...open, version: 3 });
  });
  it('counts the version of what it cannot read', () => expect(situationFrom('s', [opened, entry(2, 'Unreadable')])?.version).toBe(2));
});
