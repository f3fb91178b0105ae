import { occurredRange } from '../../../situations/src/index.js';
import { entryOf } from '../timeline/timeline.entry.js';
import { EditRefused, type Recorded, type Selection } from './edits.js';

/** What of an event a selection may ask for: of a correction that of what it says instead. */
const featuresOf = ({ event, stream, version }: Recorded) => {
  const { kind, occurred, source } = entryOf(event, stream, version);
  const said = event.type === 'FactCorrected' ? event.replacement : event;
  const observed = said.type === 'ObservationRecorded' ? said : undefined;
  const notice = said.type === 'AdvisoryChanged' || said.type === 'AdvisoryObserved' ? said : undefined;
  const { status } = (observed?.value ?? {}) as { status?: string };
  return {
    kind,
    status,
    subject: observed?.subject,
    authority: notice?.authority,
    facets: notice === undefined ? [] : Object.keys(notice.facets),
    source: source?.id,
    start: occurred === null ? undefined : occurredRange(occurred).start,
  };
};

const matches = (recorded: Recorded, asked: Selection): boolean => {
  const has = featuresOf(recorded);
  const same = (name: 'kind' | 'status' | 'subject' | 'authority' | 'source') => asked[name] === undefined || asked[name] === has[name];
  return (
    same('kind') &&
    same('status') &&
    same('subject') &&
    same('authority') &&
    same('source') &&
    (asked.facet === undefined || has.facets.includes(asked.facet)) &&
    (asked.occurredFrom === undefined || (has.start !== undefined && has.start >= asked.occurredFrom)) &&
    (asked.occurredTo === undefined || (has.start !== undefined && has.start <= asked.occurredTo))
  );
};

/** An event that is not there may be one of another situation, which is for others to find out. */
export const notFound = (edit: string, field: string, eventId: string): EditRefused =>
  new EditRefused(edit, field, 'event-not-found', 'is no event of the situation up to the position', undefined, eventId);

/** The events that a selection names, in the order of the log. Throws {@link EditRefused} where there is none. */
export const selected = (history: readonly Recorded[], asked: Selection, edit: string): readonly Recorded[] => {
  const { eventId } = asked;
  if (eventId !== undefined) {
    const one = history.find(({ id }) => id === eventId);
    if (one === undefined) throw notFound(edit, 'eventId', eventId);
    return [one];
  }
  const found = history.filter((recorded) => matches(recorded, asked));
  if (found.length === 0) throw new EditRefused(edit, '', 'selects-nothing', 'no event is like that');
  return found;
};
