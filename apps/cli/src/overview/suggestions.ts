import type { GuidanceChange } from '../../../../libs/read-models/src/index.js';
import { dayOf, daysAfter } from '../terminal/dates.js';
import type { Overview } from './overview.js';

/** A command to paste, and what it shows. */
export type Suggestion = { shows: string; command: string };

/** By then a notice that is known to the day only counts as public. */
const noonAfter = (instant: string): string => `${dayOf(daysAfter(instant, 1))}T12:00:00Z`;

/** The first call to leave, else the last change: around it “what was known then” is worth asking. */
const turningPoint = (changes: readonly GuidanceChange[]): string | undefined => {
  const real = changes.filter(({ firstSight }) => !firstSight);
  const callToLeave = real.find(({ facets }) => ['leave-now', 'leave-if-safe'].includes(String(facets.action?.after)));
  return (callToLeave ?? real.at(-1))?.validFrom;
};

/** Three questions that this situation answers well: a past moment, the audit, the worst day. */
export const suggestions = ({ situation, changes, peak }: Overview, urlOption: string): Suggestion[] => {
  const command = (name: string, options: string): string => `npm run timeline -- ${name} ${situation.situation}${options}${urlOption}`;
  const then = turningPoint(changes);
  const understated = changes.filter(({ noteUnderstates }) => noteUnderstates).at(0);
  const whose = understated === undefined ? '' : ` --authority ${understated.authority}`;
  const at = peak === undefined ? '' : ` --clock published --valid-at ${dayOf(peak.validAt)}T00:00:00Z`;
  return [
    ...(then === undefined
      ? [{ shows: 'the status now', command: command('status', '') }]
      : [
          {
            shows: 'what the public could know the day after guidance turned',
            command: command('status', ` --clock published --valid-at ${noonAfter(then)} --known-at ${noonAfter(then)}`),
          },
        ]),
    { shows: 'when guidance changed, and what its note did not say', command: command('audit', whose) },
    {
      shows: peak === undefined ? 'what the severity is made of' : 'what the severity was made of on its worst day',
      command: command('severity', at),
    },
  ];
};
