import { describe, it } from '@jest/globals';
import { specify } from '../../../decider/src/specify.js';
import { anIncident, closed, opened } from '../domain.example.js';
import type { IncidentReported } from './incident.events.js';
import type { MergeCommand } from './merge.commands.js';
import type { MergeEvent } from './merge.events.js';
import { merge } from './merge.js';

const { given } = specify(merge);
const reported = (incidentId: string): IncidentReported => ({ ...anIncident({ incidentId }), type: 'IncidentReported' });
const join: MergeCommand = { type: 'MergeIncident', incidentId: 'b', into: 'a', reason: 'the same attack' };
const joined: MergeEvent = { ...join, type: 'IncidentMerged' };
const part: MergeCommand = { type: 'UnmergeIncident', incidentId: 'b', from: 'a', reason: 'two convoys' };
const parted: MergeEvent = { ...part, type: 'IncidentUnmerged' };
const two = [opened, reported('a'), reported('b')] as const;

describe('merging', () => {
  it('joins two incidents', () =>
    given(...two)
      .when(join)
      .thenEmits(joined));
  it('changes nothing the second time', () =>
    given(...two, joined)
      .when(join)
      .thenNothing());
  it('needs both', () => given(opened, reported('b')).when(join).thenRejects('incident-not-found'));
  it('does not join one with itself', () =>
    given(...two)
      .when({ ...join, into: 'b' })
      .thenRejects('merge-with-itself'));
  it('makes no circle', () =>
    given(...two, joined)
      .when({ ...join, incidentId: 'a', into: 'b' })
      .thenRejects('incident-merged'));
  it('joins one with one other only', () =>
    given(...two, reported('c'), joined)
      .when({ ...join, into: 'c' })
      .thenRejects('incident-merged'));
  it('is not done in a closed situation', () =>
    given(...two, closed)
      .when(join)
      .thenRejects('situation-closed'));
  it('needs a reason', () =>
    given(...two)
      .when({ ...join, reason: '' })
      .thenRejects('text-missing'));
  it('needs a situation', () => given().when(join).thenRejects('situation-not-found'));
});

describe('unmerging', () => {
  it('parts them', () =>
    given(...two, joined)
      .when(part)
      .thenEmits(parted));
  it('changes nothing where they are apart', () =>
    given(...two, joined, parted)
      .when(part)
      .thenNothing());
  it('parts it from the one that it was joined with', () =>
    given(...two, reported('c'), joined)
      .when({ ...part, from: 'c' })
      .thenRejects('incident-merged'));
});
